// What the pool's handler hears: answers, and the deaths of workers.
#include "core/base/clock.h"
#include "core/executors/lastwords.h"
#include "core/executors/poolhandler.h"
#include "core/executors/program.h"

#include <algorithm>
#include <csignal>
#include <system_error>

namespace Interleave {

namespace {

constexpr std::int64_t patienceNs = 5'000'000'000; // with a worker that ought to end
constexpr int patienceMs = 100;                  // how often it is looked at
constexpr int mostStillborn = 3;

std::string howItEnded(const PoolConnection &worker, int exitCode)
{
    if (worker.isFaulty())
        return "sent what is no answer";
    if (exitCode < 0)
        return "was killed by signal " + std::to_string(-exitCode);
    return "ended with exit code " + std::to_string(exitCode);
}

} // namespace

/// The bell, then each worker's socket and the worker itself.
std::vector<pollfd> PoolHandler::descriptors()
{
    std::vector<pollfd> all = {{m_bell, POLLIN, 0}};
    for (const auto &worker : m_workers) {
        const short wanted = short(POLLIN | (worker->hasUnsent() ? POLLOUT : 0));
        const bool deaf = worker->isClosed() || worker->isFaulty();
        all.push_back({deaf ? -1 : worker->socket(), wanted, 0});
        all.push_back({worker->process().descriptor(), POLLIN, 0});
    }
    return all;
}

std::vector<pollfd> PoolHandler::waitForNews()
{
    std::vector<pollfd> news = descriptors();
    if (poll(news.data(), news.size(), 0) > 0)
        return news;
    Recorder &recorder = Recorder::ofThisThread();
    const LaneId me = t_here.lane;
    recorder.suspend(recorder.stamp(), me, Reason::Poll);
    const bool watches = m_terminating || std::any_of(m_workers.begin(), m_workers.end(), [](const auto &worker) {
        return worker->isClosed() || worker->isFaulty() || worker->state() == PoolConnection::State::Ending;
    });
    if (poll(news.data(), news.size(), watches ? patienceMs : -1) < 0 && errno != EINTR)
        throw std::system_error(errno, std::generic_category(), "the pool cannot wait for its workers");
    const Stamp now = recorder.stampFenced();
    recorder.wake(now, me, wakerAmong(news), true); // it wrote; the kernel woke us
    recorder.resume(now, me);
    return news;
}

LaneId PoolHandler::wakerAmong(const std::vector<pollfd> &news) const
{
    for (std::size_t index = 0; index < m_workers.size(); ++index) {
        if (news[1 + 2 * index].revents || news[2 + 2 * index].revents)
            return m_workers[index]->process().threadLane();
    }
    if (news[0].revents == 0)
        return hostLane; // the time to look again
    const std::lock_guard lock(m_mutex);
    return m_caller;
}

/// Takes all answers that have come.
void PoolHandler::hear(PoolConnection &worker)
{
    while (const std::optional<WorkerMessage> message = worker.receive()) {
        m_stillborn = 0;
        const std::optional<PoolTask> task = worker.becomeIdle();
        if (!task)
            continue;
        if (message->kind == WorkerMessage::Kind::Returned)
            reportCallback(task->result->settle(task->part, message->payload));
        else
            settle(*task, std::make_exception_ptr(TaskError(message->payload)));
    }
    if (worker.isFaulty())
        worker.kill(SIGKILL);
}

/// A worker that closed its end, or was told to end, does so in a while, or is made to.
void PoolHandler::watchEnding()
{
    for (const auto &worker : m_workers) {
        const bool toldTo = worker->state() == PoolConnection::State::Ending;
        const bool oughtTo = m_terminating || toldTo || worker->isClosed();
        if (!oughtTo || !worker->isOverdue(monotonicNs(), patienceNs))
            continue;
        if (!toldTo && !m_terminating)
            worker->declareFaulty();
        worker->kill(SIGKILL);
    }
}

void PoolHandler::bury(PoolConnection &worker)
{
    worker.process().reap();
    const int exitCode = *worker.process().exitCode();
    const std::string how = capitalized(worker.name()) + " " + howItEnded(worker, exitCode);
    const bool expected = m_terminating || (worker.state() == PoolConnection::State::Ending && !worker.isFaulty());
    if (worker.state() == PoolConnection::State::Starting)
        ++m_stillborn;
    if (worker.task())
        loseTask(worker, *worker.task(), how);
    else if (!expected)
        m_program.reportFailure(how + " while it had no task.");
    std::erase_if(m_workers, [&worker](const auto &each) { return each.get() == &worker; });
    if (!expected)
        replaceWorker();
}

void PoolHandler::loseTask(PoolConnection &worker, const PoolTask &task, const std::string &how)
{
    const int exitCode = *worker.process().exitCode();
    Recorder &recorder = Recorder::ofThisThread();
    if (!hadRecordedFinish(worker.process().pid(), task.lane)) {
        recorder.finish(recorder.stampFenced(), task.lane, exitCode < 0 ? Outcome::Killed : Outcome::Failed,
                        std::uint32_t(std::abs(exitCode)), true);
    }
    const std::string sentence = m_terminating ? capitalized(task.name) + " was not done: the pool was terminated."
                                               : how + " while it had " + task.name + ": that task is lost.";
    if (!m_terminating)
        m_program.reportFailure(sentence);
    settle(task, std::make_exception_ptr(TaskLost(sentence)));
}

/// A new worker where there may still be something to do.
void PoolHandler::replaceWorker()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_state == State::Terminating || (m_state == State::Closed && m_waiting.empty()))
            return;
    }
    try {
        if (m_stillborn >= mostStillborn)
            throw std::runtime_error("workers die before they are ready");
        startWorker(StartMethod::Spawn);
    } catch (const std::exception &error) {
        m_program.reportFailure(std::string("A dead worker cannot be replaced: ") + error.what() + ".");
        const std::lock_guard lock(m_mutex);
        m_broken = m_workers.empty();
    }
}

void PoolHandler::settle(const PoolTask &task, std::exception_ptr error)
{
    reportCallback(task.result->settle(task.part, std::move(error)));
}

void PoolHandler::reportCallback(const std::string &raised)
{
    if (!raised.empty())
        m_program.reportFailure("A callback of the pool raised: " + raised);
}

} // namespace Interleave

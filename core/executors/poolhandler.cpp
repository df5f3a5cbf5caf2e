#include "core/executors/poolhandler.h"

#include "core/executors/program.h"
#include "core/kernel/procfs.h"

#include <algorithm>
#include <csignal>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace Interleave {

PoolHandler::PoolHandler(Program &program, int workers, std::optional<StartMethod> method)
    : m_program(program), m_queue(Recorder::ofThisThread().allocateLane()),
      m_thread(program, "pool handler", [this] { run(); })
{
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    recorder.declareLane(now, m_queue, LaneKind::Queue, t_here.process, "tasks");
    recorder.start(now, m_queue, t_here.lane);
    try {
        if (!method)
            method = ownThreads() == 1 ? StartMethod::Fork : StartMethod::Spawn;
        for (int worker = 0; worker < workers; ++worker)
            startWorker(*method);
        m_bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (m_bell < 0)
            throw std::system_error(errno, std::generic_category(), "no descriptor is left for a pool");
        m_thread.start();
    } catch (...) {
        killAll();
        if (m_bell >= 0)
            ::close(m_bell);
        recorder.finish(recorder.stamp(), m_queue, Outcome::Failed);
        throw;
    }
}

PoolHandler::~PoolHandler()
{
    terminate();
    m_thread.join();
    killAll(); // nothing, unless the handler itself failed
    ::close(m_bell);
    Recorder &recorder = Recorder::ofThisThread();
    recorder.finish(recorder.stampFenced(), m_queue, Outcome::Closed);
}

void PoolHandler::startWorker(StartMethod method)
{
    std::vector<int> ours;
    for (const auto &worker : m_workers)
        ours.push_back(worker->socket());
    m_workers.push_back(std::make_unique<PoolConnection>(m_program, "worker " + std::to_string(++m_started), m_queue,
                                                         method, ours));
}

void PoolHandler::killAll()
{
    for (const auto &worker : m_workers) {
        worker->kill(SIGKILL);
        worker->process().reap();
    }
    m_workers.clear();
}

void PoolHandler::submit(std::vector<PoolTask> tasks)
{
    const std::lock_guard lock(m_mutex);
    if (m_state != State::Open)
        throw std::logic_error("the pool is closed: it takes no more tasks");
    Recorder &recorder = Recorder::ofThisThread();
    for (PoolTask &task : tasks) {
        const Stamp now = recorder.stamp();
        recorder.declareLane(now, task.lane, LaneKind::Job, m_queue, task.name);
        recorder.start(now, task.lane, t_here.lane);
        recorder.suspend(now, task.lane, Reason::Queued, m_queue.value());
        m_waiting.push_back(std::move(task));
    }
    recorder.counter(m_queue, std::int64_t(m_waiting.size()), "depth");
    ring();
}

void PoolHandler::close()
{
    const std::lock_guard lock(m_mutex);
    m_state = std::max(m_state, State::Closed);
    ring();
}

void PoolHandler::terminate()
{
    const std::lock_guard lock(m_mutex);
    m_state = State::Terminating;
    ring();
}

bool PoolHandler::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return m_state == State::Open;
}

void PoolHandler::join(SourceLine line)
{
    m_thread.join(line);
}

/// Under the mutex.
void PoolHandler::ring()
{
    m_caller = t_here.lane;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(m_bell, &one, sizeof one);
}

void PoolHandler::run()
{
    try {
        while (serve()) {}
    } catch (...) {
        abandon();
        throw;
    }
}

/// One round: give, wait, hear. False when the pool is over.
bool PoolHandler::serve()
{
    const State state = giveTasks();
    if (state == State::Terminating)
        terminateWorkers();
    else if (state == State::Closed)
        endIdleWorkers();
    if (state != State::Open && m_workers.empty())
        return false;
    const std::vector<pollfd> news = waitForNews();
    if (news[0].revents != 0) {
        std::uint64_t rings = 0;
        [[maybe_unused]] const auto got = read(m_bell, &rings, sizeof rings);
    }
    std::vector<PoolConnection *> dead;
    for (std::size_t index = 0; index < m_workers.size(); ++index) {
        if (news[1 + 2 * index].revents & POLLOUT)
            m_workers[index]->sendRest();
        if (news[1 + 2 * index].revents || news[2 + 2 * index].revents)
            hear(*m_workers[index]); // what a dead one had said, too
        if (news[2 + 2 * index].revents)
            dead.push_back(m_workers[index].get());
    }
    for (PoolConnection *worker : dead)
        bury(*worker);
    watchEnding();
    return true;
}

/// The handler itself cannot go on: nobody may wait for what will never come.
void PoolHandler::abandon()
{
    terminate();
    m_terminating = true;
    for (const auto &worker : m_workers) {
        worker->kill(SIGKILL);
        worker->process().reap();
        if (worker->task())
            loseTask(*worker, *worker->task(), "");
    }
    m_workers.clear();
    dropWaiting(Outcome::Cancelled, "the pool was terminated");
}

/// Gives what waits to the workers that have been idle longest. Returns the pool's state as seen
/// with an empty queue, or with no idle worker.
PoolHandler::State PoolHandler::giveTasks()
{
    std::vector<PoolConnection *> idle;
    for (const auto &worker : m_workers) {
        if (worker->state() == PoolConnection::State::Idle)
            idle.push_back(worker.get());
    }
    std::sort(idle.begin(), idle.end(),
              [](const PoolConnection *a, const PoolConnection *b) { return a->idleSince() < b->idleSince(); });
    std::unique_lock lock(m_mutex);
    const bool canGive = m_state != State::Terminating && !m_waiting.empty() && !idle.empty();
    for (PoolConnection *worker : idle) {
        if (m_state == State::Terminating || m_waiting.empty())
            break;
        worker->give(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    if (canGive)
        Recorder::ofThisThread().counter(m_queue, std::int64_t(m_waiting.size()), "depth");
    const State state = m_state;
    const bool hopeless = m_broken && !m_waiting.empty();
    lock.unlock();
    if (hopeless)
        dropWaiting(Outcome::Failed, "no worker can be started");
    return state;
}

/// Closed: those without a task end, once no task is left to be given.
void PoolHandler::endIdleWorkers()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_waiting.empty())
            return;
    }
    for (const auto &worker : m_workers) {
        if (worker->state() == PoolConnection::State::Idle)
            worker->end();
    }
}

/// One that is starting is ended as soon as it is ready: it must not die before it is on the record.
void PoolHandler::terminateWorkers()
{
    if (!std::exchange(m_terminating, true))
        dropWaiting(Outcome::Cancelled, "the pool was terminated");
    for (const auto &worker : m_workers) {
        if (worker->state() == PoolConnection::State::Idle || worker->state() == PoolConnection::State::Busy)
            worker->kill(SIGTERM);
    }
}

void PoolHandler::dropWaiting(Outcome outcome, const std::string &why)
{
    std::deque<PoolTask> dropped;
    {
        const std::lock_guard lock(m_mutex);
        dropped.swap(m_waiting);
    }
    Recorder &recorder = Recorder::ofThisThread();
    if (!dropped.empty())
        recorder.counter(m_queue, 0, "depth");
    for (const PoolTask &task : dropped) {
        recorder.finish(recorder.stampFenced(), task.lane, outcome, 0, outcome != Outcome::Cancelled);
        settle(task, std::make_exception_ptr(TaskLost(capitalized(task.name) + " was not run: " + why + ".")));
    }
}

} // namespace Interleave

#include "core/executors/jobworker.h"

#include "core/base/clock.h"
#include "core/executors/jobfunction.h"
#include "core/executors/jobwords.h"
#include "core/executors/program.h"
#include "core/executors/rediswait.h"

#include <algorithm>
#include <poll.h>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto extraPatience = 5s; // beyond that of who ordered, who shall be first to say that Redis is gone
constexpr auto longestBlock = 500ms;
constexpr auto forgottenPatience = 10s; // until whoever ordered tells a Redis that was started again
constexpr auto pauseWithoutQueue = 200ms;
constexpr auto betweenQuestions = 1s; // whether to leave, and so long without a job is idle
constexpr int tripsPerLook = 4;       // where Redis is far away, looking around must not be all that is done

std::int64_t toNs(std::chrono::milliseconds time) { return std::chrono::nanoseconds(time).count(); }

void workHere(Program &program, const Arguments &arguments)
{
    const Termination termination;
    Result<RedisAddress> address = RedisAddress::parse(arguments.at(2));
    if (!address.hasValue())
        throw std::runtime_error(address.error().message);
    JobWorkerSettings settings{.name = arguments.at(0), .address = address.takeValue(), .run = arguments.at(1)};
    settings.patience = std::chrono::milliseconds(numberIn(arguments.at(3))) + extraPatience;
    settings.line.number = std::uint32_t(numberIn(arguments.at(4)));
    JobWorker worker(program, std::move(settings), termination);
    if (Result<void> worked = worker.work(); !worked.hasValue() && !termination.isAsked())
        throw std::runtime_error(worked.error().message);
}

} // namespace

const ProcessFunction jobWorker("job worker", workHere);

JobWorker::JobWorker(Program &program, JobWorkerSettings settings, const Termination &termination)
    : m_program(program), m_settings(std::move(settings)), m_termination(termination),
      m_link(m_settings.address, m_settings.patience,
             [this](std::chrono::milliseconds time) { return !m_termination.wait(time); }),
      m_store(m_link, m_settings.run)
{}

Result<void> JobWorker::work()
{
    if (Result<void> joined = waitingForRedis(m_settings.line, [this] { return join(); }); !joined.hasValue())
        return joined;
    m_nextQuestionNs = monotonicNs() + toNs(betweenQuestions);
    while (!m_isOver && !m_termination.isAsked()) {
        Result<Look> looked = take();
        if (!looked.hasValue())
            return looked.error();
        if (looked.value() != Look::Taken)
            break;
        const JobStore::Entry entry = m_taken.front();
        m_taken.pop_front();
        const Stamp taken = Recorder::ofThisThread().stampFenced();
        m_heart->begin(entry);
        Result<void> performed = perform(entry, taken);
        m_heart->end();
        if (!performed.hasValue())
            return performed;
    }
    m_heart.reset();
    return Success();
}

/// Reads the run's sheet, and sees how far away it is.
Result<void> JobWorker::join()
{
    if (Result<void> opened = m_link.ensureOpen(); !opened.hasValue())
        return opened;
    const std::int64_t before = monotonicNs();
    if (Result<void> read = refresh(); !read.hasValue())
        return read;
    m_trip = std::chrono::duration_cast<std::chrono::milliseconds>(Nanos(monotonicNs() - before));
    if (Result<void> lengthened = lengthenLease(); !lengthened.hasValue())
        return lengthened;
    m_heart.emplace(m_program, JobHeart::Settings{.address = m_settings.address, .run = m_settings.run,
                                                  .worker = m_settings.name, .lease = m_sheet.lease, .trip = m_trip,
                                                  .also = m_settings.beat, .line = m_settings.line});
    return Success();
}

/// From far away our signs of life take their time: others shall wait for them.
Result<void> JobWorker::lengthenLease()
{
    if (m_isOver || 4 * m_trip <= m_sheet.lease)
        return Success();
    m_sheet.lease = 8 * m_trip;
    return m_store.lengthenLease(m_sheet.lease);
}

Result<void> JobWorker::refresh()
{
    Result<std::optional<RunSheet>> sheet = m_store.sheet();
    if (!sheet.hasValue())
        return sheet.error();
    const std::int64_t now = monotonicNs();
    if (sheet.value())
        m_knownNs = now;
    m_isOver = sheet.value() ? sheet.value()->isOver : now - m_knownNs > toNs(forgottenPatience);
    if (!sheet.value())
        return Success();
    m_sheet = std::move(*sheet.value());
    if (m_settings.line.number == 0)
        m_settings.line = m_sheet.line;
    m_queues = m_sheet.queues;
    if (!m_settings.queues.empty()) {
        m_queues.clear();
        for (const std::string &queue : m_settings.queues) {
            if (std::find(m_sheet.queues.begin(), m_sheet.queues.end(), queue) != m_sheet.queues.end())
                m_queues.push_back(queue);
        }
    }
    return lengthenLease();
}

/// Waits until there is a job. The whole of it is one wait for the queue, however often it looks.
Result<JobWorker::Look> JobWorker::take()
{
    if (!m_taken.empty())
        return Look::Taken;
    Recorder &recorder = Recorder::ofThisThread();
    const LaneId queue = m_sheet.lanes.empty() ? LaneId() : m_sheet.lanes.front();
    m_idleSinceNs = monotonicNs();
    recorder.suspend(recorder.stamp(), t_here.lane, Reason::QueueEmpty, queue.value(), m_settings.line.number);
    Result<Look> looked = Look::Nothing;
    do {
        looked = lookOnce();
    } while (looked.hasValue() && looked.value() == Look::Nothing && !m_settings.burst && !m_termination.isAsked());
    const Stamp now = recorder.stampFenced();
    const bool taken = !m_taken.empty();
    recorder.wake(now, t_here.lane, taken ? m_taken.front().lane : hostLane, !taken);
    recorder.resume(now, t_here.lane);
    return looked;
}

Result<JobWorker::Look> JobWorker::lookOnce()
{
    if (monotonicNs() >= m_nextLookNs) {
        if (Result<void> looked = lookAround(); !looked.hasValue())
            return looked.error();
        if (m_isOver)
            return Look::Over;
        Result<Look> claimed = claimSilent();
        if (!claimed.hasValue() || claimed.value() == Look::Taken)
            return claimed;
    }
    if (m_queues.empty())
        return m_termination.wait(pauseWithoutQueue) ? Look::Over : Look::Nothing;
    // One after the other, so that of several that have jobs only the most urgent gives one.
    if (m_queues.size() > 1 || m_settings.burst) {
        Result<Look> read = readNew(std::nullopt);
        if (!read.hasValue() || read.value() != Look::Nothing || m_settings.burst)
            return read;
    }
    const auto untilLook = std::chrono::duration_cast<std::chrono::milliseconds>(Nanos(m_nextLookNs - monotonicNs()));
    return readNew(std::clamp<std::chrono::milliseconds>(untilLook, 1ms, longestBlock));
}

/// Whether the run goes on, and with us.
Result<void> JobWorker::lookAround()
{
    if (Result<void> read = refresh(); !read.hasValue())
        return read;
    if (m_settings.leaves && !m_isOver && monotonicNs() >= m_nextQuestionNs) {
        const bool isIdle = monotonicNs() >= m_idleSinceNs + toNs(betweenQuestions);
        Result<bool> leaves = m_settings.leaves(isIdle);
        if (!leaves.hasValue())
            return leaves.error();
        m_isOver = leaves.value();
        m_nextQuestionNs = monotonicNs() + std::max(toNs(betweenQuestions), tripsPerLook * toNs(m_trip));
    }
    m_nextLookNs = monotonicNs() + std::max(betweenLooks().count(), tripsPerLook * toNs(m_trip));
    return Success();
}

Nanos JobWorker::betweenLooks() const
{
    return std::min<Nanos>(m_sheet.lease / 3, longestBlock);
}

/// Twice we must find a worker silent, with a pause between: perhaps the whole machine stood still, and the
/// others as we did. Before they count as dead they get the time to say that they are not.
Result<JobWorker::Look> JobWorker::claimSilent()
{
    const bool isTime = monotonicNs() >= m_suspectedNs + betweenLooks().count();
    while (isTime && !m_suspects.empty()) {
        Result<std::optional<JobStore::Entry>> entry =
            m_store.claim(m_suspects.front(), m_settings.name, m_sheet.lease);
        if (!entry.hasValue())
            return entry.error();
        m_suspects.pop_front();
        if (entry.value()) {
            m_nextLookNs = 0; // there may be more of them
            m_taken.push_back(std::move(*entry.value()));
            return Look::Taken;
        }
    }
    if (!m_suspects.empty())
        return Look::Nothing;
    const auto silence = std::chrono::duration_cast<std::chrono::milliseconds>(m_sheet.lease - betweenLooks());
    Result<std::vector<JobStore::Entry>> silent = m_store.silent(m_queues, silence);
    if (!silent.hasValue())
        return silent.error();
    m_suspects.assign(silent.value().begin(), silent.value().end());
    m_suspectedNs = monotonicNs();
    return Look::Nothing;
}

Result<JobWorker::Look> JobWorker::readNew(std::optional<std::chrono::milliseconds> block)
{
    const std::size_t rounds = block ? 1 : m_queues.size();
    for (std::size_t round = 0; round < rounds && m_taken.empty(); ++round) {
        if (Result<void> opened = m_link.ensureOpen(); !opened.hasValue())
            return opened.error();
        const auto queues = block ? m_queues : std::vector<std::string>{m_queues[round]};
        m_link.connection().send(m_store.readCommand(queues, m_settings.name, block));
        const std::int64_t asked = monotonicNs();
        const std::optional<RedisReply> reply = await(m_settings.patience);
        if (!reply)
            return m_termination.isAsked() ? Look::Over : Look::Nothing;
        if (reply->isError()) { // the queue is gone, or Redis is not itself; the next look will tell
            m_nextLookNs = 0;
            return m_termination.wait(pauseWithoutQueue) ? Look::Over : Look::Nothing;
        }
        for (JobStore::Entry &entry : m_store.entriesFrom(*reply))
            m_taken.push_back(std::move(entry));
        if (block && m_taken.empty() && monotonicNs() < asked + toNs(*block) / 2)
            m_termination.wait(pauseWithoutQueue); // a server that does not wait must not keep us busy
    }
    return m_taken.empty() ? Look::Nothing : Look::Taken;
}

/// The reply to what was sent; none, and the connection closed, when we shall end or it is lost.
std::optional<RedisReply> JobWorker::await(std::chrono::milliseconds patience)
{
    RedisConnection &connection = m_link.connection();
    const std::int64_t end = monotonicNs() + toNs(patience);
    while (connection.isOpen()) {
        if (std::optional<RedisReply> reply = connection.take())
            return reply;
        if (m_termination.isAsked() || monotonicNs() > end)
            connection.close(); // an answer that comes later must not be taken for another's
        pollfd watched[] = {{connection.descriptor(), POLLIN, 0}, {m_termination.descriptor(), POLLIN, 0}};
        if (connection.isOpen())
            poll(watched, 2, int(patience.count()));
    }
    return std::nullopt;
}

JobNews JobWorker::news(JobNews::Kind kind, const std::string &job, Stamp at) const
{
    return {.kind = kind, .job = job, .worker = m_settings.name, .workerLane = t_here.lane, .ticks = at.ticks,
            .text = {}};
}

Result<void> JobWorker::perform(const JobStore::Entry &entry, Stamp taken)
{
    Result<std::optional<TakenJob>> begun = waitingForRedis(m_settings.line, [&] {
        return m_store.begin(entry, news(JobNews::Kind::Started, entry.job, taken));
    });
    if (!begun.hasValue())
        return begun.error();
    if (!begun.value())
        return Success();
    const TakenJob &job = *begun.value();
    if (job.takeovers > JobStore::mostTakeovers)
        return settleRaised(job, "its workers died " + std::to_string(job.takeovers) + " times", true);
    std::string result;
    try {
        const JobFunction *function = JobFunction::find(job.order.function);
        if (!function)
            throw std::runtime_error("this worker knows no function named " + job.order.function);
        result = (*function)(m_program, {job.order.id, job.failures}, job.order.arguments);
    } catch (const std::exception &exception) {
        return settleRaised(job, exception.what(), job.failures >= job.order.retries);
    }
    return settle(job, result);
}

Result<void> JobWorker::settle(const TakenJob &job, const std::string &result)
{
    const JobNews finished = news(JobNews::Kind::Finished, job.order.id, Recorder::ofThisThread().stamp());
    Result<JobStore::Finished> stored =
        waitingForRedis(m_settings.line, [&] { return m_store.finish(job, result, finished); });
    if (!stored.hasValue())
        return stored.error();
    ++m_done;
    if (!stored.value().isFirst)
        Recorder::ofThisThread().note(t_here.lane,
                                      "job " + job.order.id + " had a result already: this one is dropped");
    if (!stored.value().hasDependents)
        return Success();
    auto released = waitingForRedis(m_settings.line, [&] { return m_store.release(job.order.id); });
    return released.hasValue() ? Result<void>(Success()) : released.error();
}

Result<void> JobWorker::settleRaised(const TakenJob &job, const std::string &why, bool forGood)
{
    JobNews raised = news(forGood ? JobNews::Kind::Failed : JobNews::Kind::Raised, job.order.id,
                          Recorder::ofThisThread().stamp());
    raised.text = why;
    raised.pause = forGood ? 0ms : pauseAfter(job.order.backoff, job.failures + 1);
    return waitingForRedis(m_settings.line, [&] { return m_store.raise(job, raised); });
}

} // namespace Interleave

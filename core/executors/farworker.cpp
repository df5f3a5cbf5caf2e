#include "core/executors/farworker.h"

#include "core/executors/eventpost.h"
#include "core/executors/program.h"
#include "core/executors/rediswait.h"

#include <algorithm>
#include <sys/utsname.h>
#include <unistd.h>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 30s; // with a Redis that was there
constexpr auto farewellPatience = 2s;
constexpr auto betweenLooks = 300ms; // for runs
constexpr std::uint32_t rings = 8;
constexpr std::uint64_t ringCapacity = 1 << 16;
constexpr const char *scenario = "redis.queue";

std::string hostName()
{
    utsname name{};
    uname(&name);
    return name.nodename;
}

/// Everything that one run shall know of this process: an arena, and the process's lanes in it.
class FarRecording
{
public:
    explicit FarRecording(const std::string &name)
        : m_arena(Arena::create(calibrateClock(), rings, ringCapacity).takeValue())
    {
        m_arena.header().nextLane.store(firstFarLane - 1, std::memory_order_relaxed); // nobody else is there yet
        setRecording(&m_arena, -1);
        attachThisThread();
        const NewLane process{m_arena.allocateLane(), hostLane, Recorder::ofThisThread().stamp()};
        const LaneId thread = m_arena.allocateLane();
        declareProcess(process, thread, hostLane, name, getpid());
        beginProcess(process.lane, thread, hostLane);
    }
    FarRecording(const FarRecording &) = delete;
    ~FarRecording()
    {
        end();
        setRecording(nullptr, -1);
    }

    void end()
    {
        if (Recorder::ofThisThread().isAttached())
            endProcess(Outcome::Finished, 0);
    }
    const Arena &arena() const { return m_arena; }

private:
    Arena m_arena;
};

} // namespace

FarWorker::FarWorker(Settings settings)
    : m_settings(std::move(settings)),
      m_link(m_settings.address, patience,
             [this](std::chrono::milliseconds time) { return !m_termination.wait(time); }),
      m_host(hostName()), m_name(m_host + "." + std::to_string(getpid()))
{}

Result<int> FarWorker::work()
{
    if (Result<void> opened = RedisConnection().open(m_settings.address, RedisConnection::usualPatience);
        !opened.hasValue())
        return opened.error();
    m_settings.say("Worker " + m_name + " waits for jobs on " + m_settings.address.text() + "; Ctrl-C ends it.");
    while (!m_termination.isAsked()) {
        Result<bool> worked = workForOne();
        if (!worked.hasValue() && !m_termination.isAsked())
            return worked.error();
        if (m_termination.isAsked() || (!worked.value() && m_settings.burst))
            break;
        if (!worked.value())
            m_termination.wait(betweenLooks);
    }
    return m_termination.asked();
}

/// False when there was nothing to do.
Result<bool> FarWorker::workForOne()
{
    Result<std::optional<std::string>> run = nextRun();
    if (!run.hasValue())
        return run.error();
    if (!run.value())
        return false;
    Result<int> done = workFor(*run.value());
    return done.hasValue() ? Result<bool>(done.value() > 0 || !m_settings.burst) : done.error();
}

/// The first run that has jobs to be taken; else, where we may wait for some, the first that goes on.
Result<std::optional<std::string>> FarWorker::nextRun()
{
    Result<std::vector<std::string>> runs = JobStore::runs(m_link);
    if (!runs.hasValue())
        return runs.error();
    std::optional<std::string> first;
    for (const std::string &run : runs.value()) {
        JobStore store(m_link, run);
        Result<bool> waiting = store.hasWaiting(m_settings.queues);
        if (!waiting.hasValue())
            return waiting.error();
        if (waiting.value())
            return std::optional(run);
        if (first || m_settings.burst)
            continue;
        Result<std::optional<RunSheet>> sheet = store.sheet();
        if (!sheet.hasValue())
            return sheet.error();
        if (sheet.value() && !sheet.value()->isOver)
            first = run;
    }
    return first;
}

Result<bool> FarWorker::leaves(const std::string &run, bool isIdle)
{
    Result<std::vector<std::string>> runs = JobStore::runs(m_link);
    if (!runs.hasValue())
        return runs.error();
    if (std::find(runs.value().begin(), runs.value().end(), run) == runs.value().end())
        return true;
    for (const std::string &other : runs.value()) {
        if (!isIdle || other == run)
            continue;
        Result<bool> waiting = JobStore(m_link, other).hasWaiting(m_settings.queues);
        if (!waiting.hasValue() || waiting.value())
            return waiting;
    }
    return false;
}

/// Gives the number of jobs done.
Result<int> FarWorker::workFor(const std::string &run)
{
    const int visit = ++m_visits[run];
    const std::string name = visit == 1 ? m_name : m_name + "." + std::to_string(visit); // batches are counted by name
    FarRecording recording(name);
    EventPost post(recording.arena(), run, name, m_host);
    Program program(scenario, {});
    if (Result<void> greeted = waitingForRedis(SourceLine(0), [&] { return post.send(m_link); }); !greeted.hasValue())
        return greeted.error();
    const auto sendHome = [&post](RedisLink &link) { static_cast<void>(post.send(link).hasValue()); };
    const auto leavesRun = [this, run](bool isIdle) { return leaves(run, isIdle); };
    JobWorker worker(program, {.name = name, .address = m_settings.address, .run = run, .queues = m_settings.queues,
                               .burst = m_settings.burst, .beat = sendHome, .leaves = leavesRun}, m_termination);
    const Result<void> worked = worker.work();
    recording.end();
    RedisLink farewell(m_settings.address, farewellPatience, [](auto) { return false; });
    static_cast<void>(post.send(farewell, true).hasValue());
    m_settings.say(std::to_string(worker.done()) + " jobs done for run " + run + ".");
    return worked.hasValue() ? Result<int>(worker.done()) : worked.error();
}

} // namespace Interleave

#include "core/executors/here.h"

#include "core/executors/interpreterlock.h"
#include "core/kernel/procfs.h"
#include "core/kernel/threadtimes.h"
#include "core/trace/threadaccount.h"

#include <cerrno>
#include <ctime>
#include <thread>
#include <unistd.h>

namespace Interleave {

namespace {
const Arena *g_arena = nullptr; // set before the first thread exists, never changed
int g_bell = -1;

/// The thread's account at its lane's start: what it took before is its creation's.
thread_local constinit Nanos t_cpuAtStart{0}, t_delayAtStart{0};

void beginThreadTimes()
{
    t_delayAtStart = ownRunDelay().value_or(Nanos(0));
    t_cpuAtStart = ownThreadCpuTime();
}

void declareAsCreated(const NewLane &created, LaneKind kind, LaneId parent, std::string_view name, pid_t pid, pid_t tid)
{
    Recorder &recorder = Recorder::ofThisThread();
    recorder.declareLane(created.created, created.lane, kind, parent, name, std::uint32_t(pid), std::uint32_t(tid));
    recorder.wake(created.created, created.lane, created.creator);
}

} // namespace

void attachThisThread()
{
    // Without a ring the recorder counts every record as lost, which the run then says.
    if (g_arena && !Recorder::ofThisThread().isAttached())
        static_cast<void>(Recorder::ofThisThread().attach(*g_arena, g_bell).hasValue());
}

void setRecording(const Arena *arena, int bell)
{
    g_arena = arena;
    g_bell = bell;
}

const Arena *recordingArena() { return g_arena; }
int recordingBell() { return g_bell; }

NewLane createLane()
{
    Recorder &recorder = Recorder::ofThisThread();
    return {recorder.allocateLane(), t_here.lane, recorder.stamp()};
}

void beginThread(const NewLane &created, LaneId process, std::string_view name)
{
    attachThisThread();
    declareAsCreated(created, LaneKind::Thread, process, name, getpid(), gettid());
    t_here = {process, created.lane, created.lane};
    Recorder &recorder = Recorder::ofThisThread();
    beginThreadTimes();
    recorder.start(recorder.stampFenced(), created.lane, created.creator);
    countThreadsInProc();
}

void declareProcess(const NewLane &process, LaneId thread, LaneId parent, std::string_view name, pid_t pid)
{
    declareAsCreated(process, LaneKind::Process, parent, name, pid, 0);
    // A process's first thread has the process's number.
    declareAsCreated({thread, process.creator, process.created}, LaneKind::Thread, process.lane, "main thread", pid, pid);
}

void beginProcess(LaneId process, LaneId thread, LaneId creator)
{
    attachThisThread();
    t_here = {process, thread, thread};
    Recorder &recorder = Recorder::ofThisThread();
    beginThreadTimes();
    const Stamp now = recorder.stampFenced();
    recorder.start(now, process, creator);
    recorder.start(now, thread, creator);
    countThreadsInProc();
}

void countThreadsInProc()
{
    Recorder::ofThisThread().counter(t_here.process, ownThreads(), threadsCounter);
}

void countProcessesInProc()
{
    Recorder::ofThisThread().counter(t_here.process, 1 + ownChildren(), processesCounter);
}

void recordThreadTimes()
{
    Recorder &recorder = Recorder::ofThisThread();
    recorder.counter(t_here.thread, (ownThreadCpuTime() - t_cpuAtStart).count(), cpuTimeCounter);
    if (const std::optional<Nanos> delay = ownRunDelay())
        recorder.counter(t_here.thread, (*delay - t_delayAtStart).count(), runDelayCounter);
}

void endProcess(Outcome outcome, std::uint32_t exitCode)
{
    recordThreadTimes();
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    recorder.finish(now, t_here.thread, outcome);
    recorder.finish(now, t_here.process, outcome, exitCode);
    recorder.detach();
}

void sleepBlocking(Nanos duration, SourceLine line)
{
    const AllowThreads others;
    Recorder &recorder = Recorder::ofThisThread();
    const LaneId loop = t_here.loop, sleeper = loop.value() ? t_here.thread : t_here.lane;
    const std::int64_t end = monotonicNs() + duration.count();
    const Stamp before = recorder.stamp();
    recorder.suspend(before, sleeper, Reason::Sleep, packDuration(duration), line.number);
    if (loop.value())
        recorder.suspend(before, loop, Reason::Held, t_here.lane.value(), line.number);
    const timespec until{time_t(end / 1'000'000'000), long(end % 1'000'000'000)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {}
    const Stamp now = recorder.stampFenced();
    recorder.wake(now, sleeper, hostLane, true); // the timer's interrupt itself is not ours to see
    recorder.resume(now, sleeper);
    if (loop.value()) {
        recorder.wake(now, loop, sleeper);
        recorder.resume(now, loop);
    }
}

void giveTurnAway(SourceLine line)
{
    const AllowThreads others;
    Recorder &recorder = Recorder::ofThisThread();
    recorder.suspend(recorder.stamp(), t_here.lane, Reason::Turn, 0, line.number);
    std::this_thread::yield();
    const Stamp now = recorder.stampFenced();
    recorder.wake(now, t_here.lane, hostLane, true); // the scheduler, whose choice is not ours to see
    recorder.resume(now, t_here.lane);
}

} // namespace Interleave

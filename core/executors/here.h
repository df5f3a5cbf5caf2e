// Where the calling thread stands in the tree of lanes. Every executor keeps it up to date, so
// that whatever is printed or waited for is recorded on the lane that does it.
#pragma once

#include "core/trace/recorder.h"

#include <string_view>
#include <sys/types.h>

namespace Interleave {

struct Here {
    LaneId process;
    LaneId thread;
    LaneId lane;   // that runs now: the thread, or a task, coroutine or generator on it
    LaneId loop{}; // that the thread turns, if any
};

inline thread_local constinit Here t_here;

/// A source line as a default argument: the line of the call, or of the co_await.
struct SourceLine {
    std::uint32_t number;
    constexpr SourceLine(std::uint32_t line = __builtin_LINE()) : number(line) {}
};

/// Lanes of a process or thread that is about to be made, and when that was.
struct NewLane {
    LaneId lane;
    LaneId creator;
    Stamp created;
};

/// Takes a number for a lane that the caller creates now.
NewLane createLane();

/// Claims a ring of the recording for this thread, if there is a recording and it has none yet.
void attachThisThread();

/// Claims a ring for this thread, declares its lane as created then, and starts it. Without a free
/// ring the thread runs on unobserved; what it would have recorded is counted as lost.
void beginThread(const NewLane &created, LaneId process, std::string_view name);
/// Declares a process with its main thread as created then. Its parent does so, as soon as it knows
/// the number: a child that is killed before it can say anything is then known all the same.
void declareProcess(const NewLane &process, LaneId thread, LaneId parent, std::string_view name, pid_t pid);
/// Starts both, in the process itself. Uses the ring that the thread has, or claims one; a forked
/// child abandons its parent's first.
void beginProcess(LaneId process, LaneId thread, LaneId creator);
void endProcess(Outcome outcome, std::uint32_t exitCode);

/// The calling thread's own account since its lane's start, as counters of its lane: CPU time, and how
/// long it waited for a CPU. The last that a thread says before its finish.
void recordThreadTimes();

/// What a process counts of itself in /proc whenever it has grown, as counters of its lane. A run
/// may be over before anybody could look from outside.
inline constexpr const char *threadsCounter = "threads in /proc";
inline constexpr const char *processesCounter = "processes in /proc"; // itself and its children
void countThreadsInProc();
void countProcessesInProc();

/// The arena and bell that threads of this process record into; set once, by the runner.
void setRecording(const Arena *arena, int bell);
const Arena *recordingArena();
int recordingBell();

/// Blocks this thread for the time, recorded as a sleep that the operating system ends. Where an
/// event loop runs, it is the thread that sleeps and the loop that is held: whoever called keeps its
/// turn, and so counts as running. Otherwise it is the caller that sleeps.
void sleepBlocking(Nanos duration, SourceLine line = {});
/// Lets another thread have the processor, if one wants it: what Python does at time.sleep(0).
void giveTurnAway(SourceLine line = {});

} // namespace Interleave

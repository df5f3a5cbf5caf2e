// The laws that every honest recording obeys. `interleave check` prints what breaks them.
// Pure function, std only.
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace Interleave {

struct Violation {
    std::string law;             // short, stable: "alternation", "time-order", "waker" …
    std::optional<LaneId> lane;
    std::optional<Nanos> time;   // counted from the trace's begin
    std::string sentence;        // what is wrong, naming lane and event
};

/// Every violation, at most `limit`, the earliest ones, ordered by time. The laws:
/// - start: every lane that has a life starts first, once, and finishes once at the end; a lane
///   still open breaks it only when the run is over, one that never started only when the run
///   finished by itself;
/// - alternation: suspend and resume alternate between start and finish; whoever is killed,
///   cancelled or closed may finish while suspended, and a thread off its CPU;
/// - time-order: a lane's times never go back, and no event is earlier than its lane's declaration;
/// - one-at-a-time: no two tasks, coroutines or generators of one thread run at once;
/// - waker: every ended wait has a reason and exactly one wake, at or after its suspend and at or
///   before its resume, by a lane that exists; a wake while it runs is nobody's;
/// - identity: processes of one host have distinct pids, threads distinct tids, none of them 0; a
///   number may come again after its first owner's finish;
/// - one-on-a-cpu: no two threads are on one CPU at once;
/// - cpu-time: a thread's time on CPUs is, within 1 % or 0.1 ms, whichever is more, the CPU time that
///   it says of itself at its end, but for what the switches themselves took and for what its CPUs
///   gave to interrupts or were withheld by their host;
/// - conservation: per ring recorded = stored + lost, and the rings' stored sum up to the content.
/// Where records were lost only identity, conservation and time-order can be judged. A foreign trace (no
/// scenario, no rings) is not asked for identity and conservation, nor for the reasons and wakes of
/// its waits, nor whether a lane that it names ever starts.
std::vector<Violation> violatedLaws(const Trace &trace, std::size_t limit = 100);

} // namespace Interleave

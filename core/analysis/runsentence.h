// What the figures of a whole run mean, in one sentence: how many there were, how many ran at once,
// and why it took as long as it did. Written from the events. Pure functions, std only.
#pragma once

#include "core/trace/trace.h"

#include <string>

namespace Interleave {

/// Stretches of time, of any lanes: how long they are together, and how long at least one lasted.
struct Stretched {
    Nanos sum{0}, covered{0};
};

/// What a run's length is made of. Waiting is for time to pass or for the world outside; what one
/// lane waits for another to do is that other's time. Running is that of threads, which includes
/// that of their tasks.
struct RunBalance {
    std::uint64_t tasks = 0;     // without those that only waited for others
    std::uint64_t threads = 0;   // without libraries'
    std::uint64_t processes = 0;
    std::uint32_t mostRunning = 0;
    Nanos wall{0};
    std::uint64_t longWaits = 0; // of at least a hundredth of the run
    Stretched waiting, running;
    Nanos held{0};               // an event loop by a task that blocked its thread, together
    std::string holder;          // the task that did so longest

    /// What the kernel says of it, where it does: who runs need not have a CPU.
    bool knowsCpus = false;
    std::uint64_t cpus = 0;      // that it might use
    std::uint32_t mostOnCpus = 0;
    Stretched onCpu;
    Nanos preempted{0};          // together
};

/// A pass over all events.
RunBalance balanceOf(const Trace &trace);

/// "Three tasks, one thread, never more than one running: 1.00 s because the three waits overlap;
/// one after the other they would take 3.00 s." Where the kernel's record is there, what threads ran is
/// what they had of the CPUs. Empty for an empty run.
std::string runSentence(const RunBalance &balance);

} // namespace Interleave

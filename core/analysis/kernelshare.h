// What the kernel did with a thread within a stretch of time: on which CPUs it was, and when it was
// kept from them. Pure function, std only.
#pragma once

#include "core/analysis/states.h"

#include <utility>
#include <vector>

namespace Interleave {

struct KernelShare {
    Nanos onCpu{0}, preempted{0};
    Nanos blocked{0}; // with what it then waited for a CPU: when it was unblocked the kernel does not say
    Nanos unobserved{0};

    bool isCounted = true; // else there were too many turns to look at, and all below is empty
    std::vector<std::pair<LaneId, Nanos>> cpus; // which, and for how long; the longest first
    std::uint64_t timesPreempted = 0, timesBlocked = 0; // that began within

    Nanos all() const { return onCpu + preempted + blocked + unobserved; }
};

/// Of a lane of what the kernel says of a thread, in [from, to). Without counting, as for more than
/// 20 000 turns, it is two bisections, and what was unobserved is among the blocked.
KernelShare kernelShare(const Lane &onCpu, Nanos traceEnd, Nanos from, Nanos to);

/// What the kernel says of the thread that the lane executes on: its own, if it is one. Null for
/// lanes that execute nothing, or where nothing was recorded.
const Lane *onCpuLaneAround(const Trace &trace, const Lane &lane);

} // namespace Interleave

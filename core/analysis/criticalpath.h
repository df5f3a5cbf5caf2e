// The chain of work and waits that decides how long a run takes: followed back from its end, from
// whoever waited to who ended that wait. What is not on it may take longer without the run taking
// longer. As Kelley and Walker's critical path, "Critical-Path Planning and Scheduling" (1959), but of
// what happened instead of what was planned. Pure functions, std only.
#pragma once

#include "core/analysis/states.h"

#include <string>
#include <vector>

namespace Interleave {

/// One lane's part of the chain: it ran, was ready, or waited for time to pass or for something
/// that no other lane of the recording did.
struct PathStep {
    LaneId lane;
    State state = State::Running;
    Nanos begin{0}, end{0};
    Reason reason = Reason::None; // Suspended: why

    Nanos duration() const { return end - begin; }
    bool operator==(const PathStep &) const = default;
};

/// What a lane has of the path.
struct PathShare {
    LaneId lane;
    Nanos running{0}, ready{0}, suspended{0};
    Nanos total() const { return running + ready + suspended; }
};

/// In order of time, without gaps, until the last that executed has ended; from the run's first event,
/// unless the chain leads to somebody whom nobody is known to have begun. Cost: a bisection a step,
/// and a pass over the turns of the loops on it.
std::vector<PathStep> criticalPath(const Trace &trace);

/// Each lane's share of it, the largest first.
std::vector<PathShare> pathShares(const std::vector<PathStep> &path);

/// "running", "ready", or why it waited: "sleep".
std::string stepText(const PathStep &step);

} // namespace Interleave

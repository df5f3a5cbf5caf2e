// How many lanes run, are ready and wait, over time. Counted are lanes that execute code and hold
// no other that does: a loop counts as the task that it runs, as in RunningCount. Averages over
// columns, from the grids (see stateshares.h), so they cost little whatever the number of events.
// Pure function, std only; any thread while the trace does not change.
#pragma once

#include "core/trace/trace.h"

#include <vector>

namespace Interleave {

struct Activity {
    Nanos from{0}, to{0};
    /// Lanes on average, a value for each of the equally long columns from left to right.
    std::vector<double> running, ready, suspended;
};

/// `columns` at least 1 and at most the nanoseconds in [from, to). O(lanes × columns).
Activity activityOf(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to, int columns);

} // namespace Interleave

// How long the waits of each reason lasted, as box plots show them. Pure function, std only; any
// thread while the trace does not change.
#pragma once

#include "core/analysis/states.h"

#include <atomic>
#include <optional>
#include <vector>

namespace Interleave {

/// Of the waits of one reason that ended within a range. The quartiles are the values below which
/// at least a quarter, half and three quarters of the waits lie (nearest rank).
struct WaitDistribution {
    Reason reason = Reason::None;
    std::uint64_t count = 0;
    Nanos total{0};
    Nanos shortest{0}, lowerQuartile{0}, median{0}, upperQuartile{0}, longest{0};
    bool operator==(const WaitDistribution &) const = default;
};

/// Of the lanes that execute code; the longest total first. A wait counts whole where it ended
/// within [from, to), and one that goes on does not count. O(events in the range) and 8 bytes a
/// wait. None when it was cancelled meanwhile.
std::optional<std::vector<WaitDistribution>> waitDistributions(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to,
                                                               const std::atomic<bool> *cancelled = nullptr);

} // namespace Interleave

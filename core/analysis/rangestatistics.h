// What went on within a selected stretch of time. Pure functions over a Trace, std only. Shares
// come from each lane's grid and cost little whatever the number of events; reasons and the most
// that ran at once are in no grid: for them each event of the stretch is looked at.
#pragma once

#include "core/analysis/states.h"

#include <functional>
#include <map>

namespace Interleave {

/// Lanes that execute code and lived within the range, and how long each was in which state there.
struct RangeShares {
    struct LaneShare {
        LaneId lane;
        StateSums sums;
    };

    Nanos length{0};
    std::vector<LaneShare> lanes;
    StateSums together; // of all of them
};

/// O(lanes) and a walk over part of a few blocks of each.
RangeShares rangeShares(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to);

struct RangeWaits {
    std::map<Reason, Nanos> byReason; // suspended, of the same lanes; together what their shares say
    std::uint32_t maxRunning = 0;     // as RunStatistics counts it
    bool operator==(const RangeWaits &) const = default;
};

/// Events of those lanes within the range: what rangeWaits() costs.
std::uint64_t eventsInRange(const Trace &trace, Nanos from, Nanos to);

/// Told how much is counted, from 0 to 1; false stops it.
using CountingProgress = std::function<bool(double share)>;

/// O(events in the range), in pieces of bounded memory. None when it was stopped meanwhile.
std::optional<RangeWaits> rangeWaits(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to,
                                     const CountingProgress &progress = {});

} // namespace Interleave

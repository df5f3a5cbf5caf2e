// Where a lane comes from and who kept it going: what is lit in the timeline when it is selected.
// Pure functions, std only.
#pragma once

#include "core/trace/trace.h"

#include <optional>
#include <vector>

namespace Interleave {

struct Ancestry {
    std::vector<LaneId> around;   // what it is in, from its parent to the root
    std::vector<LaneId> creators; // who started it, then who started that one, and so on
    std::vector<LaneId> wakers;   // who ever woke it, each once, by number
    bool knowsWakers = true;      // false: it has too many events to look for them
};

/// Who started the lane: the one that its start names, else that of the wake which led to its
/// start. None where that is itself, or unknown.
std::optional<LaneId> creatorOf(const Trace &trace, const Lane &lane);

/// Looks at the first events of the lane and its creators, and at all events of the lane itself
/// if it has no more than `mostEvents`: some 2 ns each.
Ancestry ancestryOf(const Trace &trace, LaneId lane, std::size_t mostEvents);

/// Lanes by id, with everything of the ancestry, the lane, what is around its creators and wakers,
/// and what is below the lane.
std::vector<bool> litLanes(const Trace &trace, LaneId lane, const Ancestry &ancestry);

} // namespace Interleave

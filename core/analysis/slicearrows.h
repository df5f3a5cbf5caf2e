// The arrows (flows) that leave and reach one slice of another program's trace. Pure function.
#pragma once

#include "core/analysis/states.h"

#include <vector>

namespace Interleave {

struct SliceArrow {
    LaneId from, to;
    Nanos begin{0}, end{0}; // where it leaves, and where it ends; six digits of what lies between

    bool operator==(const SliceArrow &) const = default;
};

/// In order of time, `limit` of them at most. Empty for a segment that is no slice.
std::vector<SliceArrow> arrowsOfSlice(const Trace &trace, const Segment &slice, std::size_t limit);

} // namespace Interleave

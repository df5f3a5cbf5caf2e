// Cause and effect of one segment as arrows between rows: who woke the lane, and whom it woke.
#pragma once

#include "core/analysis/causes.h"
#include "core/analysis/slicearrows.h"
#include "ui/timeline/lanelayout.h"

#include <vector>

namespace Interleave {

/// From the waker's row to the woken lane's, in pixels of the layout.
struct WakeArrow {
    int fromX = 0, fromY = 0, toX = 0, toY = 0;
    bool operator==(const WakeArrow &) const = default;
};

/// The arrows of the segment between rows that are shown. A suspended or ready segment has the
/// wake that ended it or began it; a running one that of the wait before it, and those it caused.
std::vector<WakeArrow> wakeArrows(const Trace &trace, const LaneLayout &layout, const Segment &segment,
                                  Nanos traceEnd);

/// The same for the segment shown last, found once: a long one may have a million events in it.
class SelectedWakes
{
public:
    std::vector<WakeArrow> arrows(const Trace &trace, const LaneLayout &layout, const Segment &segment, Nanos traceEnd);

private:
    std::optional<Segment> m_segment;
    std::uint64_t m_revision = 0;
    std::vector<SliceArrow> m_slices; // of another program's slice, or else
    std::vector<Wakening> m_wakenings;
};

} // namespace Interleave

// Cause and effect of one segment as arrows between rows: who woke the lane, and whom it woke; of
// another program's trace the arrows that it drew itself.
#pragma once

#include "core/analysis/slicearrows.h"
#include "ui/timeline/lanelayout.h"

#include <vector>

namespace Interleave {

/// From the waker's row to the woken lane's, in pixels of the layout.
struct WakeArrow {
    int fromX = 0, fromY = 0, toX = 0, toY = 0;
    SliceArrow between;  // what it stands for
    bool wakes = true;   // and ends where the woken lane went on; else another program drew it
    bool operator==(const WakeArrow &) const = default;
};

/// Before it is known between which rows.
struct ArrowsFound {
    std::vector<SliceArrow> between;
    bool wakes = true;
    bool all = true; // or so many that not all were looked for
};

/// The arrows of the segment between rows that are shown. A suspended or ready segment has the
/// wake that ended it or began it; a running one that of the wait before it, and those it caused.
std::vector<WakeArrow> wakeArrows(const Trace &trace, const LaneLayout &layout, const Segment &segment,
                                  Nanos traceEnd);

/// The same for the segment shown last, found once: a long one may have a million events in it.
class SelectedWakes
{
public:
    /// Whether there is an arrow for each wake; asked after arrows().
    bool areAll() const { return m_found.all; }
    std::vector<WakeArrow> arrows(const Trace &trace, const LaneLayout &layout, const Segment &segment, Nanos traceEnd);

private:
    std::optional<Segment> m_segment;
    std::uint64_t m_revision = 0;
    ArrowsFound m_found;
};

} // namespace Interleave

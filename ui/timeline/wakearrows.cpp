#include "ui/timeline/wakearrows.h"

#include "core/analysis/causes.h"
#include "ui/timeline/timelinegeometry.h"

namespace Interleave {

namespace {

constexpr std::size_t mostArrows = 200; // more tell nothing

std::vector<SliceArrow> arrowsBetween(const Trace &trace, const Segment &segment, Nanos traceEnd)
{
    if (!trace.lane(segment.lane))
        return {};
    if (std::vector<SliceArrow> slices = arrowsOfSlice(trace, segment, mostArrows); !slices.empty())
        return slices;
    std::vector<Wakening> wakenings;
    if (segment.state == State::Running)
        wakenings = effectsOf(trace, segment, mostArrows);
    if (const auto cause = causeOf(trace, segment, traceEnd))
        wakenings.push_back(*cause);
    std::vector<SliceArrow> arrows;
    for (const Wakening &wakening : wakenings) {
        // It leads to where the woken lane went on, so that its way shows the delay.
        if (trace.lane(wakening.waker) && trace.lane(wakening.woken))
            arrows.push_back({wakening.waker, wakening.woken, wakening.time, wentOn(trace, wakening, traceEnd)});
    }
    return arrows;
}

std::vector<WakeArrow> drawn(const std::vector<SliceArrow> &between, const Trace &trace, const LaneLayout &layout)
{
    std::vector<WakeArrow> arrows;
    for (const SliceArrow &arrow : between) {
        const LaneRow *from = layout.rowShowing(trace, arrow.from);
        const LaneRow *to = layout.rowShowing(trace, arrow.to);
        if (from && to && from != to)
            arrows.push_back({edgeOf(arrow.begin, layout.range, layout.width), from->y + from->height / 2,
                              edgeOf(arrow.end, layout.range, layout.width), to->y + to->height / 2});
    }
    return arrows;
}

} // namespace

std::vector<WakeArrow> wakeArrows(const Trace &trace, const LaneLayout &layout, const Segment &segment,
                                  Nanos traceEnd)
{
    return drawn(arrowsBetween(trace, segment, traceEnd), trace, layout);
}

std::vector<WakeArrow> SelectedWakes::arrows(const Trace &trace, const LaneLayout &layout, const Segment &segment,
                                             Nanos traceEnd)
{
    if (m_segment != segment || m_revision != trace.revision()) {
        m_segment = segment;
        m_revision = trace.revision();
        m_between = arrowsBetween(trace, segment, traceEnd);
    }
    return drawn(m_between, trace, layout);
}

} // namespace Interleave

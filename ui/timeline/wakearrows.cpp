#include "ui/timeline/wakearrows.h"

#include "core/analysis/causes.h"
#include "ui/timeline/timelinegeometry.h"

namespace Interleave {

namespace {

constexpr std::size_t mostArrows = 200; // more tell nothing

ArrowsFound arrowsBetween(const Trace &trace, const Segment &segment, Nanos traceEnd)
{
    ArrowsFound found;
    if (!trace.lane(segment.lane))
        return found;
    found.between = arrowsOfSlice(trace, segment, mostArrows);
    found.wakes = found.between.empty();
    found.all = found.between.size() < mostArrows;
    if (!found.wakes)
        return found;
    std::vector<Wakening> wakenings;
    if (segment.state == State::Running)
        wakenings = effectsOf(trace, segment, mostArrows, &found.all);
    if (const auto cause = causeOf(trace, segment, traceEnd))
        wakenings.push_back(*cause);
    for (const Wakening &wakening : wakenings) {
        // It leads to where the woken lane went on, so that its way shows the delay.
        if (trace.lane(wakening.waker) && trace.lane(wakening.woken))
            found.between.push_back({wakening.waker, wakening.woken, wakening.time, wentOn(trace, wakening, traceEnd)});
    }
    return found;
}

std::vector<WakeArrow> drawn(const ArrowsFound &found, const Trace &trace, const LaneLayout &layout)
{
    std::vector<WakeArrow> arrows;
    for (const SliceArrow &arrow : found.between) {
        const LaneRow *from = layout.rowShowing(trace, arrow.from);
        const LaneRow *to = layout.rowShowing(trace, arrow.to);
        if (from && to && from != to)
            arrows.push_back({edgeOf(arrow.begin, layout.range, layout.width), from->y + from->height / 2,
                              edgeOf(arrow.end, layout.range, layout.width), to->y + to->height / 2, arrow, found.wakes});
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
        m_found = arrowsBetween(trace, segment, traceEnd);
    }
    return drawn(m_found, trace, layout);
}

} // namespace Interleave

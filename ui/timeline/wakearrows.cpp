#include "ui/timeline/wakearrows.h"

#include "core/analysis/slicearrows.h"
#include "ui/timeline/timelinegeometry.h"

namespace Interleave {

namespace {

constexpr std::size_t mostArrows = 200; // more tell nothing

std::vector<Wakening> wakeningsOf(const Trace &trace, const Segment &segment, Nanos traceEnd)
{
    if (!trace.lane(segment.lane))
        return {};
    std::vector<Wakening> wakenings;
    if (segment.state == State::Running)
        wakenings = effectsOf(trace, segment, mostArrows);
    if (const auto cause = causeOf(trace, segment, traceEnd))
        wakenings.push_back(*cause);
    return wakenings;
}

std::vector<WakeArrow> drawn(const Trace &trace, const LaneLayout &layout, const std::vector<SliceArrow> &slices)
{
    std::vector<WakeArrow> arrows;
    for (const SliceArrow &arrow : slices) {
        const LaneRow *from = layout.rowShowing(trace, arrow.from);
        const LaneRow *to = layout.rowShowing(trace, arrow.to);
        if (from && to)
            arrows.push_back({edgeOf(arrow.begin, layout.range, layout.width), from->y + from->height / 2,
                              edgeOf(arrow.end, layout.range, layout.width), to->y + to->height / 2});
    }
    return arrows;
}

std::vector<WakeArrow> drawn(const Trace &trace, const LaneLayout &layout, const std::vector<Wakening> &wakenings,
                             Nanos traceEnd)
{
    std::vector<WakeArrow> arrows;
    for (const Wakening &wakening : wakenings) {
        const LaneRow *from = layout.rowShowing(trace, wakening.waker);
        const LaneRow *to = layout.rowShowing(trace, wakening.woken);
        if (!from || !to || from == to)
            continue;
        // It leads to where the woken lane went on, so that its way shows the delay.
        arrows.push_back({edgeOf(wakening.time, layout.range, layout.width), from->y + from->height / 2,
                          edgeOf(wentOn(trace, wakening, traceEnd), layout.range, layout.width),
                          to->y + to->height / 2});
    }
    return arrows;
}

} // namespace

std::vector<WakeArrow> wakeArrows(const Trace &trace, const LaneLayout &layout, const Segment &segment,
                                  Nanos traceEnd)
{
    return SelectedWakes().arrows(trace, layout, segment, traceEnd);
}

std::vector<WakeArrow> SelectedWakes::arrows(const Trace &trace, const LaneLayout &layout, const Segment &segment,
                                             Nanos traceEnd)
{
    if (m_segment != segment || m_revision != trace.revision()) {
        m_segment = segment;
        m_revision = trace.revision();
        m_slices = trace.lane(segment.lane) ? arrowsOfSlice(trace, segment, mostArrows) : std::vector<SliceArrow>();
        m_wakenings = m_slices.empty() ? wakeningsOf(trace, segment, traceEnd) : std::vector<Wakening>();
    }
    return m_slices.empty() ? drawn(trace, layout, m_wakenings, traceEnd) : drawn(trace, layout, m_slices);
}

} // namespace Interleave

#include "ui/timeline/wakearrows.h"

#include "core/analysis/slicearrows.h"
#include "ui/timeline/timelinegeometry.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::size_t mostArrows = 200; // more tell nothing

struct Wakening {
    LaneId waker, woken;
    Nanos time{0};
};

/// When the woken lane went on: the arrow leads there, so that its way shows the delay.
Nanos wentOn(const Trace &trace, const Wakening &wakening, Nanos traceEnd)
{
    const auto segment = segmentAt(*trace.lane(wakening.woken), traceEnd, wakening.time);
    return segment && segment->state == State::Ready ? segment->end : wakening.time;
}

std::vector<Wakening> causedBy(const Trace &trace, const Segment &segment)
{
    std::vector<Wakening> caused;
    for (const Lane &lane : trace.lanes()) {
        if (lane.id == segment.lane)
            continue;
        auto event = lane.events.begin() + std::ptrdiff_t(lane.events.firstAtOrAfter(segment.begin));
        for (; event != lane.events.end() && event->time() <= segment.end && caused.size() < mostArrows; ++event) {
            if (event->kind() == EventKind::Wake && event->peer() == segment.lane)
                caused.push_back({segment.lane, lane.id, event->time()});
        }
    }
    return caused;
}

std::optional<Wakening> causeOf(const Trace &trace, const Segment &segment, Nanos traceEnd)
{
    Segment woken = segment;
    if (segment.state == State::Running && segment.begin > Nanos(0)) {
        const auto before = segmentAt(*trace.lane(segment.lane), traceEnd, segment.begin - Nanos(1));
        if (!before || before->state == State::Running)
            return std::nullopt;
        woken = *before;
    }
    if (!woken.waker || !woken.wakeTime)
        return std::nullopt;
    return Wakening{*woken.waker, woken.lane, *woken.wakeTime};
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

} // namespace

std::vector<WakeArrow> wakeArrows(const Trace &trace, const LaneLayout &layout, const Segment &segment,
                                  Nanos traceEnd)
{
    if (!trace.lane(segment.lane))
        return {};
    if (const std::vector<SliceArrow> slices = arrowsOfSlice(trace, segment, mostArrows); !slices.empty())
        return drawn(trace, layout, slices);
    std::vector<Wakening> wakenings;
    if (segment.state == State::Running)
        wakenings = causedBy(trace, segment);
    if (const auto cause = causeOf(trace, segment, traceEnd))
        wakenings.push_back(*cause);
    std::vector<WakeArrow> arrows;
    for (const Wakening &wakening : wakenings) {
        const LaneRow *from = layout.rowShowing(trace, wakening.waker);
        const LaneRow *to = layout.rowShowing(trace, wakening.woken);
        if (!from || !to || from == to)
            continue;
        arrows.push_back({edgeOf(wakening.time, layout.range, layout.width), from->y + from->height / 2,
                          edgeOf(wentOn(trace, wakening, traceEnd), layout.range, layout.width),
                          to->y + to->height / 2});
    }
    return arrows;
}

} // namespace Interleave

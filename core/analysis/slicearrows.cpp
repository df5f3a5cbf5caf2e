#include "core/analysis/slicearrows.h"

namespace Interleave {

namespace {

/// The slice's own Start: several may begin at one time, one behind the other.
std::size_t startOf(const Lane &lane, const Segment &slice)
{
    std::size_t place = lane.firstAtOrAfter(slice.begin);
    const auto isIt = [&](const Event &event) {
        return event.kind() == EventKind::Start && (!slice.text || event.argument() == *slice.text);
    };
    while (place < lane.events.size() && !isIt(lane.events[place]))
        ++place;
    return place;
}

} // namespace

std::vector<SliceArrow> arrowsOfSlice(const Trace &trace, const Segment &slice, std::size_t limit)
{
    std::vector<SliceArrow> arrows;
    const Lane *lane = trace.lane(slice.lane);
    if (!lane || slice.state != State::Running || (!slice.text && lane->kind != LaneKind::Track))
        return arrows;
    for (std::size_t place = startOf(*lane, slice) + 1; place < lane->events.size() && arrows.size() < limit; ++place) {
        const Event &event = lane->events[place];
        if (event.kind() == EventKind::Finish)
            break;
        const Nanos way = unpackDuration(event.packedWay());
        if (event.kind() == EventKind::Send && event.peer())
            arrows.push_back({slice.lane, *event.peer(), event.time(), event.time() + way});
        else if (event.kind() == EventKind::Wake && event.peer())
            arrows.push_back({*event.peer(), slice.lane, event.time() - way, event.time()});
    }
    return arrows;
}

} // namespace Interleave

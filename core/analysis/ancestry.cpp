#include "core/analysis/ancestry.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::size_t firstEvents = 64; // among which a lane's start is, if it is anywhere

void lightAround(const Trace &trace, LaneId id, std::vector<bool> &lit)
{
    for (const Lane *lane = trace.lane(id); lane; lane = lane->parent ? trace.lane(*lane->parent) : nullptr)
        lit[lane->id.value()] = true;
}

std::vector<LaneId> wakersOf(const Trace &trace, const Lane &lane)
{
    std::vector<bool> seen(trace.lanes().size() + 1);
    for (std::size_t block = 0; block < lane.events.blockCount(); ++block) {
        for (const Event &event : lane.events.block(block)) {
            if (event.kind() != EventKind::Wake)
                continue;
            const std::optional<LaneId> waker = event.peer();
            if (waker && *waker != lane.id && waker->value() < seen.size())
                seen[waker->value()] = true;
        }
    }
    std::vector<LaneId> wakers;
    for (std::uint32_t id = 1; id < seen.size(); ++id) {
        if (seen[id])
            wakers.push_back(LaneId(id));
    }
    return wakers;
}

} // namespace

std::optional<LaneId> creatorOf(const Trace &trace, const Lane &lane)
{
    const auto other = [&](std::optional<LaneId> who) {
        return who && *who != lane.id && trace.lane(*who) ? who : std::nullopt;
    };
    std::optional<LaneId> waker;
    for (std::size_t index = 0; index < std::min(lane.events.size(), firstEvents); ++index) {
        const Event &event = lane.events[index];
        if (event.kind() == EventKind::Wake && !waker)
            waker = event.peer();
        if (event.kind() == EventKind::Start)
            return other(event.peer()) ? other(event.peer()) : other(waker);
    }
    return other(waker);
}

Ancestry ancestryOf(const Trace &trace, LaneId id, std::size_t mostEvents)
{
    Ancestry ancestry;
    const Lane *lane = trace.lane(id);
    if (!lane)
        return ancestry;
    for (std::optional<LaneId> parent = lane->parent; parent; parent = trace.lane(*parent)->parent)
        ancestry.around.push_back(*parent);
    std::vector<bool> seen(trace.lanes().size() + 1);
    seen[id.value()] = true;
    for (auto creator = creatorOf(trace, *lane); creator && !seen[creator->value()];
         creator = creatorOf(trace, *trace.lane(*creator))) {
        seen[creator->value()] = true; // a broken trace may go round in a circle
        ancestry.creators.push_back(*creator);
    }
    ancestry.knowsWakers = lane->events.size() <= mostEvents;
    if (ancestry.knowsWakers)
        ancestry.wakers = wakersOf(trace, *lane);
    return ancestry;
}

std::vector<bool> litLanes(const Trace &trace, LaneId lane, const Ancestry &ancestry)
{
    std::vector<bool> lit(trace.lanes().size() + 1);
    lightAround(trace, lane, lit);
    for (LaneId creator : ancestry.creators)
        lightAround(trace, creator, lit);
    for (LaneId waker : ancestry.wakers)
        lightAround(trace, waker, lit);
    std::vector<LaneId> below{lane};
    while (!below.empty()) {
        const LaneId next = below.back();
        below.pop_back();
        lit[next.value()] = true;
        below.insert(below.end(), trace.children(next).begin(), trace.children(next).end());
    }
    return lit;
}

} // namespace Interleave

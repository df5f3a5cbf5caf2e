#include "core/analysis/meanwhile.h"

#include "core/analysis/stateshares.h"

#include <algorithm>

namespace Interleave {

namespace {

/// The loop that gives the lane its turns; without one its thread, the lane itself if it is one.
std::optional<LaneId> giverOfTurns(const Trace &trace, const Lane &lane)
{
    for (const Lane *each = &lane; each; each = each->parent ? trace.lane(*each->parent) : nullptr) {
        if (each->kind == LaneKind::EventLoop || each->kind == LaneKind::Thread)
            return each->id;
    }
    return std::nullopt;
}

bool takesTurns(LaneKind kind)
{
    return kind == LaneKind::Task || kind == LaneKind::Coroutine || kind == LaneKind::Generator;
}

template<class Matches>
std::vector<RanMeanwhile> whoRan(const Trace &trace, Nanos from, Nanos to, Matches &&matches)
{
    std::vector<RanMeanwhile> ran;
    for (const Lane &other : trace.lanes()) {
        if (other.events.empty() || other.events.front().time() >= to || !matches(other))
            continue;
        const Nanos running = stateSums(other, trace.end(), from, to).running;
        if (running > Nanos(0))
            ran.push_back({other.id, running});
    }
    std::ranges::stable_sort(ran, std::ranges::greater(), &RanMeanwhile::running);
    return ran;
}

} // namespace

std::vector<RanMeanwhile> ranMeanwhile(const Trace &trace, const Lane &lane, Nanos from, Nanos to)
{
    if (!takesTurns(lane.kind)) {
        return whoRan(trace, from, to, [&](const Lane &other) {
            return other.kind == LaneKind::Thread && lane.kind == LaneKind::Thread && other.id != lane.id;
        });
    }
    const std::optional<LaneId> giver = giverOfTurns(trace, lane);
    return whoRan(trace, from, to, [&](const Lane &other) {
        return takesTurns(other.kind) && other.id != lane.id && giverOfTurns(trace, other) == giver;
    });
}

std::vector<RanMeanwhile> ranWithin(const Trace &trace, const Lane &lane, Nanos from, Nanos to)
{
    return whoRan(trace, from, to, [&](const Lane &other) {
        if (lane.kind == LaneKind::EventLoop)
            return takesTurns(other.kind) && giverOfTurns(trace, other) == lane.id;
        return lane.kind == LaneKind::Process && other.kind == LaneKind::Thread && other.parent == lane.id;
    });
}

} // namespace Interleave

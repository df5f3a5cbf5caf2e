#include "ui/timeline/lanecolours.h"

#include "core/analysis/lanematching.h"

#include <algorithm>

namespace Interleave {

std::optional<LaneId> taskAround(const Trace &trace, LaneId id)
{
    for (const Lane *lane = trace.lane(id); lane; lane = lane->parent ? trace.lane(*lane->parent) : nullptr) {
        if (lane->kind == LaneKind::Task)
            return lane->id;
        if (lane->kind != LaneKind::Coroutine)
            break;
    }
    return std::nullopt;
}

namespace {

bool takesColour(const Trace &trace, const Lane &lane)
{
    switch (lane.kind) {
    case LaneKind::Task:
    case LaneKind::Generator:
        return true;
    case LaneKind::Coroutine:
        return !taskAround(trace, lane.id);
    case LaneKind::Thread: {
        const auto children = trace.children(lane.id);
        return std::none_of(children.begin(), children.end(), [&](LaneId child) {
            return trace.lane(child)->kind == LaneKind::EventLoop;
        });
    }
    case LaneKind::Process: {
        const auto children = trace.children(lane.id);
        return std::none_of(children.begin(), children.end(), [&](LaneId child) {
            return trace.lane(child)->kind == LaneKind::Thread;
        });
    }
    case LaneKind::Track: {
        const Lane *parent = lane.parent ? trace.lane(*lane.parent) : nullptr;
        return !parent || (parent->kind != LaneKind::Thread && parent->kind != LaneKind::Track);
    }
    default:
        return false;
    }
}

} // namespace

LaneColours::LaneColours(const Trace &trace) : m_colours(trace.lanes().size() + 1)
{
    std::uint32_t next = 0;
    for (const Lane &lane : trace.lanes()) {
        if (takesColour(trace, lane))
            m_colours[lane.id.value()].index = std::uint8_t(next++ % LaneColour::count);
    }
    for (const Lane &lane : trace.lanes()) {
        if (lane.kind == LaneKind::OnCpu && lane.parent)
            m_colours[lane.id.value()] = m_colours[lane.parent->value()];
        if (lane.kind == LaneKind::Track && m_colours[lane.id.value()] == LaneColour())
            m_colours[lane.id.value()] = m_colours[lane.parent->value()];
        if (const auto task = lane.kind == LaneKind::Coroutine ? taskAround(trace, lane.id) : std::nullopt)
            m_colours[lane.id.value()] = m_colours[task->value()];
        if (lane.kind != LaneKind::Process || m_colours[lane.id.value()] != LaneColour())
            continue;
        for (LaneId child : trace.children(lane.id)) {
            if (trace.lane(child)->kind == LaneKind::Thread) {
                m_colours[lane.id.value()] = m_colours[child.value()];
                break;
            }
        }
    }
}

LaneColours::LaneColours(const Trace &trace, const LaneColours &others, const std::vector<std::optional<LaneId>> &pairs)
    : LaneColours(trace)
{
    for (std::size_t id = 0; id < std::min(pairs.size(), m_colours.size()); ++id) {
        if (pairs[id] && others.of(*pairs[id]) != LaneColour()) // a thread that hosts a loop there has none
            m_colours[id] = others.of(*pairs[id]);
    }
}

LaneColours LaneColours::like(const Trace &trace, const Trace *other)
{
    return other ? LaneColours(trace, LaneColours(*other), LanePairs(*other, trace).ofB) : LaneColours(trace);
}

} // namespace Interleave

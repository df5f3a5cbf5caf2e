#include "core/trace/eventmerge.h"

namespace Interleave {

namespace {

int rankOf(EventKind kind)
{
    switch (kind) {
    case EventKind::Suspend:
    case EventKind::Finish: return 2;
    case EventKind::Wake: return 3;
    case EventKind::Start:
    case EventKind::Resume: return 4;
    default: return 1;
    }
}

} // namespace

EventMerge::Key EventMerge::keyOf(const Event &event)
{
    const bool isOutput = event.kind() == EventKind::Output;
    return {event.rawTime(), rankOf(event.kind()), isOutput ? event.argument() : 0, event.lane().value()};
}

void EventMerge::add(const Lane &lane, std::size_t number)
{
    if (number < lane.events.size())
        m_heads.push({keyOf(lane.events[number]), &lane, number});
}

void EventMerge::advance()
{
    const Head head = m_heads.top();
    m_heads.pop();
    add(*head.lane, head.number + 1);
}

} // namespace Interleave

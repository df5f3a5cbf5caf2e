#include "core/trace/eventmerge.h"

namespace Interleave {

namespace {

constexpr int idBits = 24;

std::uint64_t rankOf(EventKind kind)
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

std::uint64_t EventMerge::orderOf(const Event &event)
{
    const std::uint64_t printed = event.kind() == EventKind::Output ? event.argument() : 0;
    return rankOf(event.kind()) << (2 * idBits) | printed << idBits | event.lane().value();
}

void EventMerge::add(const Lane &lane, std::size_t number)
{
    if (number < lane.events.size())
        m_heads.push({{lane.events[number].rawTime(), orderOf(lane.events[number])}, &lane, number});
}

void EventMerge::advance()
{
    const Head head = m_heads.top();
    m_heads.pop();
    add(*head.lane, head.number + 1);
}

} // namespace Interleave

#include "core/io/eventorder.h"

#include <queue>
#include <tuple>
#include <vector>

namespace Interleave {

namespace {

int rankOf(EventKind kind)
{
    switch (kind) {
    case EventKind::Lane: return 0;
    case EventKind::Suspend:
    case EventKind::Finish: return 2;
    case EventKind::Wake: return 3;
    case EventKind::Start:
    case EventKind::Resume: return 4;
    default: return 1;
    }
}

/// The next event of one lane.
struct Head {
    const Event *event;              // the declaration, or *next
    EventSequence::const_iterator next, end;

    auto key() const
    {
        const bool isOutput = event->kind() == EventKind::Output;
        return std::tuple(event->rawTime(), rankOf(event->kind()), isOutput ? event->argument() : 0,
                          event->lane().value());
    }
    bool operator<(const Head &other) const { return key() > other.key(); } // the earliest on top
};

} // namespace

bool forEachInOrder(const Trace &trace, const std::function<bool(const Event &)> &visit)
{
    std::priority_queue<Head> heads;
    for (const Lane &lane : trace.lanes()) {
        if (lane.declared.kind() == EventKind::Lane)
            heads.push({&lane.declared, {}, {}});
        if (!lane.events.empty())
            heads.push({&lane.events.front(), lane.events.begin(), lane.events.end()});
    }
    while (!heads.empty()) {
        Head head = heads.top();
        heads.pop();
        if (!visit(*head.event))
            return false;
        if (head.next != head.end && ++head.next != head.end) {
            head.event = &*head.next;
            heads.push(head);
        }
    }
    return true;
}

} // namespace Interleave

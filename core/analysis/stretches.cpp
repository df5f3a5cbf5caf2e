#include "core/analysis/stretches.h"

namespace Interleave {

std::size_t decidingEventBefore(const Lane &lane, Nanos from)
{
    std::size_t place = lane.firstAtOrAfter(from);
    while (place > 0) {
        --place;
        switch (lane.events[place].kind()) {
        case EventKind::Start:
        case EventKind::Suspend:
        case EventKind::Resume:
        case EventKind::Finish:
            return place;
        default:
            break;
        }
    }
    return place;
}

} // namespace Interleave

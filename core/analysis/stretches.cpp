#include "core/analysis/stretches.h"

namespace Interleave {

std::size_t decidingEventBefore(const EventSequence &events, std::size_t number)
{
    while (number > 0) {
        if (decidesState(events[--number].kind()))
            break;
    }
    return number;
}

std::size_t decidingEventBefore(const Lane &lane, Nanos from)
{
    return decidingEventBefore(lane.events, lane.firstAtOrAfter(from));
}

} // namespace Interleave

#include "ui/timeline/columntime.h"

namespace Interleave {

namespace {

std::uint8_t bitOf(State state)
{
    return state == State::Running ? ColumnTime::hasRunning
        : state == State::Ready    ? ColumnTime::hasReady
                                   : ColumnTime::hasSuspended;
}

} // namespace

void ColumnTime::add(State state, LaneColour whose, std::int64_t time)
{
    ++count;
    const bool first = !(has & hasRunning);
    has |= bitOf(state);
    if (state == State::Ready) {
        ready += time;
    } else if (state == State::Suspended) {
        suspended += time;
    } else {
        // More colours than places: the last place stands for all that come later.
        std::size_t place = 0;
        while (!first && place + 1 < colour.size() && colour[place] != whose && running[place] > 0)
            ++place;
        if (running[place] == 0)
            colour[place] = whose;
        running[place] += time;
    }
}

void ColumnTime::add(const ColumnTime &other)
{
    const std::uint32_t both = count + other.count;
    for (std::size_t place = 0; place < colour.size(); ++place) {
        if (other.running[place] > 0 || (place == 0 && other.has & hasRunning))
            add(State::Running, other.colour[place], other.running[place]);
    }
    ready += other.ready;
    suspended += other.suspended;
    has |= other.has;
    count = both;
}

} // namespace Interleave

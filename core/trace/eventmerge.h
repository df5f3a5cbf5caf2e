// The events of several lanes as one sequence, one after the other: in order of time, a lane's own
// order kept. Of events of one nanosecond in different lanes printed lines come first, in their
// order, then the ends of turns, wakes, and the beginnings of turns. Looks at lanes that must not
// change meanwhile; any one thread.
#pragma once

#include "core/trace/trace.h"

#include <queue>
#include <tuple>

namespace Interleave {

class EventMerge
{
public:
    /// Begins with the lane's event of that number; a lane that has none left adds nothing.
    void add(const Lane &lane, std::size_t number);

    bool atEnd() const { return m_heads.empty(); }
    const Event &event() const { return m_heads.top().lane->events[number()]; }
    LaneId lane() const { return m_heads.top().lane->id; }
    /// Of the event within its lane.
    std::size_t number() const { return m_heads.top().number; }
    void advance();

private:
    using Key = std::tuple<std::uint64_t, int, std::uint32_t, std::uint32_t>;

    /// The next event of one lane.
    struct Head {
        Key key;
        const Lane *lane;
        std::size_t number;
        bool operator<(const Head &other) const { return key > other.key; } // the earliest on top
    };

    static Key keyOf(const Event &event);

    std::priority_queue<Head> m_heads;
};

} // namespace Interleave

// The events of several lanes as one sequence, one after the other: in order of time, a lane's own
// order kept. Of events of one nanosecond in different lanes printed lines come first, in their
// order, then the ends of turns, wakes, and the beginnings of turns. Looks at lanes that must not
// change meanwhile; any one thread.
#pragma once

#include "core/trace/trace.h"

#include <queue>
#include <utility>

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

    /// Of two lanes' next events of one time the one with the smaller order comes first. It differs
    /// between lanes; what stands behind a larger one in its lane waits for that.
    static std::uint64_t orderOf(const Event &event);

private:
    /// The next event of one lane.
    struct Head {
        std::pair<std::uint64_t, std::uint64_t> key; // time, order
        const Lane *lane;
        std::size_t number;
        bool operator<(const Head &other) const { return key > other.key; } // the earliest on top
    };

    std::priority_queue<Head> m_heads;
};

} // namespace Interleave

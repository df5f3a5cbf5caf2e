// Who of several lanes had the turn when: the tasks of one event loop, the generators of one
// thread, put together as one lane. Its events are Resume with the lane that has the turn as
// argument, and Finish where nobody has; so it has blocks and a grid like any other lane, and a
// row of ten thousand tasks costs what one lane costs. 16 bytes a turn, 32 where a pause follows,
// and the grid. One owner, one thread.
#pragma once

#include "core/trace/trace.h"

#include <span>
#include <vector>

namespace Interleave {

class Turns
{
public:
    /// Of these lanes, which share what `row` is: a loop or a thread. While the row itself is
    /// blocked, asleep or held, nobody has the turn.
    explicit Turns(LaneId row);

    /// Lanes that it does not know yet are added; none is ever taken away.
    void setLanes(std::span<const LaneId> lanes);

    /// How many events have come that were not taken.
    std::uint64_t pending(const Trace &trace) const;
    /// Takes what has come since the last call, and about so many events at most. An event that
    /// comes late into what was taken is not seen: whoever shares a thread is recorded in order.
    void update(const Trace &trace, std::uint64_t mostEvents);

    /// Named like the row. Its last turn goes on, until end() at most.
    const Lane &lane() const { return m_lane; }
    /// Up to where all turns are known.
    Nanos end() const { return m_end; }
    bool isUpToDate() const { return m_upToDate; }

private:
    struct Source {
        LaneId lane;
        std::size_t taken = 0; // events
        bool on = false;       // running; of the row itself: blocked
    };
    struct Edge {
        Nanos time;
        std::uint32_t lane;
        bool begins;
    };

    Nanos boundedEnd(const Trace &trace, std::uint64_t mostEvents) const;
    std::uint64_t eventsUntil(const Trace &trace, Nanos end) const;
    void takeEdges(const Trace &trace, Source &source, Nanos end);
    void sortEdges();
    void apply(std::size_t first, std::size_t last);
    void say(Nanos time, std::uint32_t who);

    std::vector<Source> m_sources; // the row first
    std::vector<bool> m_known;     // by lane: it is a source
    std::vector<Edge> m_edges;     // of one call, kept for their memory
    std::vector<Edge> m_sorted;    // likewise, while they are put in order
    std::vector<std::uint32_t> m_running; // lanes, the last begun at the back
    bool m_blocked = false;
    std::uint32_t m_said = 0;      // who has the turn; 0 for nobody
    Lane m_lane;
    Nanos m_end{0};
    bool m_upToDate = false;
};

} // namespace Interleave

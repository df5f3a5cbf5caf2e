// The reading end of an arena: takes what the rings hold into a Trace, converts ticks to
// nanoseconds, and keeps the books (recorded = stored + lost). What the trace has no room for is
// lost, too. It trusts nothing: a ring with a record that cannot be is declared faulty, reported
// once, and left alone. One reader an arena, in the session's thread.
#pragma once

#include "core/trace/arena.h"
#include "core/trace/trace.h"

#include <functional>
#include <queue>
#include <utility>
#include <vector>

namespace Interleave {

class ArenaReader
{
public:
    /// The arena outlives the reader.
    explicit ArenaReader(const Arena &arena);

    /// Takes records of all rings into the trace, in order of time between the rings, until they
    /// are empty, one has given `budget`, or it took longer than `longest`. Returns how many it took,
    /// so that 0 means: nothing new. In order, because threads that meet at one lock all record on its
    /// lane, and what comes late must be put into its place; bounded, so that a reader outrun by its
    /// producers still paints.
    std::uint64_t drain(Trace &trace, std::uint64_t budget, Nanos longest = Nanos::max());

    /// Whether the last drain() left nothing of what was there when it began.
    bool isEmptied() const { return m_emptied; }

    /// Brings trace.rings up to date. Once every producer is dead or detached, and drain() returns
    /// 0, the law holds for each.
    void account(Trace &trace) const;

    /// Asks producers to ring the bell at their next record.
    void sleep() { m_arena.header().readerSleeping.store(1, std::memory_order_relaxed); }

private:
    struct Ring {
        std::uint64_t owner = 0;      // as last seen
        std::uint64_t firstHead = 0;  // of this owner
        std::uint64_t firstLost = 0;
        std::uint64_t stored = 0;
        std::uint64_t dropped = 0;    // taken, but the trace had no room
        bool faulty = false;
        // While draining: what is there, and how far it is taken.
        bool isOpen = false;
        std::uint64_t first = 0, tail = 0, head = 0;
    };
    using Turn = std::pair<std::uint64_t, std::uint32_t>; // time in ticks of a ring's next record, the ring

    bool open(std::uint32_t index);
    std::uint64_t nextTime(std::uint32_t index) const;
    std::uint64_t takeUntil(std::uint32_t index, std::uint64_t time, std::uint64_t budget, Trace &trace);
    void close(std::uint32_t index, Trace &trace);
    std::uint64_t takeGroup(Ring &ring, const Event *records, Trace &trace);
    bool store(Event event, Trace &trace);
    RingTotals totals(const Ring &ring, const RingHeader &header) const;
    void giveFree(Ring &ring, RingHeader &header);

    const Arena &m_arena;
    std::vector<Ring> m_rings;
    std::priority_queue<Turn, std::vector<Turn>, std::greater<>> m_next; // empty between two looks
    bool m_emptied = false;
    std::vector<RingTotals> m_past; // of rings that were given free
    std::string m_payload;          // of the group at hand, kept for its memory
};

} // namespace Interleave

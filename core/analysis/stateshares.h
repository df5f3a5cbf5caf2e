// How long a lane was in which state within any stretch of time, from its grid (see
// core/trace/stategrid.h): what a picture shows where a pixel holds more segments than can be
// drawn, and what the selection of a range says. Pure functions, std only; they may be asked from
// any thread while the trace does not change.
#pragma once

#include "core/trace/trace.h"

#include <span>
#include <vector>

namespace Interleave {

/// Exact, for [from, to). What goes on lasts until traceEnd, as in forEachSegment. O(log blocks)
/// and a walk over part of two blocks of 4096 events.
StateSums stateSums(const Lane &lane, Nanos traceEnd, Nanos from, Nanos to);

/// How many segments touch [from, to), as forEachSegment would visit them; the same cost.
std::uint64_t segmentCount(const Lane &lane, Nanos traceEnd, Nanos from, Nanos to);

/// The first event at or after `time`, or null; and the last before it. O(log n).
const Event *eventAtOrAfter(const Lane &lane, Nanos time);
const Event *eventBefore(const Lane &lane, Nanos time);

/// Goes through a lane in columns, from left to right, for a picture. Each share of a column at
/// least `grain` wide is within 0.15 of the exact one, and exact where the grain is less than four
/// cells of the grid. Cost: a few nanoseconds a column, or an event where events are walked.
class ColumnReader
{
public:
    /// The lane stays as it is while this reads.
    ColumnReader(const Lane &lane, Nanos traceEnd, Nanos from, Nanos grain);

    /// What was spent from the end of the column before, or `from`, up to `to`; what began in
    /// between. Where nothing began, at most one segment goes on through it.
    StateSums upTo(Nanos to);
    /// The same for each of these ends, which follow each other; as many columns as ends.
    void upTo(std::span<const Nanos> ends, std::span<StateSums> columns);

private:
    template<class SumsBefore>
    std::size_t readUpTo(std::uint64_t last, std::span<const Nanos> ends, std::span<StateSums> columns, SumsBefore &&sumsBefore);
    std::size_t readWithin(std::span<const Nanos> ends, std::span<StateSums> columns);
    void enterRegionOf(std::uint64_t time);
    void chooseLevel(const StateGrid::Block &block);
    void walkBefore(std::uint64_t time, StateWalk &walk);
    bool goToBlock(std::size_t block);

    const EventSequence &m_events;
    const StateGrid &m_grid;
    std::uint64_t m_traceEnd;
    double m_grain;
    StateSums m_last; // at the end of the column before

    // The region that it ended in: a block and what follows up to the next, or what is not indexed.
    std::size_t m_region = 0;            // its number; events before the first count to the first
    std::uint64_t m_regionEnd = 0;       // the next one's first event
    std::uint64_t m_begin = 0, m_end = 0; // its first and last event, the last if it is a block
    /// The cells of one level.
    struct Cells {
        const StateGrid::Cell *cells = nullptr; // null where events are walked
        std::size_t count = 0;
        double perNs = 0, nsPerUnit = 0;
        std::uint64_t begin = 0;
        StateSums before;                // at their begin
        StateSums sumsBefore(std::uint64_t time) const;
    } m_cells;
    StateWalk m_after;                   // after m_end
    StateWalk m_walk;                    // of the events before m_event
    const Event *m_event = nullptr, *m_stop = nullptr; // up to the end of its block of events
    std::size_t m_next = 0, m_blocksEnd = 0; // the blocks behind that one
};

/// Time by state of every lane within [from, to), in the lanes' order: for a selected range.
std::vector<StateSums> stateSumsOfLanes(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to);

} // namespace Interleave

// The level-of-detail index of one lane: how long it was running, ready and suspended up to any
// moment, without looking at its events.
//
// Blocks. The events are indexed in the blocks that EventSequence keeps them in, 4096 at a time.
// A block knows when its first and last event were, the state and the exact sums after it, and has
// a grid: its time cut into equal cells, one for every four events, each with what was spent in
// each state, and how many segments began, from the block's begin to the cell's end. The sums of
// any stretch are the difference of two such prefixes. Between the blocks the state is constant, so
// pauses cost no cells, and a lane that is busy for one second of an hour has fine cells there.
//
// Cells are 8 bytes: sums in units of 1/65535 of the block's time, of which a cell is 64. Three
// coarser levels, each a quarter of the one before, repeat every fourth cell, so that a picture
// zoomed far out reads few cells that lie beside each other. Together 2.7 bytes an event.
//
// How exact. A reader takes the coarsest level whose cells are at most a quarter of what it asks
// for (a pixel) and interpolates: each end is wrong by at most a quarter of a cell, so a share by
// at most 1/8, and that only if cells are as uneven as can be. Where no level is fine enough it
// walks the block's events, at most 4096, and is exact. See core/analysis/stateshares.h.
//
// A turn shorter than a unit leaves no trace in the cells; so a block says whether the lane ran and
// was suspended by turns, and a picture then knows both of each column without looking at events.
//
// Growing. A block is indexed once it is full and lateEvents more have come, in one pass over what
// is still in the cache. An event that comes later than that takes back the
// blocks from its own on; they are made again when as many more have come. What is not indexed is
// walked. The sums of the whole lane are kept up with every event.
//
// Saved, the blocks stand in the file's index and the cells in chunks that opening only maps; see
// core/io/nativeformat.h.
//
// Not done, and why: one grid over the whole run with cells of equal time (the prototype: a lookup
// needs no search for its block, but the grid must be made again whenever the run doubles, and a
// burst in a long run falls into one cell); a tree over events (three times as large and slower
// to build, and a column would cost a descent); sums by reason or peer (they would double it, and
// only the details ask for them); a grid of all lanes together (which lanes stand together is the
// view's affair: their sums add up, and totals() says in constant time what a hidden lane was).
#pragma once

#include "core/trace/eventsequence.h"
#include "core/trace/statewalk.h"

#include <memory>
#include <span>
#include <vector>

namespace Interleave {

class StateGrid
{
public:
    /// From the block's begin to the cell's end; times in units of the block's.
    struct Cell {
        std::uint16_t running = 0, ready = 0, suspended = 0, begun = 0;
    };

    struct Block {
        std::uint64_t begin = 0, end = 0;  // times of its first and last event
        StateSums sums;                    // of the lane up to that last event
        LaneState state = LaneState::None; // after it
        bool alternates = false;           // it ran and was suspended by turns and nothing else
        std::uint16_t cells = 0;           // of the finest level; 0: walk the events
        const Cell *fine = nullptr;        // level 0, then level 1
        const Cell *coarse = nullptr;      // levels 2 and 3
    };

    static constexpr int levels = 4;
    static constexpr std::uint64_t units = 65535;
    static constexpr std::size_t lateEvents = 1024;
    static constexpr std::size_t mostCells = 1024;

    /// Cells of the finest level for so many events; 0 for so few that walking is as quick.
    static constexpr std::size_t cellsFor(std::size_t events) { return events / 256 * 64; }
    static constexpr std::size_t fineCells(std::size_t cells) { return cells + cells / 4; }
    static constexpr std::size_t coarseCells(std::size_t cells) { return cells / 16 + cells / 64; }

    /// Takes the blocks of a file; `keeper` owns their cells.
    static StateGrid of(std::vector<Block> blocks, std::shared_ptr<const void> keeper);
    /// Indexes a block that follows what `walk` has taken; cells go to `fine` and `coarse`.
    static Block index(std::span<const Event> events, StateWalk &walk, Cell *fine, Cell *coarse);

    std::span<const Block> blocks() const { return m_blocks; }
    /// Whether between the two moments it is known to have run and been suspended by turns and nothing
    /// else, so that of two segments that begin there one is of either state.
    bool alternates(Nanos from, Nanos to) const;
    /// As it is before the events of that block; the number may be that of the first not indexed.
    StateWalk walkBefore(std::size_t block) const;

    /// Call after an event was put into the lane's events at `place`.
    void noteInserted(const EventSequence &events, std::size_t place)
    {
        if (place + 1 != events.size()) [[unlikely]]
            return noteLate(events, place);
        if (m_lastIsKnown)
            m_last.take(events.back());
        if (events.size() >= m_indexFrom) [[unlikely]]
            indexFullBlocks(events);
    }
    /// Indexes a block that follows those that are indexed, where nobody else counts the events.
    void append(std::span<const Event> block);
    /// Indexes everything, the last block as well, once nothing more comes.
    void complete(const EventSequence &events);

    /// The lane after its last event.
    StateWalk last(const EventSequence &events) const;
    /// Of the whole lane; a segment that goes on lasts until `traceEnd`.
    StateSums totals(const EventSequence &events, Nanos traceEnd) const;

private:
    void noteLate(const EventSequence &events, std::size_t place);
    void indexFullBlocks(const EventSequence &events);
    void addBlock(std::span<const Event> events, StateWalk &walk);
    void dropFrom(std::size_t block);

    std::vector<Block> m_blocks;
    std::vector<std::shared_ptr<Cell[]>> m_cells; // of the blocks made here
    std::shared_ptr<const void> m_keeper;         // of those in a file
    StateWalk m_last;                             // after all events, if it is known
    bool m_lastIsKnown = true;
    std::size_t m_indexFrom = EventSequence::blockEvents + lateEvents; // events
};

} // namespace Interleave

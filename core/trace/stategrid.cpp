#include "core/trace/stategrid.h"

#include <algorithm>
#include <cmath>

namespace Interleave {

namespace {

using Cell = StateGrid::Cell;

/// Writes the cells of a block one after the other while its events go by.
class CellWriter
{
public:
    CellWriter(std::uint64_t begin, std::uint64_t end, std::size_t cells, const StateSums &before, Cell *cell)
        : m_begin(begin), m_end(end), m_width(cells ? double(end - begin) / double(cells) : 0), m_cells(cells),
          m_unit(end > begin ? double(StateGrid::units) / double(end - begin) : 0), m_before(before), m_cell(cell)
    {}

    /// Writes the cells that end at or before this moment; the walk has taken all events before it.
    void writeUntil(std::uint64_t time, StateWalk &walk)
    {
        while (m_written < m_cells && m_next <= time) {
            walk.advance(m_next);
            const StateSums sums = walk.sums() - m_before;
            m_cell[m_written++] = {inUnits(sums.running), inUnits(sums.ready), inUnits(sums.suspended),
                                   std::uint16_t(sums.begun)};
            m_next = std::min(m_end, m_begin + std::uint64_t(m_width * double(m_written + 1)));
        }
    }

private:
    std::uint16_t inUnits(Nanos time) const { return std::uint16_t(std::int64_t(double(time.count()) * m_unit + 0.5)); }

    std::uint64_t m_begin, m_end;
    double m_width;
    std::size_t m_cells;
    double m_unit;
    StateSums m_before;
    Cell *m_cell;
    std::size_t m_written = 0;
    std::uint64_t m_next = m_begin + std::uint64_t(m_width);
};

bool isTurn(LaneState state) { return state == LaneState::Running || state == LaneState::Suspended; }

/// Whether the event takes the lane from running to suspended or back, or leaves it as it is.
bool isAlternation(EventKind kind, LaneState before, LaneState after)
{
    const bool begins = kind == EventKind::Start || kind == EventKind::Resume || kind == EventKind::Suspend;
    return begins ? isTurn(before) && isTurn(after) && before != after : before == after;
}

/// Every fourth of so many cells.
void thinOut(const Cell *cells, std::size_t count, Cell *thinned)
{
    for (std::size_t i = 3; i < count; i += 4)
        *thinned++ = cells[i];
}

} // namespace

StateGrid StateGrid::of(std::vector<Block> blocks, std::shared_ptr<const void> keeper)
{
    StateGrid grid;
    grid.m_blocks = std::move(blocks);
    grid.m_keeper = std::move(keeper);
    grid.m_last = grid.walkBefore(grid.m_blocks.size());
    grid.m_indexFrom = 0; // the last block may be a part of one: the next event shows
    return grid;
}

StateGrid::Block StateGrid::index(std::span<const Event> events, StateWalk &walk, Cell *fine, Cell *coarse)
{
    Block block;
    block.begin = events.front().rawTime();
    block.end = std::max(block.begin, events.back().rawTime());
    block.cells = std::uint16_t(cellsFor(events.size()));
    block.fine = block.cells ? fine : nullptr;
    block.coarse = block.cells ? coarse : nullptr;
    walk.advance(block.begin);
    CellWriter writer(block.begin, block.end, block.cells, walk.sums(), fine);
    block.alternates = true;
    for (const Event &event : events) {
        writer.writeUntil(event.rawTime(), walk);
        const LaneState before = walk.state();
        walk.take(event);
        block.alternates &= isAlternation(event.kind(), before, walk.state());
    }
    const std::size_t cells = block.cells;
    if (cells > 0) {
        thinOut(fine, cells, fine + cells);
        thinOut(fine + cells, cells / 4, coarse);
        thinOut(coarse, cells / 16, coarse + cells / 16);
    }
    block.sums = walk.sums();
    block.state = walk.state();
    return block;
}

bool StateGrid::alternates(Nanos from, Nanos to) const
{
    const auto rawFrom = std::uint64_t(std::max(from, Nanos(0)).count()), rawTo = std::uint64_t(std::max(to, Nanos(0)).count());
    auto block = std::partition_point(m_blocks.begin(), m_blocks.end(), [rawFrom](const Block &each) { return each.end < rawFrom; });
    for (; block != m_blocks.end() && block->alternates && block->end < rawTo; ++block) {}
    return block != m_blocks.end() && block->alternates;
}

StateWalk StateGrid::walkBefore(std::size_t block) const
{
    if (block == 0)
        return {};
    const Block &before = m_blocks[block - 1];
    return {before.end, before.state, before.sums};
}

void StateGrid::addBlock(std::span<const Event> events, StateWalk &walk)
{
    const std::size_t cells = cellsFor(events.size()), fine = fineCells(cells);
    auto memory = std::make_shared<Cell[]>(fine + coarseCells(cells));
    m_blocks.push_back(index(events, walk, memory.get(), memory.get() + fine));
    m_cells.push_back(std::move(memory));
}

void StateGrid::dropFrom(std::size_t block)
{
    if (block < m_blocks.size())
        m_blocks.resize(block);
    m_cells.resize(std::min(m_cells.size(), block)); // empty where all cells are a file's
}

void StateGrid::indexFullBlocks(const EventSequence &events)
{
    const std::size_t full = events.size() > lateEvents ? (events.size() - lateEvents) / EventSequence::blockEvents : 0;
    // A last block that was indexed before it was full: this event belongs to it.
    dropFrom(std::min(m_blocks.size(), (events.size() - 1) / EventSequence::blockEvents));
    StateWalk walk = walkBefore(m_blocks.size());
    while (m_blocks.size() < full)
        addBlock(events.block(m_blocks.size()), walk);
    for (std::size_t place = m_blocks.size() * EventSequence::blockEvents; place < events.size(); ++place)
        walk.take(events[place]);
    m_last = walk;
    m_lastIsKnown = true;
    m_indexFrom = (m_blocks.size() + 1) * EventSequence::blockEvents + lateEvents;
}

void StateGrid::noteLate(const EventSequence &events, std::size_t place)
{
    const std::size_t block = place / EventSequence::blockEvents;
    m_lastIsKnown = false;
    if (block >= m_blocks.size())
        return;
    dropFrom(block);
    m_indexFrom = events.size() + lateEvents; // there may be more that come so late
}

void StateGrid::append(std::span<const Event> block)
{
    m_last = walkBefore(m_blocks.size());
    addBlock(block, m_last);
    m_lastIsKnown = true;
    m_indexFrom = 0;
}

void StateGrid::complete(const EventSequence &events)
{
    while (m_blocks.size() < events.blockCount())
        append(events.block(m_blocks.size()));
}

StateWalk StateGrid::last(const EventSequence &events) const
{
    if (m_lastIsKnown)
        return m_last;
    StateWalk walk = walkBefore(m_blocks.size());
    for (std::size_t place = m_blocks.size() * EventSequence::blockEvents; place < events.size(); ++place)
        walk.take(events[place]);
    return walk;
}

StateSums StateGrid::totals(const EventSequence &events, Nanos traceEnd) const
{
    StateWalk walk = last(events);
    walk.advance(std::max(walk.time(), std::uint64_t(std::max(traceEnd, Nanos(0)).count())));
    return walk.sums();
}

} // namespace Interleave

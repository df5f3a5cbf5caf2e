#include "core/analysis/stateshares.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr double cellsInGrain = 4; // at least, or the events are walked

std::uint64_t rawTime(Nanos time)
{
    return std::uint64_t(std::max(time, Nanos(0)).count());
}

/// The lane as it is after all events before number `place`.
StateWalk walkTo(const Lane &lane, std::size_t place)
{
    const std::size_t block = std::min(place / EventSequence::blockEvents, lane.grid.blocks().size());
    StateWalk walk = lane.grid.walkBefore(block);
    for (std::size_t next = block * EventSequence::blockEvents; next < place; ++next)
        walk.take(lane.events[next]);
    return walk;
}

StateSums sumsBefore(const Lane &lane, Nanos traceEnd, Nanos time)
{
    StateWalk walk = walkTo(lane, lane.firstAtOrAfter(time));
    walk.advance(std::clamp(rawTime(time), walk.time(), std::max(walk.time(), rawTime(traceEnd))));
    return walk.sums();
}

Nanos notNegative(Nanos time)
{
    return std::max(time, Nanos(0));
}

} // namespace

StateSums stateSums(const Lane &lane, Nanos traceEnd, Nanos from, Nanos to)
{
    if (from >= to || lane.events.empty())
        return {};
    return sumsBefore(lane, traceEnd, to) - sumsBefore(lane, traceEnd, from);
}

std::uint64_t segmentCount(const Lane &lane, Nanos traceEnd, Nanos from, Nanos to)
{
    if (from >= to || lane.events.empty())
        return 0;
    std::size_t place = lane.firstAtOrAfter(from);
    StateWalk walk = walkTo(lane, place);
    const std::uint64_t begunBefore = walk.sums().begun;
    bool goesOn = walk.isAlive() && rawTime(from) <= std::max(walk.time(), rawTime(traceEnd));
    for (; goesOn && place < lane.events.size() && lane.events[place].time() == from; ++place) {
        walk.take(lane.events[place]);
        goesOn = walk.isAlive() && walk.sums().begun == begunBefore;
    }
    const std::uint64_t begun = sumsBefore(lane, traceEnd, to).begun - begunBefore;
    return begun + (goesOn ? 1 : 0);
}

const Event *eventAtOrAfter(const Lane &lane, Nanos time)
{
    const std::size_t place = lane.firstAtOrAfter(time);
    return place < lane.events.size() ? &lane.events[place] : nullptr;
}

const Event *eventBefore(const Lane &lane, Nanos time)
{
    const std::size_t place = lane.firstAtOrAfter(time);
    return place > 0 ? &lane.events[place - 1] : nullptr;
}

std::vector<StateSums> stateSumsOfLanes(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to)
{
    std::vector<StateSums> sums;
    sums.reserve(trace.lanes().size());
    for (const Lane &lane : trace.lanes())
        sums.push_back(stateSums(lane, traceEnd, from, to));
    return sums;
}

ColumnReader::ColumnReader(const Lane &lane, Nanos traceEnd, Nanos from, Nanos grain)
    : m_events(lane.events), m_grid(lane.grid), m_traceEnd(rawTime(traceEnd)), m_grain(double(grain.count()))
{
    upTo(from);
}

StateSums ColumnReader::upTo(Nanos to)
{
    StateSums column;
    upTo(std::span(&to, 1), std::span(&column, 1));
    return column;
}

void ColumnReader::upTo(std::span<const Nanos> ends, std::span<StateSums> columns)
{
    if (m_events.empty()) {
        std::fill(columns.begin(), columns.end(), StateSums());
        return;
    }
    while (!ends.empty()) {
        const std::size_t read = readWithin(ends, columns);
        ends = ends.subspan(read);
        columns = columns.subspan(read);
    }
}

/// Columns that end in the same part of one region: at least the first.
std::size_t ColumnReader::readWithin(std::span<const Nanos> ends, std::span<StateSums> columns)
{
    const std::uint64_t first = rawTime(ends.front());
    if (first > m_regionEnd || m_regionEnd == 0)
        enterRegionOf(first);
    if (first <= m_begin && m_region == 0)
        return readUpTo(m_begin, ends, columns, [](std::uint64_t) { return StateSums(); });
    if (first > m_end)
        return readUpTo(m_regionEnd, ends, columns, [this](std::uint64_t time) {
            StateWalk walk = m_after;
            walk.advance(std::clamp(time, m_end, std::max(m_end, m_traceEnd)));
            return walk.sums();
        });
    if (m_cells)
        return readUpTo(m_end, ends, columns, [this](std::uint64_t time) { return interpolated(time); });
    StateWalk walk = m_walk;
    const std::size_t read = readUpTo(std::min(m_end, m_regionEnd), ends, columns, [this, &walk](std::uint64_t time) {
        walkBefore(time, walk);
        StateWalk there = walk;
        there.advance(std::clamp(time, there.time(), std::max(there.time(), m_traceEnd)));
        return there.sums();
    });
    m_walk = walk;
    return read;
}

/// Those that end at or before `last`.
template<class SumsBefore>
std::size_t ColumnReader::readUpTo(std::uint64_t last, std::span<const Nanos> ends, std::span<StateSums> columns,
                                   SumsBefore &&sumsBefore)
{
    StateSums before = m_last;
    std::size_t read = 0;
    for (; read < ends.size() && rawTime(ends[read]) <= last; ++read) {
        const StateSums sums = sumsBefore(rawTime(ends[read]));
        StateSums &column = columns[read] = sums - before;
        before = sums;
        // Where a grid meets exact sums, they may differ by a unit.
        column.running = notNegative(column.running);
        column.ready = notNegative(column.ready);
        column.suspended = notNegative(column.suspended);
    }
    m_last = before;
    return read;
}

/// Takes the region's events before that time which the walk has not taken yet.
void ColumnReader::walkBefore(std::uint64_t time, StateWalk &walk)
{
    while (m_next < m_eventsEnd) {
        const std::span<const Event> block = m_events.block(m_next / EventSequence::blockEvents);
        const Event *event = block.data() + m_next % EventSequence::blockEvents;
        const Event *const end = event + std::min(block.size() - m_next % EventSequence::blockEvents, m_eventsEnd - m_next);
        const Event *const begin = event;
        for (; event != end && event->rawTime() < time; ++event)
            walk.take(*event);
        m_next += std::size_t(event - begin);
        if (event != end)
            return;
    }
}

/// Enters the last region that begins before `time`, which lies behind the one at hand.
void ColumnReader::enterRegionOf(std::uint64_t time)
{
    const std::span<const StateGrid::Block> blocks = m_grid.blocks();
    const bool hasRest = blocks.size() * EventSequence::blockEvents < m_events.size();
    const auto later = std::partition_point(blocks.begin() + std::ptrdiff_t(std::min(m_region, blocks.size())),
                                            blocks.end(),
                                            [time](const StateGrid::Block &block) { return block.begin < time; });
    m_region = std::size_t(later - blocks.begin());
    const std::uint64_t restBegin = hasRest ? m_events[blocks.size() * EventSequence::blockEvents].rawTime() : UINT64_MAX;
    if (m_region < blocks.size() || time <= restBegin)
        m_region -= m_region > 0;
    const bool isRest = m_region == blocks.size();
    m_walk = m_grid.walkBefore(m_region);
    m_next = m_region * EventSequence::blockEvents;
    m_eventsEnd = isRest ? m_events.size() : std::min(m_next + EventSequence::blockEvents, m_events.size());
    m_regionEnd = isRest ? UINT64_MAX : m_region + 1 < blocks.size() ? blocks[m_region + 1].begin : restBegin;
    m_cells = nullptr;
    if (isRest) {
        m_begin = m_events[m_next].rawTime();
        m_end = UINT64_MAX;
        return;
    }
    m_begin = blocks[m_region].begin;
    m_end = blocks[m_region].end;
    m_after = m_grid.walkBefore(m_region + 1);
    m_walk.advance(std::max(m_walk.time(), m_begin));
    m_before = m_walk.sums();
    chooseLevel(blocks[m_region]);
}

void ColumnReader::chooseLevel(const StateGrid::Block &block)
{
    const double span = double(block.end - block.begin);
    if (block.cells == 0 || span <= 0)
        return;
    for (int level = StateGrid::levels - 1; level >= 0; --level) {
        const std::size_t count = std::size_t(block.cells) >> 2 * level;
        if (span / double(count) * cellsInGrain > m_grain)
            continue;
        m_cells = level == 0   ? block.fine
                  : level == 1 ? block.fine + block.cells
                  : level == 2 ? block.coarse : block.coarse + block.cells / 16;
        m_cellCount = count;
        m_cellsPerNs = double(count) / span;
        m_nsPerUnit = span / double(StateGrid::units);
        return;
    }
}

StateSums ColumnReader::interpolated(std::uint64_t time) const
{
    const double position = double(std::int64_t(time - m_begin)) * m_cellsPerNs;
    const std::size_t cell = std::min(std::size_t(std::int64_t(position)), m_cellCount - 1);
    const double part = std::min(position - double(cell), 1.0);
    const StateGrid::Cell before = cell > 0 ? m_cells[cell - 1] : StateGrid::Cell();
    const StateGrid::Cell &after = m_cells[cell];
    const auto between = [&](int a, int b) {
        return Nanos(std::int64_t((a + (b - a) * part) * m_nsPerUnit));
    };
    StateSums inner;
    inner.running = between(before.running, after.running);
    inner.ready = between(before.ready, after.ready);
    inner.suspended = between(before.suspended, after.suspended);
    inner.begun = part < 1.0 ? before.begun : after.begun;
    return m_before + inner;
}

} // namespace Interleave

#include "core/analysis/stateshares.h"

#include <algorithm>
#include <bit>

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

/// Running, ready and suspended side by side, which the processor handles at once. A float holds 65535
/// units with a 256th of one.
using Parts = float __attribute__((vector_size(16)));

inline Parts partsOf(const StateGrid::Cell &cell)
{
    using Units = std::uint16_t __attribute__((vector_size(8)));
    static_assert(sizeof cell == sizeof(Units));
    return __builtin_convertvector(std::bit_cast<Units>(cell), Parts);
}

/// As they are then, at or after the walk's time, if no event comes before. Without taking the walk there,
/// which would have to wait until its copy is written.
inline StateSums sumsAt(const StateWalk &walk, std::uint64_t time)
{
    const auto rest = std::int64_t(time - walk.time());
    const auto share = [&](LaneState state) { return Nanos(walk.state() == state ? rest : 0); };
    const StateSums sums = walk.sums();
    return {sums.running + share(LaneState::Running), sums.ready + share(LaneState::Ready),
            sums.suspended + share(LaneState::Suspended), sums.begun};
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

inline StateSums ColumnReader::Cells::sumsBefore(std::uint64_t time) const
{
    const double position = double(std::int64_t(time - begin)) * perNs;
    const std::size_t cell = std::min(std::size_t(std::int64_t(position)), count - 1);
    const double part = std::min(position - double(cell), 1.0);
    const StateGrid::Cell last = cell > 0 ? cells[cell - 1] : StateGrid::Cell(), next = cells[cell];
    const Parts from = partsOf(last), units = from + (partsOf(next) - from) * float(part);
    StateSums sums = before;
    sums.running += Nanos(std::int64_t(double(units[0]) * nsPerUnit));
    sums.ready += Nanos(std::int64_t(double(units[1]) * nsPerUnit));
    sums.suspended += Nanos(std::int64_t(double(units[2]) * nsPerUnit));
    sums.begun += part < 1.0 ? last.begun : next.begun;
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
    if (m_cells.cells)
        return readUpTo(m_end, ends, columns, [cells = m_cells](std::uint64_t time) { return cells.sumsBefore(time); });
    StateWalk walk = m_walk;
    const std::size_t read = readUpTo(std::min(m_end, m_regionEnd), ends, columns, [this, &walk](std::uint64_t time) {
        walkBefore(time, walk);
        return sumsAt(walk, std::clamp(time, walk.time(), std::max(walk.time(), m_traceEnd)));
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
    const Nanos *const end = ends.data(); // a check of each index would cost as much as a column
    StateSums *const into = columns.data();
    for (const std::size_t count = ends.size(); read < count && rawTime(end[read]) <= last; ++read) {
        const StateSums sums = sumsBefore(rawTime(end[read]));
        StateSums &column = into[read] = sums - before;
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
inline void ColumnReader::walkBefore(std::uint64_t time, StateWalk &walk)
{
    do {
        for (; m_event != m_stop && m_event->rawTime() < time; ++m_event)
            walk.take(*m_event);
    } while (m_event == m_stop && goToBlock(m_next));
}

/// To that block of events, if it belongs to the region.
bool ColumnReader::goToBlock(std::size_t block)
{
    if (block >= m_blocksEnd)
        return false;
    const std::span<const Event> events = m_events.block(block);
    m_event = events.data();
    m_stop = m_event + events.size();
    m_next = block + 1;
    return true;
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
    m_blocksEnd = isRest ? m_events.blockCount() : m_region + 1;
    goToBlock(m_region);
    m_regionEnd = isRest ? UINT64_MAX : m_region + 1 < blocks.size() ? blocks[m_region + 1].begin : restBegin;
    m_cells.cells = nullptr;
    if (isRest) {
        m_begin = m_event->rawTime();
        m_end = UINT64_MAX;
        return;
    }
    m_begin = blocks[m_region].begin;
    m_end = blocks[m_region].end;
    m_after = m_grid.walkBefore(m_region + 1);
    m_walk.advance(std::max(m_walk.time(), m_begin));
    m_cells.before = m_walk.sums();
    m_cells.begin = m_begin;
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
        m_cells.cells = level == 0   ? block.fine
                        : level == 1 ? block.fine + block.cells
                        : level == 2 ? block.coarse : block.coarse + block.cells / 16;
        m_cells.count = count;
        m_cells.perNs = double(count) / span;
        m_cells.nsPerUnit = span / double(StateGrid::units);
        return;
    }
}

} // namespace Interleave

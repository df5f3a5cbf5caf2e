#include "core/trace/trace.h"

#include <algorithm>
#include <numeric>

namespace Interleave {

namespace {

/// Inserts behind all events of the same or an earlier time. Rings are drained one after the
/// other, so an event may come a little late; it is then a few places from the end.
void insertByTime(std::vector<Event> &events, Event event)
{
    auto place = events.end();
    while (place != events.begin() && std::prev(place)->rawTime() > event.rawTime())
        --place;
    events.insert(place, event);
}

constexpr std::size_t laneHeaderBytes = 8; // u32 pid, u32 tid before the name

/// The first event at or after `time`, which lies within the block. How many segments began before
/// the cell that the time falls into says about where: most events begin one. So one or two places
/// are looked at, not a dozen far apart.
std::size_t firstInBlock(const EventSequence &events, const StateGrid::Block &block, std::size_t number, std::uint64_t time)
{
    const std::span<const Event> within = events.block(number);
    const auto isEarlier = [time](const Event &event) { return event.rawTime() < time; };
    const double cell = double(time - block.begin) * block.cells / double(std::max<std::uint64_t>(block.end - block.begin, 1));
    const std::size_t before = cell < 2 ? 0 : std::min<std::size_t>(block.fine[std::size_t(cell) - 2].begun, within.size());
    if (before > 0 && !isEarlier(within[before - 1]))
        return events.firstAtOrAfter(Nanos(std::int64_t(time)), number); // its index does not fit it
    std::size_t from = before, step = 1;
    while (from + step <= within.size() && isEarlier(within[from + step - 1])) {
        from += step;
        step *= 2;
    }
    const auto last = within.begin() + std::ptrdiff_t(std::min(from + step, within.size()));
    const auto found = std::partition_point(within.begin() + std::ptrdiff_t(from), last, isEarlier);
    return number * EventSequence::blockEvents + std::size_t(found - within.begin());
}

} // namespace

Lane *Trace::laneSlot(LaneId id)
{
    if (id.value() == 0 || id.value() > maxLanes)
        return nullptr;
    if (id.value() > m_lanes.size()) {
        std::uint32_t next = std::uint32_t(m_lanes.size());
        m_lanes.resize(id.value());
        for (; next < m_lanes.size(); ++next)
            m_lanes[next].id = LaneId(next + 1);
    }
    return &m_lanes[id.value() - 1];
}

void Trace::noteTime(Nanos time)
{
    m_begin = std::min(m_begin, time);
    m_end = std::max(m_end, time);
}

void Trace::journal(Event event)
{
    if (m_keepsJournal)
        m_journal.push_back(event);
}

/// The next one is likely to grow as long.
std::vector<Event> Trace::takeJournal()
{
    std::vector<Event> taken = std::exchange(m_journal, {});
    m_journal.reserve(taken.size() + taken.size() / 8);
    return taken;
}

/// Whether the table that the event counts in, if any, can grow by one.
bool Trace::hasNumberFor(const Event &event) const
{
    switch (event.kind()) {
    case EventKind::Output:
    case EventKind::Note:
        return m_texts.size() < maxTableEntries;
    case EventKind::Counter:
        return m_counters.size() < maxTableEntries;
    default:
        return true;
    }
}

std::size_t Lane::firstAtOrAfter(Nanos time) const
{
    const std::span<const StateGrid::Block> blocks = grid.blocks();
    const auto rawTime = std::uint64_t(std::max(time, Nanos(0)).count());
    const auto later = std::partition_point(blocks.begin(), blocks.end(),
                                            [rawTime](const StateGrid::Block &block) { return block.begin < rawTime; });
    if (later == blocks.begin() && !blocks.empty())
        return 0;
    if (later == blocks.end() && blocks.size() < events.blockCount())
        return events.firstAtOrAfter(time); // it may lie in what is not indexed
    const std::size_t number = std::size_t(later - blocks.begin());
    if (number == 0 || blocks[number - 1].end < rawTime)
        return std::min(number * EventSequence::blockEvents, events.size());
    return firstInBlock(events, blocks[number - 1], number - 1, rawTime);
}

bool Trace::hasRoomFor(const Event &event)
{
    const bool possible = event.lane().value() <= maxLanes, numbered = hasNumberFor(event);
    if (!possible && !std::exchange(m_saidTooManyLanes, true))
        problems.push_back("There are more than " + std::to_string(maxLanes) + " lanes; the rest is left out.");
    if (!numbered && !std::exchange(m_saidTableFull, true))
        problems.push_back("There are more than " + std::to_string(maxTableEntries)
                           + " texts or counter values; the rest is left out.");
    return possible && numbered;
}

bool Trace::declareLane(LaneId id, std::optional<LaneId> parent, LaneKind kind, std::string name,
                        std::uint32_t pid, std::uint32_t tid, Event declaration)
{
    Lane *lane = laneSlot(id);
    const bool cyclic = parent && (parent->value() >= id.value() || parent->value() == 0);
    if (!lane || cyclic || lane->declared.kind() == EventKind::Lane) {
        problems.push_back("a lane with the number " + std::to_string(id.value())
                           + (cyclic ? " hangs on a later one" : lane ? " is declared twice" : " cannot exist"));
        return false;
    }
    lane->parent = parent;
    lane->kind = kind;
    lane->name = std::move(name);
    lane->pid = pid;
    lane->tid = tid;
    lane->declared = declaration;
    const std::uint32_t slot = parent ? parent->value() : 0;
    if (m_children.size() <= slot)
        m_children.resize(slot + 1);
    auto &siblings = m_children[slot];
    siblings.insert(std::upper_bound(siblings.begin(), siblings.end(), id), id);
    m_recordCount += 1 + continuationsFor(laneHeaderBytes + lane->name.size());
    ++m_revision;
    ++m_lanesRevision;
    journal(declaration);
    return true;
}

bool Trace::append(Event event)
{
    Lane *lane = hasRoomFor(event) ? laneSlot(event.lane()) : nullptr;
    if (!lane && event.lane().value() == 0) {
        problems.push_back("an event of lane 0, which cannot exist");
    }
    if (!lane)
        return false;
    lane->grid.noteInserted(lane->events, lane->events.insert(event));
    noteTime(event.time());
    ++m_eventCount;
    ++m_recordCount;
    ++m_revision;
    m_lanesRevision += lane->events.size() == 1;
    journal(event);
    return true;
}

bool Trace::appendText(Event event, std::string_view text)
{
    text = text.substr(0, maxTextBytes);
    event.setArgument(std::uint32_t(m_texts.size()));
    if (!append(event))
        return false;
    m_texts.emplace_back(text);
    m_recordCount += continuationsFor(text.size());
    if (event.kind() == EventKind::Output)
        insertByTime(m_outputs, event);
    return true;
}

bool Trace::appendCounter(Event event, std::int64_t value, std::string name)
{
    event.setArgument(std::uint32_t(m_counters.size()));
    if (!append(event))
        return false;
    m_counters.push_back({value, std::move(name)});
    m_recordCount += continuationsFor(m_counters.back());
    return true;
}

const Lane *Trace::lane(LaneId id) const
{
    return id.value() == 0 || id.value() > m_lanes.size() ? nullptr : &m_lanes[id.value() - 1];
}

const EventSequence &Trace::events(LaneId id) const
{
    static const EventSequence none;
    const Lane *found = lane(id);
    return found ? found->events : none;
}

std::span<const LaneId> Trace::children(std::optional<LaneId> parent) const
{
    const std::size_t slot = parent ? parent->value() : 0;
    return slot < m_children.size() ? std::span<const LaneId>(m_children[slot]) : std::span<const LaneId>();
}

std::string_view Trace::text(const Event &event) const
{
    return event.carriesText() && event.argument() < m_texts.size() ? std::string_view(m_texts[event.argument()])
                                                                    : std::string_view();
}

const CounterSample *Trace::counter(const Event &event) const
{
    return event.kind() == EventKind::Counter && event.argument() < m_counters.size()
               ? &m_counters[event.argument()] : nullptr;
}

std::uint64_t Trace::lost() const
{
    return std::accumulate(rings.begin(), rings.end(), std::uint64_t(0),
                           [](std::uint64_t sum, const RingTotals &ring) { return sum + ring.lost; });
}

} // namespace Interleave

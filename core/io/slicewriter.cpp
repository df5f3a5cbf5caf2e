#include "core/io/slicewriter.h"

namespace Interleave {

namespace {

constexpr int wayLineBits = 16; // of how long an arrow is on its way; the rest stands in the detail

} // namespace

SliceWriter::SliceWriter(std::span<const LaneId> lanes, std::int64_t origin)
    : m_rows(lanes.size()), m_events(lanes.size()), m_origin(origin)
{
    for (std::size_t row = 0; row < lanes.size(); ++row)
        m_rows[row].lane = lanes[row];
}

void SliceWriter::put(std::uint32_t row, EventKind kind, std::uint8_t detail, std::int64_t ns, std::uint32_t argument,
                    std::uint16_t line)
{
    m_events[row].push_back(Event(std::uint64_t(ns) - std::uint64_t(m_origin), kind, detail, m_rows[row].lane, argument, line));
}

void SliceWriter::end(std::uint32_t row)
{
    m_rows[row].isOn = false;
    put(row, EventKind::Finish, std::uint8_t(Outcome::Finished), m_rows[row].end);
}

void SliceWriter::putSlice(const Moment &slice)
{
    if (slice.track >= m_rows.size() || m_rows[slice.track].lane.value() == 0) {
        putNote(slice);
        return;
    }
    Row &row = m_rows[slice.track];
    if (row.isOn)
        end(slice.track);
    const bool named = slice.text != Moment::noText;
    put(slice.track, EventKind::Start, named ? Event::named : 0, slice.ns, named ? std::uint32_t(slice.text) : 0);
    row.isOn = true;
    row.end = slice.ns + slice.value;
}

/// What got no row stands with the first one by its name.
void SliceWriter::putNote(const Moment &slice)
{
    ++m_notedCount;
    if (m_rows.front().isOn && m_rows.front().end <= slice.ns)
        end(0);
    if (slice.text != Moment::noText)
        put(0, EventKind::Note, 0, slice.ns, slice.text);
}

void SliceWriter::putArrow(const ArrowEnd &end, const Arrow &arrow)
{
    const LaneId other = end.leaves ? arrow.to : arrow.from;
    if (m_rows[end.row].lane.value() == 0 || other.value() == 0)
        return;
    const std::uint32_t way = packDuration(Nanos(arrow.end - arrow.begin));
    put(end.row, end.leaves ? EventKind::Send : EventKind::Wake, std::uint8_t(way >> wayLineBits), end.ns, other.value(),
        std::uint16_t(way));
}

std::vector<EventSequence> SliceWriter::finish()
{
    for (std::uint32_t row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].isOn)
            end(row);
    }
    return std::move(m_events);
}

} // namespace Interleave

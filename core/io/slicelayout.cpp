#include "core/io/slicelayout.h"

#include "core/io/slicewriter.h"

#include <algorithm>
#include <utility>

namespace Interleave {

namespace {

constexpr std::size_t momentsBetweenLooks = 1 << 16; // at the watch: well below a millisecond

std::int64_t endOf(const Moment &slice) { return slice.ns + slice.value; }

} // namespace

SliceLayout::SliceLayout(TrackKind kind, std::vector<Moment> moments, std::vector<ArrowEnd> ends)
    : m_kind(kind), m_moments(std::move(moments)), m_ends(std::move(ends))
{}

void SliceLayout::place(TimeWindow window, std::span<const std::uint32_t> nameOf, const ReadingWatch &watch)
{
    m_window = window;
    m_nameOf = nameOf;
    sortByTime(m_moments, watch);
    if (watch.isStopped())
        return;
    makeSlices(m_moments, m_kind == TrackKind::Async, window, nameOf, troubles);
    std::stable_sort(m_ends.begin(), m_ends.end(), [](const ArrowEnd &a, const ArrowEnd &b) { return a.ns < b.ns; });
    if (m_kind == TrackKind::Curve)
        m_rows.push_back({});
    for (std::size_t i = 0; i < m_moments.size(); ++i) {
        if (i % momentsBetweenLooks == 0 && watch.isStopped())
            return;
        if (m_nextEnd < m_ends.size())
            placeEndsBefore(m_moments[i].ns, i);
        placeSlice(m_moments[i], i);
    }
    placeEndsBefore(INT64_MAX, m_moments.size());
    for (const std::size_t waiting : m_waiting) // in vain: those within a slice stay there
        troubles.add(Trouble::FlowWithoutSlice, m_ends[waiting].row == noRow);
}

void SliceLayout::placeSlice(Moment &slice, std::size_t place)
{
    m_begin = std::min(m_begin, slice.ns);
    if (slice.mark != Mark::Slice) {
        m_end = std::max(m_end, slice.ns);
        return;
    }
    const std::int64_t latest = m_window.begin + std::int64_t(Event::timeMask);
    if (endOf(slice) > latest) {
        troubles.add(Trouble::TooFar);
        slice.value = latest - slice.ns;
    }
    m_end = std::max(m_end, endOf(slice));
    slice.track = rowOf(slice);
    if (!m_waiting.empty() && slice.track != noRow)
        bindWaiting(slice.track, slice.ns, place);
}

/// Ends at the very time at which slices begin belong to those.
void SliceLayout::placeEndsBefore(std::int64_t ns, std::size_t behind)
{
    for (; m_nextEnd < m_ends.size() && m_ends[m_nextEnd].ns < ns; ++m_nextEnd) {
        ArrowEnd &end = m_ends[m_nextEnd];
        end.row = openRow(end.ns);
        end.behind = behind - 1;
        if (!end.leaves && (end.waits || end.row == noRow))
            m_waiting.push_back(m_nextEnd);
        else
            troubles.add(Trouble::FlowWithoutSlice, end.row == noRow);
    }
}

void SliceLayout::bindWaiting(std::uint32_t row, std::int64_t ns, std::size_t behind)
{
    for (const std::size_t waiting : m_waiting) {
        m_ends[waiting].row = row;
        m_ends[waiting].ns = ns;
        m_ends[waiting].behind = behind;
    }
    m_waiting.clear();
}

/// The row of the innermost slice at that time, its very end included.
std::uint32_t SliceLayout::openRow(std::int64_t ns)
{
    for (Strand &strand : m_strands) {
        close(strand, ns - 1);
        if (!strand.ends.empty())
            return strand.rows[std::min<std::size_t>(strand.ends.size(), mostLevels) - 1];
    }
    return noRow;
}

void SliceLayout::close(Strand &strand, std::int64_t ns)
{
    while (!strand.ends.empty() && strand.ends.back() <= ns)
        strand.ends.pop_back();
}

SliceLayout::Strand &SliceLayout::strandIn(std::vector<std::uint32_t> &group, std::uint32_t number, std::uint32_t groupNumber)
{
    if (number == group.size()) {
        group.push_back(std::uint32_t(m_strands.size()));
        m_strands.emplace_back();
        m_strands.back().group = groupNumber;
        m_strands.back().number = number;
    }
    return m_strands[group[number]];
}

/// The row of the slice on top of what is open in the strand.
std::uint32_t SliceLayout::push(Strand &strand, const Moment &slice)
{
    strand.ends.push_back(endOf(slice));
    const std::size_t level = strand.ends.size() - 1;
    if (level >= mostLevels)
        return noRow;
    if (level == strand.rows.size()) {
        strand.rows.push_back(std::uint32_t(m_rows.size()));
        m_rows.push_back({strand.group, strand.number, std::uint32_t(level)});
    }
    return strand.rows[level];
}

/// That of the first strand in which the slice lies within what is open, or beside it.
std::uint32_t SliceLayout::rowOf(const Moment &slice)
{
    if (m_kind == TrackKind::Async)
        return rowOfId(slice, slice.text == Moment::noText ? Moment::noText : m_nameOf[slice.text]);
    if (m_strandsOf.empty())
        m_strandsOf.emplace_back();
    for (std::uint32_t number = 0; number < mostStrands; ++number) {
        Strand &strand = strandIn(m_strandsOf.front(), number, 0);
        close(strand, slice.ns);
        if (!strand.ends.empty() && strand.ends.back() < endOf(slice))
            continue;
        troubles.add(Trouble::Overlap, number > 0);
        return push(strand, slice);
    }
    return noRow;
}

/// Within what is open of its id, or else a strand of its name in which nothing is.
std::uint32_t SliceLayout::rowOfId(const Moment &slice, std::uint32_t name)
{
    const std::uint32_t id = slice.track;
    if (const auto known = m_strandOf.find(id); known != m_strandOf.end()) {
        Strand &strand = m_strands[known->second];
        close(strand, slice.ns);
        if (strand.id == id && !strand.ends.empty() && strand.ends.back() >= endOf(slice))
            return push(strand, slice);
    }
    const auto [found, isNew] = m_groupOf.try_emplace(name, std::uint32_t(m_groups.size()));
    const std::uint32_t group = found->second;
    if (isNew) {
        m_groups.push_back(name);
        m_strandsOf.emplace_back();
    }
    for (std::uint32_t number = 0; number < mostStrands; ++number) {
        Strand &strand = strandIn(m_strandsOf[group], number, group);
        close(strand, slice.ns);
        if (!strand.ends.empty())
            continue;
        strand.id = id;
        m_strandOf[id] = m_strandsOf[group][number];
        return push(strand, slice);
    }
    return noRow;
}

std::vector<EventSequence> SliceLayout::emit(std::span<const LaneId> lanes, std::span<const Arrow> arrows,
                                             const ReadingWatch &watch)
{
    SliceWriter writer(lanes, m_window.begin);
    std::stable_sort(m_ends.begin(), m_ends.end(), [](const ArrowEnd &a, const ArrowEnd &b) { return a.behind < b.behind; });
    auto end = m_ends.begin();
    for (std::size_t i = 0; i < m_moments.size(); ++i) {
        if (i % momentsBetweenLooks == 0 && watch.isStopped())
            return {};
        writer.putSlice(m_moments[i]);
        for (; end != m_ends.end() && end->behind == i; ++end) {
            if (end->row != noRow)
                writer.putArrow(*end, arrows[end->arrow]);
        }
    }
    m_moments = {};
    m_ends = {};
    troubles.add(Trouble::NoRow, writer.notedCount());
    return writer.finish();
}

} // namespace Interleave

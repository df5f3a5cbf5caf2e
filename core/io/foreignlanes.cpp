#include "core/io/foreignlanes.h"

#include "core/trace/slicetext.h"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

namespace Interleave {

namespace {

/// The operating system's number, where the word is one that it could give.
std::uint32_t numberOf(const std::string &word)
{
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return error == std::errc() && end == word.data() + word.size() ? number : 0;
}

LaneKind kindOf(TrackKind kind)
{
    switch (kind) {
    case TrackKind::Process: return LaneKind::Process;
    case TrackKind::Thread: return LaneKind::Thread;
    case TrackKind::Curve: return LaneKind::Counter;
    case TrackKind::Moments:
    case TrackKind::Async: break;
    }
    return LaneKind::Track;
}

int rankOf(TrackKind kind)
{
    switch (kind) {
    case TrackKind::Process: return 0;
    case TrackKind::Thread: return 1;
    case TrackKind::Moments: return 2;
    case TrackKind::Async: return 3;
    case TrackKind::Curve: break;
    }
    return 4;
}

} // namespace

ForeignLanes::ForeignLanes(const ForeignContent &content, std::span<const SliceLayout> layouts)
    : m_content(content), m_layouts(layouts), m_rows(content.tracks.size()), m_processes(content.tracks.size()),
      m_isUsed(content.tracks.size())
{
    m_lanes.push_back({hostLane, LaneId(), LaneKind::Host, "imported"});
    std::size_t own = 1;
    for (std::size_t track = content.tracks.size(); track-- > 0;) { // a process comes before what is below it
        m_isUsed[track] = m_isUsed[track] || !layouts[track].isEmpty();
        if (m_isUsed[track] && content.tracks[track].process != ForeignTrack::none)
            m_isUsed[content.tracks[track].process] = true;
        own += m_isUsed[track] ? std::max<std::size_t>(1, layouts[track].groups().size()) : 0;
        const bool isNamed = rankOf(content.tracks[track].kind) <= rankOf(TrackKind::Thread);
        m_emptyTracks += isNamed && !m_isUsed[track];
    }
    m_spare = Trace::maxLanes - std::min<std::size_t>(Trace::maxLanes, own);
    for (const std::uint32_t track : tracksInOrder()) {
        if (m_isUsed[track])
            addTrack(track);
    }
}

/// Processes as their metadata orders them, each with what lies below it behind it, likewise. What
/// has no order of its own stays in the order of the file.
std::vector<std::uint32_t> ForeignLanes::tracksInOrder() const
{
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < m_content.tracks.size(); ++i)
        order.push_back(i);
    const auto keyOf = [this](std::uint32_t number) {
        const ForeignTrack &track = m_content.tracks[number];
        const bool ofAll = track.kind != TrackKind::Process && track.process == ForeignTrack::none;
        const std::uint32_t process = track.kind == TrackKind::Process || ofAll ? number : track.process;
        return std::tuple(!ofAll, m_content.tracks[process].order, process, rankOf(track.kind), track.order, number);
    };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return keyOf(a) < keyOf(b); });
    return order;
}

/// 0 when there are no more lanes.
LaneId ForeignLanes::add(LaneId parent, LaneKind kind, std::string name, const ForeignTrack &track)
{
    if (m_lanes.size() >= Trace::maxLanes || parent.value() == 0)
        return LaneId();
    const LaneId id(std::uint32_t(m_lanes.size() + 1));
    m_lanes.push_back({id, parent, kind, std::move(name), numberOf(track.pid),
                       kind == LaneKind::Thread ? numberOf(track.rest) : 0});
    return id;
}

void ForeignLanes::addTrack(std::size_t number)
{
    const ForeignTrack &track = m_content.tracks[number];
    if (track.kind == TrackKind::Process) {
        const std::string name = track.labels.empty() ? track.name : track.name + " (" + track.labels + ")";
        m_processes[number] = add(hostLane, LaneKind::Process, name, track);
        return;
    }
    addRows(number, track.process == ForeignTrack::none ? hostLane : m_processes[track.process]);
}

/// The rows of one group, then of one strand, stay together.
void ForeignLanes::addRows(std::size_t number, LaneId parent)
{
    const ForeignTrack &track = m_content.tracks[number];
    const std::span<const TrackRow> rows = m_layouts[number].rows();
    std::vector<std::uint32_t> order;
    for (std::uint32_t row = 0; row < rows.size(); ++row)
        order.push_back(row);
    const auto keyOf = [&](std::uint32_t row) { return std::tuple(rows[row].group, rows[row].strand, rows[row].level); };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return keyOf(a) < keyOf(b); });
    m_rows[number].resize(rows.size());
    m_group = SliceLayout::noRow;
    std::uint32_t inGroup = 0;
    for (const std::uint32_t row : order) {
        const TrackRow &place = rows[row];
        LaneId lane;
        if (place.group != m_group) {
            lane = add(parent, kindOf(track.kind), ownName(number, place), track);
            m_groupLane = m_openLane = m_strandLane = m_overlapLane = lane;
            m_group = place.group;
            inGroup = 1;
        } else if (m_spare > 0) {
            --m_spare;
            lane = add(parentOf(place, m_groupLane), LaneKind::Track, rowName(number, place, ++inGroup), track);
        }
        if (place.level == openLevels - 1 && place.strand == 0)
            m_openLane = lane;
        if (place.level == 0 && place.strand > 0)
            m_strandLane = lane;
        if (place.level == 0 && place.strand == 1)
            m_overlapLane = lane;
        m_rows[number][row] = lane;
    }
}

LaneId ForeignLanes::parentOf(const TrackRow &row, LaneId own) const
{
    if (row.strand == 0)
        return row.level < openLevels ? own : m_openLane;
    return row.level > 0 ? m_strandLane : row.strand == 1 ? own : m_overlapLane;
}

std::string ForeignLanes::ownName(std::size_t number, const TrackRow &row) const
{
    const ForeignTrack &track = m_content.tracks[number];
    if (track.kind != TrackKind::Async)
        return track.name;
    const std::uint32_t name = m_layouts[number].groups()[row.group];
    if (name != Moment::noText && !m_content.texts[name].empty())
        return std::string(sliceName(m_content.texts[name]));
    return track.rest.empty() ? "asynchronous" : track.rest;
}

std::string ForeignLanes::rowName(std::size_t number, const TrackRow &row, std::uint32_t inGroup) const
{
    const std::string of = " of " + ownName(number, row);
    if (m_content.tracks[number].kind == TrackKind::Async)
        return "row " + std::to_string(inGroup) + of;
    const std::string level = "level " + std::to_string(row.level + 1);
    if (row.strand == 0)
        return level + of;
    return "overlap " + std::to_string(row.strand) + (row.level > 0 ? ", " + level : std::string()) + of;
}

} // namespace Interleave

#include "core/io/foreignassembler.h"

#include "core/io/asyncends.h"
#include "core/io/paralleltasks.h"

#include <algorithm>
#include <utility>

namespace Interleave {

namespace {

constexpr double placingShare = 0.5; // of the time that assembling takes; the rest is emitting

} // namespace

ForeignAssembler::ForeignAssembler(ForeignContent content) : m_content(std::move(content)) {}

/// From the first moment on, unless some lie too far apart: then the window that holds most of a
/// sample, so that a few strays (a time of 0, say) do not cost all others.
TimeWindow ForeignAssembler::chooseWindow() const
{
    constexpr std::size_t sampled = 1 << 16;
    const std::int64_t first = m_content.first, last = m_content.last;
    TimeWindow window{first, last};
    if (first > last || std::uint64_t(last) - std::uint64_t(first) <= Event::timeMask)
        return first > last ? TimeWindow() : window;
    std::vector<std::int64_t> times;
    std::size_t total = 0;
    for (const ForeignTrack &track : m_content.tracks)
        total += track.moments.size();
    for (const ForeignTrack &track : m_content.tracks) {
        for (std::size_t i = 0; i < track.moments.size(); i += total / sampled + 1)
            times.push_back(track.moments[i].ns);
    }
    std::sort(times.begin(), times.end());
    std::size_t most = 0;
    for (std::size_t from = 0, to = 0; from < times.size(); ++from) {
        while (to < times.size() && std::uint64_t(times[to]) - std::uint64_t(times[from]) <= Event::timeMask)
            ++to;
        if (to - from > most) {
            most = to - from;
            window = {times[from], times[to - 1]};
        }
    }
    return window;
}

bool ForeignAssembler::placeAll(ReadingWatch &watch, double from, double to)
{
    JoinedArrows joined = joinArrows(std::exchange(m_content.flows, {}), m_content.tracks.size(), m_content.troubles);
    m_arrows = std::move(joined.arrows);
    bringEndsHome(m_content.tracks);
    m_layouts.reserve(m_content.tracks.size());
    for (std::size_t i = 0; i < m_content.tracks.size(); ++i)
        m_layouts.emplace_back(m_content.tracks[i].kind, std::exchange(m_content.tracks[i].moments, {}), std::move(joined.ends[i]));
    return forEachInParallel(m_layouts.size(), watch, from, to,
                             [&](std::size_t i) { m_layouts[i].place(m_window, m_content.nameOf, watch); });
}

void ForeignAssembler::resolveArrows(const ForeignLanes &lanes)
{
    for (std::size_t track = 0; track < m_layouts.size(); ++track) {
        for (const ArrowEnd &end : m_layouts[track].arrowEnds()) {
            if (end.row == SliceLayout::noRow)
                continue;
            Arrow &arrow = m_arrows[end.arrow];
            (end.leaves ? arrow.from : arrow.to) = lanes.rowsOf(track)[end.row];
            (end.leaves ? arrow.begin : arrow.end) = end.ns;
        }
    }
}

void ForeignAssembler::store(LaneId lane, EventSequence events)
{
    TraceIndex::IndexedLane &place = m_index.lanes[lane.value() - 1];
    place.grid.complete(events);
    place.events = std::move(events);
}

/// A counter's lane; its samples have their places in the table.
EventSequence ForeignAssembler::curveOf(std::size_t track, LaneId lane)
{
    EventSequence events;
    std::uint32_t sample = m_firstSample[track];
    for (const Moment &moment : m_layouts[track].moments()) {
        if (sample >= m_samples.size())
            break;
        m_samples[sample] = {moment.value, m_content.tracks[track].name};
        events.push_back(Event(std::uint64_t(moment.ns) - std::uint64_t(m_window.begin), EventKind::Counter, 0, lane, sample++));
    }
    return events;
}

void ForeignAssembler::emitTrack(std::size_t track, std::span<const LaneId> rows, ReadingWatch &watch)
{
    if (rows.empty())
        return;
    SliceLayout &layout = m_layouts[track];
    if (rows.front().value() == 0) {
        layout.troubles.add(Trouble::TooManyLanes, layout.moments().size());
        return;
    }
    if (m_content.tracks[track].kind == TrackKind::Curve) {
        store(rows.front(), curveOf(track, rows.front()));
        return;
    }
    std::vector<EventSequence> events = layout.emit(rows, m_arrows, watch);
    for (std::size_t row = 0; row < events.size(); ++row) {
        if (rows[row].value() != 0)
            store(rows[row], std::move(events[row]));
    }
}

bool ForeignAssembler::emitAll(const ForeignLanes &lanes, ReadingWatch &watch, double from, double to)
{
    std::size_t samples = 0;
    for (std::size_t track = 0; track < m_layouts.size(); ++track) {
        m_firstSample.push_back(std::uint32_t(std::min<std::size_t>(samples, Trace::maxTableEntries)));
        samples += m_content.tracks[track].kind == TrackKind::Curve ? m_layouts[track].moments().size() : 0;
    }
    m_samples.resize(std::min<std::size_t>(samples, Trace::maxTableEntries));
    m_content.troubles.add(Trouble::TooManyValues, samples - m_samples.size());
    m_index.lanes.resize(lanes.lanes().size());
    return forEachInParallel(m_layouts.size(), watch, from, to,
                             [&](std::size_t track) { emitTrack(track, lanes.rowsOf(track), watch); });
}

/// A process lasts as long as anything happens in it, which is inferred.
void ForeignAssembler::emitProcesses(const ForeignLanes &lanes)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> extents(m_layouts.size(), {INT64_MAX, INT64_MIN});
    for (std::size_t track = 0; track < m_layouts.size(); ++track) {
        const std::uint32_t process = m_content.tracks[track].process;
        if (process == ForeignTrack::none || lanes.rowsOf(track).empty())
            continue;
        extents[process].first = std::min(extents[process].first, m_layouts[track].begin());
        extents[process].second = std::max(extents[process].second, m_layouts[track].end());
    }
    for (std::size_t track = 0; track < m_layouts.size(); ++track) {
        const LaneId lane = lanes.processLane(track);
        const auto [begin, end] = extents[track];
        if (lane.value() == 0 || begin > end)
            continue;
        const auto timeOf = [&](std::int64_t ns) { return std::uint64_t(ns) - std::uint64_t(m_window.begin); };
        EventSequence events;
        events.push_back(Event(timeOf(begin), EventKind::Start, 0, lane, 0, 0, true));
        events.push_back(Event(timeOf(end), EventKind::Finish, 0, lane, 0, 0, true));
        store(lane, std::move(events));
    }
}

void ForeignAssembler::countEvents()
{
    std::vector<std::uint64_t> continuations;
    for (const std::string &text : m_content.texts)
        continuations.push_back(continuationsFor(text.size()));
    Nanos begin = Nanos::max(), end(0);
    for (const TraceIndex::IndexedLane &lane : m_index.lanes) {
        if (lane.events.empty())
            continue;
        begin = std::min(begin, lane.events.front().time());
        end = std::max(end, lane.events.back().time());
        m_index.events += lane.events.size();
        for (std::size_t block = 0; block < lane.events.blockCount(); ++block) {
            for (const Event &event : lane.events.block(block))
                m_index.records += event.carriesText() ? continuations[event.argument()] : 0;
        }
    }
    m_index.records += m_index.events;
    m_index.begin = begin;
    m_index.end = end;
}

void ForeignAssembler::declare(Trace &trace, const ForeignLanes &lanes)
{
    for (const ForeignLane &lane : lanes.lanes()) {
        const bool isHost = lane.parent.value() == 0;
        trace.declareLane(lane.id, isHost ? std::nullopt : std::optional(lane.parent), lane.kind, lane.name, lane.pid, lane.tid,
                          Event(0, EventKind::Lane, std::uint8_t(lane.kind), lane.id, lane.parent.value()));
    }
}

void ForeignAssembler::say(Trace &trace) const
{
    const std::vector<std::string> problems = m_content.troubles.problems();
    trace.problems.insert(trace.problems.end(), m_content.problems.begin(), m_content.problems.end());
    trace.problems.insert(trace.problems.end(), problems.begin(), problems.end());
    trace.info.notes = m_content.troubles.notes();
}

Trace ForeignAssembler::assemble(ReadingWatch &watch, double share)
{
    const double placed = share + (1 - share) * placingShare;
    Trace trace;
    trace.info.title = "Imported trace";
    trace.info.outcome = RunOutcome::Finished;
    m_window = chooseWindow();
    if (!placeAll(watch, share, placed))
        return trace;
    const ForeignLanes lanes(m_content, m_layouts);
    resolveArrows(lanes);
    if (!emitAll(lanes, watch, placed, 1))
        return trace;
    emitProcesses(lanes);
    m_content.troubles.add(Trouble::EmptyTrack, lanes.emptyTracks());
    for (const SliceLayout &layout : m_layouts)
        m_content.troubles.add(layout.troubles);
    countEvents();
    say(trace);
    trace.load(std::move(m_content.texts), std::move(m_samples), std::move(m_index));
    declare(trace, lanes);
    return trace;
}

} // namespace Interleave

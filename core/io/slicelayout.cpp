#include "core/io/slicelayout.h"

#include "core/trace/trace.h"

#include <algorithm>
#include <iterator>

namespace Interleave {

namespace {

constexpr std::uint32_t noRow = UINT32_MAX;
constexpr std::size_t momentsBetweenLooks = 1 << 16; // at the watch: well below a millisecond

std::int64_t endOf(const Moment &slice) { return slice.ns + slice.value; }

/// What wakes at a time comes before what begins then.
bool isEarlier(const Moment &a, const Moment &b)
{
    return a.ns != b.ns ? a.ns < b.ns : a.mark == Mark::Wake && b.mark != Mark::Wake;
}

/// Sorts what is almost in order already, as slices are that were written at their ends. False,
/// with some of it done, when that takes more than a few moves for each.
bool sortByInsertion(std::vector<Moment> &moments)
{
    constexpr std::size_t movesForEach = 8;
    std::size_t moves = 0;
    for (std::size_t i = 1; i < moments.size(); ++i) {
        if (!isEarlier(moments[i], moments[i - 1]))
            continue;
        const Moment moment = moments[i];
        std::size_t place = i;
        for (; place > 0 && isEarlier(moment, moments[place - 1]) && moves <= movesForEach * moments.size(); --place) {
            moments[place] = moments[place - 1];
            ++moves;
        }
        moments[place] = moment;
        if (moves > movesForEach * moments.size())
            return false;
    }
    return true;
}

} // namespace

SliceLayout::SliceLayout(std::vector<Moment> moments, TimeWindow window, const ReadingWatch &watch)
    : m_moments(std::move(moments)), m_window(window), m_watch(watch)
{}

TrackRows SliceLayout::layOut(LaneId lane, std::uint32_t firstSample)
{
    m_lane = lane;
    m_nextSample = firstSample;
    rowFor(0, 0);
    sortByTime();
    leaveOutTooFar();
    pairEnds();
    putLongestFirst();
    placeSlices();
    emitAll();
    return std::move(m_result);
}

/// Merges pieces of growing size instead of one std::stable_sort, so that it can be stopped within.
void SliceLayout::sortByTime()
{
    if (sortByInsertion(m_moments))
        return;
    constexpr std::size_t piece = 1 << 15;
    const std::size_t count = m_moments.size();
    const auto at = [](std::vector<Moment> &moments, std::size_t place) {
        return moments.begin() + std::ptrdiff_t(std::min(place, moments.size()));
    };
    for (std::size_t from = 0; from < count && !m_watch.isStopped(); from += piece)
        std::stable_sort(at(m_moments, from), at(m_moments, from + piece), isEarlier);
    std::vector<Moment> merged(count);
    for (std::size_t size = piece; size < count; size *= 2) {
        for (std::size_t from = 0; from < count && !m_watch.isStopped(); from += 2 * size) {
            std::merge(at(m_moments, from), at(m_moments, from + size), at(m_moments, from + size),
                       at(m_moments, from + 2 * size), at(merged, from), isEarlier);
        }
        m_moments.swap(merged);
    }
}

void SliceLayout::leaveOutTooFar()
{
    const auto isTooFar = [this](const Moment &moment) {
        return std::uint64_t(moment.ns) - std::uint64_t(m_window.begin) > Event::timeMask;
    };
    m_result.troubles.add(Trouble::TooFar, std::erase_if(m_moments, isTooFar));
}

/// The place in `open` of the slice that ends: the innermost of that name, or else the innermost.
std::size_t SliceLayout::placeOfBeginning(const std::vector<std::size_t> &open, const Moment &end)
{
    constexpr std::size_t mostLookedAt = 256;
    if (end.text == Moment::noText || m_moments[open.back()].text == end.text)
        return open.size() - 1;
    for (std::size_t i = 2; i <= std::min(open.size(), mostLookedAt); ++i) {
        if (m_moments[open[open.size() - i]].text == end.text)
            return open.size() - i;
    }
    m_result.troubles.add(Trouble::OtherName);
    return open.size() - 1;
}

/// Every Begin becomes a Slice; the Ends go.
void SliceLayout::pairEnds()
{
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < m_moments.size(); ++i) {
        Moment &moment = m_moments[i];
        if (moment.mark == Mark::Begin) {
            moment.mark = Mark::Slice;
            open.push_back(i);
        } else if (moment.mark == Mark::End && open.empty()) {
            m_result.troubles.add(Trouble::StrayEnd);
        } else if (moment.mark == Mark::End) {
            const std::size_t place = placeOfBeginning(open, moment);
            Moment &beginning = m_moments[open[place]];
            beginning.value = moment.ns - beginning.ns;
            open.erase(open.begin() + std::ptrdiff_t(place));
        }
    }
    m_result.troubles.add(Trouble::NeverEnds, open.size());
    for (const std::size_t place : open)
        m_moments[place].value = std::max(m_window.end, m_moments[place].ns) - m_moments[place].ns;
    std::erase_if(m_moments, [](const Moment &moment) { return moment.mark == Mark::End; });
}

/// Of slices that begin together the longer one is around the shorter one, in whatever order they came.
void SliceLayout::putLongestFirst()
{
    std::vector<Moment> together;
    for (auto from = m_moments.begin(); from != m_moments.end();) {
        const auto isLater = [&](const Moment &moment) { return moment.ns != from->ns; };
        const auto to = std::find_if(from, m_moments.end(), isLater);
        const auto isSlice = [](const Moment &moment) { return moment.mark == Mark::Slice; };
        if (std::distance(from, to) > 1) {
            together.clear();
            std::copy_if(from, to, std::back_inserter(together), isSlice);
            std::stable_sort(together.begin(), together.end(),
                             [](const Moment &a, const Moment &b) { return a.value > b.value; });
            auto next = together.begin();
            std::replace_if(from, to, isSlice, Moment{});
            for (auto place = from; next != together.end(); ++place) {
                if (place->mark == Mark::None)
                    *place = *next++;
            }
        }
        from = to;
    }
}

std::uint32_t SliceLayout::rowFor(std::uint32_t strand, std::uint32_t level)
{
    if (strand == m_strands.size())
        m_strands.emplace_back();
    std::vector<std::uint32_t> &rows = m_strands[strand].rows;
    if (level == rows.size()) {
        rows.push_back(std::uint32_t(m_result.rows.size()));
        m_result.rows.push_back({strand, level, {}});
        m_states.emplace_back();
    }
    return rows[level];
}

/// The row of the first strand in which the slice lies within what is open, or beside it.
std::uint32_t SliceLayout::rowOf(const Moment &slice)
{
    for (std::uint32_t number = 0; number < mostStrands; ++number) {
        if (number == m_strands.size())
            rowFor(number, 0);
        std::vector<std::int64_t> &ends = m_strands[number].ends;
        while (!ends.empty() && ends.back() <= slice.ns)
            ends.pop_back();
        if (!ends.empty() && ends.back() < endOf(slice))
            continue;
        if (number > 0)
            m_result.troubles.add(Trouble::Overlap);
        ends.push_back(endOf(slice));
        return ends.size() <= mostLevels ? rowFor(number, std::uint32_t(ends.size() - 1)) : noRow;
    }
    return noRow;
}

void SliceLayout::placeSlices()
{
    const std::int64_t latest = m_window.begin + std::int64_t(Event::timeMask);
    for (std::size_t i = 0; i < m_moments.size(); ++i) {
        if (i % momentsBetweenLooks == 0 && m_watch.isStopped())
            return;
        Moment &moment = m_moments[i];
        if (moment.mark != Mark::Slice)
            continue;
        if (endOf(moment) > latest) {
            m_result.troubles.add(Trouble::TooFar);
            moment.value = latest - moment.ns;
        }
        moment.track = rowOf(moment);
        m_result.troubles.add(Trouble::NoRow, moment.track == noRow);
    }
}

void SliceLayout::put(std::uint32_t row, EventKind kind, std::int64_t ns, std::uint32_t argument)
{
    const std::uint64_t time = std::uint64_t(ns) - std::uint64_t(m_window.begin);
    m_result.rows[row].events.push_back(Event(time, kind, 0, m_lane, argument));
}

void SliceLayout::finishSlice(std::uint32_t row)
{
    RowState &state = m_states[row];
    state.isOn = false;
    state.lastSuspend = m_result.rows[row].events.size();
    put(row, EventKind::Suspend, state.end);
}

void SliceLayout::emitSlice(const Moment &slice)
{
    const std::uint32_t row = slice.track;
    RowState &state = m_states[row];
    if (state.isOn)
        finishSlice(row);
    put(row, state.started ? EventKind::Resume : EventKind::Start, slice.ns);
    if (slice.text != Moment::noText)
        put(row, EventKind::Note, slice.ns, slice.text);
    state.started = state.isOn = true;
    state.end = endOf(slice);
}

/// What is no slice, or one that got no row, stands in the track's own row.
void SliceLayout::emitOther(const Moment &moment)
{
    if (m_states[0].isOn && m_states[0].end <= moment.ns)
        finishSlice(0);
    if (moment.mark == Mark::Counter) {
        m_result.samples.push_back({moment.value, moment.text});
        put(0, EventKind::Counter, moment.ns, std::min(m_nextSample++, Trace::maxTableEntries));
    } else if (moment.mark == Mark::Wake) {
        put(0, EventKind::Wake, moment.ns, std::uint32_t(moment.value));
    } else {
        put(0, EventKind::Note, moment.ns, moment.text);
    }
}

/// A row ends with its last slice, though notes may follow.
void SliceLayout::finishRow(std::uint32_t row)
{
    RowState &state = m_states[row];
    if (!state.started)
        return;
    if (state.isOn)
        finishSlice(row);
    EventSequence &events = m_result.rows[row].events;
    const std::size_t block = state.lastSuspend / EventSequence::blockEvents;
    Event &last = events.changeableBlock(block)[state.lastSuspend % EventSequence::blockEvents];
    last = Event(last.rawTime(), EventKind::Finish, 0, m_lane);
}

void SliceLayout::emitAll()
{
    for (std::size_t i = 0; i < m_moments.size(); ++i) {
        if (i % momentsBetweenLooks == 0 && m_watch.isStopped())
            return;
        const Moment &moment = m_moments[i];
        if (moment.mark == Mark::Slice && moment.track != noRow)
            emitSlice(moment);
        else
            emitOther(moment);
    }
    for (std::uint32_t row = 0; row < m_states.size(); ++row)
        finishRow(row);
}

} // namespace Interleave

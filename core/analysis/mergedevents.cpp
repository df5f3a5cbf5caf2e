#include "core/analysis/mergedevents.h"

#include "core/analysis/stretches.h"
#include "core/trace/eventmerge.h"

#include <algorithm>
#include <numeric>

namespace Interleave {

namespace {

constexpr std::uint64_t fewEvents = 64; // cheaper to merge than to search on

/// The first of the numbers [from, to) whose event is not before the time; `to` when all are.
std::size_t firstNotBefore(const Lane &lane, std::size_t from, std::size_t to, Nanos time)
{
    const auto begin = lane.events.begin();
    const auto found = std::lower_bound(begin + std::ptrdiff_t(from), begin + std::ptrdiff_t(to), time,
                                        [](const Event &event, Nanos when) { return event.time() < when; });
    return std::size_t(found - begin);
}

/// A wake counts where it finds the lane waiting: after a suspend, or before its start.
bool wakeCounts(const Lane &lane, std::size_t number)
{
    while (number > 0) {
        const EventKind before = lane.events[--number].kind();
        if (decidesState(before) || before == EventKind::Wake)
            return before == EventKind::Suspend;
    }
    return true;
}

bool beginsSegment(const Lane &lane, std::size_t number)
{
    const EventKind kind = lane.events[number].kind();
    return beginsToRun(kind) || kind == EventKind::Suspend || (kind == EventKind::Wake && wakeCounts(lane, number));
}

} // namespace

/// Bisection narrows [low, high] in every lane at once; the cut is where both meet.
struct MergedEvents::Cut {
    std::vector<const Lane *> lanes;
    std::vector<std::size_t> low, high;
    std::uint64_t before = 0; // events, over all lanes

    std::vector<std::size_t> at(Nanos time) const
    {
        std::vector<std::size_t> numbers(lanes.size());
        for (std::size_t i = 0; i < lanes.size(); ++i)
            numbers[i] = low[i] == high[i] ? low[i] : firstNotBefore(*lanes[i], low[i], high[i], time);
        return numbers;
    }

    EventMerge merge() const
    {
        EventMerge merge;
        for (std::size_t i = 0; i < lanes.size(); ++i)
            merge.add(*lanes[i], low[i]);
        return merge;
    }
};

MergedEvents::MergedEvents(const Trace &trace, std::vector<LaneId> lanes)
    : m_trace(&trace), m_lanes(std::move(lanes))
{}

std::vector<const Lane *> MergedEvents::lanes() const
{
    std::vector<const Lane *> found;
    if (m_lanes.empty()) {
        for (const Lane &lane : m_trace->lanes())
            found.push_back(&lane);
    }
    for (const LaneId id : m_lanes) {
        if (const Lane *lane = m_trace->lane(id))
            found.push_back(lane);
    }
    return found;
}

std::uint64_t MergedEvents::size() const
{
    if (m_lanes.empty())
        return m_trace->eventCount();
    std::uint64_t size = 0;
    for (const Lane *lane : lanes())
        size += lane->events.size();
    return size;
}

std::uint64_t MergedEvents::countBefore(Nanos time) const
{
    std::uint64_t count = 0;
    for (const Lane *lane : lanes())
        count += lane->firstAtOrAfter(time);
    return count;
}

/// A cut at or shortly before the row.
MergedEvents::Cut MergedEvents::cutAtRow(std::uint64_t row) const
{
    Cut cut;
    cut.lanes = lanes();
    cut.low.assign(cut.lanes.size(), 0);
    for (const Lane *lane : cut.lanes)
        cut.high.push_back(lane->events.size());
    std::uint64_t after = size();
    Nanos from = m_trace->begin(), to = m_trace->end() + Nanos(1);
    while (to - from > Nanos(1) && after - cut.before > fewEvents) {
        const Nanos middle = from + (to - from) / 2;
        std::vector<std::size_t> numbers = cut.at(middle);
        const auto count = std::accumulate(numbers.begin(), numbers.end(), std::uint64_t(0));
        const bool isEarlyEnough = count <= row;
        (isEarlyEnough ? from : to) = middle;
        (isEarlyEnough ? cut.before : after) = count;
        (isEarlyEnough ? cut.low : cut.high) = std::move(numbers);
    }
    return cut;
}

std::vector<EventPlace> MergedEvents::rows(std::uint64_t row, std::size_t count) const
{
    if (row >= size())
        return {};
    const Cut cut = cutAtRow(row);
    EventMerge merge = cut.merge();
    for (std::uint64_t passed = cut.before; passed < row; ++passed)
        merge.advance();
    std::vector<EventPlace> places;
    for (; places.size() < count && !merge.atEnd(); merge.advance())
        places.push_back({merge.lane(), merge.number()});
    return places;
}

std::uint64_t MergedEvents::rowOf(EventPlace place) const
{
    const Nanos time = m_trace->lane(place.lane)->events[place.number].time();
    EventMerge merge;
    std::uint64_t row = 0;
    for (const Lane *lane : lanes()) {
        const std::size_t number = lane->firstAtOrAfter(time);
        merge.add(*lane, number);
        row += number;
    }
    while (!merge.atEnd() && EventPlace{merge.lane(), merge.number()} != place) {
        merge.advance();
        ++row;
    }
    return row;
}

std::optional<EventPlace> eventShowing(const Lane &lane, Nanos time)
{
    std::size_t number = lane.firstAtOrAfter(time + Nanos(1));
    if (number == 0)
        return std::nullopt;
    --number;
    while (lane.events[number].time() != time && number > 0 && !beginsSegment(lane, number))
        --number;
    return EventPlace{lane.id, number};
}

Nanos momentOf(const Event &event)
{
    return event.kind() == EventKind::Finish && event.rawTime() > 0 ? event.time() - Nanos(1) : event.time();
}

std::optional<Nanos> durationBegunBy(const Lane &lane, std::size_t number, Nanos traceEnd)
{
    if (!beginsSegment(lane, number))
        return std::nullopt;
    const Event &begin = lane.events[number];
    const bool endsWithWake = begin.kind() == EventKind::Suspend;
    while (++number < lane.events.size()) {
        const EventKind kind = lane.events[number].kind();
        if (decidesState(kind) || (endsWithWake && kind == EventKind::Wake))
            return lane.events[number].time() - begin.time();
    }
    return std::max(traceEnd - begin.time(), Nanos(0));
}

} // namespace Interleave

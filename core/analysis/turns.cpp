#include "core/analysis/turns.h"

#include "core/analysis/stretches.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace Interleave {

namespace {

bool ends(const Event &event)
{
    return event.kind() == EventKind::Suspend || event.kind() == EventKind::Finish;
}

bool blocks(const Event &event)
{
    return event.kind() == EventKind::Suspend && (event.reason() == Reason::Held || event.reason() == Reason::Sleep);
}

} // namespace

Turns::Turns(LaneId row)
{
    m_sources.push_back({row});
    m_lane.id = row;
    m_lane.kind = LaneKind::EventLoop;
}

void Turns::setLanes(std::span<const LaneId> lanes)
{
    for (const LaneId lane : lanes) {
        if (lane.value() >= m_known.size())
            m_known.resize(lane.value() + 1);
        if (m_known[lane.value()])
            continue;
        m_known[lane.value()] = true;
        m_sources.push_back({lane});
    }
}

std::uint64_t Turns::pending(const Trace &trace) const
{
    std::uint64_t count = 0;
    for (const Source &source : m_sources) {
        const std::size_t size = trace.events(source.lane).size();
        count += size - std::min(size, source.taken);
    }
    return count;
}

std::uint64_t Turns::eventsUntil(const Trace &trace, Nanos end) const
{
    std::uint64_t count = 0;
    for (const Source &source : m_sources) {
        const EventSequence &events = trace.events(source.lane);
        if (source.taken < events.size())
            count += std::max(events.firstAtOrAfter(end), source.taken) - source.taken;
    }
    return count;
}

/// A moment before which about so many events have not been taken; max() where there are no more.
Nanos Turns::boundedEnd(const Trace &trace, std::uint64_t mostEvents) const
{
    const std::uint64_t left = pending(trace);
    if (left <= mostEvents)
        return Nanos::max();
    const Nanos from = std::max(m_end, trace.begin());
    Nanos span = Nanos(std::int64_t(double((trace.end() - from).count()) / double(left) * double(mostEvents)));
    while (span > Nanos(1) && eventsUntil(trace, from + span) > 2 * mostEvents)
        span /= 2;
    return from + std::max(span, Nanos(1)); // at least those of one moment
}

void Turns::update(const Trace &trace, std::uint64_t mostEvents)
{
    const Nanos end = boundedEnd(trace, mostEvents);
    m_edges.clear();
    for (Source &source : m_sources)
        takeEdges(trace, source, end);
    sortEdges();
    for (std::size_t first = 0; first < m_edges.size();) {
        std::size_t last = first;
        while (last < m_edges.size() && m_edges[last].time == m_edges[first].time)
            ++last;
        apply(first, last);
        first = last;
    }
    m_upToDate = end == Nanos::max();
    m_end = m_upToDate ? trace.end() : end;
}

/// By time, those of one time as they were: digit by digit, from the lowest, since comparing
/// hundreds of thousands with each other takes several times as long.
void Turns::sortEdges()
{
    constexpr unsigned digitBits = 11, digits = 1u << digitBits;
    if (m_edges.empty())
        return;
    const auto [earliest, latest] = std::minmax_element(m_edges.begin(), m_edges.end(),
                                                        [](const Edge &a, const Edge &b) { return a.time < b.time; });
    const Nanos begin = earliest->time;
    const auto span = std::uint64_t((latest->time - begin).count());
    m_sorted.resize(m_edges.size());
    for (unsigned shift = 0; shift < 64 && span >> shift > 0; shift += digitBits) {
        const auto digitOf = [&](const Edge &edge) { return std::uint64_t((edge.time - begin).count()) >> shift & (digits - 1); };
        std::array<std::size_t, digits> places{};
        for (const Edge &edge : m_edges)
            ++places[digitOf(edge)];
        std::exclusive_scan(places.begin(), places.end(), places.begin(), std::size_t(0));
        for (const Edge &edge : m_edges)
            m_sorted[places[digitOf(edge)]++] = edge;
        m_edges.swap(m_sorted);
    }
}

void Turns::takeEdges(const Trace &trace, Source &source, Nanos end)
{
    const EventSequence &events = trace.events(source.lane);
    const bool isRow = &source == &m_sources.front();
    for (; source.taken < events.size() && events[source.taken].time() < end; ++source.taken) {
        const Event &event = events[source.taken];
        if (!beginsToRun(event.kind()) && !ends(event))
            continue;
        const bool on = isRow ? blocks(event) : beginsToRun(event.kind());
        if (on != source.on)
            m_edges.push_back({event.time(), isRow ? 0 : source.lane.value(), on});
        source.on = on;
    }
}

/// What happens at one moment: each that gets the turn is named, if only for that moment.
void Turns::apply(std::size_t first, std::size_t last)
{
    const Nanos time = m_edges[first].time;
    for (std::size_t index = first; index < last; ++index) {
        const Edge &edge = m_edges[index];
        if (edge.lane == 0) {
            m_blocked = edge.begins;
        } else if (edge.begins) {
            m_running.push_back(edge.lane);
            if (!m_blocked)
                say(time, edge.lane);
        } else if (const auto place = std::find(m_running.rbegin(), m_running.rend(), edge.lane); place != m_running.rend()) {
            m_running.erase(std::next(place).base());
        }
    }
    say(time, m_blocked || m_running.empty() ? 0 : m_running.back());
}

void Turns::say(Nanos time, std::uint32_t who)
{
    if (who == m_said)
        return;
    m_said = who;
    const EventKind kind = who ? EventKind::Resume : EventKind::Finish;
    const std::size_t place = m_lane.events.insert(Event(std::uint64_t(time.count()), kind, 0, m_lane.id, who));
    m_lane.grid.noteInserted(m_lane.events, place);
}

} // namespace Interleave

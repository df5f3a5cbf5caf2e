#include "core/analysis/runningcount.h"

#include "core/analysis/states.h"

#include <algorithm>
#include <tuple>

namespace Interleave {

namespace {

constexpr Nanos lateness{20'000'000}; // of events of one ring behind those of another
constexpr int halvings = 12;          // of a range that holds too many events

std::uint64_t eventsBetween(const Trace &trace, Nanos from, Nanos to)
{
    std::uint64_t count = 0;
    for (const Lane &lane : trace.lanes()) {
        if (!lane.events.empty() && lane.events.back().time() >= from)
            count += lane.firstAtOrAfter(to) - lane.firstAtOrAfter(from);
    }
    return count;
}

} // namespace

bool RunningEdge::operator<(const RunningEdge &other) const
{
    return std::tie(time, begins, lane) < std::tie(other.time, other.begins, other.lane);
}

void RunningCount::apply(std::span<const Lane> lanes, const RunningEdge &edge)
{
    if (m_places.size() < lanes.size())
        m_places.resize(lanes.size());
    Place &place = m_places[edge.lane];
    const std::uint32_t step = edge.begins ? 1 : std::uint32_t(-1);
    place.running += step;
    if (place.within == 0)
        m_now += step;
    climb(lanes, edge.lane, step);
    m_most = std::max(m_most, m_now);
}

/// Tells the lanes around this one. It ends at a thread or process: that runs beside whoever
/// started it, not within.
void RunningCount::climb(std::span<const Lane> lanes, std::uint32_t index, std::uint32_t step)
{
    const Lane *lane = &lanes[index];
    while (lane->parent && lane->kind != LaneKind::Thread && lane->kind != LaneKind::Process) {
        Place &around = m_places[lane->parent->value() - 1];
        const bool ranAlone = around.running != 0 && around.within == 0;
        around.within += step;
        const bool runsAlone = around.running != 0 && around.within == 0;
        m_now += std::uint32_t(runsAlone) - std::uint32_t(ranAlone);
        lane = &lanes[lane->parent->value() - 1];
    }
}

bool RunningPeak::isOf(const Trace &trace) const
{
    return m_trace == &trace && m_revision <= trace.revision() && m_begin == trace.begin()
           && m_startedUnixMs == trace.info.startedUnixMs;
}

/// The latest moment, up to `end`, before which there are not too many events.
Nanos RunningPeak::boundedEnd(const Trace &trace, Nanos end, std::uint64_t mostEvents) const
{
    for (int halving = 0; halving < halvings && eventsBetween(trace, m_settled, end) > mostEvents; ++halving)
        end = m_settled + std::max(Nanos(1), (end - m_settled) / 2);
    return end;
}

/// The lane's edges from m_settled up to `end`. What begins and ends at one moment is none.
void RunningPeak::addEdges(const Lane &lane, Nanos end)
{
    const std::uint32_t index = lane.id.value() - 1;
    std::optional<Nanos> begun;
    bool runs = m_runs[index];
    for (std::size_t place = lane.firstAtOrAfter(m_settled);
         place < lane.events.size() && lane.events[place].time() < end; ++place) {
        const Event &event = lane.events[place];
        const bool starts = beginsToRun(event.kind());
        const bool stops = event.kind() == EventKind::Suspend || event.kind() == EventKind::Finish;
        if (starts && !runs) {
            begun = event.time();
            runs = true;
        } else if (stops && runs) {
            runs = false;
            if (begun != event.time()) {
                if (begun)
                    m_edges.push_back({*begun, true, index});
                m_edges.push_back({event.time(), false, index});
            }
            begun.reset();
        }
    }
    if (begun)
        m_edges.push_back({*begun, true, index});
    m_runs[index] = runs;
}

void RunningPeak::update(const Trace &trace, std::uint64_t mostEvents)
{
    if (!isOf(trace)) {
        *this = RunningPeak();
        m_trace = &trace;
        m_begin = m_settled = trace.begin();
        m_startedUnixMs = trace.info.startedUnixMs;
    }
    const bool goesOn = trace.info.outcome == RunOutcome::Running && !trace.info.scenario.empty();
    const Nanos wanted = goesOn ? trace.end() - lateness : trace.end() + Nanos(1);
    m_revision = trace.revision();
    m_upToDate = wanted <= m_settled;
    if (m_upToDate)
        return;
    const Nanos end = boundedEnd(trace, wanted, mostEvents);
    m_upToDate = end == wanted;
    m_runs.resize(trace.lanes().size());
    m_edges.clear();
    for (const Lane &lane : trace.lanes()) {
        if (executes(lane.kind) && !lane.events.empty() && lane.events.back().time() >= m_settled)
            addEdges(lane, end);
    }
    std::sort(m_edges.begin(), m_edges.end());
    for (const RunningEdge &edge : m_edges)
        m_count.apply(trace.lanes(), edge);
    m_settled = std::max(m_settled, end);
}

} // namespace Interleave

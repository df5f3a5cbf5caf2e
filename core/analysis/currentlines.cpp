#include "core/analysis/currentlines.h"

#include <algorithm>
#include <utility>

namespace Interleave {

namespace {

constexpr std::size_t mostLooks = 64; // events back from the moment

/// Reads a lane backwards from a moment.
class LineSearch
{
public:
    LineSearch(const Trace &trace, const Lane &lane) : m_trace(trace), m_lane(lane) { m_found.lane = lane.id; }

    std::optional<CurrentLine> before(const std::size_t place)
    {
        for (std::size_t back = 1; back <= std::min(place, mostLooks) && !m_done; ++back)
            look(m_lane.events[place - back]);
        if (m_hasStarted && !m_hasSuspension)
            lookAhead(place);
        return m_found.line != 0 ? std::optional(std::move(m_found)) : std::nullopt;
    }

private:
    void look(const Event &event)
    {
        switch (event.kind()) {
        case EventKind::Finish: m_done = true; break;
        case EventKind::Start: m_done = m_hasStarted = true; break;
        case EventKind::Resume: m_hasResumed |= !m_hasSuspension; break;
        case EventKind::Wake: m_isWoken |= !m_hasSuspension; break;
        case EventKind::Counter: noteValue(event); break;
        case EventKind::Suspend: takeSuspension(event); break;
        default: break;
        }
    }

    void lookAhead(std::size_t place)
    {
        for (const std::size_t end = std::min(m_lane.events.size(), place + mostLooks); place < end; ++place) {
            const Event &event = m_lane.events[place];
            if (event.kind() == EventKind::Finish)
                return;
            if (event.kind() == EventKind::Suspend) {
                m_found.line = event.line();
                m_found.isAhead = true;
                return;
            }
        }
    }

    /// Only the latest counts; values may have been shown before it.
    void takeSuspension(const Event &event)
    {
        if (std::exchange(m_hasSuspension, true))
            return;
        m_found.line = event.line();
        m_found.state = m_hasResumed ? State::Running : m_isWoken ? State::Ready : State::Suspended;
    }

    void noteValue(const Event &event)
    {
        const CounterSample *sample = m_trace.counter(event);
        if (sample && m_found.values.find(sample->name + " = ") == std::string::npos)
            m_found.values += (m_found.values.empty() ? "" : ", ") + sample->name + " = " + std::to_string(sample->value);
    }

    const Trace &m_trace;
    const Lane &m_lane;
    CurrentLine m_found;
    bool m_hasStarted = false, m_hasResumed = false, m_isWoken = false, m_hasSuspension = false, m_done = false;
};

} // namespace

std::vector<CurrentLine> currentLines(const Trace &trace, Nanos time)
{
    std::vector<CurrentLine> lines;
    for (const Lane &lane : trace.lanes()) {
        if (!executes(lane.kind) || lane.kind == LaneKind::EventLoop || lane.events.empty() || lane.events.front().time() > time)
            continue;
        if (auto found = LineSearch(trace, lane).before(lane.events.firstAtOrAfter(time + Nanos(1))))
            lines.push_back(std::move(*found));
    }
    return lines;
}

} // namespace Interleave

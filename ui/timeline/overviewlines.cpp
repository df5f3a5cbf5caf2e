#include "ui/timeline/overviewlines.h"

#include "core/analysis/stateshares.h"
#include "ui/timeline/timelinegeometry.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr float leastShown = 0.001f; // what began to run and did so for less than the grid's units

} // namespace

void OverviewLines::begin(const Trace &trace, const LaneColours &colours, TimeRange run, Nanos liveEdge, int width,
                          int mostLines)
{
    m_run = run;
    m_liveEdge = liveEdge;
    m_width = std::max(1, width);
    m_next = 0;
    m_lanes.clear();
    for (const Lane &lane : trace.lanes()) {
        const bool holdsOthers = lane.kind == LaneKind::Process || lane.kind == LaneKind::Host;
        if (!holdsOthers && !isOfKernel(lane.kind) && colours.of(lane.id) != LaneColour() && !lane.events.empty())
            m_lanes.push_back(lane.id);
    }
    m_lines.assign(std::min(m_lanes.size(), std::size_t(std::max(1, mostLines))), {});
    for (std::size_t index = 0; index < m_lanes.size(); ++index) {
        Line &line = m_lines[index * m_lines.size() / m_lanes.size()];
        if (line.lanes++ == 0)
            line.colour = colours.of(m_lanes[index]);
    }
    for (Line &line : m_lines)
        line.running.assign(std::size_t(m_width), 0);
}

bool OverviewLines::goOn(const Trace &trace)
{
    const std::size_t end = std::min(m_lanes.size(), m_next + lanesAtOnce);
    for (; m_next < end; ++m_next)
        add(*trace.lane(m_lanes[m_next]), m_lines[m_next * m_lines.size() / m_lanes.size()]);
    return !isComplete();
}

void OverviewLines::add(const Lane &lane, Line &line) const
{
    const bool goesOn = lane.grid.last(lane.events).isAlive();
    const Nanos last = goesOn ? std::max(m_liveEdge, lane.events.back().time()) : lane.events.back().time();
    const int first = std::max(0, pixelOf(lane.events.front().time(), m_run, m_width));
    const int end = std::min(m_width, pixelOf(last, m_run, m_width) + 1);
    ColumnReader reader(lane, m_liveEdge, timeAt(first, m_run, m_width), m_run.length() / m_width);
    for (int x = first; x < end; ++x) {
        const Nanos from = timeAt(x, m_run, m_width), to = timeAt(x + 1, m_run, m_width);
        const StateSums sums = reader.upTo(to);
        const float share = float(double(sums.running.count()) / double(std::max<std::int64_t>(1, (to - from).count())));
        line.running[std::size_t(x)] += std::max(share, sums.begun > 0 ? leastShown : 0) / float(line.lanes);
    }
}

} // namespace Interleave

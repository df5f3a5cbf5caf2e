#include "ui/timeline/overviewlines.h"

#include "core/analysis/stateshares.h"

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
    m_scale.emplace(run, m_width, 0);
    m_next = 0;
    m_lanes.clear();
    for (const Lane &lane : trace.lanes()) {
        const bool holdsOthers = lane.kind == LaneKind::Process || lane.kind == LaneKind::Host;
        if (!holdsOthers && colours.of(lane.id) != LaneColour() && !lane.events.empty())
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

void OverviewLines::add(const Lane &lane, Line &line)
{
    const StateWalk end = lane.grid.last(lane.events);
    const Nanos begin = lane.grid.blocks().empty() ? lane.events.front().time() : Nanos(std::int64_t(lane.grid.blocks().front().begin));
    const Nanos last = std::max(end.isAlive() ? m_liveEdge : Nanos(0), Nanos(std::int64_t(end.time())));
    const int from = m_scale->pixelOf(begin), to = std::min(m_width, m_scale->pixelOf(last) + 1);
    if (from >= to)
        return;
    m_sums.resize(std::size_t(to - from));
    ColumnReader(lane, m_liveEdge, m_scale->timeAt(from), m_run.length() / m_width)
        .upTo(m_scale->ends().subspan(std::size_t(from), m_sums.size()), m_sums);
    for (int x = from; x < to; ++x) {
        const StateSums &sums = m_sums[std::size_t(x - from)];
        const std::int64_t width = std::max<std::int64_t>(1, (m_scale->timeAt(x + 1) - m_scale->timeAt(x)).count());
        const float share = float(double(sums.running.count()) / double(width));
        line.running[std::size_t(x)] += std::max(share, sums.begun > 0 ? leastShown : 0) / float(line.lanes);
    }
}

} // namespace Interleave

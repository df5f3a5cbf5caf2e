#include "ui/timeline/shownlanes.h"

#include "core/analysis/stretches.h"
#include "ui/timeline/lanetexts.h"
#include "ui/timeline/timelinegeometry.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr int sortAgainAfterMs = 1000; // while a run grows, so that lanes do not jump at each frame
constexpr std::uint64_t manyEvents = 1'000'000; // events; of fewer little has to be mapped for the first picture
constexpr double mostPinned = 0.6;     // of the room

int shownPinned(const LaneRows &rows, int viewport)
{
    const int room = int(viewport * mostPinned);
    return rows.metrics.row > 0 ? std::min(rows.pinnedHeight, room - room % rows.metrics.row) : 0;
}

/// The row of the process around the lane, if it is another one and scrolls.
const LaneRow *processRow(const Trace &trace, const LaneRows &rows, const LaneRow &row)
{
    const Lane *process = row.pinned || row.depth == 0 ? nullptr : processAround(trace, *trace.lane(row.lane));
    const LaneRow *above = process ? rows.rowOf(process->id) : nullptr;
    return above && above != &row && !above->pinned ? above : nullptr;
}

/// The first row that is not below the process pushes its header out of sight.
std::optional<LaneStrip> stickyStrip(const Trace &trace, const LaneRows &rows, const LaneStrip &scrolled)
{
    const std::size_t first = rowAt(std::span<const LaneRow>(rows.rows), scrolled.content);
    if (first == rows.rows.size())
        return std::nullopt;
    const LaneRow *row = &rows.rows[first];
    const LaneRow *process = row->container && row->hasChildren && !row->collapsed && row->y < scrolled.content
        ? row : processRow(trace, rows, *row);
    if (!process || process->y >= scrolled.content)
        return std::nullopt;
    LaneStrip strip{process->y, scrolled.screen, process->height};
    for (std::size_t next = first; next < rows.rows.size(); ++next) {
        const LaneRow &below = rows.rows[next];
        if (below.y >= scrolled.content + strip.height)
            break;
        if (&below != process && below.depth <= process->depth)
            strip.screen = std::min(strip.screen, scrolled.screen + below.y - scrolled.content - strip.height);
    }
    return strip;
}

} // namespace

std::vector<LaneStrip> laneStrips(const Trace &trace, const LaneRows &rows, int scroll, int viewport)
{
    const int pinned = shownPinned(rows, viewport);
    std::vector<LaneStrip> strips{{pinned + scroll, pinned, std::max(0, viewport - pinned)}};
    if (const auto sticky = stickyStrip(trace, rows, strips.front()))
        strips.push_back(*sticky);
    if (pinned > 0)
        strips.push_back({0, 0, pinned});
    return strips;
}

int scrollShowing(const Trace &trace, const LaneRows &rows, const LaneRow &row, int scroll, int viewport)
{
    const int pinned = shownPinned(rows, viewport);
    if (row.y < pinned)
        return scroll;
    const LaneRow *process = processRow(trace, rows, row);
    const int header = process ? process->height : 0;
    if (row.y - scroll < pinned + header)
        return std::max(0, row.y - pinned - header);
    return std::max(scroll, row.y + row.height - viewport);
}

void ShownLanes::setTrace(std::shared_ptr<const Trace> trace)
{
    m_trace = std::move(trace);
    m_lanesRevision.reset();
    m_rows = std::make_shared<const LaneRows>();
    m_parts.assign(1, {});
    m_turns.clear();
    m_isFirst = m_trace && m_trace->eventCount() >= manyEvents;
}

void ShownLanes::takeColoursOf(std::shared_ptr<const Trace> other)
{
    m_other = std::move(other);
    setTrace(m_trace);
}

bool ShownLanes::catchUp()
{
    if (!m_trace || !m_turns.catchUp(*m_trace))
        return false;
    for (Part &part : m_parts)
        part.request.width = -1; // to be laid out again
    return true;
}

int ShownLanes::rowHeight() const
{
    return m_usualRow * m_arrangement.rowPercent() / 100;
}

bool ShownLanes::areRowsStale() const
{
    if (m_lanesRevision != m_trace->lanesRevision() || m_choicesRevision != m_arrangement.revision()
        || m_rows->metrics.row != rowHeight())
        return true;
    const LaneOrder order = m_arrangement.choices().order;
    const bool measured = order == LaneOrder::Busiest || order == LaneOrder::MostWaiting;
    return measured && m_traceRevision != m_trace->revision() && m_sinceSorted.hasExpired(sortAgainAfterMs);
}

const LaneRows &ShownLanes::rows(Nanos liveEdge)
{
    if (!m_trace || !areRowsStale())
        return *m_rows;
    if (m_lanesRevision != m_trace->lanesRevision())
        m_colours = LaneColours::like(*m_trace, m_other.get());
    m_lanesRevision = m_trace->lanesRevision();
    m_choicesRevision = m_arrangement.revision();
    m_traceRevision = m_trace->revision();
    m_sinceSorted.start();
    m_rows = std::make_shared<const LaneRows>(laneRows(*m_trace, m_colours, m_arrangement.choices(),
                                                       RowMetrics::ofHeight(rowHeight()), liveEdge));
    return *m_rows;
}

const std::vector<ShownLanes::Part> &ShownLanes::parts(const LayoutRequest &view, int scroll, int viewport)
{
    if (!m_trace)
        return m_parts;
    const std::vector<LaneStrip> strips = laneStrips(*m_trace, rows(view.liveEdge), scroll, viewport);
    const bool grown = m_laidOutRevision != m_trace->revision();
    m_laidOutRevision = m_trace->revision();
    m_parts.resize(strips.size());
    for (std::size_t index = 0; index < strips.size(); ++index) {
        Part &part = m_parts[index];
        part.strip = strips[index];
        LayoutRequest wanted = view;
        wanted.top = part.strip.content;
        wanted.bottom = part.strip.content + part.strip.height;
        if (!grown && part.request == wanted && part.layout.all == m_rows)
            continue;
        part.request = wanted;
        part.layout = layOutLanes(*m_trace, m_colours, m_rows, wanted, &m_turns, m_isFirst ? LayoutThreads::Two : LayoutThreads::BySize);
    }
    m_isFirst &= m_parts.front().layout.rows.empty();
    return m_parts;
}

void ShownLanes::light(const std::vector<bool> *lit)
{
    for (Part &part : m_parts) {
        for (LaneRow &row : part.layout.rows)
            row.dim = lit && !(row.lane.value() < lit->size() && (*lit)[row.lane.value()]);
    }
}

std::optional<Hit> ShownLanes::hit(int x, int y) const
{
    for (auto part = m_parts.rbegin(); part != m_parts.rend(); ++part) {
        if (y >= part->strip.screen && y < part->strip.screen + part->strip.height)
            return part->layout.hit(x, y - part->strip.offset());
    }
    return std::nullopt;
}

const Lane *ShownLanes::laneOf(const Hit &hit) const
{
    const Turns *turns = m_turns.find(hit.row);
    return turns ? &turns->lane() : hit.lane ? m_trace->lane(*hit.lane) : nullptr;
}

std::pair<LaneId, Nanos> ShownLanes::firstOf(const Hit &hit, Nanos liveEdge) const
{
    const Lane *lane = laneOf(hit);
    std::optional<Stretch> first;
    forEachStretch(*lane, liveEdge, hit.begin, hit.end, [&](const Stretch &stretch) {
        if (!first || (first->state != LaneState::Running && stretch.state == LaneState::Running))
            first = stretch;
    });
    if (!first)
        return {hit.lane.value_or(hit.row), hit.time};
    const bool isTurn = m_turns.find(hit.row) != nullptr;
    const auto whose = isTurn ? lane->events[first->event].peer() : std::nullopt;
    return {whose.value_or(hit.lane.value_or(hit.row)), first->begin};
}

int ShownLanes::screenY(int y) const
{
    for (auto part = m_parts.rbegin(); part != m_parts.rend(); ++part) {
        if (y >= part->strip.content && y < part->strip.content + part->strip.height)
            return y + part->strip.offset();
    }
    return y + m_parts.front().strip.offset();
}

} // namespace Interleave

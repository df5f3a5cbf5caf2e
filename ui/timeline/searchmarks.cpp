#include "ui/timeline/searchmarks.h"

#include "ui/timeline/lanelayout.h"
#include "ui/timeline/timelinegeometry.h"

#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int narrowestSpan = 4;
constexpr int lineHeight = 3;
constexpr int beyond = 8; // pixels on either side of the axis that are seen too

FoundSpan spanOf(const Lane &lane, std::size_t number, Nanos liveEdge, TimeRange range, int width)
{
    const Nanos begin = lane.events[number].time();
    const Nanos lasts = durationBegunBy(lane, number, liveEdge).value_or(Nanos(0));
    const int from = edgeOf(begin, range, width), to = edgeOf(begin + lasts, range, width);
    return {std::max(from, -beyond), std::clamp(to, from + narrowestSpan, std::max(from + narrowestSpan, width + beyond))};
}

/// The rows that the painter lets through.
std::span<const LaneRow> rowsInSight(const QPainter &painter, std::span<const LaneRow> rows)
{
    const QRectF seen = painter.clipBoundingRect();
    const auto first = std::partition_point(rows.begin(), rows.end(),
                                            [&](const LaneRow &row) { return row.y + row.height < seen.top(); });
    const auto behind = std::partition_point(first, rows.end(),
                                             [&](const LaneRow &row) { return row.y <= seen.bottom(); });
    return {first, behind};
}

/// Unmarked columns of a strip, found from any column on without passing the marked ones again.
class Columns
{
public:
    explicit Columns(int width) : m_next(std::size_t(width) + 1)
    {
        for (std::size_t column = 0; column < m_next.size(); ++column)
            m_next[column] = int(column);
    }
    int width() const { return int(m_next.size()) - 1; }
    bool isMarked(int column) const { return m_next[std::size_t(column)] != column; }
    void mark(int column) { m_next[std::size_t(column)] = column + 1; }
    int firstUnmarkedFrom(int column)
    {
        int found = column;
        while (m_next[std::size_t(found)] != found)
            found = m_next[std::size_t(found)];
        while (column != found)
            column = std::exchange(m_next[std::size_t(column)], found);
        return found;
    }

private:
    std::vector<int> m_next; // itself where unmarked
};

void markLane(Columns &columns, const Lane &lane, const HitSet &hits, TimeRange run)
{
    int column = 0;
    while ((column = columns.firstUnmarkedFrom(column)) < columns.width()) {
        const auto hit = hits.firstFrom(lane.firstAtOrAfter(timeAt(column, run, columns.width())));
        if (!hit)
            return;
        const int found = pixelOf(lane.events[*hit].time(), run, columns.width());
        column = std::clamp(found, column, columns.width() - 1);
        if (!columns.isMarked(column))
            columns.mark(column);
    }
}

} // namespace

std::vector<FoundSpan> foundSpans(const Search &search, const Lane &lane, Nanos liveEdge, TimeRange range, int width)
{
    std::vector<FoundSpan> spans;
    const HitSet *hits = search.hits(lane.id);
    if (!hits)
        return spans;
    std::size_t number = lane.firstAtOrAfter(timeAt(-beyond, range, width));
    // What began before may reach into the picture.
    if (const auto before = hits->lastBefore(number))
        number = *before;
    for (auto hit = hits->firstFrom(number); hit; hit = hits->firstFrom(number)) {
        if (lane.events[*hit].time() > range.end + timeOfPixels(beyond, range, width))
            break;
        const FoundSpan span = spanOf(lane, *hit, liveEdge, range, width);
        if (!spans.empty() && span.from <= spans.back().to)
            spans.back().to = std::max(spans.back().to, span.to);
        else if (span.to > -beyond)
            spans.push_back(span);
        number = std::max(*hit + 1, lane.firstAtOrAfter(timeAt(span.to, range, width)));
    }
    return spans;
}

void paintFoundSpans(QPainter &painter, const Search &search, std::span<const LaneRow> rows, Nanos liveEdge,
                     TimeRange range, int width, const QColor &colour)
{
    for (const LaneRow &row : rowsInSight(painter, rows)) {
        const Lane *lane = search.trace()->lane(row.lane);
        for (const FoundSpan &span : foundSpans(search, *lane, liveEdge, range, width))
            painter.fillRect(span.from, row.y + row.height - lineHeight, span.to - span.from, lineHeight, colour);
    }
}

void paintFoundLanes(QPainter &painter, const Search &search, std::span<const LaneRow> rows, const QColor &colour)
{
    for (const LaneRow &row : rowsInSight(painter, rows)) {
        if (search.matchesLane(row.lane))
            painter.fillRect(0, row.y + 3, lineHeight, row.height - 6, colour);
    }
}

std::vector<bool> foundColumns(const Search &search, TimeRange run, int width)
{
    Columns columns(std::max(0, width));
    if (search.trace()) {
        for (const Lane &lane : search.trace()->lanes()) {
            if (const HitSet *hits = search.hits(lane.id))
                markLane(columns, lane, *hits, run);
        }
    }
    std::vector<bool> found(std::size_t(columns.width()));
    for (int column = 0; column < columns.width(); ++column)
        found[std::size_t(column)] = columns.isMarked(column);
    return found;
}

} // namespace Interleave

#include "ui/timeline/barmerger.h"

#include "ui/timeline/timelinegeometry.h"

#include <algorithm>
#include <cmath>

namespace Interleave {

namespace {

constexpr int leastPart = 3; // pixels of height that any share of a column gets

BarShape shapeOf(const Segment &segment)
{
    if (segment.state != State::Suspended)
        return segment.state == State::Running ? BarShape::Running : BarShape::Ready;
    return segment.reason == Reason::Free      ? BarShape::Free
        : segment.reason == Reason::Unobserved ? BarShape::Unobserved
                                               : BarShape::Suspended;
}

} // namespace

RowMetrics RowMetrics::ofHeight(int row)
{
    const RowMetrics usual;
    // Bars are centred: they stay even where the row is, and the other way round.
    const auto scaled = [&](int height) { return (height * row / usual.row & ~1) + (row & 1); };
    return {row, scaled(usual.running), scaled(usual.suspended), scaled(usual.ready), scaled(usual.container),
            scaled(usual.free)};
}

int RowMetrics::barHeight(BarShape shape) const
{
    switch (shape) {
    case BarShape::Container: return container;
    case BarShape::Suspended:
    case BarShape::Unobserved: return suspended;
    case BarShape::Free: return free;
    case BarShape::Ready: return ready;
    case BarShape::Running:
    case BarShape::Stacked:
    case BarShape::Level:
    case BarShape::Peak: break;
    }
    return running;
}

BarMerger::BarMerger(std::vector<Bar> &bars, TimeRange range, int width, int margin, RowMetrics metrics)
    : m_bars(bars), m_range(range), m_width(width), m_margin(margin), m_metrics(metrics)
    , m_columns(std::size_t(width + 2 * margin + 1))
{}

void BarMerger::beginRow(int y, bool container)
{
    m_y = y;
    m_container = container;
    m_pending = false;
    m_bands.clear();
    m_marks.clear();
}

void BarMerger::add(const Segment &segment, LaneColour colour)
{
    if (m_pending && segment.begin > m_burstEnd)
        flush();
    const int from = edgeOf(segment.begin, m_range, m_width), to = edgeOf(segment.end, m_range, m_width);
    if (to - from >= ownBarFrom) {
        flush();
        addOwn(segment, colour);
    } else {
        addNarrow(segment, colour);
    }
}

void BarMerger::endRow()
{
    flush();
    m_bars.insert(m_bars.end(), m_bands.begin(), m_bands.end());
    m_bars.insert(m_bars.end(), m_marks.begin(), m_marks.end());
}

void BarMerger::addOwn(const Segment &segment, LaneColour colour)
{
    const Bar bar = barOf(segment, colour);
    if (bar.width > 0)
        m_bars.push_back(bar);
}

void BarMerger::addNarrow(const Segment &segment, LaneColour colour)
{
    const int first = clamped(pixelOf(segment.begin, m_range, m_width)) + m_margin;
    const int last = std::max(first, clamped(pixelOf(segment.end - Nanos(1), m_range, m_width)) + m_margin);
    if (!m_pending) {
        m_pending = true;
        m_burst = Column();
        m_burstBegin = segment.begin;
        m_firstColumn = first;
        m_lastColumn = first - 1;
    }
    for (; m_lastColumn < last; ++m_lastColumn)
        m_columns[std::size_t(m_lastColumn + 1)] = Column();
    m_burstEnd = std::max(segment.end, m_burst.count > 0 ? m_burstEnd : segment.end);
    addTo(m_burst, segment, colour, double(segment.duration().count()));
    for (int column = first; column <= last; ++column) {
        const Nanos from = timeAt(column - m_margin, m_range, m_width);
        const Nanos to = timeAt(column - m_margin + 1, m_range, m_width);
        const Nanos overlap = std::min(segment.end, to) - std::max(segment.begin, from);
        addTo(m_columns[std::size_t(column)], segment, colour, double(std::max(overlap, Nanos(0)).count()));
    }
}

void BarMerger::addTo(Column &column, const Segment &segment, LaneColour colour, double time) const
{
    const std::size_t part = segment.state == State::Running ? colour.index
        : segment.state == State::Ready                      ? Column::ready
                                                             : Column::suspended;
    if (column.count++ == 0) {
        column.begin = segment.begin;
        column.single = barOf(segment, colour);
    }
    column.end = segment.end;
    if (part == Column::suspended && column.segments[part] == 0)
        column.waiting = shapeOf(segment);
    if (column.segments[part]++ == 0) {
        column.lane[part] = segment.lane;
        column.first[part] = segment.begin;
    }
    column.time[part] += time;
}

void BarMerger::flush()
{
    if (!m_pending)
        return;
    m_pending = false;
    const int width = edgeOf(m_burstEnd, m_range, m_width) - edgeOf(m_burstBegin, m_range, m_width);
    if (m_burst.count == 1 || width <= markWidth)
        flushMark();
    else
        flushColumns();
}

/// One segment alone keeps its shape. Of several, who ran matters more than who waited.
void BarMerger::flushMark()
{
    const int from = clamped(edgeOf(m_burstBegin, m_range, m_width));
    const int to = clamped(edgeOf(m_burstEnd, m_range, m_width));
    const int width = std::max(markWidth, to - from);
    const int x = std::min(from, m_width + m_margin - width); // still to be seen at the very end
    if (m_burst.count == 1) {
        Bar bar = m_burst.single;
        bar.x = x;
        bar.width = width;
        m_marks.push_back(bar);
        return;
    }
    Column shown = m_burst;
    const auto ran = shown.segments.begin() + Column::ready;
    if (std::any_of(shown.segments.begin(), ran, [](std::uint32_t n) { return n > 0; }))
        shown.segments[Column::ready] = shown.segments[Column::suspended] = 0;
    else if (shown.segments[Column::ready] > 0)
        shown.segments[Column::suspended] = 0;
    double whole = 0;
    for (std::size_t part = 0; part < Column::parts; ++part)
        whole += shown.segments[part] > 0 ? shown.time[part] : 0;
    stack(shown, x, width, whole);
}

void BarMerger::flushColumns()
{
    for (int column = m_firstColumn; column <= m_lastColumn; ++column) {
        const Nanos from = std::max(m_burstBegin, timeAt(column - m_margin, m_range, m_width));
        const Nanos to = std::min(m_burstEnd, timeAt(column - m_margin + 1, m_range, m_width));
        const Column &content = m_columns[std::size_t(column)];
        if (content.count == 1)
            appendSingle(content, column - m_margin);
        else
            stack(content, column - m_margin, 1, double(std::max(to - from, Nanos(1)).count()));
    }
}

/// A column of one segment keeps its shape, and is one bar with the columns before it.
void BarMerger::appendSingle(const Column &column, int x)
{
    const bool goesOn = !m_marks.empty() && m_marks.back().count == 1 && m_marks.back().lane == column.single.lane
        && m_marks.back().begin == column.begin && m_marks.back().x + m_marks.back().width == x;
    if (goesOn) {
        ++m_marks.back().width;
        return;
    }
    Bar bar = column.single;
    bar.x = x;
    bar.width = 1;
    m_marks.push_back(bar);
}

/// Parts around the middle, from the bottom up: running by colour, then ready, by their shares of
/// `whole`. What was suspended is the band behind them.
void BarMerger::stack(const Column &column, int x, int width, double whole)
{
    if (column.segments[Column::suspended] > 0)
        appendBand(column, x, width);
    std::vector<Bar> parts;
    int total = 0;
    for (std::size_t part = 0; part < Column::suspended; ++part) {
        if (column.segments[part] == 0)
            continue;
        const double share = whole > 0 ? std::min(1.0, column.time[part] / whole) : 1.0;
        Bar bar = partOf(column, part);
        bar.x = x;
        bar.width = width;
        bar.height = std::max(leastPart, int(std::lround(share * m_metrics.running)));
        total += bar.height;
        parts.push_back(bar);
    }
    const int room = std::max(m_metrics.running, int(parts.size()));
    int bottom = m_y + (m_metrics.row + std::min(total, room)) / 2;
    for (Bar &bar : parts) {
        if (total > room) // the least heights have taken more than there is
            bar.height = std::max(1, bar.height * room / total);
        bottom -= bar.height;
        bar.y = bottom;
        m_marks.push_back(bar);
    }
}

void BarMerger::appendBand(const Column &column, int x, int width)
{
    Bar band = partOf(column, Column::suspended);
    band.shape = column.waiting;
    band.x = x;
    band.width = width;
    band.height = m_metrics.barHeight(band.shape);
    band.y = m_y + (m_metrics.row - band.height) / 2;
    if (m_bands.empty() || m_bands.back().x + m_bands.back().width != x || m_bands.back().shape != band.shape) {
        m_bands.push_back(band);
        return;
    }
    m_bands.back().width += width;
    m_bands.back().end = band.end;
    m_bands.back().count += band.count;
}

Bar BarMerger::partOf(const Column &column, std::size_t part)
{
    Bar bar;
    bar.shape = BarShape::Stacked;
    bar.state = part == Column::ready ? State::Ready : part == Column::suspended ? State::Suspended : State::Running;
    if (bar.state == State::Running)
        bar.colour.index = std::uint8_t(part);
    bar.lane = column.lane[part];
    bar.time = column.first[part];
    bar.begin = column.begin;
    bar.end = column.end;
    bar.count = column.count;
    return bar;
}

Bar BarMerger::barOf(const Segment &segment, LaneColour colour) const
{
    Bar bar;
    bar.shape = m_container && segment.state == State::Running ? BarShape::Container : shapeOf(segment);
    bar.state = segment.state;
    bar.colour = colour;
    bar.inferred = segment.inferred;
    bar.lane = segment.lane;
    bar.time = segment.begin;
    bar.begin = segment.begin;
    bar.end = segment.end;
    bar.x = clamped(edgeOf(segment.begin, m_range, m_width));
    bar.width = clamped(edgeOf(segment.end, m_range, m_width)) - bar.x;
    bar.height = m_metrics.barHeight(bar.shape);
    bar.y = m_y + (m_metrics.row - bar.height) / 2;
    return bar;
}

int BarMerger::clamped(int pixel) const
{
    return std::clamp(pixel, -m_margin, m_width + m_margin);
}

} // namespace Interleave

#include "ui/timeline/barmerger.h"

#include <algorithm>
#include <tuple>

namespace Interleave {

namespace {

// Pixels of height that a state gets if it was there at all. Together at most 0.14 of the height.
constexpr int leastRunning = 2, leastOther = 1;

int heightOf(std::int64_t time, double heightPerNs, int least)
{
    return std::max(least, int(double(time) * heightPerNs + 0.5));
}

} // namespace

BarMerger::BarMerger(std::vector<Bar> &bars, std::vector<StackedColumn> &columns, const PixelScale &scale,
                     RowMetrics metrics)
    : m_bars(bars), m_columns(columns), m_scale(scale), m_metrics(metrics), m_times(scale.columns() + 1)
    , m_stacks(scale.columns())
{}

void BarMerger::beginRow(const BarRow &row)
{
    m_row = row;
    m_pending = false;
    m_ownBar = 0;
    m_free = m_scale.first();
    m_marks.clear();
}

bool BarMerger::add(const BarSegment &segment)
{
    const int from = m_scale.edgeOf(segment.begin), to = m_scale.edgeOf(segment.end);
    if (m_pending && segment.begin > m_end && from - m_scale.edgeOf(m_end) >= markWidth)
        pause();
    if (to - from < ownBarFrom) {
        addNarrow(segment);
        return false;
    }
    addOwn(segment);
    return true;
}

void BarMerger::pause()
{
    flush();
    m_ownBar = 0;
}

void BarMerger::endRow()
{
    flush();
    m_bars.insert(m_bars.end(), m_marks.begin(), m_marks.end());
}

void BarMerger::addOwn(const BarSegment &segment)
{
    flush(&segment);
    Bar bar = barOf(segment);
    const int end = bar.x + bar.width;
    bar.x = std::max(bar.x, m_free);
    bar.width = std::max(0, end - bar.x);
    m_bars.push_back(bar);
    m_ownBar = m_bars.size();
    m_own = segment;
}

void BarMerger::begin(Nanos from, int column)
{
    m_pending = true;
    m_whole = false;
    m_begin = m_end = from;
    m_count = 0;
    m_firstColumn = column;
    m_lastColumn = column - 1;
}

void BarMerger::reach(int column)
{
    for (; m_lastColumn < column; ++m_lastColumn)
        this->column(m_lastColumn + 1) = ColumnTime();
}

void BarMerger::addNarrow(const BarSegment &segment)
{
    if (m_pending && m_whole)
        flush();
    const int first = m_scale.pixelOf(segment.begin);
    const int last = segment.end > segment.begin ? std::max(first, m_scale.pixelOf(segment.end - Nanos(1))) : first;
    if (!m_pending) {
        begin(segment.begin, first);
        m_single = segment;
    }
    reach(last);
    m_end = std::max(segment.end, m_end);
    ++m_count;
    if (first < last)
        for (int x = first; x <= last && x < m_scale.last(); ++x)
            addPart(segment, x);
    else if (first < m_scale.last())
        column(first).add(segment.state, segment.colour, std::max(overlap(segment, first), Nanos(0)).count());
}

/// How long the segment lasts within the column, which may be the first of a longer one.
Nanos BarMerger::overlap(const BarSegment &segment, int x) const
{
    return std::min(segment.end, m_scale.timeAt(x + 1)) - std::max(segment.begin, m_scale.timeAt(x));
}

/// What of the segment lies in the column.
void BarMerger::addPart(const BarSegment &segment, int x)
{
    if (const Nanos part = overlap(segment, x); part > Nanos(0))
        column(x).add(segment.state, segment.colour, part.count());
}

void BarMerger::addColumn(int x, const ColumnTime &content, std::uint64_t begun)
{
    if (m_pending && !m_whole)
        flush();
    if (!m_pending) {
        begin(m_scale.timeAt(x), x);
        m_whole = true;
        m_count = content.count - std::uint32_t(begun);
    }
    while (++m_lastColumn < x)
        m_stacks[m_scale.indexOf(m_lastColumn)] = {};
    stack(content, widthOf(x), m_stacks[m_scale.indexOf(x)]);
    m_end = m_scale.timeAt(x + 1);
    m_count += std::uint32_t(begun);
}

/// `next` is the segment with a bar of its own that follows, if one does.
void BarMerger::flush(const BarSegment *next)
{
    if (!m_pending)
        return;
    m_pending = false;
    const int from = m_scale.edgeOf(m_begin), to = m_scale.edgeOf(m_end);
    if (m_count == 1 && !m_whole)
        flushSingle(from, to);
    else if (m_count <= mostInMark && to - from <= markWidth && !m_whole)
        flushMark(from, to);
    else if (m_count > 0)
        flushColumns(next);
}

/// Its x and width: wide enough to be seen, also at the very end, but never over a stack.
std::pair<int, int> BarMerger::placeOfMark(int from, int to) const
{
    const int x = std::max(std::min(from, m_scale.last() - markWidth), m_free);
    return {x, std::max(0, std::min(std::max(markWidth, to - from), m_scale.last() - x))};
}

/// One segment alone keeps its shape, and is wide enough to be seen.
void BarMerger::flushSingle(int from, int to)
{
    Bar bar = barOf(m_single);
    std::tie(bar.x, bar.width) = placeOfMark(from, to);
    if (bar.width > 0)
        m_marks.push_back(bar);
}

/// Of a few within a mark, who ran hides who was ready, and that who was suspended.
void BarMerger::flushMark(int from, int to)
{
    ColumnTime shown;
    for (int x = m_firstColumn; x <= m_lastColumn; ++x)
        shown.add(column(x));
    if (shown.has & ColumnTime::hasRunning) {
        shown.ready = shown.suspended = 0;
        shown.running[0] += shown.ran() == 0;
        shown.has = ColumnTime::hasRunning;
    } else if (shown.has & ColumnTime::hasReady) {
        shown.suspended = 0;
        shown.ready += shown.ready == 0;
        shown.has = ColumnTime::hasReady;
    } else {
        shown.suspended += shown.suspended == 0;
    }
    shown.count = m_count;
    const auto [x, width] = placeOfMark(from, to);
    if (width == 0)
        return;
    StackedColumn column;
    stack(shown, shown.ran() + shown.ready + shown.suspended, column);
    m_marks.push_back(stackedBar(x, width, column));
    m_columns.insert(m_columns.end(), std::size_t(width), column);
}

/// Pixel by pixel, each with all that was in it: also what has bars of its own on either side,
/// which yield.
void BarMerger::flushColumns(const BarSegment *next)
{
    const int first = std::max(m_firstColumn, m_free), last = std::min(m_lastColumn, m_scale.last() - 1);
    if (first > last)
        return;
    if (m_ownBar > 0) {
        Bar &before = m_bars[m_ownBar - 1];
        before.width = std::max(0, std::min(before.width, first - before.x));
        if (!m_whole)
            addPart(m_own, first);
    }
    if (next && !m_whole)
        addPart(*next, last);
    m_free = last + 1;
    for (int x = first; !m_whole && x <= last; ++x)
        stack(column(x), widthOf(x), m_stacks[m_scale.indexOf(x)]);
    const auto stacks = std::span(m_stacks).subspan(m_scale.indexOf(first), std::size_t(last - first + 1));
    Bar bar = stackedBar(first, last - first + 1, stacks.front());
    if (bar.width < markWidth)
        addLine(bar);
    m_columns.insert(m_columns.end(), stacks.begin(), stacks.end());
    m_columns.resize(bar.columns + std::size_t(bar.width), StackedColumn{.count = m_count});
    m_marks.push_back(bar);
}

/// So few columns are found by the line below them, which is as wide as a mark.
void BarMerger::addLine(Bar &bar)
{
    const int left = bar.x > m_scale.first() ? 1 : 0;
    m_columns.resize(m_columns.size() + std::size_t(left), StackedColumn{.count = m_count});
    bar.x -= left;
    bar.width = std::min(markWidth, m_scale.last() - bar.x);
}

std::int64_t BarMerger::widthOf(int x) const
{
    return std::max<std::int64_t>((m_scale.timeAt(x + 1) - m_scale.timeAt(x)).count(), 1);
}

/// `first` is the first of its columns.
Bar BarMerger::stackedBar(int x, int width, const StackedColumn &first) const
{
    Bar bar;
    bar.x = x;
    bar.width = width;
    bar.height = m_metrics.running;
    bar.y = m_row.y + (m_metrics.row - bar.height) / 2;
    bar.shape = BarShape::Stacked;
    bar.waiting = m_row.waiting;
    bar.state = first.ran() > 0 ? State::Running : first.ready > 0 ? State::Ready : State::Suspended;
    bar.colour = first.ran() > 0 ? first.colour[0] : m_row.colour;
    bar.container = m_row.container;
    bar.lane = m_row.lane;
    bar.time = bar.begin = m_begin;
    bar.end = m_end;
    bar.count = m_count;
    bar.columns = std::uint32_t(m_columns.size());
    return bar;
}

StackedColumn BarMerger::singleOf(const ColumnTime &content) const
{
    StackedColumn single;
    single.count = content.count;
    single.colour = content.colour;
    int height = m_metrics.barHeight(m_row.container ? BarShape::Container : BarShape::Running);
    if (content.has & ColumnTime::hasRunning)
        single.running[0] = std::uint8_t(height);
    else if (content.has & ColumnTime::hasReady)
        single.ready = std::uint8_t(height = m_metrics.ready);
    else
        single.suspended = std::uint8_t(height = m_metrics.barHeight(m_row.waiting));
    single.below = std::uint8_t((m_metrics.running - height) / 2);
    return single;
}

/// Heights by the shares of `whole`; what is left of the height was nobody's life.
void BarMerger::stack(const ColumnTime &content, std::int64_t whole, StackedColumn &into) const
{
    if (content.count == 1) {
        into = singleOf(content);
        return;
    }
    const std::int64_t ran = content.ran();
    const double heightPerNs = double(m_metrics.running) / double(whole);
    int running = content.has & ColumnTime::hasRunning ? heightOf(ran, heightPerNs, leastRunning) : 0;
    int ready = content.has & ColumnTime::hasReady ? heightOf(content.ready, heightPerNs, leastOther) : 0;
    int suspended = content.has & ColumnTime::hasSuspended ? heightOf(content.suspended, heightPerNs, leastOther) : 0;
    const int over = std::max(0, running + ready + suspended - m_metrics.running);
    if (running >= ready && running >= suspended)
        running = std::max(running - over, std::min(running, 1));
    else if (ready >= suspended)
        ready = std::max(ready - over, 1);
    else
        suspended = std::max(suspended - over, 1);
    into.running = {std::uint8_t(running), 0, 0};
    into.colour = content.colour;
    into.ready = std::uint8_t(ready);
    into.suspended = std::uint8_t(suspended);
    into.below = 0;
    into.count = content.count;
    if (content.running[1] > 0)
        splitRunning(content, into);
}

/// Between several lanes by how long each ran.
void BarMerger::splitRunning(const ColumnTime &content, StackedColumn &into) const
{
    const double ran = double(content.ran()), running = into.running[0];
    for (std::size_t place = 1; place < into.running.size() && content.running[place] > 0; ++place) {
        const int part = int(double(content.running[place]) / ran * running + 0.5);
        into.running[place] = std::uint8_t(part);
        into.running[0] = std::uint8_t(std::max(0, into.running[0] - part));
    }
}

Bar BarMerger::barOf(const BarSegment &segment) const
{
    Bar bar;
    bar.shape = m_row.container && segment.state == State::Running ? BarShape::Container : segment.shape;
    bar.state = segment.state;
    bar.colour = segment.colour;
    bar.wait = segment.wait;
    bar.inferred = segment.inferred;
    bar.container = m_row.container;
    bar.lane = segment.lane;
    bar.time = segment.begin;
    bar.begin = segment.begin;
    bar.end = segment.end;
    bar.x = m_scale.edgeOf(segment.begin);
    bar.width = m_scale.edgeOf(segment.end) - bar.x;
    bar.height = m_metrics.barHeight(bar.shape);
    bar.y = m_row.y + (m_metrics.row - bar.height) / 2;
    return bar;
}

} // namespace Interleave

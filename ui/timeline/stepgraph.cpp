#include "ui/timeline/stepgraph.h"

#include "ui/timeline/timelinegeometry.h"

#include <algorithm>

namespace Interleave {

namespace {

struct Column {
    std::int64_t least = 0, most = 0;
    std::uint32_t count = 0; // stretches that touch it
    Nanos begin{0}, end{0};

    bool looksLike(const Column &other) const { return least == other.least && most == other.most; }
};

class StepGraph
{
public:
    StepGraph(std::vector<Bar> &bars, LaneId lane, LevelRange range, const StepGraphPlace &place)
        : m_bars(bars), m_lane(lane), m_range(range), m_place(place)
        , m_columns(std::size_t(place.width + 2 * place.margin))
    {}

    void add(const Level &level)
    {
        const int first = indexOf(pixelOf(level.begin, m_place.range, m_place.width));
        const int last = std::max(first, indexOf(pixelOf(level.end - Nanos(1), m_place.range, m_place.width)));
        for (int index = first; index <= last; ++index) {
            Column &column = m_columns[std::size_t(index)];
            if (column.count++ == 0)
                column = {level.value, level.value, 1, level.begin, level.end};
            column.least = std::min(column.least, level.value);
            column.most = std::max(column.most, level.value);
            column.end = level.end;
        }
    }

    void finish()
    {
        for (std::size_t from = 0; from < m_columns.size();) {
            std::size_t to = from + 1;
            while (to < m_columns.size() && m_columns[to].count > 0 && m_columns[to].looksLike(m_columns[from])
                   && sameStretch(m_columns[from], m_columns[to]))
                ++to;
            if (m_columns[from].count > 0)
                append(int(from) - m_place.margin, int(to - from), m_columns[from]);
            from = to;
        }
    }

private:
    /// Hovering tells of one stretch where there is one.
    static bool sameStretch(const Column &one, const Column &other)
    {
        return one.count == 1 && other.count == 1 && one.begin == other.begin;
    }

    int indexOf(int pixel) const
    {
        return std::clamp(pixel + m_place.margin, 0, int(m_columns.size()) - 1);
    }

    int heightOf(std::int64_t value) const
    {
        const double lowest = double(m_range.lowest), span = std::max(1.0, double(m_range.highest) - lowest); // may be huge
        const int height = int((double(value) - lowest) * m_place.metrics.running / span);
        return value == 0 ? std::max(1, height) : std::max(3, height); // a line where it is nothing
    }

    void append(int x, int width, const Column &column)
    {
        const int bottom = m_place.y + (m_place.metrics.row + m_place.metrics.running) / 2;
        const int least = heightOf(column.least), most = heightOf(column.most);
        Bar bar;
        bar.x = x;
        bar.width = width;
        bar.lane = m_lane;
        bar.time = bar.begin = column.begin;
        bar.end = column.end;
        bar.count = column.count;
        bar.shape = BarShape::Level;
        bar.height = least;
        bar.y = bottom - least;
        m_bars.push_back(bar);
        if (most <= least)
            return;
        bar.shape = BarShape::Peak;
        bar.height = most - least;
        bar.y = bottom - most;
        m_bars.push_back(bar);
    }

    std::vector<Bar> &m_bars;
    LaneId m_lane;
    LevelRange m_range;
    StepGraphPlace m_place;
    std::vector<Column> m_columns;
};

} // namespace

void appendStepGraph(std::vector<Bar> &bars, const Trace &trace, const Lane &lane, Nanos traceEnd,
                     const StepGraphPlace &place)
{
    if (place.width + 2 * place.margin <= 0)
        return;
    StepGraph graph(bars, lane.id, levelRange(trace, lane), place);
    const Nanos from = timeAt(-place.margin, place.range, place.width);
    const Nanos to = timeAt(place.width + place.margin, place.range, place.width);
    forEachLevel(trace, lane, traceEnd, from, to, [&](const Level &level) { graph.add(level); });
    graph.finish();
}

} // namespace Interleave

// Level of detail: turns the segments of one row, in order of time, into bars on whole pixels.
// Nothing is dropped: every segment has a bar, or a share of one, in its place.
//
// Own bars. A segment of at least ownBarFrom pixels has a bar of its own, from the edge nearest to
// its begin to the edge nearest to its end. Neighbours round the same moment to the same edge, so
// bars touch where segments touch and neither overlap nor gape at any zoom.
//
// Bursts. Narrower segments that follow each other without a hole are one burst; a hole or a
// segment with a bar of its own ends it. A burst no wider than a mark (markWidth, the narrowest
// that is seen at a glance), or of one segment, becomes one mark: it is drawn wider than it
// lasted, because a burst that cannot be seen would be a lie as well. In a mark of several, who ran
// hides who was ready, and that hides who was suspended; the count of the bar tells how many.
//
// Columns. A wider burst is shown pixel by pixel. Each column adds up, by overlap with its own
// stretch of time, how long each colour ran, how long it was ready and how long suspended. Running
// and ready are stacked around the middle with heights by their shares; suspended is a thin band
// behind, as it is where it can be seen alone. A column with a single segment keeps that segment's
// shape and continues the bar before it.
//
// Why the proportions are honest. A share is time over the time that the burst covers in that
// column, not segments over segments, so a thousand short turns and one long one weigh what they
// lasted. Segments are cut at the columns' edges in exact integers, so no time is counted twice or
// lost between columns. Where it is not exact: each share gets at least three pixels of height, so
// that rare work is seen, and all shrink alike when there is no room; and marks, as above. Bars
// carry begin, end and count, so that hovering says that several are drawn together, and zooming
// in shows them apart.
//
// Cost. O(events in view) a row: each segment is looked at once and a narrow one touches at most
// ownBarFrom + 1 columns. Bars are O(pixels × colours), however many events there are, so painting
// does not grow with the run. Where the view begins is found by bisection, and rows that are
// scrolled out get no bars. The columns are allocated once a layout; a row reuses them.
//
// Not done, and why: no index of sums by power-of-two blocks (it would make a view O(pixels), but
// it must be kept up while the run grows and for each way a row is put together, the turns on a
// loop's lane included; only rows in view cost anything, and the overview, which pays for all
// rows, is renewed a few times a second; should runs of millions of events in view be common, it
// belongs beside Lane::events); no sampling (cheaper, but the picture would depend on the phase and
// a lone event could vanish); no dominant colour a pixel (the minority disappears everywhere at
// once); no blended colours (a mixture is in no legend); no bars at fractions of pixels (edges
// blur, and the same segment would look different from column to column).
#pragma once

#include "core/analysis/states.h"
#include "ui/models/timerange.h"
#include "ui/theme/theme.h"

#include <array>
#include <vector>

namespace Interleave {

/// What a bar looks like. Stacked is the part of a column that ran or was ready, where several
/// segments share it. Free is a thing that nobody holds, Unobserved a lane of which nothing but
/// its life is known. Level and Peak are columns of a step graph: an amount, and how far it rose
/// above that within the column.
enum class BarShape : std::uint8_t { Container, Suspended, Ready, Running, Stacked, Free, Unobserved, Level, Peak };

struct Bar {
    int x = 0, y = 0, width = 0, height = 0;
    BarShape shape = BarShape::Running;
    State state = State::Running;
    LaneColour colour;
    bool inferred = false;
    LaneId lane;              // whose segment: on a loop's lane the task that had the turn
    Nanos time{0};            // when that segment begins
    Nanos begin{0}, end{0};   // of the first and the last segment in it
    std::uint32_t count = 1;  // segments in it
    bool isMerged() const { return count > 1; }
    bool covers(int px, int py) const { return px >= x && px < x + width && py >= y && py < y + height; }
    bool operator==(const Bar &) const = default;
};

/// Heights of a row and of the bars centred in it, in pixels.
struct RowMetrics {
    int row = 30;
    int running = 22;
    int suspended = 12;
    int ready = 14;
    int container = 16;
    int free = 4;
    int barHeight(BarShape shape) const;
    /// All in the usual proportions.
    static RowMetrics ofHeight(int row);
    bool operator==(const RowMetrics &) const = default;
};

class BarMerger
{
public:
    static constexpr int markWidth = 3;                // the narrowest that is seen at a glance
    static constexpr int ownBarFrom = markWidth + 2;   // pixels from which a segment stands alone

    /// Appends to `bars`. Pixels are kept within [-margin, width + margin].
    BarMerger(std::vector<Bar> &bars, TimeRange range, int width, int margin, RowMetrics metrics);

    /// Starts a row whose top is at y. In a container's row running is drawn as Container.
    void beginRow(int y, bool container = false);
    void add(const Segment &segment, LaneColour colour);
    void endRow();

private:
    /// What one pixel column, or one mark, holds: time by colour while running, by state otherwise.
    struct Column {
        static constexpr std::size_t ready = LaneColour::count + 1, suspended = ready + 1, parts = suspended + 1;
        std::array<double, parts> time{};
        std::array<LaneId, parts> lane{};
        std::array<Nanos, parts> first{};
        std::array<std::uint32_t, parts> segments{};
        std::uint32_t count = 0;
        Nanos begin{0}, end{0};
        BarShape waiting = BarShape::Suspended; // of its first suspended segment
        Bar single; // the bar of its only segment, if count is 1
    };

    void addOwn(const Segment &segment, LaneColour colour);
    void addNarrow(const Segment &segment, LaneColour colour);
    void addTo(Column &column, const Segment &segment, LaneColour colour, double time) const;
    void appendSingle(const Column &column, int x);
    void flush();
    void flushMark();
    void flushColumns();
    void stack(const Column &column, int x, int width, double whole);
    void appendBand(const Column &column, int x, int width);
    static Bar partOf(const Column &column, std::size_t part);
    Bar barOf(const Segment &segment, LaneColour colour) const;
    int clamped(int pixel) const;

    std::vector<Bar> &m_bars;
    TimeRange m_range;
    int m_width;
    int m_margin;
    RowMetrics m_metrics;
    int m_y = 0;
    bool m_container = false;
    bool m_pending = false;         // narrow segments wait to be shown
    Nanos m_burstBegin{0}, m_burstEnd{0};
    Column m_burst;                 // all of them together
    std::vector<Column> m_columns;  // by pixel, from m_firstColumn to m_lastColumn
    int m_firstColumn = 0, m_lastColumn = 0;
    std::vector<Bar> m_bands;       // suspended, shared by several segments
    std::vector<Bar> m_marks;       // drawn over the row's other bars
};

} // namespace Interleave

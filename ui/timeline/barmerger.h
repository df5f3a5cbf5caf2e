// Level of detail: turns what a row's lane did into bars on whole pixels, in a time that grows with
// the pixels and not with the events, and without a lie. Nothing is dropped: at any zoom every
// segment has a bar, or a share of one, in its place.
//
// Own bars. A segment of at least ownBarFrom pixels has a bar of its own, from the edge nearest to
// its begin to the edge nearest to its end. Neighbours round the same moment to the same edge, so
// bars touch where segments touch and neither overlap nor gape.
//
// Stacks. Where narrower segments follow each other, each pixel they touch shows all of its time:
// from the bottom up what ran, by colour, what was ready and what was suspended, with heights by
// their shares; what is left blank was nobody's life. Bars of their own yield to these pixels. A
// line below says that several segments share them, which tells a stack from a single segment even
// where only one state is in it; where they are too few to be found, the line is as wide as a
// mark. Hovering says how many there are and their exact shares, clicking selects one.
//
// Marks. One or two narrow segments alone (50 ns in an hour, with the wake before them) are drawn
// markWidth wide in the row's full height: who ran hides who was ready or suspended. So few are seen
// rather than measured.
//
// Where it comes from (rowbars.h). A row with no more than denseFrom events a pixel in view is
// walked, segment by segment, and its stacks are exact. A denser one is read by columns from the
// lane's grid of sums (core/trace/stategrid.h), at the same cost however long the run. What
// stays in one state over many columns is looked up and gets its own bar, with its real edges and
// words; where few segments begin between two of these, they are walked as well. So a rare moment
// is seen in a busy lane too: the grid counts what began, also where its sums, in 65535ths of a
// block, round to nothing, and then the column's events say what was there.
//
// How honest. Exact sums are cut at the pixels' edges in whole nanoseconds. A share read from the
// grid is wrong by at most 1/8 (and only if its cells are as uneven as can be), a height by half a
// pixel, and each state gets at least one pixel, running two, so that it is seen. On random traces
// the worst of all is 0.14 of a pixel's time. Colours within what ran are those of the first
// segments in the pixel, by their durations, where a row shows several lanes.
//
// Rows that show others. A loop's or a thread's row shows whose turn it was. Its tasks' turns are
// put together as one lane with a grid (core/analysis/turns.h), kept up while a run grows, in
// slices after a file was opened; so ten thousand tasks cost a frame what one lane costs. Rows out
// of sight cost nothing.
//
// Cost. A dense pixel is read, cut into heights and written straight into the window's pixels
// (stackpainter.h), whatever happened in it; so are own bars (barpainter.h), at most one for each
// ownBarFrom pixels. More rows than an ordinary screen has are laid out and written by two threads,
// each its own; so is the first picture of a large file, a third of whose time the kernel maps pages.
// Events are looked at only where a row is walked: the grid says which block they lie in
// (Lane::firstAtOrAfter), so of a mapped file little more than its index is touched.
//
// Not done, and why: no rectangle for each part of a pixel (there are up to three a pixel; a painter
// takes longer to begin one than it has pixels); no sums of the children's grids for a row of turns
// (ten thousand reads a pixel); no picture or columns kept from frame to frame and moved while panning
// (zooming, where the dearest frames are, would gain nothing); no cells finer than four events (2.7 bytes
// an event more; not tried); no pages asked for ahead
// (the kernel takes the same 4 µs for each 64 KB, asked or touched); no sampling (the picture would depend
// on the phase, and a lone event could vanish); no longest segment or dominant colour a pixel (the
// minority disappears everywhere at once); no blended colours (a mixture is in no legend); no bars at
// fractions of pixels (edges blur); no shares of the outlined and the measured apart (they would
// double the grid, and hovering tells them apart as soon as they are).
#pragma once

#include "ui/timeline/columntime.h"
#include "ui/timeline/pixelscale.h"

#include <array>
#include <span>
#include <utility>
#include <vector>

namespace Interleave {

/// A segment with what its bar is to look like.
struct BarSegment {
    LaneId lane;
    State state = State::Running;
    BarShape shape = BarShape::Running;
    LaneColour colour;
    WaitKind wait = WaitKind::Other;
    bool inferred = false;
    Nanos begin{0}, end{0};
};

/// The row that bars are for.
struct BarRow {
    LaneId lane;
    int y = 0;
    LaneColour colour;
    bool container = false;
    BarShape waiting = BarShape::Suspended; // what being suspended means there
};

class BarMerger
{
public:
    static constexpr int markWidth = 3;              // the narrowest that is seen at a glance
    static constexpr int ownBarFrom = markWidth + 2; // pixels from which a segment stands alone
    static constexpr std::uint32_t mostInMark = 2;   // segments; more are shown by their shares

    /// Appends to `bars` and `columns`. The scale outlives it.
    BarMerger(std::vector<Bar> &bars, std::vector<StackedColumn> &columns, const PixelScale &scale,
              RowMetrics metrics);

    void beginRow(const BarRow &row);
    /// The row's next segment. True if it has a bar of its own, which is now the last one.
    bool add(const BarSegment &segment);
    /// Instead of segments: all that the column x holds, of which so many began there.
    void addColumn(int x, const ColumnTime &content, std::uint64_t begun);
    /// The lane is not alive for so long that what was before stands alone.
    void pause();
    void endRow();

private:
    void addOwn(const BarSegment &segment);
    void addNarrow(const BarSegment &segment);
    Nanos overlap(const BarSegment &segment, int x) const;
    void addPart(const BarSegment &segment, int x);
    void begin(Nanos from, int column);
    void reach(int column);
    void flush(const BarSegment *next = nullptr);
    std::pair<int, int> placeOfMark(int from, int to) const;
    void flushSingle(int from, int to);
    void flushMark(int from, int to);
    void flushColumns(const BarSegment *next);
    void addLine(Bar &bar);
    Bar stackedBar(int x, int width, const StackedColumn &first) const;
    Bar barOf(const BarSegment &segment) const;
    void stack(const ColumnTime &content, std::int64_t whole, StackedColumn &into) const;
    void splitRunning(const ColumnTime &content, StackedColumn &into) const;
    StackedColumn singleOf(const ColumnTime &content) const;
    std::int64_t widthOf(int x) const;
    ColumnTime &column(int x) { return m_times[m_scale.indexOf(x)]; }

    std::vector<Bar> &m_bars;
    std::vector<StackedColumn> &m_columns;
    const PixelScale &m_scale;
    RowMetrics m_metrics;
    BarRow m_row;
    bool m_pending = false;          // narrow segments wait to be shown
    bool m_whole = false;            // they came as whole columns
    Nanos m_begin{0}, m_end{0};      // of them
    std::uint32_t m_count = 0;
    BarSegment m_single;             // the first of them
    std::vector<ColumnTime> m_times; // by pixel, from m_firstColumn to m_lastColumn
    std::vector<StackedColumn> m_stacks; // what they look like, and whole columns from the start
    int m_firstColumn = 0, m_lastColumn = 0;
    BarSegment m_own;                // the last with a bar of its own
    std::size_t m_ownBar = 0;        // behind that bar's place; 0 for none in the row
    int m_free = 0;                  // the first column that no stack has
    std::vector<Bar> m_marks;        // drawn over the row's other bars
};

} // namespace Interleave

// Turns the segments of one row, in order of time, into bars on whole pixels. A segment wide
// enough has a bar of its own. Narrow ones that touch each other share bars: each pixel column
// shows the shares that ran and that were ready, one on the other around the middle and by their
// height, over the band of what was suspended. A burst narrower than a mark becomes one mark.
// Nothing is dropped: every segment has a bar in its place.
#pragma once

#include "core/analysis/states.h"
#include "ui/models/timerange.h"
#include "ui/theme/theme.h"

#include <array>
#include <vector>

namespace Interleave {

/// What a bar looks like. Stacked is the part of a column that ran or was ready, where several
/// segments share it.
enum class BarShape : std::uint8_t { Container, Suspended, Ready, Running, Stacked };

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
    int barHeight(BarShape shape) const;
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

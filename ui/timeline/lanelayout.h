// Decides what lanes look like: of the rows that laneRows() gave, those within [top, bottom) with
// their words and bars on whole pixels. A pure function of the trace, the rows and the request; it
// knows shapes and whose colour, not which colour, and it needs no painter.
#pragma once

#include "ui/timeline/barmerger.h"
#include "ui/timeline/lanerows.h"

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace Interleave {

class TurnIndex;

struct LayoutRequest {
    TimeRange range;       // over `width` pixels
    int width = 0;
    int margin = 0;        // pixels on either side that show what is before and after
    Nanos liveEdge{0};     // where open segments end
    int top = 0;           // in the rows' coordinates
    int bottom = std::numeric_limits<int>::max();
    bool operator==(const LayoutRequest &) const = default;
};

/// Words to write into a bar where they fit.
struct BarLabel {
    int x = 0, y = 0, width = 0, height = 0;
    BarShape shape = BarShape::Suspended;
    LaneColour colour;
    WaitKind wait = WaitKind::Other;
    std::string text;
    bool operator==(const BarLabel &) const = default;
};

/// What is at a point.
struct Hit {
    LaneId row;                 // the lane of the row
    std::optional<LaneId> lane; // of the segment there, which on a loop's row is a task's
    Nanos time{0};              // within that segment
    std::uint32_t count = 0;    // segments drawn in that bar
    Nanos begin{0}, end{0};     // from the first to the last of them
};

struct LaneLayout {
    TimeRange range;
    int width = 0;
    std::shared_ptr<const LaneRows> all; // the rows in sight and the others
    std::vector<LaneRow> rows; // in sight
    std::vector<Bar> bars;     // by row; within a row in the order of drawing
    std::vector<StackedColumn> columns; // of the Stacked bars
    std::vector<BarLabel> labels;

    int height() const { return all ? all->height : 0; } // of all rows
    std::optional<Hit> hit(int x, int y) const;
    /// Null for a row out of sight.
    const LaneRow *rowOf(LaneId lane) const;
    /// Of all rows, without words and bars: the lane's own, or that of the collapsed one it is in.
    const LaneRow *rowShowing(const Trace &trace, LaneId lane) const;
};

/// One thread lays out what an ordinary screen holds, two lay out more: or all of it, while much of the
/// file has yet to be mapped, which takes longer than the layout.
enum class LayoutThreads : std::uint8_t { BySize, Two };

/// `turns` keeps what rows of turns need from one layout of the trace to the next. Without it all
/// of that is worked out for this one.
LaneLayout layOutLanes(const Trace &trace, const LaneColours &colours, std::shared_ptr<const LaneRows> rows,
                       const LayoutRequest &request, TurnIndex *turns = nullptr, LayoutThreads threads = LayoutThreads::BySize);
/// With rows as they are before anybody arranges them.
LaneLayout layOutLanes(const Trace &trace, const LaneColours &colours, const LayoutRequest &request);

} // namespace Interleave

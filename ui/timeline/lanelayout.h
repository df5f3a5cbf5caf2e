// Decides what the lanes of a trace look like: rows in the order of the tree, and bars on whole
// pixels. A pure function of the trace and the request; it knows shapes and whose colour, not
// which colour, and it needs no painter. Only the rows within [top, bottom) get bars.
#pragma once

#include "ui/timeline/barmerger.h"
#include "ui/timeline/lanecolours.h"

#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace Interleave {

struct LayoutRequest {
    TimeRange range;       // over `width` pixels
    int width = 0;
    int margin = 0;        // pixels on either side that show what is before and after
    Nanos liveEdge{0};     // where open segments end
    std::set<LaneId> collapsed;
    RowMetrics metrics;
    int top = 0;
    int bottom = std::numeric_limits<int>::max();
    bool operator==(const LayoutRequest &) const = default;
};

struct LaneRow {
    LaneId lane;
    int depth = 0;
    bool hasChildren = false;
    bool collapsed = false;
    bool container = false;  // holds others rather than executing: a process, a host
    int y = 0, height = 0;
    LaneColour colour;
    std::string name;
    std::string hint;        // "pid 4711", "tid 4712" or the kind
    std::size_t firstBar = 0, barCount = 0;
};

/// Words to write into a bar where they fit.
struct BarLabel {
    int x = 0, y = 0, width = 0, height = 0;
    BarShape shape = BarShape::Suspended;
    LaneColour colour;
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
    int height = 0;
    std::vector<LaneRow> rows;
    std::vector<Bar> bars;     // by row; within a row in the order of drawing
    std::vector<BarLabel> labels;

    std::optional<Hit> hit(int x, int y) const;
    const LaneRow *rowOf(LaneId lane) const;
    /// The row that shows the lane: its own, or that of the collapsed one it is in.
    const LaneRow *rowShowing(const Trace &trace, LaneId lane) const;
};

LaneLayout layOutLanes(const Trace &trace, const LaneColours &colours, const LayoutRequest &request);

} // namespace Interleave

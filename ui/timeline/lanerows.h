// Which lanes have a row, in what order and where: the tree, or one list by a measure, as it is
// arranged. Made once for each change of the lanes or the arrangement, not for each frame; what a
// row says is put together for the rows in sight alone.
#pragma once

#include "core/trace/trace.h"
#include "ui/models/lanearrangement.h"
#include "ui/timeline/barmerger.h"
#include "ui/timeline/lanecolours.h"

#include <string>
#include <vector>

namespace Interleave {

struct LaneRow {
    LaneId lane;
    int depth = 0;
    bool hasChildren = false;
    bool collapsed = false;
    bool container = false;  // holds others rather than executing: a process, a host
    bool pinned = false;
    bool beginsTree = false; // a line above sets it off
    int y = 0, height = 0;
    LaneColour colour;
    std::optional<LaneId> onCpu; // a thread's lane of the kernel, shown as a band in this row
    // Of rows in a layout only:
    bool dim = false;        // another lane is selected that has nothing to do with this one
    std::string name;
    std::string hint;        // "pid 4711", "tid 4712" or the kind
    std::size_t firstBar = 0, barCount = 0;
    std::size_t bandBars = 0; // the last of them: the band's
    int bandY = 0;            // where it begins
};

struct LaneRows {
    std::vector<LaneRow> rows;   // from top to bottom, the pinned ones first
    int height = 0;
    int pinnedHeight = 0;
    RowMetrics metrics;
    std::size_t hidden = 0;      // lanes hidden by hand, with all below them
    std::size_t lanes = 0;       // that could have a row
    std::size_t matching = 0;    // of those, what has the name asked for
    bool namesProcesses = false; // in one list, where there are several
    std::vector<std::uint32_t> placeByLane; // in `rows`, by lane id; rows.size() for none

    const LaneRow *rowOf(LaneId lane) const;
    /// The row that shows the lane: its own, or that of the collapsed one it is in.
    const LaneRow *rowShowing(const Trace &trace, LaneId lane) const;
};

/// A host has a row only when there is more than one. Open segments end at `liveEdge`.
LaneRows laneRows(const Trace &trace, const LaneColours &colours, const LaneChoices &choices,
                  const RowMetrics &metrics, Nanos liveEdge);

/// Of those rows the ones of these lanes alone, without gaps.
LaneRows rowsOf(LaneRows rows, const std::set<LaneId> &lanes);

/// Lanes that begin folded because what is below them would bury the others: queues and pools with
/// more than a screenful of items or jobs.
bool isFoldedByDefault(const Trace &trace, const Lane &lane);

/// Whether the lane is shown within the row of the thread above it: when the kernel had that on a CPU.
bool isBand(const Trace &trace, const Lane &lane);
/// Whether its threads' rows have such bands, or are to have them as soon as the run begins.
bool showsBands(const Trace &trace);

/// Whether the lane's row shows who of its descendants had the turn.
bool showsTurns(const Trace &trace, const Lane &lane);

/// The lane's descendants, itself not counted.
std::vector<LaneId> descendants(const Trace &trace, LaneId lane);

/// All lanes that are neither the lane nor around nor below it, by the topmost of each tree.
std::vector<LaneId> lanesBeside(const Trace &trace, LaneId lane);

} // namespace Interleave

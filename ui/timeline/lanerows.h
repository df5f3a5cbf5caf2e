// Which lanes have a row, in what order and with which words: the tree, without what is collapsed.
#pragma once

#include "ui/timeline/lanelayout.h"

namespace Interleave {

/// Rows from top to bottom, without their bars. A host has one only when there is more than one.
std::vector<LaneRow> laneRows(const Trace &trace, const LaneColours &colours, const std::set<LaneId> &collapsed,
                              const RowMetrics &metrics);

/// Lanes that begin folded because what is below them would bury the others: queues and pools with
/// more than a screenful of items or jobs.
std::set<LaneId> foldedByDefault(const Trace &trace);

/// A lane's name, or "lane 7" when nobody has given it one.
std::string laneTitle(const Lane &lane);

/// What a process's bar says: "1 process, 3 threads"; a queue's that counts nothing: "8 jobs".
std::string containerText(const Trace &trace, const Lane &lane);

/// Whether the lane's row shows who of its descendants had the turn.
bool showsTurns(const Trace &trace, const Lane &lane);

/// The lane's descendants, itself not counted.
std::vector<LaneId> descendants(const Trace &trace, LaneId lane);

} // namespace Interleave

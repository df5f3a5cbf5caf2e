// What stands in a lane's header and on the bar of one that holds others.
#pragma once

#include "ui/timeline/lanerows.h"

#include <string>

namespace Interleave {

/// A lane's name, or "lane 7" when nobody has given it one.
std::string laneTitle(const Lane &lane);

/// What stands beside its name: "pid 4711", "tid 4712", "depth 0 … 5", the kind, or in one list of
/// several processes' lanes the process.
std::string laneHint(const Trace &trace, const LaneRows &rows, const Lane &lane);

/// What a process's bar says: "1 process, 3 threads"; a queue's that counts nothing: "8 jobs".
std::string containerText(const Trace &trace, const Lane &lane);

/// The process that the lane is in, itself counted; null where there is none.
const Lane *processAround(const Trace &trace, const Lane &lane);

} // namespace Interleave

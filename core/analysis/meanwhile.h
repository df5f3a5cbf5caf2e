// Who ran while a lane did not, or did. Pure functions, std only.
#pragma once

#include "core/analysis/states.h"

#include <vector>

namespace Interleave {

/// A lane and for how long it ran.
struct RanMeanwhile {
    LaneId lane;
    Nanos running{0};
    bool operator==(const RanMeanwhile &) const = default;
};

/// Those that the lane takes turns with: on its event loop, else on its thread; of threads all
/// others. Who of them ran in [from, to), the one that ran longest first. Cost: two bisections for
/// each lane that lived then.
std::vector<RanMeanwhile> ranMeanwhile(const Trace &trace, const Lane &lane, Nanos from, Nanos to);

/// Who ran below the lane in [from, to) and had nobody below it that takes turns: of a loop the
/// tasks, of a process the threads.
std::vector<RanMeanwhile> ranWithin(const Trace &trace, const Lane &lane, Nanos from, Nanos to);

} // namespace Interleave

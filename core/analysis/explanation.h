// Why a lane is in the state it is in, as plain sentences written from its events: what it waits
// for and how long, what ended that and who did it, how long it then waited for its turn and who
// ran meanwhile. Window and command line say the same words. Pure functions, std only.
#pragma once

#include "core/analysis/states.h"

#include <optional>
#include <string>
#include <vector>

namespace Interleave {

struct Explanation {
    LaneId lane;
    std::optional<Segment> segment; // none before the lane's first moment and after its end
    std::vector<std::string> sentences;
    Nanos from{0}, until{0}; // for these moments it is the same: at most the segment, but for what the kernel did

    std::string text() const; // all of them, a blank between
};

/// Of the lane at `time`. A segment that is not over ends at `traceEnd`. Nothing where there is no
/// such lane. Cost: two bisections for each lane that may have run meanwhile, and what
/// effectsOf() looks at.
std::optional<Explanation> explain(const Trace &trace, LaneId lane, Nanos time, Nanos traceEnd);

} // namespace Interleave

// Why a lane is in the state it is in, as plain sentences written from its events: what it waits
// for and how long, what ended that and who did it, how long it then waited for its turn and who
// ran meanwhile. Window and command line say the same words. Pure functions, std only.
#pragma once

#include "core/analysis/states.h"

#include <optional>
#include <string>
#include <vector>

namespace Interleave {

/// A moment of a lane.
struct LaneMoment {
    LaneId lane;
    Nanos time{0}; // the trace's
    bool operator==(const LaneMoment &) const = default;
};

struct Explanation {
    Segment segment;
    std::vector<std::string> sentences;
    std::optional<LaneMoment> cause;  // who ended its wait, when it did so
    std::optional<LaneMoment> effect; // what came of it: whom it woke next, or its own going on
};

/// Of the segment that the lane is in at `time`; nothing where it is in none. Cost: two bisections
/// for each lane that may have run meanwhile, and the events of those that did.
std::optional<Explanation> explain(const Trace &trace, LaneId lane, Nanos time);

/// A moment as people read it, from the run's begin on, three decimals: "1.502 s", "12.346 ms".
std::string momentText(const Trace &trace, Nanos time);

/// Who ran in [from, to) while the lane was ready for its turn: those it takes turns with, the one
/// that ran longest first.
struct RanMeanwhile {
    LaneId lane;
    Nanos running{0};
};
std::vector<RanMeanwhile> ranMeanwhile(const Trace &trace, const Lane &lane, Nanos from, Nanos to);

} // namespace Interleave

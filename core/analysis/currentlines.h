// Where in its program each lane is at a moment: the source line at which it waits, or from which it
// went on. Pure function, std only.
#pragma once

#include "core/analysis/states.h"

#include <string>
#include <vector>

namespace Interleave {

struct CurrentLine {
    LaneId lane;
    std::uint16_t line = 0;
    State state = State::Running; // Suspended: it waits there; else it has gone on from there
    std::string values;           // of local variables that it showed: "number = 3"
    bool isAhead = false;         // it runs, has not waited yet, and waits there first
    bool operator==(const CurrentLine &) const = default;
};

/// Of lanes that execute, live then and have waited at a line: their latest one. Before its first wait a
/// lane is at no line that was recorded; where it is known which comes first, that one is said to be
/// ahead. Loops have none, and a lane that is within another's await has its own. Cost: a bisection a
/// lane, and at most 64 events back or on from there.
std::vector<CurrentLine> currentLines(const Trace &trace, Nanos time);

} // namespace Interleave

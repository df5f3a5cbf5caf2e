// What a lane waits for, and what its end means, in plain words. Pure functions, std only.
#pragma once

#include "core/analysis/states.h"

#include <string>

namespace Interleave {

/// Behind "it": "sleeps: it asked for 2 s", "wants the lock printing, which t2 holds".
std::string waitSentence(const Trace &trace, const Segment &suspended);

/// How such a wait ended, a whole clause: "t2 let go of the lock", "its time had come".
/// `waker` ended it, if that is known.
std::string endSentence(const Trace &trace, const Segment &suspended);

/// A lane's name with what it is, where the name does not say it: "t2", "thread 7".
std::string laneText(const Trace &trace, const Lane &seenFrom, LaneId lane);

} // namespace Interleave

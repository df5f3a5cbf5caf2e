// A whole trace as one sequence, for exports that tell the run from beginning to end.
#pragma once

#include "core/trace/trace.h"

#include <functional>

namespace Interleave {

/// Visits every declaration (as its Lane event) and every event in order of time. A lane's own
/// order is kept; of events of one nanosecond in different lanes, declarations come first, then
/// printed lines in their order, the ends of turns, wakes, and the beginnings of turns. Stops when
/// visit says false, and says so.
bool forEachInOrder(const Trace &trace, const std::function<bool(const Event &)> &visit);

} // namespace Interleave

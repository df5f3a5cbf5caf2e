// Lanes that stand for an amount: how many things lie in a queue, how many places of a semaphore
// are free. The amount is the lane's counter "depth" or "free", or its only one. Pure functions, std only.
#pragma once

#include "core/trace/trace.h"

#include <functional>
#include <optional>
#include <string_view>

namespace Interleave {

/// A stretch of time with one value.
struct Level {
    Nanos begin{0}, end{0};
    std::int64_t value = 0;
    bool operator==(const Level &) const = default;
};

struct LevelRange {
    std::int64_t lowest = 0, highest = 0; // zero is always within
    bool operator==(const LevelRange &) const = default;
};

/// "depth" for a queue that counts it, "free" for a lock that does (a semaphore), the counter's own
/// for a counter of another program's trace; empty for any other lane.
std::string_view levelName(const Trace &trace, const Lane &lane);

/// Over the lane's whole life, so that a graph keeps its scale while the view moves.
LevelRange levelRange(const Trace &trace, const Lane &lane);

/// Calls visit for each stretch that touches [from, to), whole, in order. The last one ends with
/// the lane, or at `traceEnd` while it lasts.
void forEachLevel(const Trace &trace, const Lane &lane, Nanos traceEnd, Nanos from, Nanos to,
                  const std::function<void(const Level &)> &visit);

/// The stretch that `time` lies in, if any.
std::optional<Level> levelAt(const Trace &trace, const Lane &lane, Nanos traceEnd, Nanos time);

} // namespace Interleave

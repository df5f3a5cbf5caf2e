// What `run --repeat` says of its runs together: how often they finished in which order, and how far
// their times spread.
#pragma once

#include "core/analysis/repetition.h"

#include <string>

namespace Interleave {

/// On stderr, behind the summaries: the most frequent orders and the lanes.
void printRepetition(const Repetition &repetition);

/// `{"runs":[…],"finished_runs":N,"wall_ns":{…},"orders":[{"count","runs":[…],"lanes":[…]}…],"lanes":[{"name","kind",
/// "runs","finish_ns":{"min","median","max"},"running_ns":{…}}…]}`; `runs` is the content of that first array.
std::string repetitionAsJson(const Repetition &repetition, const std::string &runs);

} // namespace Interleave

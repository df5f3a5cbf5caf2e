// What `interleave explain --json` prints. Times are nanoseconds from the run's first event.
#pragma once

#include "core/analysis/criticalpath.h"
#include "core/analysis/explanation.h"

#include <string>
#include <vector>

namespace Interleave {

std::string explanationAsJson(const Trace &trace, const Explanation &explanation, Nanos time);
std::string pathAsJson(const Trace &trace, const std::string &sentence, const std::vector<PathStep> &path);

} // namespace Interleave

// The documented JSON of the command line: `list --json`, `stats --json`.
#pragma once

#include "core/analysis/statistics.h"
#include "core/scenarios/scenario.h"

#include <string>

namespace Interleave {

/// All scenarios, one array.
std::string scenariosAsJson(const std::vector<const Scenario *> &scenarios);

/// One run, one object. Times count from the run's first event.
std::string statisticsAsJson(const Trace &trace, const RunStatistics &statistics);

} // namespace Interleave

// The same jobs under every concurrency model, for the scenarios of "Which model when?". Each model
// runs in a fresh process of its own: what one costs does not hide in another, and processes are
// forked before there are threads.
#pragma once

#include "core/scenarios/scenario.h"

namespace Interleave {

/// One after another. Jobs wait where the scenario has a parameter `wait`, and compute where it has
/// `work`, both in milliseconds; `jobs` and `workers` say how many.
void runEveryModel(Program &program);

/// Of the model that takes most: processes.
ResourceNeed needOfModels(const ParameterValues &parameters);

} // namespace Interleave

// The budget check before a run (RELIABILITY, rule R2): what a scenario will take against what the
// operating system will still give. Running out of descriptors in mid-run cannot be survived, so
// a run that may is refused before anything of it starts.
#pragma once

#include "core/base/result.h"
#include "core/kernel/limits.h"
#include "core/scenarios/scenario.h"

namespace Interleave {

/// What the run takes, helpers of the session included.
ResourceNeed needOf(const Scenario &scenario, const ParameterValues &complete);

/// NoResources when it is more than there is: one sentence that names what is short, how much is
/// needed and there is, and which parameter to lower to what.
Result<void> checkBudget(const Scenario &scenario, const ParameterValues &complete, const MachineLimits &limits);

/// The largest value of a whole-number parameter that fits while the others stay as they are;
/// nothing where not even its smallest does. Needs must not fall while the value grows.
std::optional<std::int64_t> largestAllowed(const Scenario &scenario, const Parameter &parameter,
                                           const ParameterValues &others, const MachineLimits &limits);

/// Why larger values are not allowed, as a sentence: "More would need 400 file descriptors; there
/// are 256." Empty when the parameter's own maximum fits.
std::string whyNotMore(const Scenario &scenario, const Parameter &parameter, const ParameterValues &others,
                       const MachineLimits &limits);

} // namespace Interleave

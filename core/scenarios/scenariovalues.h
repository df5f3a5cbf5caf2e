// Several values of one parameter, as people write them: "1..8", "1,2,4..6", "fork,spawn".
#pragma once

#include "core/scenarios/scenario.h"

namespace Interleave {

/// More runs than anybody waits for.
inline constexpr std::size_t mostValues = 1000;

/// Whether the text says more than one value of the parameter. Of a text parameter it never does.
bool saysSeveral(const Parameter &parameter, const std::string &text);

/// The values in the order in which they are written, each one allowed; ranges of whole numbers count up or
/// down. Usage error, saying what is allowed.
Result<std::vector<std::string>> severalValues(const Scenario &scenario, const Parameter &parameter,
                                               const std::string &text);

/// Whether it says how many work at once, so that more of them may get the same work done sooner.
bool countsWorkers(const Parameter &parameter);

} // namespace Interleave

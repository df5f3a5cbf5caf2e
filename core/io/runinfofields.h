// A run's description as names and values, the same in the native file and in the JSON export, so
// that a field is added in one place and readers of either skip names they do not know.
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <utility>
#include <vector>

namespace Interleave {

/// Every field with something in it, numbers in decimal; a parameter is named "parameter:NAME", a
/// marker "marker", once each, with begin and end in nanoseconds and its text: "1200 1200 here".
std::vector<std::pair<std::string, std::string>> runInfoFields(const RunInfo &info);

/// Sets one field. Unknown names and malformed numbers leave the description as it is.
void setRunInfoField(RunInfo &info, const std::string &name, const std::string &value);

} // namespace Interleave

// What a run was asked for, as files and processes hand it on. core/scenarios says what is allowed.
#pragma once

#include <map>
#include <string>

namespace Interleave {

/// Parameters by name, as text, complete and within their ranges.
using ParameterValues = std::map<std::string, std::string>;

} // namespace Interleave

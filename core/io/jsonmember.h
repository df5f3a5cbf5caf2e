// A member of a JSON object that may be no object at all.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace Interleave {

/// The member, or a shared null where there is none; whatever `object` is.
const nlohmann::json &member(const nlohmann::json &object, const char *key);

} // namespace Interleave

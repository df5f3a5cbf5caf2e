#include "core/io/jsonmember.h"

#include <nlohmann/json.hpp>

namespace Interleave {

const nlohmann::json &member(const nlohmann::json &object, const char *key)
{
    static const nlohmann::json nothing;
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() ? *found : nothing;
}

} // namespace Interleave

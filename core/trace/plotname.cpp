#include "core/trace/plotname.h"

namespace Interleave {

namespace {
constexpr std::string_view prefix = "plot ";
constexpr std::string_view separator = " @ ";
} // namespace

std::string plotName(std::string_view series, std::string_view x)
{
    return std::string(prefix) + std::string(series) + std::string(separator) + std::string(x);
}

std::optional<std::pair<std::string, std::string>> plotOfName(std::string_view name)
{
    const std::size_t at = name.rfind(separator);
    if (!name.starts_with(prefix) || at == std::string_view::npos || at < prefix.size())
        return std::nullopt;
    return std::pair(std::string(name.substr(prefix.size(), at - prefix.size())),
                     std::string(name.substr(at + separator.size())));
}

} // namespace Interleave

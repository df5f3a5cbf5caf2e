// What a slice of another program's trace says, kept as one text: its name in the first line, then
// what else is known of it, "key: value" a line. Pure functions, std only.
#pragma once

#include <string_view>

namespace Interleave {

constexpr std::string_view sliceName(std::string_view text)
{
    return text.substr(0, text.find('\n'));
}

/// The lines behind the name; empty when there are none.
constexpr std::string_view sliceDetails(std::string_view text)
{
    const std::size_t end = text.find('\n');
    return end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
}

} // namespace Interleave

// How a point of a scenario's figure is written into the recording: as a counter "plot SERIES @ X",
// so that it travels, is saved and stands on the timeline like everything else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace Interleave {

/// A counter holds whole numbers: a point's value is multiplied by this.
inline constexpr double plotScale = 1e9;

std::string plotName(std::string_view series, std::string_view x);
/// Series and x of such a name; nothing for any other counter's name.
std::optional<std::pair<std::string, std::string>> plotOfName(std::string_view name);

} // namespace Interleave

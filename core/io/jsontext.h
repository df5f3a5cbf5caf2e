// Strings of a trace as JSON strings. They are whatever bytes a program gave, and must come back
// as the same bytes although JSON is UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace Interleave {

bool isUtf8(std::string_view bytes);

/// Appends "text" in quotes and escaped; what is no UTF-8 as U+FFFD.
void appendJsonString(std::string &json, std::string_view text);

/// Appends "key":"text", and also "key_hex":"…" when the text is no UTF-8.
void appendJsonMember(std::string &json, std::string_view key, std::string_view text);

std::optional<std::string> fromHex(std::string_view digits);

} // namespace Interleave

// The lexical half of reading JSON that may be hundreds of megabytes: where strings, values and
// containers end. It builds nothing and never recurses. Why by hand: simdjson over a whole trace of
// ten million events takes 4 to 4.8 seconds and 2 GB where this takes one second and no memory, as
// the members of a trace that matter are few and all others need only be skipped.
//
// All pointers point into bytes that are followed by scanPadding zeros, so that 16 bytes can be
// looked at wherever one may be, and every loop stops at the end without asking for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Interleave {

inline constexpr std::size_t scanPadding = 64;

enum class JsonKind : std::uint8_t { None, Text, Scalar, Object, Array };

/// A value as it stands in the file: a text without its quotes and not yet unescaped.
struct JsonToken {
    std::string_view bytes;
    JsonKind kind = JsonKind::None;
    bool escaped = false; // a text with a backslash in it
};

inline const char *skipBlank(const char *at)
{
    while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')
        ++at;
    return at;
}

/// The closing quote of a text that begins at `at`; null when it lies behind `end`.
const char *findQuote(const char *at, const char *end, bool &escaped);

/// Behind the container that opens at `at`, however deep it is; null when it goes on behind `end`.
const char *skipContainer(const char *at, const char *end);

/// Reads the value at `at`. Behind it, or null when it goes on behind `end`. What is no value gives
/// a Scalar of no bytes.
const char *readValue(const char *at, const char *end, JsonToken &value);

/// A text with its escapes resolved. Surrogates that stand alone become U+FFFD; all bytes that are
/// no escapes stay as they are.
std::string unescaped(std::string_view bytes);

/// Calls visit(key, value) for the members of the object that `bytes` are. Stops at what is no JSON.
template<class Visit>
void forEachMember(std::string_view object, Visit visit)
{
    const char *at = object.data() + 1, *end = object.data() + object.size();
    while (at < end) {
        at = skipBlank(at);
        if (*at != '"')
            return;
        JsonToken key, value;
        at = readValue(at, end, key);
        if (!at || *(at = skipBlank(at)) != ':')
            return;
        at = readValue(skipBlank(at + 1), end, value);
        if (!at)
            return;
        visit(key, value);
        at = skipBlank(at);
        if (*at == ',')
            ++at;
    }
}

} // namespace Interleave

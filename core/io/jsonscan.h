// The lexical half of reading JSON that may be hundreds of megabytes: where strings, values and
// containers end. It builds nothing and never recurses. Why by hand: simdjson over a whole trace of
// ten million events takes 4 to 4.8 seconds and 2 GB where this takes one second and no memory, as
// the members of a trace that matter are few and all others need only be skipped.
//
// All pointers point into bytes that are followed by scanPadding zeros, so that 16 bytes can be
// looked at wherever one may be, and every loop stops at the end without asking for it.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace Interleave {

inline constexpr std::size_t scanPadding = 64;
inline constexpr int scanStride = 16;

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

/// Which of the 16 bytes at `at` are a quote or a backslash, as bits.
inline unsigned quotesAt(const char *at)
{
#if defined(__SSE2__)
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return unsigned(_mm_movemask_epi8(_mm_or_si128(quote, backslash)));
#else
    unsigned bits = 0;
    for (int i = 0; i < scanStride; ++i)
        bits |= unsigned(at[i] == '"' || at[i] == '\\') << i;
    return bits;
#endif
}

/// The closing quote of a text that begins at `at`; null when it lies behind `end`.
inline const char *findQuote(const char *at, const char *end, bool &escaped)
{
    while (at < end) {
        const unsigned found = quotesAt(at);
        if (found == 0) {
            at += scanStride;
            continue;
        }
        at += std::countr_zero(found);
        if (at >= end)
            return nullptr;
        if (*at == '"')
            return at;
        escaped = true;
        at += 2;
    }
    return nullptr;
}

/// Characters that no number or word holds; the zeros behind the end are among them.
inline constexpr std::array<bool, 256> endsScalar = [] {
    std::array<bool, 256> ends{};
    for (std::size_t code = 0; code <= ' '; ++code)
        ends[code] = true;
    for (const char character : {',', '}', ']', ':', '"'})
        ends[std::uint8_t(character)] = true;
    return ends;
}();

/// Behind the container that opens at `at`, however deep it is; null when it goes on behind `end`.
const char *skipContainer(const char *at, const char *end);

/// Reads the value at `at`. Behind it, or null when it goes on behind `end`. What is no value gives
/// a Scalar of no bytes.
inline const char *readValue(const char *at, const char *end, JsonToken &value)
{
    const char *begin = at;
    value.escaped = false;
    if (*at == '"') {
        value.kind = JsonKind::Text;
        const char *quote = findQuote(at + 1, end, value.escaped);
        if (!quote)
            return nullptr;
        value.bytes = {begin + 1, std::size_t(quote - begin - 1)};
        return quote + 1;
    }
    if (*at == '{' || *at == '[') {
        value.kind = *at == '{' ? JsonKind::Object : JsonKind::Array;
        at = skipContainer(at, end);
        if (!at)
            return nullptr;
    } else {
        value.kind = JsonKind::Scalar;
        while (!endsScalar[std::uint8_t(*at)])
            ++at;
        if (at >= end)
            return nullptr;
    }
    value.bytes = {begin, std::size_t(at - begin)};
    return at;
}

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

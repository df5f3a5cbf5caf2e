#include "core/io/jsonscan.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace Interleave {

namespace {

constexpr int stride = scanStride;

/// Which of the 16 bytes at `at` are a quote, brace or bracket. A brace is its bracket with one bit more.
inline unsigned structureAt(const char *at)
{
#if defined(__SSE2__)
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
    const __m128i folded = _mm_or_si128(bytes, _mm_set1_epi8('{' ^ '['));
    const __m128i opens = _mm_cmpeq_epi8(folded, _mm_set1_epi8('{'));
    const __m128i closes = _mm_cmpeq_epi8(folded, _mm_set1_epi8('}'));
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    return unsigned(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(opens, closes), quote)));
#else
    unsigned bits = 0;
    for (int i = 0; i < stride; ++i)
        bits |= unsigned(at[i] == '"' || (at[i] | 0x20) == '{' || (at[i] | 0x20) == '}') << i;
    return bits;
#endif
}

void appendUtf8(std::string &text, std::uint32_t code)
{
    const auto put = [&](std::uint32_t byte) { text += char(byte); };
    const auto putLast = [&](int shift) { put(0x80 | (code >> shift & 0x3f)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | code >> 6);
        putLast(0);
    } else if (code < 0x10000) {
        put(0xe0 | code >> 12);
        putLast(6);
        putLast(0);
    } else {
        put(0xf0 | code >> 18);
        putLast(12);
        putLast(6);
        putLast(0);
    }
}

/// The number of \uXXXX at the beginning of `bytes`.
std::optional<std::uint32_t> codeUnit(std::string_view bytes)
{
    constexpr std::size_t length = 6;
    constexpr int hexadecimal = 16;
    std::uint32_t code = 0;
    if (bytes.size() < length || !bytes.starts_with("\\u"))
        return std::nullopt;
    const auto [end, error] = std::from_chars(bytes.data() + 2, bytes.data() + length, code, hexadecimal);
    return error == std::errc() && end == bytes.data() + length ? std::optional(code) : std::nullopt;
}

/// Appends the character that the \u at the beginning of `bytes` stands for; how many bytes it took.
std::size_t unescapeUnicode(std::string &text, std::string_view bytes)
{
    constexpr std::uint32_t replacement = 0xfffd;
    const std::optional<std::uint32_t> first = codeUnit(bytes);
    if (!first) {
        text += bytes.substr(0, 2);
        return 2;
    }
    const std::optional<std::uint32_t> second = codeUnit(bytes.substr(6));
    const bool isHigh = *first >= 0xd800 && *first < 0xdc00, isLow = *first >= 0xdc00 && *first < 0xe000;
    if (isHigh && second && *second >= 0xdc00 && *second < 0xe000) {
        appendUtf8(text, 0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00));
        return 12;
    }
    appendUtf8(text, isHigh || isLow ? replacement : *first);
    return 6;
}

} // namespace

const char *skipContainer(const char *at, const char *end)
{
    std::size_t depth = 0;
    while (at < end) {
        unsigned found = structureAt(at);
        const char *block = at;
        at += stride;
        while (found != 0) {
            const char *place = block + std::countr_zero(found);
            found &= found - 1;
            if (place >= end)
                return nullptr;
            if (*place == '"') {
                bool escaped = false;
                const char *quote = findQuote(place + 1, end, escaped);
                if (!quote)
                    return nullptr;
                at = quote + 1;
                break;
            }
            depth += (*place | 0x20) == '{' ? 1 : std::size_t(-1);
            if (depth == 0)
                return place + 1;
        }
    }
    return nullptr;
}

std::string unescaped(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t plain = std::min(bytes.find('\\'), bytes.size());
        text += bytes.substr(0, plain);
        bytes.remove_prefix(plain);
        if (bytes.size() < 2)
            break;
        constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        std::size_t taken = 2;
        if (const std::size_t letter = letters.find(bytes[1]); letter != std::string_view::npos)
            text += meanings[letter];
        else if (bytes[1] == 'u')
            taken = unescapeUnicode(text, bytes);
        else
            text += bytes.substr(0, 2);
        bytes.remove_prefix(taken);
    }
    return text;
}

} // namespace Interleave

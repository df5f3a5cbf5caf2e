#include "core/io/jsonnumber.h"

#include <charconv>
#include <cmath>

namespace Interleave {

namespace {

constexpr double mostMicroseconds = 4e15;

bool isDigit(char character) { return character >= '0' && character <= '9'; }

/// The way for everything that is no plain decimal number. from_chars knows no leading plus, and
/// takes "nan" and "inf", which are no JSON and fail the comparisons of the callers.
std::optional<double> floatFrom(std::string_view digits)
{
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = end == digits.data() + digits.size() && !digits.empty();
    return whole && error == std::errc() ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> slowNanoseconds(std::string_view microseconds)
{
    const std::optional<double> value = floatFrom(microseconds);
    if (!value || !(std::abs(*value) < mostMicroseconds))
        return std::nullopt;
    return std::llround(*value * 1000);
}

} // namespace

std::optional<std::int64_t> nanosecondsFrom(std::string_view microseconds)
{
    constexpr int mostDigits = 16; // before the point: microseconds since 1970 have 16
    const char *at = microseconds.data(), *end = at + microseconds.size();
    const bool negative = at < end && *at == '-';
    at += negative;
    const char *first = at;
    std::int64_t value = 0;
    for (; at < end && isDigit(*at); ++at)
        value = value * 10 + (*at - '0');
    if (at == first || at - first > mostDigits)
        return slowNanoseconds(microseconds);
    if (double(value) >= mostMicroseconds)
        return std::nullopt;
    std::int64_t scale = 1000;
    bool up = false;
    if (at < end && *at == '.') {
        for (++at; at < end && isDigit(*at) && scale > 1; ++at) {
            value = value * 10 + (*at - '0');
            scale /= 10;
        }
        up = at < end && *at >= '5' && *at <= '9';
        while (at < end && isDigit(*at))
            ++at;
    }
    if (at != end)
        return slowNanoseconds(microseconds);
    value = value * scale + up;
    return negative ? -value : value;
}

std::optional<WholeNumber> wholeNumberFrom(std::string_view digits)
{
    constexpr double beyond = 9223372036854775808.0; // 2^63
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
    if (error == std::errc() && end == digits.data() + digits.size())
        return WholeNumber{whole};
    const std::optional<double> value = floatFrom(digits);
    if (!value || !std::isfinite(*value))
        return std::nullopt;
    if (std::abs(*value) >= beyond)
        return WholeNumber{*value < 0 ? INT64_MIN : INT64_MAX, false, true};
    return WholeNumber{std::llround(*value), *value != std::round(*value)};
}

} // namespace Interleave

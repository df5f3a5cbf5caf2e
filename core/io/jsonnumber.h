// Numbers of a foreign trace as exact integers, without going through floating point where their
// digits say it all.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace Interleave {

/// A decimal number of microseconds as nanoseconds, rounded to the nearest; exponents are fine.
/// Nothing for what is no number, or more than 126 years away, which is far from overflow.
std::optional<std::int64_t> nanosecondsFrom(std::string_view microseconds);

struct WholeNumber {
    std::int64_t value = 0;
    bool rounded = false; // it had a fraction
    bool cut = false;     // it was larger than 64 bits hold: the value is the largest of its sign
};

/// Nothing for what is no number.
std::optional<WholeNumber> wholeNumberFrom(std::string_view digits);

} // namespace Interleave

// A stretch of a trace's time, half open: begin belongs to it, end does not.
#pragma once

#include "core/trace/event.h"

namespace Interleave {

struct TimeRange {
    Nanos begin{0};
    Nanos end{0};
    constexpr Nanos length() const { return end - begin; }
    constexpr bool contains(Nanos time) const { return time >= begin && time < end; }
    bool operator==(const TimeRange &) const = default;
};

/// The same with fractions of nanoseconds, for a view: where a nanosecond is a hundred pixels wide
/// a view stands between two of them. A trace's times have 48 bits, so a double would lose pixels.
struct FineRange {
    long double begin = 0;
    long double length = 0;
    bool operator==(const FineRange &) const = default;
};

} // namespace Interleave

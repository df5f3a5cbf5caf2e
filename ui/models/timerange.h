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

} // namespace Interleave

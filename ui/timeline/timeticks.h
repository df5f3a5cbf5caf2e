// The marks of a time axis: a labelled tick at each round time and small ones between. Steps go
// 1-2-5 below a second and by clock time above. std only; the decimal sign is a point.
#pragma once

#include "ui/models/timerange.h"

#include <string>
#include <vector>

namespace Interleave {

struct TimeTick {
    Nanos time{0};
    std::string label; // empty for a minor tick
    bool isMajor() const { return !label.empty(); }
    bool operator==(const TimeTick &) const = default;
};

/// The ticks within the range, both ends included, in order. Labels count from `origin` and stand
/// at least as far apart as they are long, taking `charWidth` pixels for a character.
std::vector<TimeTick> timeTicks(TimeRange range, int width, Nanos origin, int charWidth = 7);

/// A time as an axis with this step writes it: "0.5 s", "250 µs", "1:30 min". `largest` is the
/// largest time beside it, which decides the unit.
std::string tickLabel(Nanos time, Nanos step, Nanos largest);

} // namespace Interleave

// What a person has marked in a run: a moment or, where `end` is later, a stretch of time, with a
// remark or without. Times count from the run's first event, so that they hold wherever it is saved.
#pragma once

#include "core/trace/event.h"

#include <string>

namespace Interleave {

struct Marker {
    Nanos begin{0};
    Nanos end{0};
    std::string text;
    bool isRange() const { return end > begin; }
    bool operator==(const Marker &) const = default;
};

} // namespace Interleave

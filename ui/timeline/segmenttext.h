// Everything about one segment in words: for hovering, for screen readers and for the details
// panel. Plain text, one fact a line; times count from the run's begin.
#pragma once

#include "core/analysis/states.h"

#include <QString>

namespace Interleave {

QString segmentText(const Trace &trace, const Segment &segment);

/// "0.792 s" with the digits that a person can use at this scale.
QString momentText(Nanos sinceBegin);

} // namespace Interleave

// Everything about one segment in words: for hovering, for screen readers and for the details
// panel. Plain text, one fact a line; times count from the run's begin.
#pragma once

#include "core/analysis/states.h"

#include <QString>

namespace Interleave {

QString segmentText(const Trace &trace, const Segment &segment);

/// What a queue or semaphore counted then; empty for a lane that counts nothing.
QString levelText(const Trace &trace, const Lane &lane, Nanos traceEnd, Nanos time);

/// "0.792 s" with the digits that a person can use at this scale.
QString momentText(Nanos sinceBegin);

} // namespace Interleave

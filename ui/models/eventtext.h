// What a table says of one event, column by column. Pure functions; plain text.
#pragma once

#include "core/analysis/mergedevents.h"

#include <QString>

namespace Interleave {

/// Exact to the nanosecond, in the one unit that a run of this length is read in, so that times
/// stand below each other: "12.345678 ms".
QString exactTimeText(Nanos sinceBegin, Nanos runLength);

/// A lane's name, a worker's main thread's being that of its process, or "lane 7".
QString laneNameText(const Trace &trace, LaneId lane);

/// "suspend", or "suspend (inferred)".
QString eventKindText(const Event &event);

/// Why, by whom, or how it ended: "sleep 2 s", "by loop", "exit code 1".
QString eventReasonText(const Trace &trace, const Event &event);

/// What was printed, noted or counted.
QString eventValueText(const Trace &trace, const Event &event);

} // namespace Interleave

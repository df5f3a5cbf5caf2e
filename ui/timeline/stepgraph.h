// An amount over time, such as a queue's depth, as columns on whole pixels: solid up to the least
// that it was within the column, paler up to the most. So nothing is dropped at any zoom: a queue
// that was full for a moment shows a pale peak, and one that was never empty shows no gap.
#pragma once

#include "core/analysis/levels.h"
#include "ui/timeline/barmerger.h"

namespace Interleave {

/// Where a graph stands: the axis and its pixels, kept within [-margin, width + margin].
struct StepGraphPlace {
    TimeRange range;
    int width = 0;
    int margin = 0;
    RowMetrics metrics;
    int y = 0; // the row's top
};

/// Appends the bars of the lane's level, from left to right, columns of equal height as one.
void appendStepGraph(std::vector<Bar> &bars, const Trace &trace, const Lane &lane, Nanos traceEnd,
                     const StepGraphPlace &place);

} // namespace Interleave

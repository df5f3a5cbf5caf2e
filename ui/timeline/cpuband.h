// Where a thread's row shows when the kernel had the thread on a CPU: a thin band under its bar, which
// moves up for it. Rows stay as high as they are.
#pragma once

#include "ui/timeline/bar.h"

#include <algorithm>

namespace Interleave {

struct CpuBand {
    int lift = 0;       // pixels that the row's own bars move up
    int y = 0;          // of the band, within the row
    RowMetrics metrics; // of the band: `row` is its height
};

inline CpuBand cpuBandIn(const RowMetrics &row)
{
    constexpr int leastHeight = 4; // a stack of all three states
    constexpr int above = 1, below = 2; // so that it is seen to belong to the bar over it
    CpuBand band;
    band.lift = (row.row - row.running) / 2;
    band.y = row.running + above;
    band.metrics.row = band.metrics.running = std::max(leastHeight, row.row - band.y - below);
    // On a CPU at full height; preempted, which is ready, half as high; blocked a line.
    band.metrics.ready = std::max(2, band.metrics.row / 2);
    band.metrics.suspended = band.metrics.free = band.metrics.container = 1;
    return band;
}

} // namespace Interleave

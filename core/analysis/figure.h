// The points that a run plotted, read back from its recording. Pure functions, std only.
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace Interleave {

struct PlotPoint {
    std::string x; // a number for curves, a name for bars
    double y = 0;
    bool operator==(const PlotPoint &) const = default;
};

struct PlotSeries {
    std::string name;
    std::vector<PlotPoint> points; // in order of time
    bool operator==(const PlotSeries &) const = default;
};

/// All series in the order of their first points.
std::vector<PlotSeries> plottedSeries(const Trace &trace);

} // namespace Interleave

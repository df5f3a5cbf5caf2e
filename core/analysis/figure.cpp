#include "core/analysis/figure.h"

#include "core/trace/plotname.h"

#include <algorithm>

namespace Interleave {

namespace {

struct TimedPoint {
    Nanos time;
    std::string series;
    PlotPoint point;
};

std::vector<TimedPoint> pointsOf(const Trace &trace)
{
    std::vector<TimedPoint> points;
    for (const Lane &lane : trace.lanes()) {
        for (const Event &event : lane.events) {
            const CounterSample *sample = trace.counter(event);
            auto plot = sample ? plotOfName(sample->name) : std::nullopt;
            if (plot)
                points.push_back({event.time(), std::move(plot->first),
                                  {std::move(plot->second), double(sample->value) / plotScale}});
        }
    }
    std::ranges::stable_sort(points, {}, &TimedPoint::time);
    return points;
}

} // namespace

std::vector<PlotSeries> plottedSeries(const Trace &trace)
{
    std::vector<PlotSeries> all;
    for (TimedPoint &point : pointsOf(trace)) {
        auto series = std::ranges::find(all, point.series, &PlotSeries::name);
        if (series == all.end())
            series = all.insert(series, {point.series, {}});
        series->points.push_back(std::move(point.point));
    }
    return all;
}

} // namespace Interleave

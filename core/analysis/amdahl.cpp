#include "core/analysis/amdahl.h"

#include <cmath>
#include <set>

namespace Interleave {

namespace {

constexpr double mostBelowZero = 0.05; // of the time of one worker

struct Line {
    double intercept = 0, slope = 0;
};

/// y = intercept + slope · x.
Line leastSquares(std::span<const ScalingPoint> points)
{
    const double count = double(points.size());
    double meanX = 0, meanY = 0;
    for (const ScalingPoint &point : points) {
        meanX += 1 / point.workers / count;
        meanY += point.time / count;
    }
    double together = 0, ofX = 0;
    for (const ScalingPoint &point : points) {
        const double x = 1 / point.workers - meanX;
        together += x * (point.time - meanY);
        ofX += x * x;
    }
    const double slope = together / ofX;
    return {meanY - slope * meanX, slope};
}

/// The slope of y = slope · x.
double slopeThroughZero(std::span<const ScalingPoint> points)
{
    double together = 0, ofX = 0;
    for (const ScalingPoint &point : points) {
        together += point.time / point.workers;
        ofX += 1 / (point.workers * point.workers);
    }
    return together / ofX;
}

double deviation(std::span<const ScalingPoint> points, const AmdahlFit &fit)
{
    double squares = 0;
    for (const ScalingPoint &point : points)
        squares += std::pow(point.time - fit.time(point.workers), 2);
    return std::sqrt(squares / double(points.size()));
}

} // namespace

Result<AmdahlFit> amdahlFit(std::span<const ScalingPoint> points)
{
    std::set<double> numbers;
    for (const ScalingPoint &point : points) {
        if (!(point.workers > 0) || !std::isfinite(point.workers) || !std::isfinite(point.time))
            return Error(ErrorCode::Failed, "Amdahl's law needs numbers of workers above zero.");
        numbers.insert(point.workers);
    }
    if (numbers.size() < 3)
        return Error(ErrorCode::Failed, "Amdahl's law has two unknowns: a fit takes at least three different values.");
    const Line line = leastSquares(points);
    AmdahlFit fit{line.intercept, line.slope};
    if (!(fit.parallel > 0))
        return Error(ErrorCode::Failed, "The time does not fall as the value grows, so nothing is shared out that "
                                        "Amdahl's law could tell apart.");
    if (fit.serial < -mostBelowZero * (fit.serial + fit.parallel))
        return Error(ErrorCode::Failed, "The time falls faster than in proportion, which Amdahl's law does not "
                                        "know: its serial part would be less than nothing.");
    if (fit.serial < 0)
        fit = {0, slopeThroughZero(points)};
    fit.error = deviation(points, fit);
    return fit;
}

} // namespace Interleave

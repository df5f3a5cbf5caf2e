#include "core/analysis/sweep.h"

#include "core/analysis/states.h"
#include "core/analysis/statistics.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace Interleave {

namespace {

std::optional<double> numberOf(const std::string &value)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool isWhole = error == std::errc() && end == value.data() + value.size();
    return isWhole ? std::optional(double(number)) : std::nullopt;
}

std::string secondsText(double seconds)
{
    constexpr double nanoseconds = 1e9;
    return durationText(Nanos(std::llround(seconds * nanoseconds)));
}

} // namespace

SweepPoint pointOf(std::string value, const Trace &trace)
{
    LiveStatistics statistics;
    while (!statistics.isComplete())
        statistics.update(trace);
    const RunStatistics &figures = statistics.update(trace);
    const std::optional<double> number = numberOf(value);
    return {.value = std::move(value), .number = number, .ran = true, .outcome = trace.info.outcome,
            .reason = trace.info.reason, .wall = figures.wall, .cpu = Nanos(trace.info.cpuNs),
            .maxRunning = figures.maxRunning};
}

SweepPoint refusedPoint(std::string value, std::string reason)
{
    const std::optional<double> number = numberOf(value);
    return {.value = std::move(value), .number = number, .outcome = RunOutcome::Failed, .reason = std::move(reason)};
}

std::vector<ScalingPoint> scalingPoints(const std::vector<SweepPoint> &points)
{
    std::vector<ScalingPoint> measured;
    for (const SweepPoint &point : points) {
        if (point.isMeasured() && point.number)
            measured.push_back({*point.number, std::chrono::duration<double>(point.wall).count()});
    }
    return measured;
}

std::optional<IdealLine> idealLine(std::span<const ScalingPoint> points)
{
    const auto least = std::ranges::min_element(points, {}, &ScalingPoint::workers);
    if (least == points.end() || !(least->workers > 0))
        return std::nullopt;
    return IdealLine{least->workers, least->time};
}

std::string fitText(const AmdahlFit &fit)
{
    constexpr double percent = 100;
    return "Amdahl's law fits T(n) = " + secondsText(fit.serial) + " + " + secondsText(fit.parallel) + " / n, to within "
        + secondsText(fit.error) + ": as if " + std::to_string(std::lround(fit.serialFraction() * percent))
        + " % of the work could not be shared out.";
}

} // namespace Interleave

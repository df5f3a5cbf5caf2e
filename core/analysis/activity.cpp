#include "core/analysis/activity.h"

#include "core/analysis/states.h"
#include "core/analysis/stateshares.h"

#include <algorithm>

namespace Interleave {

namespace {

bool isCounted(const Trace &trace, const Lane &lane)
{
    const auto recorded = [&trace](LaneId child) {
        return executes(trace.lane(child)->kind) && !trace.lane(child)->events.empty();
    };
    return executes(lane.kind) && !lane.events.empty() && std::ranges::none_of(trace.children(lane.id), recorded);
}

} // namespace

Activity activityOf(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to, int columns)
{
    Activity activity{from, to, {}, {}, {}};
    const std::int64_t length = std::max<std::int64_t>((to - from).count(), 1);
    const auto count = std::size_t(std::clamp<std::int64_t>(columns, 1, length));
    for (std::vector<double> *values : {&activity.running, &activity.ready, &activity.suspended})
        values->resize(count);
    // The product may exceed 64 bits: runs last up to 78 hours.
    const auto edge = [&](std::size_t column) { return from + Nanos(std::int64_t(__int128(length) * column / count)); };
    for (const Lane &lane : trace.lanes()) {
        if (!isCounted(trace, lane))
            continue;
        ColumnReader reader(lane, traceEnd, from, Nanos(length / std::int64_t(count)));
        for (std::size_t column = 0; column < count; ++column) {
            const StateSums sums = reader.upTo(edge(column + 1));
            const double width = double((edge(column + 1) - edge(column)).count());
            activity.running[column] += double(sums.running.count()) / width;
            activity.ready[column] += double(sums.ready.count()) / width;
            activity.suspended[column] += double(sums.suspended.count()) / width;
        }
    }
    return activity;
}

} // namespace Interleave

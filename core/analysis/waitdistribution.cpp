#include "core/analysis/waitdistribution.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace Interleave {

namespace {

/// The value of nearest rank: the least of which at least that share of all are no larger.
Nanos quantile(std::vector<Nanos> &durations, std::size_t quarters)
{
    const std::size_t rank = std::max<std::size_t>((durations.size() * quarters + 3) / 4, 1) - 1;
    std::nth_element(durations.begin(), durations.begin() + std::ptrdiff_t(rank), durations.end());
    return durations[rank];
}

WaitDistribution distributionOf(Reason reason, std::vector<Nanos> durations)
{
    WaitDistribution result;
    result.reason = reason;
    result.count = durations.size();
    result.total = std::accumulate(durations.begin(), durations.end(), Nanos(0));
    result.shortest = *std::ranges::min_element(durations);
    result.longest = *std::ranges::max_element(durations);
    result.lowerQuartile = quantile(durations, 1);
    result.median = quantile(durations, 2);
    result.upperQuartile = quantile(durations, 3);
    return result;
}

} // namespace

std::optional<std::vector<WaitDistribution>> waitDistributions(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to,
                                                               const std::atomic<bool> *cancelled)
{
    std::map<Reason, std::vector<Nanos>> durations;
    for (const Lane &lane : trace.lanes()) {
        if (cancelled && cancelled->load(std::memory_order_relaxed)) // it only ends the work sooner
            return std::nullopt;
        if (!executes(lane.kind))
            continue;
        forEachSegment(lane, traceEnd, from - Nanos(1), to, [&](const Segment &segment) {
            const bool endedWithin = !segment.open && segment.end >= from && segment.end < to;
            if (segment.state == State::Suspended && endedWithin)
                durations[segment.reason].push_back(segment.duration());
        });
    }
    std::vector<WaitDistribution> result;
    for (auto &[reason, waits] : durations)
        result.push_back(distributionOf(reason, std::move(waits)));
    std::ranges::stable_sort(result, std::greater(), &WaitDistribution::total);
    return result;
}

} // namespace Interleave

#include "core/analysis/kernellaws.h"

#include "core/analysis/states.h"
#include "core/analysis/stateshares.h"
#include "core/trace/threadaccount.h"

#include <algorithm>

namespace Interleave {

namespace {

void checkCpus(const Trace &trace, LawReport &report)
{
    std::vector<Hold> turns;
    for (const Lane &lane : trace.lanes()) {
        if (lane.kind != LaneKind::OnCpu)
            continue;
        forEachSegment(lane, trace.end(), Nanos(0), Nanos::max(), [&](const Segment &segment) {
            if (segment.state == State::Running && segment.peer)
                turns.push_back({segment.peer->value(), segment.begin, segment.end, lane.id});
        });
    }
    checkHolds(trace, std::move(turns), "one-on-a-cpu", "is on one CPU with", report);
}

/// What the kernel recorded and what it counted are two accounts of the same.
void checkCpuTimes(const Trace &trace, LawReport &report)
{
    constexpr Nanos leastTolerance{100'000};
    for (const Lane &lane : trace.lanes()) {
        const std::optional<ThreadAccount> account = threadAccountOf(trace, lane);
        const Lane *onCpu = onCpuLaneOf(trace, lane);
        const auto start = std::find_if(lane.events.begin(), lane.events.end(),
                                        [](const Event &event) { return event.kind() == EventKind::Start; });
        if (!account || !onCpu || start == lane.events.end())
            continue;
        const Nanos ran = stateSums(*onCpu, trace.end(), start->time(), account->time).running;
        if (std::chrono::abs(ran - account->cpu) > std::max(leastTolerance, account->cpu / 100))
            report.add("cpu-time", lane, account->time, "was on CPUs for " + durationText(ran) + ", but had a CPU time of "
                       + durationText(account->cpu));
    }
}

} // namespace

bool hasLostOfKernel(const Trace &trace)
{
    return std::any_of(trace.rings.begin(), trace.rings.end(),
                       [](const RingTotals &ring) { return ring.lost > 0 && ring.isKernels(); });
}

void checkKernelLaws(const Trace &trace, LawReport &report)
{
    checkCpus(trace, report);
    checkCpuTimes(trace, report);
}

} // namespace Interleave

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

// The kernel charges a thread for the switch that brings it, but records it on its CPU only when that is
// done, so that each turn lacks a little: measured 1.1 µs where threads hand a lock round, up to 16 elsewhere,
// where what the host took is not told apart. Of 416 threads for which the host's share was read, that share
// alone explained every gap; this is for threads of many turns, of which none was measured without it.
constexpr Nanos mostOfASwitch{25'000};

/// By how much the two accounts may differ, of a thread that came so many times: one percent or 0.1 ms,
/// whichever is larger, and the switches.
Nanos toleranceOf(Nanos cpu, std::uint64_t turns)
{
    constexpr Nanos least{100'000};
    return std::max(least, cpu / 100) + std::int64_t(turns) * mostOfASwitch;
}

/// What the kernel recorded and what it counted are two accounts of the same.
void checkCpuTimes(const Trace &trace, LawReport &report)
{
    for (const Lane &lane : trace.lanes()) {
        const std::optional<ThreadAccount> account = threadAccountOf(trace, lane);
        const Lane *onCpu = onCpuLaneOf(trace, lane);
        const auto start = std::find_if(lane.events.begin(), lane.events.end(),
                                        [](const Event &event) { return event.kind() == EventKind::Start; });
        if (!account || !onCpu || start == lane.events.end())
            continue;
        const StateSums sums = stateSums(*onCpu, trace.end(), start->time(), account->time);
        const Nanos ran = sums.running;
        // A host that takes the CPU away in the midst of a switch may lengthen either account.
        const Nanos tolerance = toleranceOf(account->cpu, sums.begun / 2 + 1) + Nanos(trace.info.withheldNs);
        if (std::chrono::abs(ran - account->cpu) > tolerance)
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

#include "core/analysis/kernelshare.h"

#include "core/analysis/stateshares.h"
#include "core/trace/threadaccount.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::uint64_t mostCounted = 3 * 20'000; // a turn is up to three segments: on, preempted, blocked

class ShareCounter
{
public:
    ShareCounter(Nanos from, Nanos to) : m_from(from), m_to(to) {}

    void add(const Segment &segment)
    {
        const Nanos length = std::min(segment.end, m_to) - std::max(segment.begin, m_from);
        const bool begins = segment.begin >= m_from && segment.begin < m_to;
        if (segment.state == State::Running) {
            m_share.onCpu += length;
            addCpu(segment.peer, length);
        } else if (segment.state == State::Ready) {
            m_share.preempted += length;
            m_share.timesPreempted += begins && segment.reason == Reason::Preempted;
        } else if (segment.reason == Reason::Unobserved) {
            m_share.unobserved += length;
        } else if (segment.reason == Reason::Blocked) {
            m_share.blocked += length;
            m_share.timesBlocked += begins;
        }
    }

    KernelShare take()
    {
        std::ranges::stable_sort(m_share.cpus, std::ranges::greater(), &std::pair<LaneId, Nanos>::second);
        return std::move(m_share);
    }

private:
    void addCpu(std::optional<LaneId> cpu, Nanos length)
    {
        if (!cpu || length <= Nanos(0))
            return;
        const auto known = std::ranges::find(m_share.cpus, *cpu, &std::pair<LaneId, Nanos>::first);
        if (known != m_share.cpus.end())
            known->second += length;
        else
            m_share.cpus.emplace_back(*cpu, length);
    }

    const Nanos m_from, m_to;
    KernelShare m_share;
};

} // namespace

KernelShare kernelShare(const Lane &onCpu, Nanos traceEnd, Nanos from, Nanos to)
{
    if (segmentCount(onCpu, traceEnd, from, to) > mostCounted) {
        const StateSums sums = stateSums(onCpu, traceEnd, from, to);
        KernelShare share;
        share.onCpu = sums.running;
        share.preempted = sums.ready;
        share.blocked = sums.suspended;
        share.isCounted = false;
        return share;
    }
    ShareCounter counter(from, to);
    forEachSegment(onCpu, traceEnd, from, to, [&](const Segment &segment) { counter.add(segment); });
    return counter.take();
}

const Lane *onCpuLaneAround(const Trace &trace, const Lane &lane)
{
    if (!executes(lane.kind))
        return nullptr;
    const Lane *thread = &lane;
    while (thread && thread->kind != LaneKind::Thread)
        thread = thread->parent ? trace.lane(*thread->parent) : nullptr;
    return thread ? onCpuLaneOf(trace, *thread) : nullptr;
}

} // namespace Interleave

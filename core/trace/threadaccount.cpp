#include "core/trace/threadaccount.h"

#include <algorithm>

namespace Interleave {

namespace {
constexpr std::size_t mostLooked = 16; // events from the end: the account, the finish, and what others add
}

std::optional<ThreadAccount> threadAccountOf(const Trace &trace, const Lane &lane)
{
    std::optional<ThreadAccount> account;
    std::optional<Nanos> delay;
    if (lane.kind != LaneKind::Thread)
        return account;
    const std::size_t size = lane.events.size();
    for (std::size_t back = 1; back <= std::min(size, mostLooked) && !account; ++back) {
        const Event &event = lane.events[size - back];
        const CounterSample *sample = trace.counter(event);
        if (sample && sample->name == runDelayCounter)
            delay = Nanos(sample->value);
        else if (sample && sample->name == cpuTimeCounter)
            account = ThreadAccount{event.time(), Nanos(sample->value), delay};
    }
    return account;
}

const Lane *onCpuLaneOf(const Trace &trace, const Lane &lane)
{
    if (lane.kind != LaneKind::Thread)
        return nullptr;
    for (const LaneId child : trace.children(lane.id)) {
        if (const Lane *below = trace.lane(child); below->kind == LaneKind::OnCpu)
            return below;
    }
    return nullptr;
}

} // namespace Interleave

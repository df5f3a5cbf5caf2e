#include "core/session/kernelreading.h"

#include <algorithm>
#include <poll.h>
#include <sched.h>
#include <unistd.h>

namespace Interleave {

namespace {

constexpr std::int64_t youngest = 1'000'000;       // ns: younger records may still be in the writing
constexpr std::int64_t longestLook = 2'000'000;    // ns
constexpr std::uint64_t recordsPerLook = 2048;     // at the clock
constexpr std::int64_t longestComparison = 2'000;  // ns between two readings of a clock
constexpr std::int64_t shortestDriven = 100'000'000; // ns from the base before a drift can be told

KernelReading::Open &opening()
{
    static KernelReading::Open open = SchedulerTrace::open;
    return open;
}

/// Those that the process may run on.
std::vector<std::uint32_t> cpusOf(pid_t process)
{
    std::vector<std::uint32_t> cpus;
    const int count = int(sysconf(_SC_NPROCESSORS_CONF));
    cpu_set_t *set = CPU_ALLOC(count);
    const std::size_t bytes = CPU_ALLOC_SIZE(count);
    CPU_ZERO_S(bytes, set);
    if (sched_getaffinity(process, bytes, set) == 0) {
        for (int cpu = 0; cpu < count; ++cpu) {
            if (CPU_ISSET_S(cpu, bytes, set))
                cpus.push_back(std::uint32_t(cpu));
        }
    }
    CPU_FREE(set);
    return cpus;
}

} // namespace

void KernelReading::setOpen(Open open)
{
    opening() = std::move(open);
}

KernelReading::KernelReading(SchedulerTrace scheduler, KernelLanes lanes, const ClockCalibration &clock)
    : m_scheduler(std::move(scheduler)), m_lanes(std::move(lanes)), m_clock(clock)
{}

std::unique_ptr<KernelReading> KernelReading::begin(pid_t process, Trace &trace, const ClockCalibration &clock,
                                                    std::function<LaneId()> allocateLane, std::function<void()> filled)
{
    Result<SchedulerTrace> opened = opening()(process);
    if (!opened.hasValue()) {
        trace.info.kernelRefusal = opened.error().message;
        return nullptr;
    }
    KernelLanes lanes(trace, cpusOf(process), std::move(allocateLane));
    std::unique_ptr<KernelReading> reading(new KernelReading(opened.takeValue(), std::move(lanes), clock));
    reading->notify(filled);
    return reading;
}

void KernelReading::notify(const std::function<void()> &filled)
{
    for (const int fd : m_scheduler.descriptors()) {
        auto notifier = std::make_unique<QSocketNotifier>(fd, QSocketNotifier::Read);
        QSocketNotifier *one = notifier.get();
        QObject::connect(one, &QSocketNotifier::activated, one, [one, fd, filled] {
            pollfd state{fd, POLLIN, 0};
            if (poll(&state, 1, 0) > 0 && state.revents & (POLLHUP | POLLERR))
                one->setEnabled(false); // nobody is left to watch, and that would be said for ever
            filled();
        });
        m_notifiers.push_back(std::move(notifier));
    }
}

/// The recording's clock may be the time stamp counter, calibrated over some milliseconds; beside
/// CLOCK_MONOTONIC it drifts by parts in a million.
void KernelReading::compareClocks()
{
    const std::int64_t before = monotonicNs();
    const std::int64_t ours = std::int64_t(m_clock.nanoseconds(m_clock.ticks()));
    const std::int64_t after = monotonicNs();
    const std::int64_t theirs = before + (after - before) / 2 - m_clock.baseMonotonicNs;
    if (after - before < longestComparison && theirs > shortestDriven)
        m_drift = double(ours - theirs) / double(theirs);
}

/// Never backwards, though the drift is known better from look to look.
Nanos KernelReading::inRecording(std::int64_t monotonicNs)
{
    const std::int64_t since = std::max<std::int64_t>(monotonicNs - m_clock.baseMonotonicNs, 0);
    m_last = std::max(m_last, Nanos(since + std::int64_t(double(since) * m_drift)));
    return m_last;
}

std::uint64_t KernelReading::take(std::int64_t beforeMonotonicNs, std::uint64_t most)
{
    return m_scheduler.drain(beforeMonotonicNs, most, [this](const SchedulerRecord &record) {
        m_lanes.take(record, inRecording(record.monotonicNs));
    });
}

bool KernelReading::look(std::int64_t settledMonotonicNs)
{
    const std::int64_t begun = monotonicNs();
    compareClocks();
    m_lanes.learnLanes();
    const std::int64_t before = std::min(settledMonotonicNs, begun) - youngest;
    bool news = false;
    for (std::uint64_t taken = recordsPerLook; taken == recordsPerLook && monotonicNs() - begun < longestLook;) {
        taken = take(before, recordsPerLook);
        news = news || taken > 0;
        if (taken < recordsPerLook)
            m_lanes.reach(inRecording(before));
    }
    return news;
}

void KernelReading::finish()
{
    m_notifiers.clear();
    m_lanes.learnLanes();
    while (take(INT64_MAX, recordsPerLook) > 0) {}
    m_lanes.finish();
}

} // namespace Interleave

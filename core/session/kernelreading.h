// Reads what the kernel says of a run while it goes on: owns the scheduler's trace and the lanes that
// come of it, brings the kernel's clock into the recording's, and takes a bounded part at each look.
// It takes only what is older than what the recording is read up to, so that a thread's declaration and
// finish are known before what the kernel says of it. One a run, in the session's thread.
#pragma once

#include "core/base/clock.h"
#include "core/kernel/procfs.h"
#include "core/session/kernellanes.h"

#include <QSocketNotifier>

#include <memory>

namespace Interleave {

class KernelReading
{
public:
    using Open = std::function<Result<SchedulerTrace>(pid_t)>;
    /// SchedulerTrace::open. Tests say another, to see what happens where the kernel refuses.
    static void setOpen(Open open);

    /// Watches the process from now on, which has done nothing of the run yet; null where the kernel
    /// refuses, which the trace's info then says. `filled` is called when a ring should be looked at.
    static std::unique_ptr<KernelReading> begin(pid_t process, Trace &trace, const ClockCalibration &clock,
                                                std::function<LaneId()> allocateLane, std::function<void()> filled);

    /// Takes what came until the recording was known to be read up to `settledMonotonicNs`, for some
    /// milliseconds at most. Whether that was anything.
    bool look(std::int64_t settledMonotonicNs);
    /// All that is left, once the run is gone; the lanes end.
    void finish();
    /// For how much of the run the kernel's account cannot speak (RunInfo::withheldNs).
    std::int64_t withheldNs() const { return withheldSince(m_withheld); }
    RingTotals totals() const { return m_lanes.totals(); }

private:
    KernelReading(SchedulerTrace scheduler, KernelLanes lanes, const ClockCalibration &clock);
    void notify(const std::function<void()> &filled);
    std::uint64_t take(std::int64_t beforeMonotonicNs, std::uint64_t most);
    void compareClocks();
    Nanos inRecording(std::int64_t monotonicNs);

    SchedulerTrace m_scheduler;
    KernelLanes m_lanes;
    ClockCalibration m_clock;
    WithheldTime m_withheld = readWithheldTime(); // at the begin
    double m_drift = 0; // of the recording's clock against CLOCK_MONOTONIC since the base
    Nanos m_last{0};
    std::vector<std::unique_ptr<QSocketNotifier>> m_notifiers;
};

} // namespace Interleave

// Reads a run's recording while it grows, and with it what the kernel says of the run: owns the arena,
// its reader, the doorbell and the reading of the kernel; looks into the rings while events come and sleeps while none do. A look takes a few milliseconds at most, what is
// left waits for the next, so that whoever shares the thread goes on. One a run, in the session's
// thread, which needs an event loop.
#pragma once

#include "core/base/result.h"
#include "core/session/kernelreading.h"
#include "core/trace/arena.h"
#include "core/trace/arenareader.h"

#include <QSocketNotifier>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace Interleave {

class LiveReading
{
public:
    LiveReading();
    LiveReading(const LiveReading &) = delete;
    ~LiveReading();

    /// Makes arena and bell for what is read into the trace. NoResources.
    Result<void> prepare(std::shared_ptr<Trace> trace);
    const Arena &arena() const { return *m_arena; }
    int bell() const { return m_bell; }
    /// The recording's clock, now.
    Nanos now() const;

    /// Has the kernel watch this process and all that comes of it, or notes in the trace why it cannot.
    void watch(pid_t process);
    /// Reads from now on; calls `looked` after each look, saying whether there was news.
    void begin(std::function<void(bool news)> looked);
    /// Ends the lanes of the kernel, too: the run is over.
    void stop();
    /// A look that was due a little later, while events come.
    void lookNow();
    /// One look; false when the rings are empty.
    bool look();
    /// All at once, however long that takes.
    void lookAtAll();
    /// Brings the books of the trace up to date.
    void account();

private:
    bool lookAtRings();
    void setBusy(bool busy);
    void lookOnTime();

    std::optional<Arena> m_arena;
    std::optional<ArenaReader> m_reader;
    std::unique_ptr<KernelReading> m_kernel; // while it watches
    std::optional<RingTotals> m_kernelTotals; // since it does not any more
    std::int64_t m_settled = 0; // CLOCK_MONOTONIC: everything recorded before it has been read
    int m_bell = -1;
    std::shared_ptr<Trace> m_trace;
    std::function<void(bool)> m_looked;
    QTimer m_timer;
    std::unique_ptr<QSocketNotifier> m_notifier;
    bool m_busy = false;
    int m_idle = 0; // looks without an event
};

} // namespace Interleave

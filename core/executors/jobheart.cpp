#include "core/executors/jobheart.h"

#include "core/executors/rediswait.h"

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr int beatsPerLease = 3;
constexpr auto shortestPeriod = 10ms;
constexpr auto leastPatience = 500ms; // with a Redis that is gone; the next beat tries again
constexpr int tripsPerPatience = 4;   // connecting, and saying who we are, takes some

} // namespace

JobHeart::JobHeart(Program &program, Settings settings)
    : m_link(std::move(settings.address),
             std::max<std::chrono::milliseconds>(leastPatience, tripsPerPatience * settings.trip),
             [this](std::chrono::milliseconds time) {
                 std::unique_lock lock(m_mutex);
                 return !m_changed.wait_for(lock, time, [this] { return m_stopping; });
             }),
      m_store(m_link, std::move(settings.run)), m_worker(std::move(settings.worker)),
      m_period(std::max<std::chrono::milliseconds>(settings.lease / beatsPerLease, shortestPeriod)),
      m_also(std::move(settings.also)), m_line(settings.line), m_thread(program, "heartbeat", [this] { run(); })
{
    m_thread.start();
}

JobHeart::~JobHeart()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    m_thread.join(m_line);
}

void JobHeart::begin(const JobStore::Entry &entry)
{
    const std::lock_guard lock(m_mutex);
    m_entry = entry;
}

void JobHeart::end()
{
    const std::lock_guard lock(m_mutex);
    m_entry.reset();
}

void JobHeart::run()
{
    while (sleep())
        beat();
    if (m_also)
        sendHome(std::nullopt);
    m_link.connection().close();
}

/// Until the next beat; false when there shall be none.
bool JobHeart::sleep()
{
    Recorder &recorder = Recorder::ofThisThread();
    recorder.suspend(recorder.stamp(), t_here.lane, Reason::Sleep, packDuration(m_period), m_line.number);
    std::unique_lock lock(m_mutex);
    const bool stops = m_changed.wait_for(lock, m_period, [this] { return m_stopping; });
    const Stamp now = recorder.stampFenced();
    recorder.wake(now, t_here.lane, hostLane, true);
    recorder.resume(now, t_here.lane);
    return !stops;
}

void JobHeart::beat()
{
    std::optional<JobStore::Entry> entry;
    {
        const std::lock_guard lock(m_mutex);
        entry = m_entry;
    }
    if (m_also) {
        sendHome(entry);
    } else if (entry && m_link.ensureOpen().hasValue()) {
        while (m_link.connection().take()) {} // what earlier beats were answered
        m_link.connection().send(m_store.beatCommand(*entry, m_worker));
    }
}

void JobHeart::sendHome(const std::optional<JobStore::Entry> &entry)
{
    waitingForRedis(m_line, [&] {
        const bool heard = entry && m_link.run(m_store.beatCommand(*entry, m_worker)).hasValue();
        m_also(m_link);
        return heard; // else the next beat tries again
    });
}

} // namespace Interleave

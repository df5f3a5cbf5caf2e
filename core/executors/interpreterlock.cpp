#include "core/executors/interpreterlock.h"

#include <algorithm>
#include <utility>

namespace Interleave {

namespace {
thread_local constinit InterpreterLock *t_held = nullptr; // by this thread
} // namespace

InterpreterLock::InterpreterLock(Nanos switchInterval, bool on) : m_interval(switchInterval)
{
    if (on)
        m_lane.emplace(LaneKind::Lock, "interpreter lock", t_here.process);
}

void InterpreterLock::acquire(SourceLine line)
{
    if (m_lane)
        take(line.number);
}

void InterpreterLock::release()
{
    if (m_lane)
        drop();
}

bool InterpreterLock::safePoint()
{
    InterpreterLock *lock = t_held;
    // Relaxed: who asked goes on asking, and the mutex orders everything else.
    if (!lock || !lock->m_dropRequest.load(std::memory_order_relaxed)) [[likely]]
        return false;
    lock->drop();
    lock->take(0);
    return true;
}

void InterpreterLock::take(std::uint32_t line)
{
    std::unique_lock guard(m_mutex);
    Recorder &recorder = Recorder::ofThisThread();
    if (m_holder.value() != 0)
        waitWhileHeld(guard, line);
    const Stamp now = recorder.stampFenced();
    m_lane->taken(now, t_here.lane);
    m_holder = t_here.lane;
    if (m_lastHolder != m_holder) {
        m_lastHolder = m_holder;
        ++m_switches;
    }
    if (const LaneId yielder = std::exchange(m_yielder, LaneId()); yielder.value() != 0) {
        recorder.wake(now, yielder, m_holder);
        m_switched.notify_all();
    }
    m_dropRequest.store(false, std::memory_order_relaxed);
    t_held = this;
}

void InterpreterLock::waitWhileHeld(std::unique_lock<std::mutex> &guard, std::uint32_t line)
{
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp suspended = recorder.stampFenced();
    recorder.suspend(suspended, t_here.lane, Reason::Lock, m_holder.value(), line);
    while (m_holder.value() != 0) {
        const std::uint64_t switches = m_switches;
        const bool timedOut = m_free.wait_for(guard, m_interval) == std::cv_status::timeout;
        if (timedOut && m_holder.value() != 0 && m_switches == switches)
            m_dropRequest.store(true, std::memory_order_relaxed);
    }
    // Inferred: which of the waiting threads goes on, the operating system decides.
    recorder.wake({std::max(m_dropped.ticks, suspended.ticks)}, t_here.lane, m_lastHolder, true);
    recorder.resume(recorder.stampFenced(), t_here.lane);
}

void InterpreterLock::drop()
{
    t_held = nullptr;
    Recorder &recorder = Recorder::ofThisThread();
    std::unique_lock guard(m_mutex);
    const LaneId me = std::exchange(m_holder, LaneId());
    m_dropped = recorder.stampFenced();
    m_lane->released(m_dropped);
    m_free.notify_one();
    if (!m_dropRequest.exchange(false, std::memory_order_relaxed))
        return;
    // Somebody asked: let it have its turn before we compete for the next one.
    recorder.suspend(m_dropped, me, Reason::Turn);
    m_yielder = me;
    m_switched.wait(guard, [this, me] { return m_lastHolder != me; });
    recorder.resume(recorder.stampFenced(), me);
}

AllowThreads::AllowThreads() : m_lock(t_held)
{
    if (m_lock)
        m_lock->drop();
}

AllowThreads::~AllowThreads()
{
    if (m_lock)
        m_lock->take(0);
}

} // namespace Interleave

#include "core/executors/locks.h"

#include "core/executors/interpreterlock.h"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace Interleave {

namespace {
constexpr const char *freeSlots = "free";
constexpr const char *waitingThreads = "waiting";
} // namespace

Mutex::Mutex(std::string_view name) : m_held(LaneKind::Lock, name, t_here.process) {}

bool Mutex::tryAcquire()
{
    if (!m_mutex.try_lock())
        return false;
    taken(Recorder::ofThisThread().stampFenced());
    return true;
}

void Mutex::acquire(SourceLine line)
{
    if (!tryAcquire())
        wait(line);
}

void Mutex::wait(SourceLine line)
{
    const AllowThreads others;
    Recorder &recorder = Recorder::ofThisThread();
    // The same hold before and after the stamp: then its lane is whom this thread waits for. Acquire
    // twice: the stamp lies between the looks, and after the holder's own stamp.
    Stamp suspended;
    std::uint64_t holder = m_holder.load(std::memory_order_acquire);
    do {
        if (tryAcquire())
            return;
        if (holder == 0) // it is being taken or given up just now
            std::this_thread::yield();
        holder = m_holder.load(std::memory_order_acquire);
        suspended = recorder.stampFenced();
    } while (holder == 0 || holder != m_holder.load(std::memory_order_acquire));
    recorder.suspend(suspended, t_here.lane, Reason::Lock, std::uint32_t(holder & Event::idMask), line.number);
    m_mutex.lock();
    const Stamp now = recorder.stampFenced();
    const Stamp woken{std::max(m_released.ticks, suspended.ticks)};
    recorder.wake(woken, t_here.lane, m_releaser, true);
    recorder.resume(now, t_here.lane);
    taken(now);
}

void Mutex::taken(Stamp at)
{
    m_held.taken(at, t_here.lane);
    // Release: who reads it stamps later than `at`.
    m_holder.store(++m_holds << 24 | t_here.lane.value(), std::memory_order_release);
}

bool Mutex::isHeldHere() const
{
    // Relaxed: a thread sees its own hold, and another's cannot carry its lane.
    const std::uint64_t holder = m_holder.load(std::memory_order_relaxed);
    return holder != 0 && (holder & Event::idMask) == t_here.lane.value();
}

void Mutex::release()
{
    if (!isHeldHere())
        throw std::logic_error("release of a lock that this thread does not hold");
    // Sequentially consistent, and the stamp after it: whoever still reads the hold has stamped before.
    m_holder.store(0, std::memory_order_seq_cst);
    releasedAt(Recorder::ofThisThread().stampFenced());
}

void Mutex::releasedAt(Stamp at)
{
    m_held.released(at);
    m_released = at;
    m_releaser = t_here.lane;
    m_mutex.unlock();
}

bool WaitingThreads::wait(std::unique_lock<std::mutex> &guard, Stamp at, std::optional<Nanos> timeout, SourceLine line)
{
    Recorder &recorder = Recorder::ofThisThread();
    Waiter me{t_here.lane, false, {}};
    m_waiters.push_back(&me);
    recorder.suspend(at, me.lane, m_reason, m_thing.value(), line.number);
    const auto isWoken = [&me] { return me.woken; };
    if (timeout)
        me.wakeUp.wait_for(guard, *timeout, isWoken);
    else
        me.wakeUp.wait(guard, isWoken);
    const Stamp now = recorder.stampFenced();
    if (!me.woken) {
        std::erase(m_waiters, &me);
        recorder.wake(now, me.lane, hostLane, true); // the timer's interrupt is not ours to see
    }
    recorder.resume(now, me.lane);
    return me.woken;
}

void WaitingThreads::wake(std::size_t count)
{
    Recorder &recorder = Recorder::ofThisThread();
    for (; count > 0 && !m_waiters.empty(); --count) {
        Waiter *first = m_waiters.front();
        m_waiters.pop_front();
        recorder.wake(recorder.stampFenced(), first->lane, t_here.lane);
        first->woken = true;
        first->wakeUp.notify_one(); // under the guard: the waiter, and its condition, live on until it is given up
    }
}

Condition::Condition(std::string_view name, Mutex &mutex)
    : m_mutex(mutex), m_lane(LaneKind::Lock, name, t_here.process), m_waiters(Reason::Condition, lane())
{}

void Condition::checkHeld(const char *what) const
{
    if (!m_mutex.isHeldHere())
        throw std::logic_error(std::string(what) + " without holding the condition's lock");
}

bool Condition::wait(std::optional<Nanos> timeout, SourceLine line)
{
    checkHeld("wait");
    bool notified = false;
    {
        const AllowThreads others;
        std::unique_lock guard(m_guard);
        m_mutex.m_holder.store(0, std::memory_order_seq_cst); // as in release()
        const Stamp now = Recorder::ofThisThread().stampFenced();
        m_lane.count(++m_waiting, waitingThreads);
        m_mutex.releasedAt(now); // at once with the wait: who notifies needs the guard, too
        notified = m_waiters.wait(guard, now, timeout, line);
        m_lane.count(--m_waiting, waitingThreads);
    }
    m_mutex.acquire(line);
    return notified;
}

void Condition::notify(std::size_t count)
{
    checkHeld("notify");
    const std::lock_guard guard(m_guard);
    m_waiters.wake(count);
}

Semaphore::Semaphore(std::string_view name, std::int64_t slots)
    : m_lane(LaneKind::Lock, name, t_here.process), m_free(slots), m_waiters(Reason::Semaphore, lane())
{
    m_lane.count(m_free, freeSlots);
}

bool Semaphore::takeSlot()
{
    if (m_free == 0)
        return false;
    m_lane.count(--m_free, freeSlots);
    return true;
}

bool Semaphore::tryAcquire()
{
    const std::lock_guard guard(m_guard);
    return takeSlot();
}

void Semaphore::acquire(SourceLine line)
{
    if (tryAcquire())
        return;
    const AllowThreads others; // taken back after the guard is given up: nobody may wait for one with the other
    std::unique_lock guard(m_guard);
    while (!takeSlot())
        m_waiters.wait(guard, Recorder::ofThisThread().stampFenced(), std::nullopt, line);
}

void Semaphore::release(std::int64_t slots)
{
    const std::lock_guard guard(m_guard);
    m_free += slots;
    m_lane.count(m_free, freeSlots);
    m_waiters.wake(std::size_t(slots));
}

} // namespace Interleave

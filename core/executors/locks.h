// Mutex, Condition and Semaphore for threads, as Python's threading has them. Whoever has to wait
// is recorded with the lane that holds the thing then, and woken on the record by whoever gave it
// up. Any thread may use them; the last one to do so destroys them.
//
// Semantics: https://docs.python.org/3.11/library/threading.html, but that a Mutex is given up by
// the thread that holds it, since a std::mutex may be by no other.
#pragma once

#include "core/executors/heldlane.h"
#include "core/executors/openlane.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>

namespace Interleave {

/// A std::mutex with a lane that runs while somebody holds it. Whom the operating system lets in
/// next is its own affair, so the wakes are inferred: by the release before.
class Mutex
{
public:
    explicit Mutex(std::string_view name);

    void acquire(SourceLine line = {});
    /// As acquire(blocking=False): whether it has it now.
    bool tryAcquire();
    /// std::logic_error for a thread that does not hold it.
    void release();
    bool isHeldHere() const;
    LaneId lane() const { return m_held.lane(); }

private:
    friend class Condition;
    void wait(SourceLine line);
    void taken(Stamp at);
    void releasedAt(Stamp at);

    std::mutex m_mutex;
    HeldLane m_held;
    std::atomic<std::uint64_t> m_holder = 0; // number of the hold << 24 | lane of the holder, 0 when free
    std::uint64_t m_holds = 0;               // these three under m_mutex
    Stamp m_released;
    LaneId m_releaser;
};

/// Threads that wait for one thing and are woken first come, first served. Its owner's guard is
/// held in every call.
class WaitingThreads
{
public:
    WaitingThreads(Reason reason, LaneId thing) : m_reason(reason), m_thing(thing) {}

    /// Gives the guard up until it is woken; false when the time was over before. `at` is not
    /// earlier than the moment when the guard was taken.
    bool wait(std::unique_lock<std::mutex> &guard, Stamp at, std::optional<Nanos> timeout, SourceLine line);
    void wake(std::size_t count);

private:
    struct Waiter {
        LaneId lane;
        bool woken = false;
        std::condition_variable wakeUp;
    };

    Reason m_reason;
    LaneId m_thing;
    std::deque<Waiter *> m_waiters;
};

/// Lets threads wait until another says that something has changed. The mutex is held at every
/// call but the constructor; std::logic_error otherwise.
class Condition
{
public:
    Condition(std::string_view name, Mutex &mutex);

    void acquire(SourceLine line = {}) { m_mutex.acquire(line); }
    void release() { m_mutex.release(); }
    /// Gives the mutex up, waits to be notified, and takes the mutex again. False when `timeout`
    /// was over before.
    bool wait(std::optional<Nanos> timeout = std::nullopt, SourceLine line = {});
    /// Waits until `predicate()` holds.
    template<class Predicate>
    void waitFor(Predicate predicate, SourceLine line = {})
    {
        while (!predicate())
            wait(std::nullopt, line);
    }
    void notify(std::size_t count = 1);
    void notifyAll() { notify(std::numeric_limits<std::size_t>::max()); }
    LaneId lane() const { return m_lane.lane(); }

private:
    void checkHeld(const char *what) const;

    Mutex &m_mutex;
    OpenLane m_lane; // counts how many are "waiting"
    std::mutex m_guard;
    WaitingThreads m_waiters;
    std::int64_t m_waiting = 0;
};

/// A number of slots; who finds none free waits. Its lane counts the "free" ones.
class Semaphore
{
public:
    Semaphore(std::string_view name, std::int64_t slots);

    void acquire(SourceLine line = {});
    bool tryAcquire();
    void release(std::int64_t slots = 1);
    LaneId lane() const { return m_lane.lane(); }

private:
    bool takeSlot();

    OpenLane m_lane;
    std::mutex m_guard;
    std::int64_t m_free;
    WaitingThreads m_waiters;
};

} // namespace Interleave

// asyncio's Event, Lock and Semaphore, for tasks of one event loop: fair, first come first served.
// Each is a handle, as a name is in Python: a copy is the same lock. Each has a lane below the
// loop's, whoever waits waits for that lane, or for the lock's holder, and is woken by whoever set,
// released or, being cancelled, passed it on. Made while a loop exists; used in its thread.
//
// Semantics: https://docs.python.org/3.11/library/asyncio-sync.html
#pragma once

#include "core/executors/heldlane.h"
#include "core/executors/task.h"

#include <deque>
#include <memory>
#include <string_view>

namespace Interleave::Asyncio {

/// Gives back on leaving the block what hold() has acquired, as `async with` does.
template<class Lockable>
class [[nodiscard]] Held
{
public:
    explicit Held(Lockable lockable) : m_lockable(std::move(lockable)) {}
    Held(Held &&other) noexcept : m_lockable(std::move(other.m_lockable)), m_holds(std::exchange(other.m_holds, false)) {}
    ~Held()
    {
        if (m_holds)
            m_lockable.release();
    }

private:
    Lockable m_lockable;
    bool m_holds = true;
};

/// A flag that tasks wait for. Its lane counts "set": 0 or 1.
class Event
{
public:
    explicit Event(std::string_view name = "event");

    bool isSet() const;
    /// Wakes all that wait.
    void set() const;
    void clear() const;
    /// Goes on at once where it is set.
    Task<> wait() const;

private:
    struct State;
    static Task<> wait(std::shared_ptr<State> state);
    std::shared_ptr<State> m_state;
};

/// Held by one task at a time. Its lane runs while it is held and is suspended while it is free.
class Lock
{
public:
    explicit Lock(std::string_view name = "lock");

    bool isLocked() const;
    Task<> acquire() const;
    Task<Held<Lock>> hold() const;
    /// By any task. std::logic_error where it is not locked.
    void release() const;

private:
    struct State;
    static Task<> acquire(std::shared_ptr<State> state);
    static Task<Held<Lock>> hold(Lock lock);
    std::shared_ptr<State> m_state;
};

/// So many may hold it at a time. Its lane counts how many are "free".
class Semaphore
{
public:
    /// std::invalid_argument for less than none.
    explicit Semaphore(int value, std::string_view name = "semaphore");

    /// Whether acquire() would have to wait.
    bool isLocked() const;
    Task<> acquire() const;
    Task<Held<Semaphore>> hold() const;
    void release() const;

private:
    struct State;
    static Task<> acquire(std::shared_ptr<State> state);
    static Task<Held<Semaphore>> hold(Semaphore semaphore);
    std::shared_ptr<State> m_state;
};

} // namespace Interleave::Asyncio

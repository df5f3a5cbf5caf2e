#include "core/executors/aiosync.h"

#include "core/executors/openlane.h"
#include "core/executors/waitline.h"

#include <stdexcept>

namespace Interleave::Asyncio {

/// Waits for a turn in the line. Whether it was cancelled is returned, not raised: there is more to do.
static Task<bool> cancelledWhileWaiting(WaitLine &line, Reason reason, LaneId waitedFor)
{
    const FuturePtr<void> turn = line.stand();
    bool cancelled = false;
    try {
        co_await Awaitable<void>(turn, reason, waitedFor);
    } catch (const Cancelled &) {
        cancelled = true;
    }
    line.leave(turn);
    co_return cancelled;
}

struct Event::State {
    OpenLane lane;
    WaitLine waiting;
    bool isSet = false;

    explicit State(std::string_view name) : lane(LaneKind::Lock, name, EventLoop::running()->lane()) { lane.count(0, "set"); }
};

Event::Event(std::string_view name) : m_state(std::make_shared<State>(name)) {}

bool Event::isSet() const { return m_state->isSet; }

void Event::set() const
{
    if (std::exchange(m_state->isSet, true))
        return;
    m_state->lane.count(1, "set");
    m_state->waiting.wakeAll();
}

void Event::clear() const
{
    if (std::exchange(m_state->isSet, false))
        m_state->lane.count(0, "set");
}

Task<> Event::wait() const { return wait(m_state).withoutLane(); }

Task<> Event::wait(std::shared_ptr<State> state)
{
    if (state->isSet)
        co_return;
    const bool cancelled = co_await cancelledWhileWaiting(state->waiting, Reason::Event, state->lane.lane()).withoutLane();
    if (cancelled)
        throw Cancelled();
}

struct Lock::State {
    HeldLane lane;
    WaitLine waiting;
    bool isLocked = false;
    LaneId holder;

    explicit State(std::string_view name) : lane(LaneKind::Lock, name, EventLoop::running()->lane()) {}

    void take()
    {
        isLocked = true;
        holder = t_here.lane;
        lane.taken(Recorder::ofThisThread().stamp(), holder);
    }
};

Lock::Lock(std::string_view name) : m_state(std::make_shared<State>(name)) {}

bool Lock::isLocked() const { return m_state->isLocked; }

Task<> Lock::acquire() const { return acquire(m_state).withoutLane(); }

/// Free, but promised to one who was woken: that one is waited for.
Task<> Lock::acquire(std::shared_ptr<State> state)
{
    const Waiter *next = state->waiting.next();
    if (state->isLocked || next) {
        const LaneId waitedFor = state->isLocked ? state->holder : next->lane;
        const bool cancelled = co_await cancelledWhileWaiting(state->waiting, Reason::Lock, waitedFor).withoutLane();
        if (cancelled) {
            if (!state->isLocked)
                state->waiting.wakeFirst();
            throw Cancelled();
        }
    }
    state->take();
}

void Lock::release() const
{
    if (!std::exchange(m_state->isLocked, false))
        throw std::logic_error("a lock is released that nobody holds");
    m_state->lane.released(Recorder::ofThisThread().stamp());
    m_state->waiting.wakeFirst();
}

Task<Held<Lock>> Lock::hold() const { return hold(*this).withoutLane(); }

Task<Held<Lock>> Lock::hold(Lock lock)
{
    co_await lock.acquire();
    co_return Held<Lock>(lock);
}

struct Semaphore::State {
    OpenLane lane;
    WaitLine waiting;
    int free = 0;

    explicit State(std::string_view name) : lane(LaneKind::Lock, name, EventLoop::running()->lane()) {}

    void setFree(int value)
    {
        free = value;
        lane.count(free, "free");
    }
    /// To the next in the line, who has it from then on, or back.
    void giveBack()
    {
        if (!waiting.wakeNext())
            setFree(free + 1);
    }
};

Semaphore::Semaphore(int value, std::string_view name) : m_state(std::make_shared<State>(name))
{
    if (value < 0)
        throw std::invalid_argument("a semaphore begins with no less than none");
    m_state->setFree(value);
}

bool Semaphore::isLocked() const { return m_state->free == 0 || m_state->waiting.next(); }

Task<> Semaphore::acquire() const { return acquire(m_state).withoutLane(); }

Task<> Semaphore::acquire(std::shared_ptr<State> state)
{
    if (state->free > 0 && !state->waiting.next()) {
        state->setFree(state->free - 1);
        co_return;
    }
    const FuturePtr<void> turn = state->waiting.stand();
    bool cancelled = false;
    try {
        co_await Awaitable<void>(turn, Reason::Semaphore, state->lane.lane());
    } catch (const Cancelled &) {
        cancelled = true;
    }
    state->waiting.leave(turn);
    if (cancelled && !turn->isCancelled())
        state->giveBack();
    if (cancelled)
        throw Cancelled();
    if (state->free > 0 && state->waiting.wakeNext())
        state->setFree(state->free - 1);
}

void Semaphore::release() const { m_state->giveBack(); }

Task<Held<Semaphore>> Semaphore::hold() const { return hold(*this).withoutLane(); }

Task<Held<Semaphore>> Semaphore::hold(Semaphore semaphore)
{
    co_await semaphore.acquire();
    co_return Held<Semaphore>(semaphore);
}

} // namespace Interleave::Asyncio

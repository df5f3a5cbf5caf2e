// Tasks that wait in a line for their turn at something, as asyncio's locks and queues keep them.
// Who is woken, by setting its future, is done waiting, but stands in the line until it has run or
// is taken out; only whoever wakes decides which of the two.
#pragma once

#include "core/executors/task.h"

#include <algorithm>
#include <deque>

namespace Interleave::Asyncio {

struct Waiter {
    FuturePtr<void> turn;
    LaneId lane;
};

class WaitLine
{
public:
    /// Puts whoever runs now at the end of the line.
    FuturePtr<void> stand()
    {
        m_waiters.push_back({std::make_shared<Future<void>>(*EventLoop::running()), t_here.lane});
        return m_waiters.back().turn;
    }
    void leave(const FuturePtr<void> &turn)
    {
        std::erase_if(m_waiters, [&turn](const Waiter &waiter) { return waiter.turn == turn; });
    }
    bool isEmpty() const { return m_waiters.empty(); }
    /// The first that was not cancelled, woken or not; or null.
    const Waiter *next() const
    {
        const auto found = std::ranges::find_if(m_waiters, [](const Waiter &waiter) { return !waiter.turn->isCancelled(); });
        return found == m_waiters.end() ? nullptr : &*found;
    }
    /// Of a lock: its one turn is the first one's, who may be woken already.
    void wakeFirst()
    {
        if (!m_waiters.empty() && !m_waiters.front().turn->isDone())
            m_waiters.front().turn->setResult();
    }
    /// Of several turns: the first who still waits. False where nobody does.
    bool wakeNext()
    {
        const auto waits = [](const Waiter &waiter) { return !waiter.turn->isDone(); };
        const auto found = std::ranges::find_if(m_waiters, waits);
        if (found == m_waiters.end())
            return false;
        found->turn->setResult();
        return true;
    }
    void wakeAll()
    {
        while (wakeNext()) {}
    }

private:
    std::deque<Waiter> m_waiters;
};

} // namespace Interleave::Asyncio

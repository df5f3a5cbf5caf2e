// asyncio.Queue: tasks put items at its end and take them from its front, waiting where it is full
// or empty. A handle, as a name is in Python: a copy is the same queue. Made while a loop exists.
// Its lane stands below the loop's and counts its "depth"; each item has a lane below that one:
// suspended (queued) from being put until it is taken, by whoever takes it. What is left at the
// queue's end is closed.
//
// Semantics: https://docs.python.org/3.11/library/asyncio-queue.html
#pragma once

#include "core/executors/openlane.h"
#include "core/executors/waitline.h"

#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace Interleave::Asyncio {

struct QueueFull : std::runtime_error {
    QueueFull() : runtime_error("the queue is full") {}
};

struct QueueEmpty : std::runtime_error {
    QueueEmpty() : runtime_error("the queue is empty") {}
};

namespace Detail {

/// What a queue is apart from the items themselves.
class QueueState
{
public:
    QueueState(std::size_t maxsize, std::string_view name)
        : m_lane(LaneKind::Queue, name, EventLoop::running()->lane()), m_maxsize(maxsize)
    {
        m_lane.count(0, "depth");
    }
    virtual ~QueueState();

    std::size_t size() const { return m_items.size(); }
    std::size_t maxsize() const { return m_maxsize; }
    bool isFull() const { return m_maxsize > 0 && size() >= m_maxsize; }
    void recordPut(std::string name);
    void recordTaken();
    void taskDone();

    static Task<> untilNotEmpty(QueueState &state);
    static Task<> untilNotFull(QueueState &state);
    static Task<> untilAllDone(std::shared_ptr<QueueState> state);

private:
    OpenLane m_lane;
    std::size_t m_maxsize;
    std::deque<LaneId> m_items;
    std::uint64_t m_put = 0;
    std::size_t m_unfinished = 0;
    WaitLine m_getters, m_putters, m_joiners;
};

} // namespace Detail

template<class T>
class Queue
{
public:
    /// maxsize 0 is without bound.
    explicit Queue(std::size_t maxsize = 0, std::string_view name = "queue")
        : m_state(std::make_shared<State>(maxsize, name))
    {}

    std::size_t size() const { return m_state->size(); }
    std::size_t maxsize() const { return m_state->maxsize(); }
    bool isEmpty() const { return size() == 0; }
    bool isFull() const { return m_state->isFull(); }

    /// Waits for a place. `name` is the item's lane's; "item 3" without one.
    Task<> put(T item, std::string name = {}) const
    {
        return put(m_state, std::move(item), std::move(name)).withoutLane();
    }
    /// Raises QueueFull.
    void putNowait(T item, std::string name = {}) const { m_state->put(std::move(item), std::move(name)); }
    /// Waits for an item.
    Task<T> get() const { return get(m_state).withoutLane(); }
    /// Raises QueueEmpty.
    T getNowait() const { return m_state->take(); }

    /// Says that the work on an item taken earlier is done. std::logic_error once too often.
    void taskDone() const { m_state->taskDone(); }
    /// Until every item that was put is done.
    Task<> join() const { return Detail::QueueState::untilAllDone(m_state).withoutLane(); }

private:
    struct State : Detail::QueueState {
        using QueueState::QueueState;
        std::deque<T> items;

        void put(T item, std::string name)
        {
            if (isFull())
                throw QueueFull();
            items.push_back(std::move(item));
            recordPut(std::move(name));
        }
        T take()
        {
            if (items.empty())
                throw QueueEmpty();
            T item = std::move(items.front());
            items.pop_front();
            recordTaken();
            return item;
        }
    };

    static Task<> put(std::shared_ptr<State> state, T item, std::string name)
    {
        co_await Detail::QueueState::untilNotFull(*state).withoutLane();
        state->put(std::move(item), std::move(name));
    }
    static Task<T> get(std::shared_ptr<State> state)
    {
        co_await Detail::QueueState::untilNotEmpty(*state).withoutLane();
        co_return state->take();
    }

    std::shared_ptr<State> m_state;
};

} // namespace Interleave::Asyncio

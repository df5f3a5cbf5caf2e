// What co_await does with each thing that can be awaited. Part of task.h, which includes it.
#pragma once

#include "core/executors/task.h"

namespace Interleave {

/// co_await Sleep(…): as asyncio.sleep. Zero gives the turn away without a timer.
class Sleep
{
public:
    explicit Sleep(Nanos duration) : m_duration(duration) {}
    Nanos duration() const { return m_duration; }

private:
    Nanos m_duration;
};

/// A future with why one waits for it, and the lane waited for, if there is one.
template<class T>
class Awaitable
{
public:
    Awaitable(FuturePtr<T> future, Reason reason, LaneId lane = {})
        : m_future(std::move(future)), m_reason(reason), m_lane(lane)
    {}
    const FuturePtr<T> &future() const { return m_future; }
    Reason reason() const { return m_reason; }
    LaneId lane() const { return m_lane; }

private:
    FuturePtr<T> m_future;
    Reason m_reason;
    LaneId m_lane;
};

/// Awaits a coroutine: it runs within the awaiting task, control goes to it and comes back directly.
template<class T>
class ChildAwaiter
{
public:
    ChildAwaiter(Task<T> child, TaskPromise *parent, std::uint32_t line)
        : m_child(std::move(child)), m_parent(parent), m_line(line)
    {}
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> parentHandle)
    {
        TaskPromise &child = m_child.handle().promise();
        child.task = m_parent->task;
        child.parent = m_parent;
        child.continuation = parentHandle;
        if (!child.ownLane) {
            child.lane = m_parent->lane;
            child.callerLine = m_line;
            return m_child.handle();
        }
        Recorder &recorder = Recorder::ofThisThread();
        child.lane = recorder.allocateLane();
        const Stamp now = recorder.stamp();
        recorder.declareLane(now, child.lane, LaneKind::Coroutine, m_parent->lane, child.name);
        recorder.suspend(now, m_parent->lane, Reason::Await, child.lane.value(), m_line);
        recorder.start(now, child.lane, m_parent->lane);
        t_here.lane = child.lane;
        return m_child.handle();
    }
    T await_resume()
    {
        auto &child = m_child.handle().promise();
        if (child.exception)
            std::rethrow_exception(child.exception);
        return child.take();
    }

private:
    Task<T> m_child;
    TaskPromise *m_parent;
    std::uint32_t m_line;
};

/// Awaits a future: the loop resumes the coroutine in the turn after it is settled.
template<class T>
class FutureAwaiter
{
public:
    FutureAwaiter(FuturePtr<T> future, TaskPromise *promise, Reason reason, std::uint32_t argument, std::uint32_t line)
        : m_future(std::move(future)), m_promise(promise), m_reason(reason), m_argument(argument), m_line(line)
    {}
    bool await_ready() const noexcept { return m_future->isDone(); }
    void await_suspend(std::coroutine_handle<> handle)
    {
        Recorder &recorder = Recorder::ofThisThread();
        recorder.suspend(recorder.stamp(), m_promise->lane, m_reason, m_argument, m_line);
        m_suspended = true;
        m_promise->task->waitFor(*m_promise, handle, m_future);
    }
    T await_resume()
    {
        if (m_suspended) // what was done already is no chance to deliver a cancel
            m_promise->task->raiseIfCancelled();
        return m_future->result();
    }

private:
    FuturePtr<T> m_future;
    TaskPromise *m_promise;
    Reason m_reason;
    std::uint32_t m_argument;
    std::uint32_t m_line;
    bool m_suspended = false;
};

/// Sleeps by a timer of the loop, which is dropped when the sleeper is cancelled.
class SleepAwaiter
{
public:
    SleepAwaiter(Nanos duration, TaskPromise *promise, std::uint32_t line)
        : m_duration(duration), m_promise(promise), m_line(line)
    {}
    SleepAwaiter(const SleepAwaiter &) = delete;
    ~SleepAwaiter();
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle);
    void await_resume();

private:
    Nanos m_duration;
    TaskPromise *m_promise;
    std::uint32_t m_line;
    FuturePtr<void> m_future;
    EventLoop::HandlePtr m_timer;
};

namespace Detail {
template<class T> struct IsTask : std::false_type {};
template<class T> struct IsTask<Task<T>> : std::true_type {};
template<class T> struct IsTaskHandle : std::false_type {};
template<class T> struct IsTaskHandle<TaskHandle<T>> : std::true_type {};
template<class T> struct IsAwaitable : std::false_type {};
template<class T> struct IsAwaitable<Awaitable<T>> : std::true_type {};
} // namespace Detail

/// Anything else must be turned into an Awaitable by a function toAwaitable(EventLoop &, …) that
/// argument-dependent lookup or this namespace provides, as qtawait.h does for Qt's types.
template<class Given>
auto TaskPromise::await_transform(Given &&given, SourceLine line)
{
    using Plain = std::remove_cvref_t<Given>;
    const std::uint32_t at = ownLane ? line.number : callerLine;
    if constexpr (Detail::IsTask<Plain>::value) {
        return ChildAwaiter<typename Plain::Value>(std::move(given), this, at);
    } else if constexpr (std::is_same_v<Plain, Sleep>) {
        return SleepAwaiter(given.duration(), this, at);
    } else if constexpr (Detail::IsTaskHandle<Plain>::value) {
        return FutureAwaiter(given.future(), this, Reason::Await, given.lane().value(), at);
    } else if constexpr (Detail::IsAwaitable<Plain>::value) {
        return FutureAwaiter(given.future(), this, given.reason(), given.lane().value(), at);
    } else if constexpr (requires { given.awaiterFor(*this, at); }) {
        return given.awaiterFor(*this, at);
    } else {
        auto awaitable = toAwaitable(*EventLoop::running(), std::forward<Given>(given));
        return FutureAwaiter(awaitable.future(), this, awaitable.reason(), awaitable.lane().value(), at);
    }
}

} // namespace Interleave

// Coroutines on the event loop. Task<T> is lazy, as in Python: calling the function makes it,
// awaiting it runs it within the awaiting task (a Coroutine lane below it), createTask or gather
// schedule it as a task of its own (a Task lane below the loop). Every suspend and resume is
// recorded at the co_await, so at any moment at most one coroutine of a thread runs.
//
// Cancellation, across the executors. As in asyncio: TaskBase::cancel() cancels the future that
// the task's innermost coroutine waits for, or, when it is not waiting, remembers to raise at its
// next step. The loop then resumes that coroutine with Cancelled raised at its co_await, from the
// loop's own stack, never from the canceller's. The exception unwinds the chain of coroutines, so
// destructors and catch blocks run as finally blocks do; one that swallows it goes on, and the
// task is not cancelled. gather() passes cancel on to its children and is done when they are.
// Awaiting a TaskHandle and being cancelled cancels that task, too. Qt's own operations cannot be
// abandoned safely, so each runs behind a gate (qtawait.h): the gate's future is cancelled, the
// operation runs to its end and finds nobody waiting. Threads and processes cannot be interrupted
// from within the program: they end by themselves, or with the run, whose process group the
// session kills.
//
// Rules that the compiler forces on us (GCC 12): every awaiter has a constructor; no capturing
// lambda and no braced temporary within a full-expression that contains co_await; coroutines take
// parameters by value, except references to what outlives the loop. tests/layering checks them.
//
// Not done, and why: uncancel() and cancel messages (no scenario needs them); shield() and
// eager tasks (not in CPython 3.11's gather either); resuming on another thread (the loop's turn is
// the whole point); destroying a suspended task without cancelling it (its lane would never end).
#pragma once

#include "core/executors/eventloop.h"
#include "core/executors/taskpromise.h"

#include <qcoro/coroutine.h>

#include <stdexcept>
#include <typeinfo>

namespace Interleave {

/// A task of the loop: runs its coroutine step by step. Kept alive by the loop until it is done.
class TaskBase : public std::enable_shared_from_this<TaskBase>
{
public:
    TaskBase(EventLoop &loop, std::string name);
    virtual ~TaskBase() = default;

    LaneId lane() const { return m_lane; }
    virtual FutureBase &future() = 0;
    bool isDone() { return future().isDone(); }
    /// Asks it to stop; see the essay. False when it is done.
    bool cancel();

    /// For awaiters: the innermost coroutine waits until the future is settled.
    void waitFor(TaskPromise &promise, std::coroutine_handle<> handle, std::shared_ptr<FutureBase> awaited);
    /// For awaiters: it has given its turn away and is ready again at once.
    void giveTurn(TaskPromise &promise, std::coroutine_handle<> handle);
    /// For awaiters, on resuming: raises Cancelled if a cancel came while it was not waiting.
    void raiseIfCancelled();
    /// Whether a cancel is to be delivered; it is from now on taken as delivered.
    bool takeCancel() { return std::exchange(m_mustCancel, false); }

protected:
    void scheduleFirstStep(TaskPromise &root, std::coroutine_handle<> handle);
    virtual void settleFuture() = 0;

private:
    void scheduleStep();
    void step();

    EventLoop &m_loop;
    LaneId m_lane;
    std::coroutine_handle<> m_innermost;
    LaneId m_innermostLane;
    std::coroutine_handle<> m_root;
    std::shared_ptr<FutureBase> m_awaited;
    bool m_started = false;
    bool m_mustCancel = false;
};

namespace Detail {
template<class T>
struct TaskResult {
    std::optional<T> value;
    template<class Value>
    void return_value(Value &&result) { value.emplace(std::forward<Value>(result)); }
    T take() { return std::move(*value); }
};
template<>
struct TaskResult<void> {
    void return_void() noexcept {}
    void take() noexcept {}
};
} // namespace Detail

template<class T = void>
class [[nodiscard]] Task
{
public:
    struct promise_type : TaskPromise, Detail::TaskResult<T> {
        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    };
    using Handle = std::coroutine_handle<promise_type>;
    using Value = T;

    Task(Task &&other) noexcept : m_handle(std::exchange(other.m_handle, {})) {}
    Task &operator=(Task &&other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~Task()
    {
        if (m_handle)
            m_handle.destroy();
    }
    /// The lane's name where the function's own will not do: part1(p, 3).named("part1(3)").
    Task named(std::string name) &&
    {
        m_handle.promise().name = std::move(name);
        return std::move(*this);
    }
    /// For what is part of a primitive, such as a queue's get(): whoever awaits it waits on its own
    /// lane, at its own line.
    Task withoutLane() &&
    {
        m_handle.promise().ownLane = false;
        return std::move(*this);
    }
    Handle handle() const { return m_handle; }

private:
    explicit Task(Handle handle) : m_handle(handle) {}
    Handle m_handle;
};

/// A task's result. Cancelling it asks the task, which may clean up first or refuse; the loop keeps
/// the task alive until this is done.
template<class T>
class TaskFuture final : public Future<T>
{
public:
    TaskFuture(EventLoop &loop, TaskBase &task) : Future<T>(loop), m_task(task) {}
    bool cancel() override { return !this->isDone() && m_task.cancel(); }

private:
    TaskBase &m_task;
};

template<class T>
class RunningTask final : public TaskBase
{
public:
    RunningTask(EventLoop &loop, Task<T> task, std::string name)
        : TaskBase(loop, std::move(name)), m_task(std::move(task)), m_future(std::make_shared<TaskFuture<T>>(loop, *this))
    {}
    void schedule() { scheduleFirstStep(m_task.handle().promise(), m_task.handle()); }
    FutureBase &future() override { return *m_future; }
    const FuturePtr<T> &typedFuture() const { return m_future; }

private:
    void settleFuture() override
    {
        auto &promise = m_task.handle().promise();
        if (promise.wasCancelled)
            m_future->FutureBase::cancel();
        else if (promise.exception)
            m_future->setException(promise.exception);
        else if constexpr (std::is_void_v<T>)
            m_future->setResult();
        else
            m_future->setResult(promise.take());
    }

    Task<T> m_task;
    FuturePtr<T> m_future;
};

/// A task that was scheduled, as asyncio.create_task returns it: await it for its result.
template<class T>
class TaskHandle
{
public:
    explicit TaskHandle(std::shared_ptr<RunningTask<T>> task) : m_task(std::move(task)) {}
    bool cancel() const { return m_task->cancel(); }
    bool isDone() const { return m_task->isDone(); }
    bool isCancelled() const { return m_task->future().isCancelled(); }
    LaneId lane() const { return m_task->lane(); }
    const FuturePtr<T> &future() const { return m_task->typedFuture(); }
    const std::shared_ptr<RunningTask<T>> &task() const { return m_task; }

private:
    std::shared_ptr<RunningTask<T>> m_task;
};

template<class T>
TaskHandle<T> EventLoop::createTask(Task<T> task, std::string name)
{
    requireOpen();
    if (name.empty())
        name = uniqueName(task.handle().promise().name);
    auto running = std::make_shared<RunningTask<T>>(*this, std::move(task), std::move(name));
    addTask(running);
    running->schedule();
    return TaskHandle<T>(std::move(running));
}

template<class T>
T EventLoop::runUntilComplete(Task<T> task)
{
    const TaskHandle<T> handle = createTask(std::move(task));
    const auto over = std::make_shared<bool>(false); // one turn later, in which the others have theirs, as in asyncio
    handle.future()->addDoneCallback([over] { *over = true; });
    runUntil([this, over] { return *over || m_stopping; });
    m_stopping = false;
    if (!*over)
        throw std::runtime_error("the loop was stopped before the task was done");
    return handle.future()->result();
}

template<class T>
T runAsync(Task<T> task, LoopImplementation implementation)
{
    const Application application(implementation);
    EventLoop loop;
    return loop.runUntilComplete(std::move(task));
}

} // namespace Interleave

#include "core/executors/awaiters.h"

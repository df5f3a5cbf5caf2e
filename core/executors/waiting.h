// Waiting for some of several tasks, or for one but not for ever: asyncio's wait, wait_for and
// as_completed. A timeout cancels only in waitFor; nothing here starts what was not started, but
// waitFor and asCompleted make tasks of coroutines, as in Python.
//
// Semantics: https://docs.python.org/3.11/library/asyncio-task.html#waiting-primitives
#pragma once

#include "core/executors/waitline.h"

#include <deque>
#include <optional>
#include <stdexcept>
#include <vector>

namespace Interleave {

/// The time was over before the result was there.
struct TimeoutError : std::runtime_error {
    TimeoutError() : runtime_error("the time is over") {}
};

enum class ReturnWhen { AllCompleted, FirstCompleted, FirstException };

/// What wait() gives: both in the order given.
template<class T>
struct Waited {
    std::vector<TaskHandle<T>> done;
    std::vector<TaskHandle<T>> pending;
};

namespace Detail {

using Futures = std::vector<std::shared_ptr<FutureBase>>;

/// Until enough of them are done, or the time is over: then it returns all the same. Whoever waits
/// for one alone waits for its lane.
Task<> untilDone(Futures futures, std::optional<Nanos> timeout, ReturnWhen when, LaneId waitedFor = {});
/// Cancels it and waits until it has ended, as it may clean up, or refuse.
Task<> cancelAndWait(std::shared_ptr<FutureBase> future, LaneId waitedFor);

template<class T>
Task<Waited<T>> waitForSome(std::vector<TaskHandle<T>> tasks, std::optional<Nanos> timeout, ReturnWhen when)
{
    if (tasks.empty())
        throw std::invalid_argument("there is nothing to wait for");
    Futures futures;
    for (const TaskHandle<T> &task : tasks)
        futures.push_back(task.future());
    co_await untilDone(std::move(futures), timeout, when).withoutLane();
    Waited<T> waited;
    for (const TaskHandle<T> &task : tasks)
        (task.isDone() ? waited.done : waited.pending).push_back(task);
    co_return waited;
}

template<class T>
Task<T> waitForTask(TaskHandle<T> task, std::optional<Nanos> timeout)
{
    if (!timeout)
        co_return co_await task;
    bool cancelled = false;
    try {
        if (*timeout > Nanos(0)) {
            Futures futures(1, task.future());
            co_await untilDone(std::move(futures), timeout, ReturnWhen::AllCompleted, task.lane()).withoutLane();
        }
    } catch (const Cancelled &) {
        cancelled = true;
    }
    // A result that came together with the cancel, or with the end of the time, is not lost.
    if (!task.isDone()) {
        co_await cancelAndWait(task.future(), task.lane()).withoutLane();
        if (cancelled)
            throw Cancelled();
        if (task.isCancelled())
            throw TimeoutError();
    }
    co_return task.future()->result();
}

template<class T>
Task<T> waitForCoroutine(Task<T> coroutine, std::optional<Nanos> timeout)
{
    if (!timeout)
        co_return co_await std::move(coroutine);
    const TaskHandle<T> task = EventLoop::running()->createTask(std::move(coroutine));
    co_return co_await waitForTask(task, timeout).withoutLane();
}

/// The tasks of an asCompleted() that are done and not yet awaited, and who waits for the next one.
template<class T>
struct Completions {
    struct Watched {
        TaskHandle<T> task;
        std::uint64_t callback;
    };
    std::vector<Watched> running;
    std::deque<std::optional<TaskHandle<T>>> ended; // none: the time was over before
    Asyncio::WaitLine waiting;
    EventLoop::HandlePtr timer;

    ~Completions() { stopTimer(); }
    void stopTimer()
    {
        if (timer)
            timer->cancelled = true;
    }
    void end(TaskBase *task)
    {
        const auto found = std::ranges::find_if(running, [task](const Watched &each) { return each.task.task().get() == task; });
        if (found == running.end())
            return; // the time was over
        ended.push_back(found->task);
        running.erase(found);
        if (running.empty())
            stopTimer();
        waiting.wakeNext();
    }
    void timeOver()
    {
        for (const Watched &each : std::exchange(running, {})) {
            each.task.future()->removeDoneCallback(each.callback);
            ended.push_back(std::nullopt);
            waiting.wakeNext();
        }
    }
};

template<class T>
Task<T> nextCompleted(std::shared_ptr<Completions<T>> completions)
{
    while (completions->ended.empty()) {
        const FuturePtr<void> turn = completions->waiting.stand();
        bool cancelled = false;
        try {
            co_await Awaitable<void>(turn, Reason::Wait);
        } catch (const Cancelled &) {
            cancelled = true;
        }
        completions->waiting.leave(turn);
        if (cancelled && !turn->isCancelled() && !completions->ended.empty())
            completions->waiting.wakeNext();
        if (cancelled)
            throw Cancelled();
    }
    const std::optional<TaskHandle<T>> task = completions->ended.front();
    completions->ended.pop_front();
    if (!task)
        throw TimeoutError();
    co_return task->future()->result();
}

} // namespace Detail

/// Until all, the first, or the first that fails, is done, or the time is over; none is cancelled.
/// std::invalid_argument for no tasks.
template<class T>
Task<Waited<T>> wait(std::vector<TaskHandle<T>> tasks, std::optional<Nanos> timeout = std::nullopt,
                     ReturnWhen when = ReturnWhen::AllCompleted)
{
    return Detail::waitForSome(std::move(tasks), timeout, when).withoutLane();
}

/// Its result. When the time is over first it is cancelled and, once it has ended, TimeoutError is
/// raised. Being cancelled cancels it, too. A coroutine becomes a task unless there is no timeout.
template<class T>
Task<T> waitFor(TaskHandle<T> task, std::optional<Nanos> timeout)
{
    return Detail::waitForTask(std::move(task), timeout).withoutLane();
}
template<class T>
Task<T> waitFor(Task<T> coroutine, std::optional<Nanos> timeout)
{
    return Detail::waitForCoroutine(std::move(coroutine), timeout).withoutLane();
}

/// As many awaitables as tasks: each gives the result, or raises the exception, of the next task
/// that is done. Those that are not done when the time is over raise TimeoutError.
template<class T>
std::vector<Task<T>> asCompleted(std::vector<TaskHandle<T>> tasks, std::optional<Nanos> timeout = std::nullopt)
{
    auto completions = std::make_shared<Detail::Completions<T>>();
    const std::weak_ptr weak = completions; // tasks outlive an iteration that nobody goes on with
    for (const TaskHandle<T> &task : tasks) {
        const auto end = [weak, each = task.task().get()] {
            if (const auto alive = weak.lock())
                alive->end(each);
        };
        completions->running.push_back({task, task.future()->addDoneCallback(end)});
    }
    if (timeout && !tasks.empty()) {
        completions->timer = EventLoop::running()->callLater(*timeout, [weak] {
            if (const auto alive = weak.lock())
                alive->timeOver();
        });
    }
    std::vector<Task<T>> each;
    for (std::size_t count = tasks.size(); count > 0; --count)
        each.push_back(Detail::nextCompleted(completions).withoutLane());
    return each;
}

} // namespace Interleave

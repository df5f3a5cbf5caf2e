// What a coroutine of the event loop keeps beside its result: who runs it, who awaits it, its lane,
// and what happens at its first step and at its end. Part of every Task's frame; see task.h.
#pragma once

#include "core/executors/here.h"

#include <qcoro/coroutine.h>

#include <exception>
#include <string>

namespace Interleave {

class TaskBase;

/// What every coroutine's promise holds, whatever it returns.
struct TaskPromise {
    TaskBase *task = nullptr;             // that runs it; null before it is started
    TaskPromise *parent = nullptr;        // the coroutine that awaits it
    std::coroutine_handle<> continuation; // of that one
    LaneId lane;
    std::string name;
    std::exception_ptr exception;
    bool wasCancelled = false;
    bool beginsCancelled = false; // a cancel before its first step lets it begin; it looks for that itself
    bool ownLane = true;          // or, when awaited, that of the coroutine that awaits it
    std::uint32_t callerLine = 0; // without a lane of its own: where it was awaited

    struct InitialSuspend;
    struct FinalSuspend;
    InitialSuspend initial_suspend(const char *function = __builtin_FUNCTION());
    FinalSuspend final_suspend() noexcept;
    void unhandled_exception() noexcept;
    template<class Awaitable>
    auto await_transform(Awaitable &&awaitable, SourceLine line = {});
};

struct TaskPromise::InitialSuspend {
    TaskPromise *promise;
    explicit InitialSuspend(TaskPromise *owner) : promise(owner) {}
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    void await_resume(); // raises Cancelled when the task was cancelled before its first step
};

struct TaskPromise::FinalSuspend {
    bool await_ready() noexcept { return false; }
    template<class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> handle) noexcept
    {
        return finished(handle.promise());
    }
    void await_resume() noexcept {}
    /// Records the end; the awaiting coroutine resumes on the same clock reading.
    static std::coroutine_handle<> finished(TaskPromise &promise) noexcept;
};

} // namespace Interleave

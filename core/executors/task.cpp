#include "core/executors/task.h"

namespace Interleave {

TaskPromise::InitialSuspend TaskPromise::initial_suspend(const char *function)
{
    name = function;
    return InitialSuspend(this);
}

TaskPromise::FinalSuspend TaskPromise::final_suspend() noexcept { return {}; }

void TaskPromise::unhandled_exception() noexcept
{
    exception = std::current_exception();
    try {
        throw;
    } catch (const Cancelled &) {
        wasCancelled = true;
    } catch (...) {
    }
}

void TaskPromise::InitialSuspend::await_resume()
{
    if (!promise->parent && !promise->beginsCancelled) // a coroutine that is awaited begins within the step that awaits it
        promise->task->raiseIfCancelled();
}

std::coroutine_handle<> TaskPromise::FinalSuspend::finished(TaskPromise &promise) noexcept
{
    if (promise.parent && !promise.ownLane)
        return promise.continuation;
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    if (!promise.parent && !promise.exception && promise.task->takeCancel())
        promise.wasCancelled = true; // cancelled itself and returned without another await
    const Outcome outcome = promise.wasCancelled ? Outcome::Cancelled
                            : promise.exception  ? Outcome::Failed : Outcome::Finished;
    recorder.finish(now, promise.lane, outcome);
    if (!promise.parent)
        return std::noop_coroutine();
    recorder.wake(now, promise.parent->lane, promise.lane);
    recorder.resume(now, promise.parent->lane);
    t_here.lane = promise.parent->lane;
    return promise.continuation;
}

TaskBase::TaskBase(EventLoop &loop, std::string name) : m_loop(loop)
{
    Recorder &recorder = Recorder::ofThisThread();
    m_lane = recorder.allocateLane();
    const Stamp now = recorder.stamp();
    recorder.declareLane(now, m_lane, LaneKind::Task, loop.lane(), name);
    recorder.wake(now, m_lane, t_here.lane);
}

void TaskBase::scheduleFirstStep(TaskPromise &root, std::coroutine_handle<> handle)
{
    root.task = this;
    root.lane = m_lane;
    m_root = m_innermost = handle;
    m_innermostLane = m_lane;
    scheduleStep();
}

void TaskBase::scheduleStep()
{
    m_loop.callSoon([self = shared_from_this()] { self->step(); });
}

void TaskBase::step()
{
    m_awaited.reset();
    Recorder &recorder = Recorder::ofThisThread();
    t_here.lane = m_innermostLane;
    if (std::exchange(m_started, true))
        recorder.resume(recorder.stamp(), m_innermostLane);
    else
        recorder.start(recorder.stamp(), m_lane);
    m_innermost.resume();
    t_here.lane = m_lane; // who settles the future, and so wakes those who wait for it
    if (m_root.done()) {
        settleFuture();
        m_loop.removeTask(this);
    }
}

bool TaskBase::cancel()
{
    if (isDone())
        return false;
    if (m_awaited && m_awaited->cancel())
        return true;
    m_mustCancel = true;
    return true;
}

void TaskBase::waitFor(TaskPromise &promise, std::coroutine_handle<> handle, std::shared_ptr<FutureBase> awaited)
{
    m_innermost = handle;
    m_innermostLane = promise.lane;
    m_awaited = std::move(awaited);
    m_awaited->addAwaitingLane(promise.lane);
    m_awaited->addDoneCallback([self = shared_from_this()] { self->step(); });
    if (m_mustCancel && m_awaited->cancel())
        m_mustCancel = false;
}

void TaskBase::giveTurn(TaskPromise &promise, std::coroutine_handle<> handle)
{
    m_innermost = handle;
    m_innermostLane = promise.lane;
    scheduleStep();
}

void TaskBase::raiseIfCancelled()
{
    if (takeCancel())
        throw Cancelled();
}

SleepAwaiter::~SleepAwaiter()
{
    if (m_timer)
        m_timer->cancelled = true;
}

void SleepAwaiter::await_suspend(std::coroutine_handle<> handle)
{
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    if (m_duration <= Nanos(0)) {
        recorder.suspend(now, m_promise->lane, Reason::Turn, 0, m_line);
        recorder.wake(now, m_promise->lane, m_promise->lane); // it stays ready, behind the others
        m_promise->task->giveTurn(*m_promise, handle);
        return;
    }
    recorder.suspend(now, m_promise->lane, Reason::Sleep, packDuration(m_duration), m_line);
    EventLoop &loop = *EventLoop::running();
    m_future = std::make_shared<Future<void>>(loop);
    m_timer = loop.callLater(m_duration, [future = m_future] {
        if (!future->isDone())
            future->setResult();
    });
    m_timer->endsSleep = true;
    m_promise->task->waitFor(*m_promise, handle, m_future);
}

void SleepAwaiter::await_resume()
{
    m_promise->task->raiseIfCancelled();
    if (m_future)
        m_future->result();
}

} // namespace Interleave

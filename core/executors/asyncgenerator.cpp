#include "core/executors/asyncgenerator.h"

namespace Interleave {

void AsyncGeneratorPromise::enter(TaskPromise &consumer, std::coroutine_handle<> consumerHandle, std::uint32_t line)
{
    Recorder &recorder = Recorder::ofThisThread();
    const bool first = state == State::Created;
    task = consumer.task;
    parent = &consumer;
    continuation = consumerHandle;
    const Stamp now = recorder.stamp();
    if (first) {
        lane = recorder.allocateLane();
        recorder.declareLane(now, lane, LaneKind::Generator, consumer.lane, name);
    }
    state = State::Running;
    recorder.suspend(now, consumer.lane, Reason::Generator, lane.value(), line);
    recorder.wake(now, lane, consumer.lane);
    if (first)
        recorder.start(now, lane, consumer.lane);
    else
        recorder.resume(now, lane);
    t_here.lane = lane;
}

std::coroutine_handle<> AsyncGeneratorPromise::leave() noexcept
{
    state = State::Suspended;
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    recorder.suspend(now, lane, Reason::Yield, parent->lane.value(), yieldLine);
    recorder.wake(now, parent->lane, lane);
    recorder.resume(now, parent->lane);
    t_here.lane = parent->lane;
    return continuation;
}

std::coroutine_handle<> AsyncGeneratorPromise::end() noexcept
{
    state = State::Closed;
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    const bool failed = exception && !(isClosing && isGeneratorExit(exception));
    recorder.finish(now, lane, wasCancelled ? Outcome::Cancelled : failed ? Outcome::Failed
                                          : isClosing ? Outcome::Closed : Outcome::Finished);
    recorder.wake(now, parent->lane, lane);
    recorder.resume(now, parent->lane);
    t_here.lane = parent->lane;
    return continuation;
}

void AsyncGeneratorPromise::drop()
{
    if (state != State::Suspended && state != State::Running)
        return;
    state = State::Closed;
    Recorder &recorder = Recorder::ofThisThread();
    recorder.finish(recorder.stamp(), lane, Outcome::Closed);
}

void AsyncGeneratorPromise::unhandled_exception() noexcept
{
    try {
        throw;
    } catch (const Cancelled &) {
        exception = std::current_exception();
        wasCancelled = true;
    } catch (const StopIteration &) { // it must not look like an end of the generator's own
        exception = std::make_exception_ptr(std::runtime_error("async generator raised StopIteration"));
    } catch (...) {
        exception = std::current_exception();
    }
}

bool AsyncCloseAwaiter::await_ready()
{
    m_refused = isRunning();
    if (m_generator.state == AsyncGeneratorPromise::State::Created)
        m_generator.state = AsyncGeneratorPromise::State::Closed;
    m_nothingToDo = m_refused || isClosed();
    if (m_nothingToDo)
        return true;
    m_generator.isClosing = true;
    // A closing task that was cancelled before it began raises that at the yield instead.
    const bool cancelled = m_generator.isAbandoned && m_consumer.task->takeCancel();
    m_generator.injected = cancelled ? std::make_exception_ptr(Cancelled()) : std::make_exception_ptr(GeneratorExit());
    return false;
}

void AsyncCloseAwaiter::await_resume()
{
    if (m_refused)
        throw std::runtime_error("aclose(): asynchronous generator is already running");
    if (m_nothingToDo)
        return;
    if (const std::exception_ptr raised = std::exchange(m_generator.exception, nullptr)) {
        if (!isGeneratorExit(raised))
            std::rethrow_exception(raised);
    } else if (!isClosed()) {
        throw std::runtime_error("async generator ignored GeneratorExit");
    }
}

} // namespace Interleave

#include "core/executors/generatorlane.h"

namespace Interleave {

bool isGeneratorExit(const std::exception_ptr &raised)
{
    try {
        std::rethrow_exception(raised);
    } catch (const GeneratorExit &) {
        return true;
    } catch (...) {
        return false;
    }
}

void GeneratorLane::declare()
{
    Recorder &recorder = Recorder::ofThisThread();
    m_lane = recorder.allocateLane();
    recorder.declareLane(recorder.stamp(), m_lane, LaneKind::Generator, t_here.lane, m_name);
}

void GeneratorLane::enter(std::uint32_t callerLine)
{
    Recorder &recorder = Recorder::ofThisThread();
    const bool first = m_state == State::Created;
    if (first)
        declare();
    m_state = State::Running;
    m_caller = std::exchange(t_here.lane, m_lane);
    const Stamp now = recorder.stamp();
    recorder.suspend(now, m_caller, Reason::Generator, m_lane.value(), callerLine);
    recorder.wake(now, m_lane, m_caller);
    if (first)
        recorder.start(now, m_lane, m_caller);
    else
        recorder.resume(now, m_lane);
}

void GeneratorLane::leave(std::uint32_t yieldLine)
{
    m_state = State::Suspended;
    t_here.lane = m_caller;
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    recorder.suspend(now, m_lane, Reason::Yield, m_caller.value(), yieldLine);
    recorder.wake(now, m_caller, m_lane);
    recorder.resume(now, m_caller);
}

void GeneratorLane::end(Outcome outcome)
{
    m_state = State::Closed;
    t_here.lane = m_caller;
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    recorder.finish(now, m_lane, outcome);
    recorder.wake(now, m_caller, m_lane);
    recorder.resume(now, m_caller);
}

void GeneratorLane::endUnstarted()
{
    m_state = State::Closed;
}

void GeneratorLane::drop()
{
    if (m_state != State::Suspended)
        return;
    m_state = State::Closed;
    Recorder &recorder = Recorder::ofThisThread();
    recorder.finish(recorder.stamp(), m_lane, Outcome::Closed);
}

} // namespace Interleave

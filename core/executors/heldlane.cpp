#include "core/executors/heldlane.h"

namespace Interleave {

HeldLane::HeldLane(LaneKind kind, std::string_view name, LaneId parent)
    : m_lane(Recorder::ofThisThread().allocateLane())
{
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    recorder.declareLane(now, m_lane, kind, parent, name);
    recorder.start(now, m_lane, t_here.lane);
    released(now);
}

HeldLane::~HeldLane()
{
    Recorder &recorder = Recorder::ofThisThread();
    recorder.finish(recorder.stampFenced(), m_lane, Outcome::Closed);
}

void HeldLane::taken(Stamp at, LaneId holder) const
{
    Recorder &recorder = Recorder::ofThisThread();
    recorder.wake(at, m_lane, holder);
    recorder.resume(at, m_lane);
}

void HeldLane::released(Stamp at) const
{
    Recorder::ofThisThread().suspend(at, m_lane, Reason::Free);
}

} // namespace Interleave

// The lane of a thing that is there from its making to its end and has figures, such as a queue
// with its depth. It neither runs nor waits.
#pragma once

#include "core/executors/here.h"

#include <string_view>

namespace Interleave {

class OpenLane
{
public:
    OpenLane(LaneKind kind, std::string_view name, LaneId parent) : m_lane(Recorder::ofThisThread().allocateLane())
    {
        Recorder &recorder = Recorder::ofThisThread();
        const Stamp now = recorder.stamp();
        recorder.declareLane(now, m_lane, kind, parent, name);
        recorder.start(now, m_lane, t_here.lane);
    }
    OpenLane(const OpenLane &) = delete;
    ~OpenLane()
    {
        Recorder &recorder = Recorder::ofThisThread();
        recorder.finish(recorder.stamp(), m_lane, Outcome::Closed);
    }

    LaneId lane() const { return m_lane; }
    void count(std::int64_t value, std::string_view name) const
    {
        Recorder::ofThisThread().counter(m_lane, value, name);
    }

private:
    LaneId m_lane;
};

} // namespace Interleave

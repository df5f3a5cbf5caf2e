// The nearest of several offered moments within reach of a wished one: what an edge that is being
// dragged snaps to. A value, for one movement of the mouse.
#pragma once

#include "core/trace/trace.h"

namespace Interleave {

class TimeSnap
{
public:
    static constexpr int reach = 6; // pixels

    /// `near`: how far away a moment may be.
    TimeSnap(Nanos wished, Nanos near) : m_wished(wished), m_near(near), m_nearest(wished) {}

    void offer(Nanos time);
    /// The begins and ends of the lane's segments about the moment wished.
    void offerEdges(const Lane &lane, Nanos traceEnd);
    Nanos time() const { return m_nearest; }

private:
    Nanos m_wished, m_near, m_nearest;
    bool m_found = false;
};

} // namespace Interleave

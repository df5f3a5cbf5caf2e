#include "ui/timeline/timesnap.h"

#include "core/analysis/states.h"

namespace Interleave {

void TimeSnap::offer(Nanos time)
{
    const Nanos away = std::chrono::abs(time - m_wished);
    if (away > m_near || (m_found && away >= std::chrono::abs(m_nearest - m_wished)))
        return;
    m_found = true;
    m_nearest = time;
}

void TimeSnap::offerEdges(const Lane &lane, Nanos traceEnd)
{
    // In a gap between segments the moment itself has none, but its neighbourhood may.
    for (const Nanos moment : {m_wished, m_wished - m_near, m_wished + m_near}) {
        if (const auto segment = segmentAt(lane, traceEnd, moment)) {
            offer(segment->begin);
            offer(segment->end);
        }
    }
}

} // namespace Interleave

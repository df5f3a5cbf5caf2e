#include "ui/timeline/litlanes.h"

#include "core/analysis/ancestry.h"

namespace Interleave {

namespace {

constexpr int againAfterMs = 500; // while the run grows

} // namespace

const std::vector<bool> *LitLanes::of(const Trace &trace, std::optional<LaneId> selected)
{
    if (!selected || !trace.lane(*selected)) {
        m_lane.reset();
        return nullptr;
    }
    const bool grown = m_revision != trace.revision() && m_since.hasExpired(againAfterMs);
    if (m_lane != selected || grown || m_lit.size() != trace.lanes().size() + 1) {
        m_lit = litLanes(trace, *selected, ancestryOf(trace, *selected, mostEvents));
        m_lane = selected;
        m_revision = trace.revision();
        m_since.start();
    }
    return &m_lit;
}

} // namespace Interleave

#include "ui/timeline/turnindex.h"

#include "ui/timeline/lanerows.h"

#include <algorithm>
#include <chrono>

namespace Interleave {

const Turns &TurnIndex::of(const Trace &trace, const LaneColours &colours, LaneId id)
{
    Row &row = m_rows.try_emplace(id, Row{Turns(id)}).first->second;
    if (!row.isNew && row.revision == trace.revision())
        return row.turns;
    row.isNew = false;
    row.revision = trace.revision();
    std::vector<LaneId> lanes = descendants(trace, id);
    std::erase_if(lanes, [&](LaneId lane) { // a thread's own turns on CPUs are its band's
        return colours.of(lane) == LaneColour() || isOfKernel(trace.lane(lane)->kind);
    });
    row.turns.setLanes(lanes);
    if (m_takesAllAtOnce || row.turns.pending(trace) <= mostWhileDrawing)
        row.turns.update(trace, UINT64_MAX);
    return row.turns;
}

bool TurnIndex::catchUp(const Trace &trace)
{
    using Clock = std::chrono::steady_clock;
    const Clock::time_point until = Clock::now() + longestAtOnce;
    bool any = false;
    for (auto &[id, row] : m_rows) {
        while (!row.turns.isUpToDate() || row.turns.pending(trace) > 0) {
            row.turns.update(trace, mostAtOnce);
            any = true;
            if (Clock::now() >= until)
                return true;
        }
    }
    return any;
}

const Turns *TurnIndex::find(LaneId row) const
{
    const auto found = m_rows.find(row);
    return found == m_rows.end() ? nullptr : &found->second.turns;
}

bool TurnIndex::isComplete() const
{
    return std::all_of(m_rows.begin(), m_rows.end(), [](const auto &row) { return row.second.turns.isUpToDate(); });
}

} // namespace Interleave

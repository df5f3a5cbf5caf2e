// The turns of all rows that show some, put together when they are first drawn and kept up from
// then on; see core/analysis/turns.h. Belongs to whoever lays out one trace again and again. A few
// new events are taken while drawing; many, as those of a file just opened, wait for catchUp(),
// and until then the row shows what is known. One thread.
#pragma once

#include "core/analysis/turns.h"
#include "ui/timeline/lanecolours.h"

#include <chrono>
#include <map>

namespace Interleave {

class TurnIndex
{
public:
    static constexpr std::uint64_t mostWhileDrawing = 20'000; // events: about a millisecond
    static constexpr std::uint64_t mostAtOnce = 50'000;   // likewise, between two looks at the clock
    static constexpr std::chrono::milliseconds longestAtOnce{6};

    /// One that is drawn once waits for nothing.
    explicit TurnIndex(bool takesAllAtOnce = false) : m_takesAllAtOnce(takesAllAtOnce) {}

    const Turns &of(const Trace &trace, const LaneColours &colours, LaneId row);
    /// The same as it is, or null: for hovering.
    const Turns *find(LaneId row) const;
    /// Takes events that were left, for longestAtOnce or a little more. False if there were none.
    bool catchUp(const Trace &trace);
    /// Whether every row that was drawn knows all its turns.
    bool isComplete() const;
    void clear() { m_rows.clear(); }

private:
    struct Row {
        Turns turns;
        std::uint64_t revision = 0; // of the trace, when it was last looked at
        bool isNew = true;
    };

    std::map<LaneId, Row> m_rows;
    bool m_takesAllAtOnce;
};

} // namespace Interleave

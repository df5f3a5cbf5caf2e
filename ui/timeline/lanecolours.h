// Who has which colour: lanes that execute take the lane colours in order. A thread that hosts an
// event loop takes none, its tasks do; a coroutine that a task awaits has the task's, since it runs
// in the task's turn; a process has the colour of its first thread.
#pragma once

#include "core/trace/trace.h"
#include "ui/theme/theme.h"

#include <optional>
#include <vector>

namespace Interleave {

/// The task in whose turn the lane runs: itself, or the one that awaits it through coroutines.
std::optional<LaneId> taskAround(const Trace &trace, LaneId lane);

class LaneColours
{
public:
    LaneColours() = default;
    explicit LaneColours(const Trace &trace);
    /// In another run's colours where its lanes are the same: `pairs` says which, by lane id.
    LaneColours(const Trace &trace, const LaneColours &others, const std::vector<std::optional<LaneId>> &pairs);

    /// Likewise of that run, or of none.
    static LaneColours like(const Trace &trace, const Trace *other);

    LaneColour of(LaneId lane) const
    {
        return lane.value() < m_colours.size() ? m_colours[lane.value()] : LaneColour();
    }

private:
    std::vector<LaneColour> m_colours; // by lane id
};

} // namespace Interleave

// Which lanes are lit because of the selected one: its whole ancestry, who woke it, and what is
// below it. Remembers the answer for the lane until it has grown. Owned by the canvas.
#pragma once

#include "core/trace/trace.h"

#include <QElapsedTimer>

#include <optional>
#include <vector>

namespace Interleave {

class LitLanes
{
public:
    /// In a lane of more events its wakers are not looked for: they would be half of all lanes, and
    /// this is asked for at a click. A million take 1 to 2 ms.
    static constexpr std::size_t mostEvents = 1'000'000;

    /// By lane id; null where none is selected, so that all are as bright as ever.
    const std::vector<bool> *of(const Trace &trace, std::optional<LaneId> selected);
    void forget() { m_lane.reset(); }

private:
    std::vector<bool> m_lit;
    std::optional<LaneId> m_lane; // that it was asked for
    std::uint64_t m_revision = 0; // of the trace then
    QElapsedTimer m_since;
};

} // namespace Interleave

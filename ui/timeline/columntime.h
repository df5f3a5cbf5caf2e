// What happened within one pixel: gathered from segments or from a lane's grid, shown as a
// StackedColumn by BarMerger. Plain values.
#pragma once

#include "ui/timeline/bar.h"

#include <array>

namespace Interleave {

/// What one pixel column, or one mark, holds.
struct ColumnTime {
    static constexpr std::uint8_t hasRunning = 1, hasReady = 2, hasSuspended = 4;
    std::array<std::int64_t, StackedColumn::colours> running{}; // nanoseconds by colour
    std::array<LaneColour, StackedColumn::colours> colour;
    std::int64_t ready = 0, suspended = 0;
    std::uint32_t count = 0; // segments that touch it
    std::uint8_t has = 0;    // states that touch it, if only for a moment

    void add(State state, LaneColour whose, std::int64_t time);
    void add(const ColumnTime &other);
    std::int64_t ran() const { return running[0] + running[1] + running[2]; }
};

} // namespace Interleave

// What a layout is made of: bars on whole pixels, and the columns of those that many segments share.
// Plain values; they know shapes and whose colour, not which colour.
#pragma once

#include "core/analysis/states.h"
#include "ui/theme/theme.h"

#include <array>

namespace Interleave {

/// What a bar looks like. Stacked is a stretch of columns of a pixel each, that several segments
/// share. Free is a thing that nobody holds, Unobserved a lane of which nothing but its life is
/// known. Level and Peak are columns of a step graph: an amount, and how far it rose above that
/// within the column.
enum class BarShape : std::uint8_t { Container, Suspended, Ready, Running, Stacked, Free, Unobserved, Level, Peak };

struct Bar {
    int x = 0, y = 0, width = 0, height = 0;
    BarShape shape = BarShape::Running;
    BarShape waiting = BarShape::Suspended; // Stacked: what its suspended part means
    State state = State::Running;
    LaneColour colour;
    WaitKind wait = WaitKind::Other; // Suspended: what for
    bool inferred = false;
    bool container = false;
    LaneId lane;              // whose segment: on a loop's lane the task that had the turn
    Nanos time{0};            // when that segment begins
    Nanos begin{0}, end{0};   // of the first and the last segment in it
    std::uint32_t count = 1;  // segments in it
    std::uint32_t columns = 0; // Stacked: the number of its first column in the layout
    bool isMerged() const { return count > 1; }
    bool covers(int px, int py) const { return px >= x && px < x + width && py >= y && py < y + height; }
    bool operator==(const Bar &) const = default;
};

/// One pixel column of a Stacked bar: heights from the bottom up.
struct StackedColumn {
    static constexpr std::size_t colours = 3;
    std::array<std::uint8_t, colours> running{};
    std::array<LaneColour, colours> colour;
    std::uint8_t ready = 0, suspended = 0;
    std::uint8_t below = 0;   // pixels below the stack: a segment alone stands in the middle
    std::uint32_t count = 0;  // segments that touch it
    bool isMerged() const { return count > 1; }
    int ran() const { return running[0] + running[1] + running[2]; }
    int height() const { return ran() + ready + suspended; }
    bool operator==(const StackedColumn &) const = default;
};

/// Heights of a row and of the bars centred in it, in pixels.
struct RowMetrics {
    int row = 30;
    int running = 22;
    int suspended = 12;
    int ready = 14;
    int container = 16;
    int free = 4;
    int barHeight(BarShape shape) const;
    /// All in the usual proportions.
    static RowMetrics ofHeight(int row);
    bool operator==(const RowMetrics &) const = default;
};

} // namespace Interleave

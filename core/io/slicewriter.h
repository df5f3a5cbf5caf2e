// Writes the slices of one track, already placed in rows, as events of those rows' lanes. Every
// slice is a Start that bears its name and a Finish; between two of them the lane does nothing that
// is known. One use, any one thread.
#pragma once

#include "core/io/slicelayout.h"

namespace Interleave {

class SliceWriter
{
public:
    /// Lanes by row, 0 for a row that has none. Times count from `origin`.
    SliceWriter(std::span<const LaneId> lanes, std::int64_t origin);

    /// In order of their beginnings.
    void putSlice(const Moment &slice);
    /// Not before the slice that it belongs to.
    void putArrow(const ArrowEnd &end, const Arrow &arrow);
    std::vector<EventSequence> finish();
    /// Slices that got no row of their own.
    std::uint64_t notedCount() const { return m_notedCount; }

private:
    struct Row {
        std::int64_t end = 0; // of the slice that is on
        bool isOn = false;
        LaneId lane;
    };

    void put(std::uint32_t row, EventKind kind, std::uint8_t detail, std::int64_t ns, std::uint32_t argument = 0,
             std::uint16_t line = 0);
    void end(std::uint32_t row);
    void putNote(const Moment &slice);

    std::vector<Row> m_rows;
    std::vector<EventSequence> m_events;
    const std::int64_t m_origin;
    std::uint64_t m_notedCount = 0;
};

} // namespace Interleave

// The values that a slider stops at. A narrow range has every whole number; a wide one, where the
// small numbers matter most, is logarithmic and stops at numbers of two significant digits. Each
// stop differs from its neighbours, so every press of an arrow key changes the value.
#pragma once

#include <cstdint>
#include <vector>

namespace Interleave {

class SliderScale
{
public:
    /// `minimum` ≤ `maximum`; both are stops.
    SliderScale(std::int64_t minimum, std::int64_t maximum);

    bool isLogarithmic() const { return !m_stops.empty(); }
    /// Positions go from 0 to here.
    int lastPosition() const;
    /// Positions beyond the ends count as the ends.
    std::int64_t valueAt(int position) const;
    /// The nearest stop, the lower of two equally near.
    int positionOf(std::int64_t value) const;

private:
    std::int64_t m_minimum;
    std::int64_t m_maximum;
    std::vector<std::int64_t> m_stops; // empty: every whole number
};

} // namespace Interleave

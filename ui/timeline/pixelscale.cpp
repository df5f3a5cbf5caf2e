#include "ui/timeline/pixelscale.h"

#include "ui/timeline/timelinegeometry.h"

#include <algorithm>

namespace Interleave {

namespace {

/// The first nanosecond at or after each step: ⌈(from + 2i) × length / (2 × width)⌉, by carrying
/// the remainder along.
std::vector<Nanos> stepTimes(TimeRange range, int width, int from, std::size_t count)
{
    using Geometry::Wide;
    const Wide divisor = Wide(2) * width, step = Wide(2) * range.length().count();
    const Wide start = Wide(from) * range.length().count();
    Wide quotient = Geometry::floorDivision(start, divisor), rest = start - quotient * divisor;
    const Wide stepQuotient = step / divisor, stepRest = step % divisor;
    std::vector<Nanos> times(count);
    for (Nanos &time : times) {
        time = range.begin + Nanos(std::int64_t(quotient + (rest > 0)));
        quotient += stepQuotient;
        rest += stepRest;
        if (rest >= divisor) {
            rest -= divisor;
            ++quotient;
        }
    }
    return times;
}

} // namespace

PixelScale::PixelScale(TimeRange range, int width, int margin)
    : m_range(range), m_width(std::max(1, width)), m_margin(std::max(0, margin))
{
    m_range.end = std::max(m_range.end, m_range.begin + Nanos(1)); // an empty range has everything at 0
    m_pixelsPerNs = double(m_width) / double(m_range.length().count());
    const std::size_t count = std::size_t(m_width) + 2 * std::size_t(m_margin) + 1;
    m_begins = stepTimes(m_range, m_width, -2 * m_margin, count);
    m_middles = stepTimes(m_range, m_width, -2 * m_margin - 1, count);
}

} // namespace Interleave

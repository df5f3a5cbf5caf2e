#include "ui/models/sliderscale.h"

#include <algorithm>
#include <cmath>

namespace Interleave {

namespace {

constexpr int logarithmicSteps = 240; // about the pixels of a slider
constexpr std::int64_t longestLinearSpan = 100'000; // a slider's int positions, with ease

bool wantsLogarithm(std::int64_t minimum, std::int64_t maximum)
{
    const std::int64_t span = maximum - minimum;
    const std::int64_t smallest = std::max<std::int64_t>(minimum, 1);
    return span > longestLinearSpan || (span > 100 && minimum >= 0 && maximum / smallest > 100);
}

/// To the nearest number of two significant digits.
std::int64_t twoDigits(double value)
{
    const double size = std::abs(value);
    if (size < 100)
        return std::llround(value);
    const double unit = std::pow(10.0, std::floor(std::log10(size)) - 1);
    return std::llround(std::round(value / unit) * unit);
}

/// From the minimum, the distance grows by the same factor at each step.
std::vector<std::int64_t> logarithmicStops(std::int64_t minimum, std::int64_t maximum)
{
    const double growth = std::log1p(double(maximum) - double(minimum)) / logarithmicSteps;
    std::vector<std::int64_t> stops{minimum};
    for (int step = 1; step < logarithmicSteps; ++step) {
        const std::int64_t stop = twoDigits(double(minimum) + std::expm1(growth * step));
        if (stop > stops.back() && stop < maximum)
            stops.push_back(stop);
    }
    stops.push_back(maximum);
    return stops;
}

} // namespace

SliderScale::SliderScale(std::int64_t minimum, std::int64_t maximum)
    : m_minimum(minimum), m_maximum(std::max(minimum, maximum))
{
    if (wantsLogarithm(m_minimum, m_maximum))
        m_stops = logarithmicStops(m_minimum, m_maximum);
}

int SliderScale::lastPosition() const
{
    return isLogarithmic() ? int(m_stops.size()) - 1 : int(m_maximum - m_minimum);
}

std::int64_t SliderScale::valueAt(int position) const
{
    const int within = std::clamp(position, 0, lastPosition());
    return isLogarithmic() ? m_stops[std::size_t(within)] : m_minimum + within;
}

int SliderScale::positionOf(std::int64_t value) const
{
    const std::int64_t within = std::clamp(value, m_minimum, m_maximum);
    if (!isLogarithmic())
        return int(within - m_minimum);
    const auto above = std::lower_bound(m_stops.begin(), m_stops.end(), within);
    const int position = int(above - m_stops.begin());
    if (position > 0 && within - *(above - 1) <= *above - within)
        return position - 1;
    return position;
}

} // namespace Interleave

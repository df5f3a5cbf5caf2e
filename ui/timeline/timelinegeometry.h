// Where a time stands on the screen and which time stands at a pixel; which row covers which
// height. Exact integer arithmetic, so that going there and back is the same place. std only.
#pragma once

#include "ui/models/timerange.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

namespace Interleave {

namespace Geometry {

/// Pixels further out than this are as good as this: keeps sums of coordinates within int.
constexpr int farAway = 1 << 24;

__extension__ using Wide = __int128;

constexpr Wide floorDivision(Wide dividend, Wide divisor)
{
    const Wide quotient = dividend / divisor;
    return dividend % divisor != 0 && dividend < 0 ? quotient - 1 : quotient;
}

} // namespace Geometry

/// The pixel that the time falls into, counted from the range's begin, which is pixel 0. The
/// range's end is pixel `width`, the first outside. An empty range has everything at 0.
constexpr int pixelOf(Nanos time, TimeRange range, int width)
{
    if (range.length().count() <= 0 || width <= 0)
        return 0;
    const Geometry::Wide pixel = Geometry::floorDivision(
        Geometry::Wide((time - range.begin).count()) * width, range.length().count());
    return int(std::clamp(pixel, Geometry::Wide(-Geometry::farAway), Geometry::Wide(Geometry::farAway)));
}

/// The pixel edge nearest to the time: where a bar that begins or ends then has its edge.
constexpr int edgeOf(Nanos time, TimeRange range, int width)
{
    if (range.length().count() <= 0 || width <= 0)
        return 0;
    const Geometry::Wide twice = Geometry::floorDivision(
        Geometry::Wide((time - range.begin).count()) * width * 2 + range.length().count(),
        range.length().count());
    const Geometry::Wide edge = Geometry::floorDivision(twice, 2);
    return int(std::clamp(edge, Geometry::Wide(-Geometry::farAway), Geometry::Wide(Geometry::farAway)));
}

/// The first time within the pixel. Where a nanosecond is wider than a pixel, several pixels
/// share one: then the time of the nanosecond that begins at or after the pixel.
constexpr Nanos timeAt(int pixel, TimeRange range, int width)
{
    if (width <= 0)
        return range.begin;
    const Geometry::Wide product = Geometry::Wide(pixel) * range.length().count();
    return range.begin + Nanos(std::int64_t(-Geometry::floorDivision(-product, width)));
}

/// How long a number of pixels lasts, rounded towards zero.
constexpr Nanos timeOfPixels(int pixels, TimeRange range, int width)
{
    return width <= 0 ? Nanos(0) : Nanos(std::int64_t(Geometry::Wide(pixels) * range.length().count() / width));
}

/// Whole nanoseconds around a view, the pixels that all of them take, and how many of these lie
/// before the view. What is laid out over `range` and `width` and shown from pixel `before` on
/// stands where the view has it, to the pixel, even where a nanosecond is wider than that.
struct PixelFrame {
    TimeRange range;
    int width = 0;
    int before = 0;
    bool operator==(const PixelFrame &) const = default;
};

/// Of a view shown over `width` pixels. Where fractions of a nanosecond cannot be seen it is the
/// view itself, rounded.
inline PixelFrame pixelFrame(FineRange view, int width)
{
    constexpr long double finest = 2; // nanoseconds a pixel, from which half of one cannot be seen
    if (width <= 0 || view.length >= finest * width) {
        const Nanos begin(std::llround(view.begin));
        return {{begin, begin + Nanos(std::llround(view.length))}, width, 0};
    }
    const long double begin = std::floor(view.begin), end = std::ceil(view.begin + view.length);
    const long double pixels = width / view.length; // of a nanosecond
    return {{Nanos(std::int64_t(begin)), Nanos(std::int64_t(end))}, int(std::lround((end - begin) * pixels)),
            int(std::lround((view.begin - begin) * pixels))};
}

/// Index of the row that covers y, given rows ordered by `y` with a `height`; `rows.size()` when
/// y lies above the first, below the last or in a gap between two.
template<class Row>
std::size_t rowAt(std::span<const Row> rows, int y)
{
    const auto next = std::upper_bound(rows.begin(), rows.end(), y,
                                       [](int wanted, const Row &row) { return wanted < row.y; });
    if (next == rows.begin() || y >= std::prev(next)->y + std::prev(next)->height)
        return rows.size();
    return std::size_t(std::prev(next) - rows.begin());
}

} // namespace Interleave

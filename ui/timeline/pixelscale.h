// Where the pixels of one axis begin, worked out once: then a time's pixel is found by a
// multiplication and a look, without the division that timelinegeometry.h needs for each. The
// results are the same, kept within the axis and its margins. A value of one layout.
#pragma once

#include "ui/models/timerange.h"

#include <span>
#include <vector>

namespace Interleave {

class PixelScale
{
public:
    PixelScale(TimeRange range, int width, int margin);

    int first() const { return -m_margin; }         // the first column that is shown
    int last() const { return m_width + m_margin; } // behind the last
    std::size_t columns() const { return m_begins.size() - 1; }
    std::size_t indexOf(int pixel) const { return std::size_t(pixel + m_margin); }

    /// The first time within the pixel, which lies within [first(), last()].
    Nanos timeAt(int pixel) const { return m_begins[indexOf(pixel)]; }
    /// Where each column ends.
    std::span<const Nanos> ends() const { return std::span(m_begins).subspan(1); }
    /// The pixel that the time falls into.
    int pixelOf(Nanos time) const { return find(m_begins, time, 0.0); }
    /// The pixel edge nearest to the time.
    int edgeOf(Nanos time) const { return find(m_middles, time, 0.5); }

private:
    /// The last pixel of the table that begins at or before the time.
    int find(const std::vector<Nanos> &table, Nanos time, double shift) const
    {
        if (time < table.front())
            return first();
        if (time >= table.back())
            return last();
        const double guess = double((time - m_range.begin).count()) * m_pixelsPerNs + shift + m_margin;
        auto place = std::size_t(guess < 0 ? 0 : guess);
        place = place < table.size() ? place : table.size() - 1;
        while (table[place] > time)
            --place;
        while (place + 1 < table.size() && table[place + 1] <= time)
            ++place;
        return int(place) - m_margin;
    }

    TimeRange m_range;
    int m_width;
    int m_margin;
    double m_pixelsPerNs;
    std::vector<Nanos> m_begins;  // of each pixel, and of the one behind the last
    std::vector<Nanos> m_middles; // half a pixel before each
};

} // namespace Interleave

// The pixels that a painter draws on, for whoever writes them faster than it would: in the
// painter's own coordinates, and only where it may draw. Valid while the painter stays as it is.
#pragma once

#include <QRect>
#include <QRgb>

#include <optional>

class QPainter;

namespace Interleave {

class RasterPixels
{
public:
    /// None where the painter draws no pixels of 32 bits, scales or turns, or is cut by more than
    /// a rectangle.
    static std::optional<RasterPixels> of(const QPainter &painter);
    /// Of an image of one's own, whose first pixel stands at `bounds.topLeft()`.
    RasterPixels(QRgb *first, qsizetype pixelsPerLine, const QRect &bounds)
        : m_first(first), m_pixelsPerLine(pixelsPerLine), m_origin(bounds.topLeft()), m_bounds(bounds)
    {}

    /// Only these may be written.
    const QRect &bounds() const { return m_bounds; }
    QRgb *at(int x, int y) const { return m_first + (y - m_origin.y()) * m_pixelsPerLine + (x - m_origin.x()); }

private:
    QRgb *m_first;
    qsizetype m_pixelsPerLine;
    QPoint m_origin;
    QRect m_bounds;
};

} // namespace Interleave

// Draws Stacked bars: columns of a pixel each. On a raster they are written into an image, a few
// nanoseconds a pixel, and put down at once; a device of vectors gets rectangles. Both look the
// same. Belongs to a LanePainter.
#pragma once

#include "ui/theme/theme.h"
#include "ui/timeline/barmerger.h"

#include <QImage>

#include <span>

class QPainter;

namespace Interleave {

class StackPainter
{
public:
    explicit StackPainter(const Theme &theme);

    void setTheme(const Theme &theme);
    /// Pixels below a stack that the line takes which says that several segments share it.
    static constexpr int lineHeight = 2;

    void paint(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns);

private:
    using Colours = std::array<QRgb, LaneColour::count + 1>;

    void paintRects(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns) const;
    void paintColumn(QPainter &painter, const Bar &bar, int x, int width, const StackedColumn &column) const;
    void paintImage(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns);
    bool writeLines(const Bar &bar, std::span<const StackedColumn> columns);
    void writeColumns(const Bar &bar, std::span<const StackedColumn> columns);
    const Colours &runningColours(const Bar &bar) const { return bar.container ? m_pale : m_lanes; }
    QRgb waitingColour(const Bar &bar) const { return bar.waiting == BarShape::Free ? m_free : m_suspended; }

    Colours m_lanes{}, m_pale{};
    QRgb m_ready = 0, m_suspended = 0, m_free = 0, m_line = 0;
    std::vector<QRgb> m_pixels; // of the image, kept for their memory
    /// The columns of one bar, each number beside its like, as the processor wants them.
    struct Lines {
        std::vector<int> below, ran, ready, all; // the heights up to their ends
        std::vector<QRgb> colour;
    } m_lines;
};

} // namespace Interleave

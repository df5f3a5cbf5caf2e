// Draws Stacked bars: columns of a pixel each. On a raster they are written into its pixels, a few
// nanoseconds each; a device of vectors gets rectangles. Both look the same. Belongs to a
// LanePainter; writing may be done by several threads at once, each its own rows.
#pragma once

#include "ui/theme/theme.h"
#include "ui/timeline/barmerger.h"
#include "ui/timeline/rasterpixels.h"

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

    void paint(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns) const;
    /// What paint() does, straight into the pixels.
    void write(const RasterPixels &pixels, const Bar &bar, std::span<const StackedColumn> columns) const;

private:
    using Colours = std::array<QRgb, LaneColour::count + 1>;
    struct Tile;

    void paintRects(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns) const;
    void paintColumn(QPainter &painter, const Bar &bar, int x, int width, const StackedColumn &column) const;
    void paintImage(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns) const;
    void writeTile(const Tile &tile) const;
    bool writeLines(const Tile &tile) const;
    void writeColumns(const Tile &tile) const;
    const Colours &runningColours(const Bar &bar) const { return bar.container ? m_pale : m_lanes; }
    QRgb waitingColour(const Bar &bar) const { return bar.waiting == BarShape::Free ? m_free : m_suspended; }

    Colours m_lanes{}, m_pale{};
    QRgb m_ready = 0, m_suspended = 0, m_free = 0, m_line = 0;
};

} // namespace Interleave

#include "ui/timeline/stackpainter.h"

#include <QImage>
#include <QPaintEngine>
#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int tileWidth = 256; // columns whose heights stay in the fastest cache

/// Of one tile's columns the heights up to the ends of their parts, each number beside its like. Plain
/// arrays: a check of each index would keep the compiler from doing many columns at a time.
struct Heights {
    int below[tileWidth], ran[tileWidth], ready[tileWidth], all[tileWidth];
    QRgb colour[tileWidth]; // of what ran
};

/// The pixels so high above the bottom, counted from 1.
[[gnu::always_inline]] inline void choosePixels(QRgb *__restrict line, const Heights &of, std::size_t count, int height, QRgb ready, QRgb waiting)
{
    for (std::size_t x = 0; x < count; ++x) {
        const QRgb before = line[x], ran = of.colour[x];
        QRgb pixel = height <= of.all[x] ? waiting : before;
        pixel = height <= of.ready[x] ? ready : pixel;
        pixel = height <= of.ran[x] ? ran : pixel;
        line[x] = height <= of.below[x] ? before : pixel;
    }
}

void writeLine(QRgb *line, const Heights &of, std::size_t count, int height, QRgb ready, QRgb waiting)
{
    choosePixels(line, of, count, height, ready, waiting);
}

/// The same for processors that do eight pixels at a time.
__attribute__((target("avx2"))) void writeWide(QRgb *line, const Heights &of, std::size_t count, int height, QRgb ready, QRgb waiting)
{
    choosePixels(line, of, count, height, ready, waiting);
}

} // namespace

/// A part of a bar that is within bounds: columns from `x` on, lines from `top` to `bottom`.
struct StackPainter::Tile {
    const RasterPixels &pixels;
    const Bar &bar;
    std::span<const StackedColumn> columns;
    int x, top, bottom;
};

StackPainter::StackPainter(const Theme &theme)
{
    setTheme(theme);
}

void StackPainter::setTheme(const Theme &theme)
{
    for (std::size_t index = 0; index < m_lanes.size(); ++index) {
        const LaneColour colour{std::uint8_t(index)};
        m_lanes[index] = theme.lane(colour).rgb();
        m_pale[index] = theme.pale(colour).rgb();
    }
    m_ready = theme.ready.rgb();
    m_suspended = (theme.by == ColourBy::State ? theme.suspended : theme.suspendedHatch).rgb();
    m_free = theme.minorTick.rgb();
    m_line = theme.dimText.rgb();
}

void StackPainter::paint(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns) const
{
    const bool isRaster = painter.paintEngine()->type() == QPaintEngine::Raster;
    if (isRaster && painter.worldTransform().type() <= QTransform::TxScale)
        paintImage(painter, bar, columns);
    else
        paintRects(painter, bar, columns);
}

/// Columns that look the same are one rectangle each part.
void StackPainter::paintRects(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns) const
{
    const auto looksLike = [](StackedColumn one, const StackedColumn &other) {
        one.count = one.isMerged() == other.isMerged() ? other.count : one.count;
        return one == other;
    };
    for (std::size_t from = 0; from < columns.size();) {
        std::size_t to = from + 1;
        while (to < columns.size() && looksLike(columns[to], columns[from]))
            ++to;
        paintColumn(painter, bar, bar.x + int(from), int(to - from), columns[from]);
        from = to;
    }
}

void StackPainter::paintColumn(QPainter &painter, const Bar &bar, int x, int width, const StackedColumn &column) const
{
    int bottom = bar.y + bar.height - column.below;
    const auto part = [&](int height, QRgb colour) {
        bottom -= height;
        if (height > 0)
            painter.fillRect(x, bottom, width, height, QColor(colour));
    };
    for (std::size_t place = 0; place < column.running.size(); ++place)
        part(column.running[place], runningColours(bar)[column.colour[place].index]);
    part(column.ready, m_ready);
    part(column.suspended, waitingColour(bar));
    if (column.isMerged())
        painter.fillRect(x, bar.y + bar.height, width, lineHeight, QColor(m_line));
}

/// As large pixels as the painter's scale makes them.
void StackPainter::paintImage(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns) const
{
    QImage image(int(columns.size()), bar.height + lineHeight, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    write(RasterPixels(reinterpret_cast<QRgb *>(image.bits()), image.bytesPerLine() / 4, QRect(QPoint(bar.x, bar.y), image.size())),
          bar, columns);
    painter.drawImage(QPoint(bar.x, bar.y), image);
}

void StackPainter::write(const RasterPixels &pixels, const Bar &bar, std::span<const StackedColumn> columns) const
{
    const QRect shown = QRect(bar.x, bar.y, int(columns.size()), bar.height + lineHeight) & pixels.bounds();
    for (int x = shown.left(); x <= shown.right(); x += tileWidth) {
        const int width = std::min(tileWidth, shown.right() + 1 - x);
        writeTile({pixels, bar, columns.subspan(std::size_t(x - bar.x), std::size_t(width)), x, shown.top(), shown.bottom()});
    }
}

void StackPainter::writeTile(const Tile &tile) const
{
    if (!writeLines(tile))
        writeColumns(tile);
    const int below = tile.bar.y + tile.bar.height;
    for (int y = std::max(tile.top, below); y <= std::min(tile.bottom, below + lineHeight - 1); ++y) {
        QRgb *line = tile.pixels.at(tile.x, y);
        for (std::size_t x = 0; x < tile.columns.size(); ++x)
            line[x] = tile.columns[x].isMerged() ? m_line : line[x];
    }
}

/// Only where no column has more than one colour; false otherwise.
bool StackPainter::writeLines(const Tile &tile) const
{
    static const bool isWide = __builtin_cpu_supports("avx2");
    Heights heights;
    const Colours &colours = runningColours(tile.bar);
    for (std::size_t x = 0; x < tile.columns.size(); ++x) {
        const StackedColumn &column = tile.columns[x];
        if (column.running[1] > 0)
            return false;
        heights.below[x] = column.below;
        heights.ran[x] = column.below + column.running[0];
        heights.ready[x] = heights.ran[x] + column.ready;
        heights.all[x] = heights.ready[x] + column.suspended;
        heights.colour[x] = colours[column.colour[0].index];
    }
    const QRgb waiting = waitingColour(tile.bar);
    const int bottom = tile.bar.y + tile.bar.height;
    for (int y = tile.top; y <= std::min(tile.bottom, bottom - 1); ++y)
        (isWide ? writeWide : writeLine)(tile.pixels.at(tile.x, y), heights, tile.columns.size(), bottom - y, m_ready, waiting);
    return true;
}

void StackPainter::writeColumns(const Tile &tile) const
{
    const Colours &colours = runningColours(tile.bar);
    for (std::size_t x = 0; x < tile.columns.size(); ++x) {
        const StackedColumn &column = tile.columns[x];
        int bottom = tile.bar.y + tile.bar.height - column.below;
        const auto part = [&](int height, QRgb colour) {
            const int from = std::max(bottom - height, tile.top), to = std::min(bottom - 1, tile.bottom);
            for (int y = from; y <= to; ++y)
                *tile.pixels.at(tile.x + int(x), y) = colour;
            bottom -= height;
        };
        for (std::size_t place = 0; place < column.running.size(); ++place)
            part(column.running[place], colours[column.colour[place].index]);
        part(column.ready, m_ready);
        part(column.suspended, waitingColour(tile.bar));
    }
}

} // namespace Interleave

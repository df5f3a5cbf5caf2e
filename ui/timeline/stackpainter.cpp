#include "ui/timeline/stackpainter.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>

namespace Interleave {

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

void StackPainter::paint(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns)
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

void StackPainter::paintImage(QPainter &painter, const Bar &bar, std::span<const StackedColumn> columns)
{
    const std::size_t width = columns.size(), height = std::size_t(bar.height + lineHeight);
    m_pixels.resize(std::max(m_pixels.size(), width * height));
    if (!writeLines(bar, columns))
        writeColumns(bar, columns);
    bool isOpaque = true;
    QRgb *line = m_pixels.data() + width * std::size_t(bar.height);
    for (std::size_t x = 0; x < width; ++x) {
        const StackedColumn &column = columns[x];
        isOpaque = isOpaque && column.isMerged() && column.height() == bar.height;
        line[x] = line[x + width] = column.isMerged() ? m_line : 0;
    }
    static_assert(lineHeight == 2);
    const QImage image(reinterpret_cast<const uchar *>(m_pixels.data()), int(width), int(height), qsizetype(width) * 4,
                       isOpaque ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied);
    painter.drawImage(QPoint(bar.x, bar.y), image);
}

/// Line by line, which the processor does several pixels at a time. Only where no column has more
/// than one colour; false otherwise.
bool StackPainter::writeLines(const Bar &bar, std::span<const StackedColumn> columns)
{
    const std::size_t width = columns.size();
    for (std::vector<int> *numbers : {&m_lines.below, &m_lines.ran, &m_lines.ready, &m_lines.all})
        numbers->resize(width);
    m_lines.colour.resize(width);
    for (std::size_t x = 0; x < width; ++x) {
        const StackedColumn &column = columns[x];
        if (column.running[1] > 0)
            return false;
        m_lines.below[x] = column.below;
        m_lines.ran[x] = column.below + column.running[0];
        m_lines.ready[x] = m_lines.ran[x] + column.ready;
        m_lines.all[x] = m_lines.ready[x] + column.suspended;
        m_lines.colour[x] = runningColours(bar)[column.colour[0].index];
    }
    const int *below = m_lines.below.data(), *ran = m_lines.ran.data(), *ready = m_lines.ready.data(), *all = m_lines.all.data();
    const QRgb *colour = m_lines.colour.data(), readyColour = m_ready, waiting = waitingColour(bar);
    for (int y = 0; y < bar.height; ++y) {
        QRgb *line = m_pixels.data() + width * std::size_t(y);
        const int height = bar.height - y; // of this line's pixels, counted from 1 at the bottom
        for (std::size_t x = 0; x < width; ++x) {
            QRgb pixel = height <= all[x] ? waiting : 0;
            pixel = height <= ready[x] ? readyColour : pixel;
            pixel = height <= ran[x] ? colour[x] : pixel;
            line[x] = height <= below[x] ? 0 : pixel;
        }
    }
    return true;
}

void StackPainter::writeColumns(const Bar &bar, std::span<const StackedColumn> columns)
{
    const std::size_t width = columns.size();
    const Colours &colours = runningColours(bar);
    const QRgb waiting = waitingColour(bar);
    std::fill_n(m_pixels.begin(), width * std::size_t(bar.height), 0);
    for (std::size_t x = 0; x < width; ++x) {
        const StackedColumn &column = columns[x];
        QRgb *pixel = m_pixels.data() + x + width * std::size_t(bar.height - column.below);
        const auto part = [&](int tall, QRgb colour) {
            for (; tall > 0; --tall)
                *(pixel -= width) = colour;
        };
        for (std::size_t place = 0; place < column.running.size(); ++place)
            part(column.running[place], colours[column.colour[place].index]);
        part(column.ready, m_ready);
        part(column.suspended, waiting);
    }
}

} // namespace Interleave

#include "ui/timeline/markeroverlay.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int flagWidth = 9, flagHeight = 10;
constexpr int bandHeight = 4;
constexpr int leastText = 24, mostText = 160; // pixels of a remark
constexpr int lineAlpha = 150;

QColor colourOf(const Theme &theme, const MarkerPlace &marker)
{
    return marker.current ? theme.accent : theme.text;
}

/// Up to the next flag, or as long as it is.
int roomForText(const RangePlace &canvas, const std::vector<MarkerPlace> &markers, std::size_t index)
{
    const int next = index + 1 < markers.size() ? markers[index + 1].begin : canvas.right;
    return std::min(next - markers[index].begin - flagWidth - 6, mostText);
}

void paintFlag(QPainter &painter, const QColor &colour, int x, int bottom)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRect(x, bottom - flagHeight - 2, 1, flagHeight + 2);
    const QPoint triangle[] = {{x + 1, bottom - flagHeight - 2}, {x + flagWidth, bottom - flagHeight / 2 - 2}, {x + 1, bottom - 2}};
    painter.drawPolygon(triangle, 3);
}

void paintText(QPainter &painter, const Theme &theme, const MarkerPlace &marker, int room, int bottom)
{
    const QFontMetrics metrics(dimFont());
    const QString shown = metrics.elidedText(marker.text, Qt::ElideRight, room);
    const QRect place(marker.begin + flagWidth + 2, bottom - metrics.height() - 1, metrics.horizontalAdvance(shown) + 4, metrics.height());
    painter.fillRect(place, theme.background); // the ruler's own labels do not shine through
    painter.setFont(dimFont());
    painter.setPen(colourOf(theme, marker));
    painter.drawText(place, Qt::AlignCenter, shown);
}

} // namespace

void paintMarkersOverLanes(QPainter &painter, const Theme &theme, const RangePlace &canvas,
                           const std::vector<MarkerPlace> &markers)
{
    painter.save();
    painter.setClipRect(QRect(canvas.left, canvas.ruler, canvas.right - canvas.left, canvas.bottom - canvas.ruler));
    for (const MarkerPlace &marker : markers) {
        QColor line = colourOf(theme, marker);
        line.setAlpha(lineAlpha);
        painter.fillRect(marker.begin, canvas.ruler, 1, canvas.bottom - canvas.ruler, line);
        if (marker.end > marker.begin)
            painter.fillRect(marker.end, canvas.ruler, 1, canvas.bottom - canvas.ruler, line);
    }
    painter.restore();
}

void paintMarkersOnRuler(QPainter &painter, const Theme &theme, const RangePlace &canvas,
                         const std::vector<MarkerPlace> &markers)
{
    painter.save();
    painter.setClipRect(QRect(canvas.left, 0, canvas.right - canvas.left, canvas.ruler));
    for (std::size_t index = 0; index < markers.size(); ++index) {
        const MarkerPlace &marker = markers[index];
        if (marker.end < canvas.left || marker.begin > canvas.right)
            continue;
        const int room = roomForText(canvas, markers, index);
        if (!marker.text.isEmpty() && room >= leastText)
            paintText(painter, theme, marker, room, canvas.ruler - 2);
        if (marker.end > marker.begin)
            painter.fillRect(marker.begin, canvas.ruler - bandHeight, marker.end - marker.begin + 1, bandHeight - 1, colourOf(theme, marker));
        paintFlag(painter, colourOf(theme, marker), marker.begin, canvas.ruler);
    }
    painter.restore();
}

} // namespace Interleave

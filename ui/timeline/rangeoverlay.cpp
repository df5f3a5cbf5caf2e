#include "ui/timeline/rangeoverlay.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int veilAlpha = 40, bandAlpha = 90;
constexpr int bandHeight = 6; // along the ruler's foot
constexpr int handleWidth = 5, handleHeight = 14;
constexpr int pillTop = 7, pillHeight = 20, pillPadding = 8;

QColor seenThrough(QColor colour, int alpha)
{
    colour.setAlpha(alpha);
    return colour;
}

/// In the middle of what is seen of the range or, where it is too narrow, beside it.
int pillLeft(const RangePlace &place, int wide)
{
    const int from = std::clamp(place.begin, place.left, place.right);
    const int to = std::clamp(place.end, place.left, place.right);
    int left = (from + to - wide) / 2;
    if (to - from < wide + 2 * handleWidth)
        left = to + handleWidth + wide < place.right ? to + handleWidth : from - handleWidth - wide;
    return std::clamp(left, place.left, std::max(place.left, place.right - wide));
}

void paintHandle(QPainter &painter, const Theme &theme, int x, int ruler)
{
    painter.setPen(theme.background);
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(QRect(x - handleWidth / 2, ruler - handleHeight, handleWidth, handleHeight - 1), 2, 2);
}

} // namespace

void paintRangeOverLanes(QPainter &painter, const Theme &theme, const RangePlace &place)
{
    painter.save();
    painter.setClipRect(QRect(place.left, place.ruler, place.right - place.left, place.bottom - place.ruler));
    const int height = place.bottom - place.ruler;
    painter.fillRect(place.begin, place.ruler, place.end - place.begin, height, seenThrough(theme.accent, veilAlpha));
    painter.fillRect(place.begin, place.ruler, 1, height, theme.accent);
    painter.fillRect(place.end - 1, place.ruler, 1, height, theme.accent);
    painter.restore();
}

void paintRangeOnRuler(QPainter &painter, const Theme &theme, const RangePlace &place)
{
    painter.save();
    painter.setClipRect(QRect(place.left, 0, place.right - place.left, place.ruler));
    painter.fillRect(place.begin, place.ruler - bandHeight, place.end - place.begin, bandHeight - 1,
                     seenThrough(theme.accent, bandAlpha));
    painter.setRenderHint(QPainter::Antialiasing);
    paintHandle(painter, theme, place.begin, place.ruler);
    paintHandle(painter, theme, place.end - 1, place.ruler);
    QFont font = dimFont();
    font.setBold(true);
    const int wide = QFontMetrics(font).horizontalAdvance(place.length) + 2 * pillPadding;
    const QRect pill(pillLeft(place, wide), pillTop, wide, pillHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(pill, 4, 4);
    painter.setFont(font);
    painter.setPen(theme.textOn(theme.accent));
    painter.drawText(pill, Qt::AlignCenter, place.length);
    painter.restore();
}

void paintZoomBand(QPainter &painter, const Theme &theme, const RangePlace &place)
{
    painter.fillRect(QRect(QPoint(place.begin, place.ruler), QPoint(place.end, place.bottom)),
                     seenThrough(theme.accent, 48));
}

} // namespace Interleave

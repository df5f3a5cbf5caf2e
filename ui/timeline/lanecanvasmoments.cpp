// Moments and stretches of time over the lanes and on the ruler: the axis, the playhead, the
// selected range and the one that is being zoomed into.
#include "core/analysis/states.h"
#include "ui/models/playhead.h"
#include "ui/models/rangeselection.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/markerediting.h"

#include <QFontMetrics>
#include <QPainter>

namespace Interleave {

void LaneCanvas::paintBand(QPainter &painter) const
{
    const Theme &theme = m_painter.theme();
    paintMarkersOverLanes(painter, theme, placeOf(0, 0), m_markers->places());
    if (const auto range = selectedRange())
        paintRangeOverLanes(painter, theme, *range);
    if (m_band) {
        const auto [from, to] = std::minmax(m_band->first, m_band->second);
        paintZoomBand(painter, theme, placeOf(from, to));
    }
}

void LaneCanvas::paintAxis(QPainter &painter, const std::vector<TimeTick> &ticks)
{
    const Theme &theme = m_painter.theme();
    painter.save();
    painter.setClipRect(m_headerWidth + 1, 0, width() - m_headerWidth - 1, rulerHeight);
    painter.translate(axisLeft() - frame().before, 0);
    m_painter.paintRuler(painter, ticks, m_shown.scrolled(), rulerHeight);
    painter.restore();
    painter.fillRect(0, rulerHeight - 1, width(), 1, theme.grid);
    paintMarkersOnRuler(painter, theme, placeOf(0, 0), m_markers->places());
    if (const auto range = selectedRange())
        paintRangeOnRuler(painter, theme, *range);
    if (m_hover && m_hover->x() > m_headerWidth) {
        const Nanos time = timeAtX(m_hover->x());
        paintMoment(painter, time, axisText(time), theme.dimText, theme.background);
    }
    paintPlayhead(painter);
}

/// Its time and, while it plays, how fast.
void LaneCanvas::paintPlayhead(QPainter &painter)
{
    const Playhead &playhead = *m_view.playhead;
    if (!playhead.time())
        return;
    QString label = axisText(*playhead.time());
    if (playhead.isPlaying())
        label += QStringLiteral(" · ") + speedText(playhead.speed());
    paintMoment(painter, *playhead.time(), label, m_painter.theme().marker, m_painter.theme().markerText);
}

RangePlace LaneCanvas::placeOf(int begin, int end) const
{
    return {begin, end, m_headerWidth + 1, width(), rulerHeight, height(), {}};
}

std::optional<RangePlace> LaneCanvas::selectedRange() const
{
    const auto range = m_view.range->current();
    if (!range)
        return std::nullopt;
    RangePlace place = placeOf(xOf(range->begin), xOf(range->end));
    place.length = QString::fromStdString(durationText(range->length()));
    return place;
}

/// The time in the axis's unit, as exact as a pixel.
QString LaneCanvas::axisText(Nanos time) const
{
    const TimeRange visible = m_zoom->visible();
    Nanos step(1);
    while (step * 10 * axisWidth() <= visible.length())
        step *= 10;
    const Nanos largest = std::max(visible.end - m_trace->begin(), Nanos(0));
    return QString::fromStdString(tickLabel(time - m_trace->begin(), step, largest));
}

/// A line through the lanes with its time in a pill on the ruler.
void LaneCanvas::paintMoment(QPainter &painter, Nanos time, const QString &label, const QColor &line, const QColor &text)
{
    const int x = xOf(time);
    if (x < m_headerWidth || x >= width())
        return;
    painter.fillRect(x, rulerHeight - 6, line == m_painter.theme().marker ? 2 : 1, height(), line);
    QFont font = dimFont();
    font.setBold(true);
    const int wide = QFontMetrics(font).horizontalAdvance(label) + 16;
    const int left = std::clamp(x - wide / 2, m_headerWidth + 1, std::max(m_headerWidth + 1, width() - wide - 1));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(line);
    const QRect pill(left, 7, wide, 20);
    painter.drawRoundedRect(pill, 4, 4);
    painter.setFont(font);
    painter.setPen(text);
    painter.drawText(pill, Qt::AlignCenter, label);
    painter.restore();
}

} // namespace Interleave

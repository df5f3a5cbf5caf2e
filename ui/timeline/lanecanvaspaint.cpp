// How the canvas puts its parts together; the parts themselves are LanePainter's.
#include "ui/timeline/lanecanvas.h"

#include "ui/timeline/searchmarks.h"
#include "ui/timeline/timelinegeometry.h"

#include <QFontMetrics>
#include <QPainter>

namespace Interleave {

void LaneCanvas::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_painter.theme();
    painter.fillRect(rect(), theme.background);
    if (isEmpty()) {
        paintPlaceholder(painter);
    } else {
        const auto ticks = timeTicks(m_zoom->visible(), axisWidth(), m_trace->begin());
        for (const ShownLanes::Part &part : parts())
            paintPart(painter, part, ticks);
        paintSelection(painter);
        paintBand(painter);
        painter.fillRect(m_headerWidth, 0, 1, height(), theme.grid);
        paintAxis(painter, ticks);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void LaneCanvas::paintPlaceholder(QPainter &painter) const
{
    painter.setFont(laneNameFont(false));
    painter.setPen(m_painter.theme().dimText);
    painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_placeholder);
}

/// Rows that belong together, names and bars; what lies under them does not shine through.
void LaneCanvas::paintPart(QPainter &painter, const ShownLanes::Part &part, const std::vector<TimeTick> &ticks)
{
    const Theme &theme = m_painter.theme();
    const LaneLayout &lanes = part.layout;
    const auto selected = m_selection->current();
    const LaneRow *row = selected ? lanes.rowShowing(*m_trace, selected->lane) : nullptr;
    const QRect strip(0, rulerHeight + part.strip.screen, width(), part.strip.height);
    const QRect seen = strip & QRect(0, rulerHeight, width(), viewportHeight());
    const int origin = rulerHeight + part.strip.offset();
    painter.save();
    painter.setClipRect(seen.adjusted(m_headerWidth, 0, 0, 0));
    painter.fillRect(seen, theme.background);
    painter.translate(axisLeft(), origin);
    if (row)
        painter.fillRect(-padding, row->y, width(), row->height, theme.selectedRow);
    m_painter.paintGrid(painter, ticks, lanes, part.strip.content + part.strip.height);
    m_painter.paintSeparators(painter, lanes, -padding, width());
    m_painter.paintBars(painter, lanes);
    const bool showsFound = m_search && m_search->trace() == m_trace.get() && m_search->count() > 0;
    if (showsFound)
        paintFoundSpans(painter, *m_search, lanes.rows, m_liveEdge, lanes.range, lanes.width, theme.marker);
    painter.restore();
    painter.save();
    painter.setClipRect(QRect(0, seen.y(), m_headerWidth, seen.height()));
    painter.fillRect(seen, theme.background);
    painter.translate(0, origin);
    m_painter.paintHeaders(painter, lanes, m_headerWidth, row ? std::optional(row->lane) : std::nullopt);
    m_painter.paintSeparators(painter, lanes, 0, m_headerWidth);
    if (showsFound)
        paintFoundLanes(painter, *m_search, lanes.rows, theme.marker);
    painter.restore();
    if (&part != &parts().front())
        painter.fillRect(0, strip.bottom(), width(), 1, theme.minorTick);
}

/// Over all rows, since causes may stand among the pinned ones.
void LaneCanvas::paintSelection(QPainter &painter)
{
    const auto segment = selectedSegment();
    const LaneRow *row = segment ? rows().rowShowing(*m_trace, segment->lane) : nullptr;
    if (!row)
        return;
    const LaneLayout &lanes = m_shown.scrolled();
    LaneRow shown = *row;
    shown.y = m_shown.screenY(row->y);
    std::vector<WakeArrow> arrows = wakeArrows(*m_trace, lanes, *segment, m_liveEdge);
    for (WakeArrow &arrow : arrows) {
        arrow.fromY = m_shown.screenY(arrow.fromY);
        arrow.toY = m_shown.screenY(arrow.toY);
    }
    painter.save();
    painter.setClipRect(m_headerWidth, rulerHeight, width() - m_headerWidth, viewportHeight());
    painter.translate(axisLeft(), rulerHeight);
    m_painter.paintArrows(painter, arrows);
    m_painter.paintSelected(painter, lanes, shown, *segment);
    painter.restore();
}

void LaneCanvas::paintBand(QPainter &painter) const
{
    if (!m_band)
        return;
    QColor veil = m_painter.theme().accent;
    veil.setAlpha(48);
    const auto [from, to] = std::minmax(m_band->first, m_band->second);
    painter.fillRect(QRect(QPoint(from, rulerHeight), QPoint(to, height())), veil);
}

void LaneCanvas::paintAxis(QPainter &painter, const std::vector<TimeTick> &ticks)
{
    const Theme &theme = m_painter.theme();
    painter.save();
    painter.setClipRect(m_headerWidth + 1, 0, width() - m_headerWidth - 1, rulerHeight);
    painter.translate(axisLeft(), 0);
    m_painter.paintRuler(painter, ticks, m_shown.scrolled(), rulerHeight);
    painter.restore();
    painter.fillRect(0, rulerHeight - 1, width(), 1, theme.grid);
    if (m_hover && m_hover->x() > m_headerWidth)
        paintMoment(painter, timeAtX(m_hover->x()), theme.dimText, theme.background);
    if (m_marker)
        paintMoment(painter, *m_marker, theme.marker, theme.markerText);
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
void LaneCanvas::paintMoment(QPainter &painter, Nanos time, const QColor &line, const QColor &text)
{
    const int x = xOf(time);
    if (x < m_headerWidth || x >= width())
        return;
    painter.fillRect(x, rulerHeight - 6, line == m_painter.theme().marker ? 2 : 1, height(), line);
    const QString label = axisText(time);
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

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
    // The parts fill what is below the ruler: on a large screen each fill counts.
    painter.fillRect(isEmpty() ? rect() : QRect(0, 0, width(), rulerHeight), theme.background);
    if (isEmpty()) {
        paintPlaceholder(painter);
    } else {
        const auto ticks = timeTicks(frame().range, frame().width, m_trace->begin());
        for (const ShownLanes::Part &part : parts())
            paintPart(painter, part, ticks);
        paintSelection(painter);
        paintBand(painter);
        painter.fillRect(m_headerWidth, 0, 1, height(), theme.grid);
        paintAxis(painter, ticks);
        if (!m_shown.isCaughtUp())
            QMetaObject::invokeMethod(this, &LaneCanvas::catchUp, Qt::QueuedConnection);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

/// After the frame, so that none waits for it.
void LaneCanvas::catchUp()
{
    if (m_shown.catchUp())
        update();
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
    const int left = frame().before - padding; // of the lanes' place, in the layout's pixels
    painter.save();
    painter.setClipRect(seen.adjusted(m_headerWidth, 0, 0, 0));
    painter.fillRect(seen, theme.background);
    painter.translate(axisLeft() - frame().before, origin);
    if (row)
        painter.fillRect(left, row->y, width(), row->height, theme.selectedRow);
    m_painter.paintGrid(painter, ticks, lanes, part.strip.content + part.strip.height);
    m_painter.paintSeparators(painter, lanes, left, width());
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
    std::vector<WakeArrow> arrows = m_wakes.arrows(*m_trace, lanes, *segment, m_liveEdge);
    for (WakeArrow &arrow : arrows) {
        arrow.fromY = m_shown.screenY(arrow.fromY);
        arrow.toY = m_shown.screenY(arrow.toY);
    }
    painter.save();
    painter.setClipRect(m_headerWidth, rulerHeight, width() - m_headerWidth, viewportHeight());
    painter.translate(axisLeft() - frame().before, rulerHeight);
    m_painter.paintArrows(painter, arrows);
    m_painter.paintSelected(painter, lanes, shown, *segment);
    painter.restore();
}

} // namespace Interleave

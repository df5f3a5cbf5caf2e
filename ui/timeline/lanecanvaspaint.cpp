// How the canvas puts its parts together; the parts themselves are LanePainter's.
#include "ui/timeline/lanecanvas.h"

#include "ui/models/pathstate.h"
#include "ui/models/search.h"
#include "ui/timeline/pathoverlay.h"
#include "ui/timeline/searchmarks.h"
#include "ui/timeline/timelinegeometry.h"

#include <QFontMetrics>
#include <QPaintEvent>
#include <QPainter>

namespace Interleave {

/// All but the column of names.
void LaneCanvas::updateLanes()
{
    update(m_headerWidth, 0, width() - m_headerWidth, height());
}

void LaneCanvas::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const Theme &theme = m_painter.theme();
    if (isEmpty()) {
        painter.fillRect(rect(), theme.background);
        paintPlaceholder(painter);
    } else {
        painter.fillRect(0, 0, width(), rulerHeight, theme.background); // below it each part has its own
        const auto ticks = timeTicks(frame().range, frame().width, m_trace->begin());
        for (const ShownLanes::Part &part : parts())
            paintPart(painter, part, ticks, event->rect().left() < m_headerWidth);
        paintCriticalPath(painter);
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
void LaneCanvas::paintPart(QPainter &painter, const ShownLanes::Part &part, const std::vector<TimeTick> &ticks, bool withNames)
{
    const Theme &theme = m_painter.theme();
    const LaneLayout &lanes = part.layout;
    const auto selected = m_selection->current();
    const LaneRow *row = selected ? lanes.rowShowing(*m_trace, selected->lane) : nullptr;
    const QRect strip(0, rulerHeight + part.strip.screen, width(), part.strip.height);
    const QRect seen = strip & QRect(0, rulerHeight, width(), viewportHeight());
    const int left = frame().before - padding; // of the lanes' place, in the layout's pixels
    painter.save();
    painter.setClipRect(seen.adjusted(m_headerWidth, 0, 0, 0));
    painter.fillRect(seen, theme.background);
    painter.translate(axisLeft() - frame().before, rulerHeight + part.strip.offset());
    if (row)
        painter.fillRect(left, row->y, width(), row->height, theme.selectedRow);
    m_painter.paintGrid(painter, ticks, lanes, part.strip.content + part.strip.height);
    m_painter.paintSeparators(painter, lanes, left, width());
    m_painter.paintBars(painter, lanes);
    if (showsFound())
        paintFoundSpans(painter, *m_search, lanes.rows, m_liveEdge, lanes.range, lanes.width, theme.marker);
    painter.restore();
    if (withNames)
        paintNames(painter, part, row ? std::optional(row->lane) : std::nullopt);
    if (&part != &parts().front())
        painter.fillRect(0, strip.bottom(), width(), 1, theme.minorTick);
}

void LaneCanvas::paintNames(QPainter &painter, const ShownLanes::Part &part, std::optional<LaneId> selected)
{
    const LaneLayout &lanes = part.layout;
    const QRect strip(0, rulerHeight + part.strip.screen, m_headerWidth, part.strip.height);
    const QRect seen = strip & QRect(0, rulerHeight, m_headerWidth, viewportHeight());
    painter.save();
    painter.setClipRect(seen);
    painter.fillRect(seen, m_painter.theme().background);
    painter.translate(0, rulerHeight + part.strip.offset());
    m_painter.paintHeaders(painter, lanes, m_headerWidth, selected);
    m_painter.paintSeparators(painter, lanes, 0, m_headerWidth);
    if (showsFound())
        paintFoundLanes(painter, *m_search, lanes.rows, m_painter.theme().marker);
    painter.restore();
}

bool LaneCanvas::showsFound() const
{
    return m_search && m_search->trace() == m_trace.get() && m_search->count() > 0;
}

/// Those of the selected segment, as they stand on the screen below the ruler.
std::vector<WakeArrow> LaneCanvas::selectedArrows()
{
    const auto segment = selectedSegment();
    if (!segment)
        return {};
    std::vector<WakeArrow> arrows = m_wakes.arrows(*m_trace, m_shown.scrolled(), *segment, m_liveEdge);
    for (WakeArrow &arrow : arrows) {
        arrow.fromY = m_shown.screenY(arrow.fromY);
        arrow.toY = m_shown.screenY(arrow.toY);
    }
    return arrows;
}

/// Over all rows, as it leads from one to any other.
void LaneCanvas::paintCriticalPath(QPainter &painter)
{
    if (!m_view.path->isLit())
        return;
    const PixelFrame now = frame();
    const auto pieces = pathPieces(m_view.path->steps(), now.range, now.width, now.before - padding, now.before + axisWidth() + padding);
    painter.save();
    painter.setClipRect(m_headerWidth, rulerHeight, width() - m_headerWidth, viewportHeight());
    painter.translate(axisLeft() - now.before, rulerHeight);
    paintPath(painter, m_painter.theme(), pieces, [this](LaneId lane) {
        const LaneRow *row = rows().rowShowing(*m_trace, lane);
        return row ? std::optional(PathRow{m_shown.screenY(row->y), row->height}) : std::nullopt;
    });
    painter.restore();
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
    painter.save();
    painter.setClipRect(m_headerWidth, rulerHeight, width() - m_headerWidth, viewportHeight());
    painter.translate(axisLeft() - frame().before, rulerHeight);
    m_painter.paintArrows(painter, selectedArrows());
    m_painter.paintSelected(painter, lanes, shown, *segment);
    painter.restore();
}

} // namespace Interleave

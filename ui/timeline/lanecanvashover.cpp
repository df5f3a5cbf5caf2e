// What the canvas says of a point: a marker, an arrow, a segment, a lane, a moment.
#include "ui/timeline/arrowhover.h"
#include "ui/timeline/hovertext.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/markerediting.h"
#include "ui/timeline/segmenttext.h"

namespace Interleave {

QString LaneCanvas::hoverText(QPoint point)
{
    if (isEmpty() || zoneAt(point) == Zone::HeaderEdge)
        return {};
    if (const QString marker = m_markers->hoverText(point); !marker.isEmpty())
        return marker;
    if (zoneAt(point) == Zone::Ruler)
        return point.x() < axisLeft() ? QString()
            : tr("%1 after the run's begin").arg(momentText(timeAtX(point.x()) - m_trace->begin()));
    if (zoneAt(point) == Zone::Lanes) {
        const std::vector<WakeArrow> arrows = selectedArrows();
        if (const WakeArrow *arrow = arrowAt(arrows, point - QPoint(axisLeft() - frame().before, rulerHeight)))
            return arrowText(*m_trace, *arrow);
    }
    const std::optional<Hit> hit = hitAt(point);
    if (!hit)
        return {};
    return zoneAt(point) == Zone::Lanes ? hoverTextOf(*m_trace, *hit, m_liveEdge, m_shown.laneOf(*hit))
                                        : headerTextOf(*m_trace, rows(), *m_trace->lane(hit->row), m_liveEdge);
}

QRect LaneCanvas::rectAround(QPoint point)
{
    if (zoneAt(point) == Zone::Ruler)
        return {0, 0, width(), rulerHeight};
    const auto hit = hitAt(point);
    const LaneRow *row = hit ? rows().rowOf(hit->row) : nullptr;
    return row ? rowRect(*row) : QRect(point, QSize(1, 1));
}

} // namespace Interleave

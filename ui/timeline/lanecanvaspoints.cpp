// Which time, row and segment a point of the canvas stands for, and what is said of it.
#include "ui/timeline/lanecanvas.h"

#include "ui/timeline/hovertext.h"
#include "ui/timeline/markerediting.h"
#include "ui/timeline/segmenttext.h"

#include <cmath>

namespace Interleave {

namespace {

constexpr int edgeGrip = 4; // pixels on either side of the column's edge
constexpr int rowGrip = 3;  // likewise of a header's lower one

} // namespace

LaneCanvas::Zone LaneCanvas::zoneAt(QPoint point)
{
    if (std::abs(point.x() - m_headerWidth) <= edgeGrip)
        return Zone::HeaderEdge;
    if (point.y() < rulerHeight)
        return Zone::Ruler;
    if (point.x() >= m_headerWidth)
        return Zone::Lanes;
    const auto above = hitAt(point - QPoint(0, rowGrip)), below = hitAt(point + QPoint(0, rowGrip));
    return above && (!below || above->row != below->row) ? Zone::RowEdge : Zone::Header;
}

PixelFrame LaneCanvas::frame() const
{
    return pixelFrame(m_zoom->fine(), axisWidth());
}

Nanos LaneCanvas::timeAtX(int x) const
{
    const PixelFrame now = frame();
    return timeAt(x - axisLeft() + now.before, now.range, now.width);
}

int LaneCanvas::xOf(Nanos time) const
{
    const PixelFrame now = frame();
    return axisLeft() - now.before + edgeOf(time, now.range, now.width);
}

std::optional<Nanos> LaneCanvas::pointedTime() const
{
    const bool points = m_hover && m_pointsLast && m_hover->x() > m_headerWidth;
    return points ? std::optional(timeAtX(m_hover->x())) : std::nullopt;
}

std::optional<Hit> LaneCanvas::hitAt(QPoint point)
{
    if (isEmpty() || point.y() < rulerHeight)
        return std::nullopt;
    parts();
    return m_shown.hit(point.x() - axisLeft() + frame().before, point.y() - rulerHeight);
}

QString LaneCanvas::hoverText(QPoint point)
{
    if (isEmpty() || zoneAt(point) == Zone::HeaderEdge)
        return {};
    if (const QString marker = m_markers->hoverText(point); !marker.isEmpty())
        return marker;
    if (zoneAt(point) == Zone::Ruler)
        return point.x() < axisLeft() ? QString()
            : tr("%1 after the run's begin").arg(momentText(timeAtX(point.x()) - m_trace->begin()));
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

QRect LaneCanvas::rowRect(const LaneRow &row)
{
    parts();
    return {0, rulerHeight + m_shown.screenY(row.y), width(), row.height};
}

} // namespace Interleave

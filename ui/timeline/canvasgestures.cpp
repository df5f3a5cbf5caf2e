#include "ui/timeline/canvasgestures.h"

#include "ui/models/markers.h"
#include "ui/models/playhead.h"
#include "ui/models/rangeselection.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/markerediting.h"
#include "ui/timeline/navigator.h"
#include "ui/timeline/timesnap.h"

#include <QApplication>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>

#include <cmath>

namespace Interleave {

namespace {

constexpr double notchZoom = 1.25; // one notch of the wheel
constexpr int rowsPerNotch = 3;
constexpr int grip = 4;       // pixels on either side of an edge of the range
constexpr int widerGrip = 8;  // of the playhead on the ruler, whose pill is wider

} // namespace

void CanvasGestures::press(QMouseEvent *event)
{
    m_from = event->pos();
    m_visibleThen = m_canvas.zoom()->fine();
    m_scrollThen = m_canvas.scroll();
    m_rowThen = m_canvas.rowHeight();
    m_gesture = begun(*event);
    showCursor(m_from);
}

CanvasGestures::Gesture CanvasGestures::begun(const QMouseEvent &event)
{
    const bool left = event.button() == Qt::LeftButton;
    const LaneCanvas::Zone zone = m_canvas.zoneAt(m_from);
    const bool overHeader = zone == LaneCanvas::Zone::Header || zone == LaneCanvas::Zone::RowEdge;
    if (left && zone == LaneCanvas::Zone::HeaderEdge)
        return Gesture::ResizeHeader;
    if (left && zone == LaneCanvas::Zone::RowEdge)
        return Gesture::ResizeRows;
    if (m_canvas.isEmpty() || (event.button() == Qt::RightButton && overHeader)) // which asks for the menu
        return Gesture::None;
    if (event.button() == Qt::MiddleButton || (left && event.modifiers() & Qt::ShiftModifier))
        return Gesture::Pan;
    if (event.button() == Qt::RightButton || (left && event.modifiers() & Qt::ControlModifier))
        return Gesture::ZoomToRange;
    return left ? begunByLeft(event) : Gesture::None;
}

CanvasGestures::Gesture CanvasGestures::begunByLeft(const QMouseEvent &event)
{
    if (m_canvas.navigator()->takeSpaceForDrag())
        return Gesture::Pan;
    if (isOnPlayhead(m_from))
        return Gesture::Playhead;
    m_fixedEdge = oppositeEdge(m_from).value_or(timeFor(event));
    return Gesture::Click;
}

void CanvasGestures::move(QMouseEvent *event)
{
    const bool far = (event->pos() - m_from).manhattanLength() >= QApplication::startDragDistance();
    if (m_gesture == Gesture::Click && far && m_canvas.zoneAt(m_from) != LaneCanvas::Zone::Header)
        m_gesture = Gesture::SelectRange;
    switch (m_gesture) {
    case Gesture::Pan: panTo(event->pos()); break;
    case Gesture::SelectRange: dragRange(*event); break;
    case Gesture::Playhead: m_canvas.view().playhead->moveTo(timeFor(*event)); break;
    case Gesture::ResizeHeader: m_canvas.setHeaderWidth(event->pos().x()); break;
    case Gesture::ResizeRows: m_canvas.setRowHeight(m_rowThen + event->pos().y() - m_from.y()); break;
    case Gesture::ZoomToRange:
        if (far)
            m_canvas.setRubberBand(std::pair(m_from.x(), event->pos().x()));
        break;
    case Gesture::None: case Gesture::Click: break;
    }
    showCursor(event->pos());
}

void CanvasGestures::release(QMouseEvent *event)
{
    const Gesture ended = std::exchange(m_gesture, Gesture::None);
    if (ended == Gesture::Click)
        click(event->pos());
    if (ended == Gesture::ZoomToRange)
        zoomToRange(event->pos());
    showCursor(event->pos());
}

void CanvasGestures::dragRange(const QMouseEvent &event)
{
    m_canvas.view().range->select(m_fixedEdge, timeFor(event));
}

void CanvasGestures::zoomToRange(QPoint point)
{
    m_canvas.setRubberBand(std::nullopt);
    const bool far = (point - m_from).manhattanLength() >= QApplication::startDragDistance();
    const auto [from, to] = std::minmax(m_from.x(), point.x());
    if (far && from != to)
        m_canvas.zoom()->setVisible({m_canvas.timeAtX(from), m_canvas.timeAtX(to)});
}

void CanvasGestures::click(QPoint point)
{
    const auto hit = m_canvas.hitAt(point);
    switch (m_canvas.zoneAt(point)) {
    case LaneCanvas::Zone::Header:
        if (hit)
            m_canvas.toggle(hit->row);
        break;
    case LaneCanvas::Zone::Lanes:
        if (hit && hit->lane)
            return m_canvas.selectHit(*hit);
        m_canvas.selection()->clear();
        m_canvas.view().range->clear();
        break;
    case LaneCanvas::Zone::Ruler: clickRuler(point); break;
    case LaneCanvas::Zone::HeaderEdge:
    case LaneCanvas::Zone::RowEdge: break;
    }
}

void CanvasGestures::clickRuler(QPoint point)
{
    const auto marker = m_canvas.markers()->at(point);
    m_canvas.view().markers->select(marker);
    if (!marker && point.x() > m_canvas.headerWidth())
        m_canvas.view().playhead->moveTo(m_canvas.timeAtX(point.x()));
}

void CanvasGestures::doubleClick(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_canvas.isEmpty())
        return;
    const LaneCanvas::Zone zone = m_canvas.zoneAt(event->pos());
    if (zone == LaneCanvas::Zone::Header)
        press(event); // folding twice, quickly
    const auto marker = m_canvas.markers()->at(event->pos());
    if (marker)
        m_canvas.markers()->edit(*marker);
    else if (zone == LaneCanvas::Zone::Ruler)
        m_canvas.zoom()->showWhole();
    const auto hit = zone == LaneCanvas::Zone::Lanes ? m_canvas.hitAt(event->pos()) : std::nullopt;
    if (hit && hit->lane)
        m_canvas.fit({hit->begin, hit->end});
}

void CanvasGestures::panTo(QPoint point)
{
    const QPoint moved = point - m_from;
    m_canvas.zoom()->panTo(m_visibleThen.begin - m_visibleThen.length * moved.x() / m_canvas.axisWidth());
    Q_EMIT m_canvas.scrollRequested(m_scrollThen - moved.y());
}

std::optional<Nanos> CanvasGestures::oppositeEdge(QPoint point) const
{
    const auto range = m_canvas.view().range->current();
    if (!range || point.x() < m_canvas.headerWidth())
        return std::nullopt;
    const int toBegin = std::abs(point.x() - m_canvas.xOf(range->begin));
    const int toEnd = std::abs(point.x() - m_canvas.xOf(range->end));
    if (std::min(toBegin, toEnd) > grip)
        return std::nullopt;
    return toBegin < toEnd ? range->end : range->begin;
}

bool CanvasGestures::isOnPlayhead(QPoint point) const
{
    const auto time = m_canvas.view().playhead->time();
    return time && m_canvas.zoneAt(point) == LaneCanvas::Zone::Ruler && !m_canvas.markers()->at(point)
        && std::abs(point.x() - m_canvas.xOf(*time)) <= widerGrip;
}

/// Snapped to what is near, unless Alt is held.
Nanos CanvasGestures::timeFor(const QMouseEvent &event) const
{
    const int x = std::max(event.pos().x(), m_canvas.headerWidth());
    if (event.modifiers() & Qt::AltModifier)
        return m_canvas.timeAtX(x);
    const Nanos near = m_canvas.timeAtX(x + TimeSnap::reach) - m_canvas.timeAtX(x);
    TimeSnap snap(m_canvas.timeAtX(x), near);
    snap.offer(m_canvas.trace()->begin());
    snap.offer(m_canvas.liveEdge());
    if (const auto playhead = m_canvas.view().playhead->time(); playhead && m_gesture != Gesture::Playhead)
        snap.offer(*playhead);
    for (const Marker &marker : m_canvas.view().markers->all()) {
        snap.offer(marker.begin + m_canvas.trace()->begin());
        snap.offer(marker.end + m_canvas.trace()->begin());
    }
    if (const auto hit = m_canvas.hitAt({x, event.pos().y()}))
        snap.offerEdges(*m_canvas.trace()->lane(hit->lane.value_or(hit->row)), m_canvas.liveEdge());
    return snap.time();
}

void CanvasGestures::showCursor(QPoint point) const
{
    const bool sideways = m_gesture == Gesture::ResizeHeader || m_gesture == Gesture::SelectRange
        || m_gesture == Gesture::Playhead || m_canvas.zoneAt(point) == LaneCanvas::Zone::HeaderEdge
        || isOnPlayhead(point) || oppositeEdge(point);
    if (m_gesture == Gesture::Pan)
        m_canvas.setCursor(Qt::ClosedHandCursor);
    else if (sideways)
        m_canvas.setCursor(Qt::SplitHCursor);
    else if (m_gesture == Gesture::ResizeRows || m_canvas.zoneAt(point) == LaneCanvas::Zone::RowEdge)
        m_canvas.setCursor(Qt::SplitVCursor);
    else
        m_canvas.unsetCursor();
}

void CanvasGestures::wheel(QWheelEvent *event)
{
    event->accept();
    if (m_canvas.isEmpty())
        return;
    const double axis = m_canvas.axisWidth();
    const WheelScroll::Asked asked = m_wheel.read(*event, axis / 10, rowsPerNotch * m_canvas.rowHeight());
    switch (asked.does) {
    case WheelScroll::Does::Zoom:
        m_canvas.zoom()->zoomAtPlace((event->position().x() - m_canvas.axisLeft()) / axis,
                                     std::pow(notchZoom, -asked.notches));
        break;
    case WheelScroll::Does::Pan: m_canvas.zoom()->panByShare(-asked.pixels / axis); break;
    case WheelScroll::Does::ChangeHeight: m_canvas.setRowHeight(m_canvas.rowHeight() + asked.heightSteps); break;
    case WheelScroll::Does::Scroll: Q_EMIT m_canvas.scrollRequested(m_canvas.scroll() - asked.wholePixels); break;
    }
}

bool CanvasGestures::pinch(QEvent *event)
{
    if (event->type() != QEvent::NativeGesture || m_canvas.isEmpty())
        return false;
    auto *gesture = static_cast<QNativeGestureEvent *>(event);
    if (gesture->gestureType() != Qt::ZoomNativeGesture)
        return false;
    m_canvas.zoom()->zoomAtPlace((gesture->position().x() - m_canvas.axisLeft()) / m_canvas.axisWidth(),
                                 std::exp(-gesture->value()));
    return true;
}

} // namespace Interleave

#include "ui/timeline/canvasgestures.h"

#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/timelinegeometry.h"

#include <QApplication>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>

#include <cmath>

namespace Interleave {

namespace {

constexpr double keyZoom = 1.5;
constexpr double notchZoom = 1.25; // one notch of the wheel
constexpr double notch = 120;
constexpr int rowsPerNotch = 3;
constexpr int wheelRowStep = 3; // pixels a notch

/// W, A, S and D by where they are on the keyboard, so that they lie together on any layout.
/// Scan codes are those of evdev plus 8, as X11 and Wayland hand them over.
int byPlace(const QKeyEvent &event)
{
    const QString platform = QGuiApplication::platformName();
    if (platform != QLatin1String("xcb") && !platform.startsWith(QLatin1String("wayland")))
        return event.key();
    switch (event.nativeScanCode()) {
    case 25: return Qt::Key_W;
    case 38: return Qt::Key_A;
    case 39: return Qt::Key_S;
    case 40: return Qt::Key_D;
    default: return event.key();
    }
}

} // namespace

void CanvasGestures::press(QMouseEvent *event)
{
    m_from = event->pos();
    m_visibleThen = m_canvas.zoom()->visible();
    m_scrollThen = m_canvas.scroll();
    m_rowThen = m_canvas.rowHeight();
    const bool left = event->button() == Qt::LeftButton;
    const LaneCanvas::Zone zone = m_canvas.zoneAt(m_from);
    const bool overHeader = zone == LaneCanvas::Zone::Header || zone == LaneCanvas::Zone::RowEdge;
    if (left && zone == LaneCanvas::Zone::HeaderEdge)
        m_gesture = Gesture::ResizeHeader;
    else if (left && zone == LaneCanvas::Zone::RowEdge)
        m_gesture = Gesture::ResizeRows;
    else if (event->button() == Qt::RightButton && overHeader)
        m_gesture = Gesture::None; // which asks for the menu
    else if (m_canvas.isEmpty())
        m_gesture = Gesture::None;
    else if (event->button() == Qt::MiddleButton || (left && event->modifiers() & Qt::ShiftModifier))
        m_gesture = Gesture::Pan;
    else if (event->button() == Qt::RightButton || (left && event->modifiers() & Qt::ControlModifier))
        m_gesture = Gesture::ZoomToRange;
    else
        m_gesture = left ? Gesture::Click : Gesture::None;
    showCursor(m_from);
}

void CanvasGestures::move(QMouseEvent *event)
{
    const bool far = (event->pos() - m_from).manhattanLength() >= QApplication::startDragDistance();
    if (m_gesture == Gesture::Click && far && m_canvas.zoneAt(m_from) != LaneCanvas::Zone::Header)
        m_gesture = Gesture::Pan;
    if (m_gesture == Gesture::Pan)
        panTo(event->pos());
    else if (m_gesture == Gesture::ResizeHeader)
        m_canvas.setHeaderWidth(event->pos().x());
    else if (m_gesture == Gesture::ResizeRows)
        m_canvas.setRowHeight(m_rowThen + event->pos().y() - m_from.y());
    else if (m_gesture == Gesture::ZoomToRange && far)
        m_canvas.setRubberBand(std::pair(m_from.x(), event->pos().x()));
    showCursor(event->pos());
}

void CanvasGestures::release(QMouseEvent *event)
{
    const Gesture ended = std::exchange(m_gesture, Gesture::None);
    const bool far = (event->pos() - m_from).manhattanLength() >= QApplication::startDragDistance();
    if (ended == Gesture::Click)
        click(event->pos());
    if (ended == Gesture::ZoomToRange) {
        m_canvas.setRubberBand(std::nullopt);
        const auto [from, to] = std::minmax(m_from.x(), event->pos().x());
        if (far && from != to)
            m_canvas.zoom()->setVisible({m_canvas.timeAtX(from), m_canvas.timeAtX(to)});
    }
    showCursor(event->pos());
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
        if (hit)
            m_canvas.selectHit(*hit);
        else
            m_canvas.selection()->clear();
        break;
    case LaneCanvas::Zone::Ruler:
    case LaneCanvas::Zone::HeaderEdge:
    case LaneCanvas::Zone::RowEdge:
        break;
    }
}

void CanvasGestures::doubleClick(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_canvas.isEmpty())
        return;
    const LaneCanvas::Zone zone = m_canvas.zoneAt(event->pos());
    if (zone == LaneCanvas::Zone::Header)
        press(event); // folding twice, quickly
    if (zone == LaneCanvas::Zone::Ruler)
        m_canvas.zoom()->showWhole();
    const auto hit = zone == LaneCanvas::Zone::Lanes ? m_canvas.hitAt(event->pos()) : std::nullopt;
    if (hit && hit->lane)
        m_canvas.fit({hit->begin, hit->end});
}

void CanvasGestures::panTo(QPoint point)
{
    const QPoint moved = point - m_from;
    const Nanos begin = m_visibleThen.begin - timeOfPixels(moved.x(), m_visibleThen, m_canvas.axisWidth());
    m_canvas.zoom()->panBy(begin - m_canvas.zoom()->visible().begin);
    Q_EMIT m_canvas.scrollRequested(m_scrollThen - moved.y());
}

void CanvasGestures::showCursor(QPoint point) const
{
    if (m_gesture == Gesture::Pan)
        m_canvas.setCursor(Qt::ClosedHandCursor);
    else if (m_gesture == Gesture::ResizeHeader || m_canvas.zoneAt(point) == LaneCanvas::Zone::HeaderEdge)
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
    const QPoint angle = event->angleDelta();
    const int both = angle.y() != 0 ? angle.y() : angle.x();
    const TimeRange visible = m_canvas.zoom()->visible();
    const Qt::KeyboardModifiers forHeight = Qt::ControlModifier | Qt::ShiftModifier;
    if ((event->modifiers() & forHeight) == forHeight) {
        const int step = std::max(1, int(std::abs(both) / notch * wheelRowStep));
        m_canvas.setRowHeight(m_canvas.rowHeight() + (both > 0 ? step : -step));
    } else if (event->modifiers() & Qt::ControlModifier) {
        m_canvas.zoom()->zoomAt(m_canvas.timeAtX(int(event->position().x())), std::pow(notchZoom, -both / notch));
    } else if (event->modifiers() & Qt::ShiftModifier || std::abs(angle.x()) > std::abs(angle.y())) {
        const int fine = event->pixelDelta().x();
        const int pixels = fine != 0 ? fine : int(both / notch * m_canvas.axisWidth() / 10);
        m_canvas.zoom()->panBy(-timeOfPixels(pixels, visible, m_canvas.axisWidth()));
    } else {
        const int fine = event->pixelDelta().y();
        const int pixels = fine != 0 ? fine : int(both / notch * rowsPerNotch * m_canvas.rowHeight());
        Q_EMIT m_canvas.scrollRequested(m_canvas.scroll() - pixels);
    }
}

bool CanvasGestures::pinch(QEvent *event)
{
    if (event->type() != QEvent::NativeGesture || m_canvas.isEmpty())
        return false;
    auto *gesture = static_cast<QNativeGestureEvent *>(event);
    if (gesture->gestureType() != Qt::ZoomNativeGesture)
        return false;
    m_canvas.zoom()->zoomAt(m_canvas.timeAtX(int(gesture->position().x())), std::exp(-gesture->value()));
    return true;
}

bool CanvasGestures::key(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    ZoomState *zoom = m_canvas.zoom();
    if (modifiers == Qt::ControlModifier && event->key() == Qt::Key_Z) {
        shift ? zoom->redo() : zoom->undo();
        return true;
    }
    if (modifiers == Qt::AltModifier && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        event->key() == Qt::Key_Left ? zoom->undo() : zoom->redo();
        return true;
    }
    return modifiers == Qt::NoModifier && (viewKey(byPlace(*event), shift) || selectionKey(event->key()));
}

bool CanvasGestures::viewKey(int key, bool fast)
{
    ZoomState *zoom = m_canvas.zoom();
    const TimeRange visible = zoom->visible(), run = zoom->run();
    const Nanos step = std::max(visible.length() / (fast ? 2 : 8), Nanos(1));
    switch (key) {
    case Qt::Key_W: case Qt::Key_Plus: case Qt::Key_Equal: m_canvas.zoomBy(1 / keyZoom); return true;
    case Qt::Key_S: case Qt::Key_Minus: m_canvas.zoomBy(keyZoom); return true;
    case Qt::Key_A: zoom->panBy(-step); return true;
    case Qt::Key_D: zoom->panBy(step); return true;
    case Qt::Key_0: zoom->showWhole(); return true;
    case Qt::Key_F: m_canvas.fitSelection(); return true;
    case Qt::Key_Home: zoom->setVisible({run.begin, run.begin + visible.length()}); return true;
    case Qt::Key_End: zoom->setVisible({run.end - visible.length(), run.end}); return true;
    default: return false;
    }
}

bool CanvasGestures::selectionKey(int key)
{
    switch (key) {
    case Qt::Key_Left: m_canvas.stepSegment(-1); return true;
    case Qt::Key_Right: m_canvas.stepSegment(1); return true;
    case Qt::Key_Up: m_canvas.stepRow(-1); return true;
    case Qt::Key_Down: m_canvas.stepRow(1); return true;
    case Qt::Key_Escape:
        m_canvas.setMarker(std::nullopt);
        if (m_canvas.selection()->current())
            m_canvas.selection()->clear();
        else
            m_canvas.zoom()->setFollowing(false);
        return true;
    default: return false;
    }
}

} // namespace Interleave

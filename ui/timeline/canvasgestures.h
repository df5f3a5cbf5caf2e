// What mouse, wheel and pinch mean on the canvas (see NAVIGATION: one table for all of them). Owned
// by the canvas; turns events into its verbs and keeps the state of the gesture under way.
#pragma once

#include "ui/models/timerange.h"
#include "ui/timeline/wheelscroll.h"

#include <QPoint>

#include <optional>

class QEvent;
class QMouseEvent;
class QWheelEvent;

namespace Interleave {

class LaneCanvas;

class CanvasGestures
{
public:
    explicit CanvasGestures(LaneCanvas &canvas) : m_canvas(canvas) {}

    void press(QMouseEvent *event);
    void move(QMouseEvent *event);
    void release(QMouseEvent *event);
    void doubleClick(QMouseEvent *event);
    void wheel(QWheelEvent *event);
    /// True where the event was a pinch.
    bool pinch(QEvent *event);

private:
    enum class Gesture { None, Click, Pan, SelectRange, ZoomToRange, Playhead, ResizeHeader, ResizeRows };

    Gesture begun(const QMouseEvent &event);
    Gesture begunByLeft(const QMouseEvent &event);
    void click(QPoint point);
    void clickRuler(QPoint point);
    void panTo(QPoint point);
    void dragRange(const QMouseEvent &event);
    void zoomToRange(QPoint point);
    void showCursor(QPoint point) const;
    /// The range's other end, where its edge is at the point.
    std::optional<Nanos> oppositeEdge(QPoint point) const;
    bool isOnPlayhead(QPoint point) const;
    Nanos timeFor(const QMouseEvent &event) const;

    LaneCanvas &m_canvas;
    Gesture m_gesture = Gesture::None;
    QPoint m_from;
    Nanos m_fixedEdge{0}; // of the range that is being dragged
    FineRange m_visibleThen;
    int m_scrollThen = 0;
    int m_rowThen = 0;
    WheelScroll m_wheel;
};

} // namespace Interleave

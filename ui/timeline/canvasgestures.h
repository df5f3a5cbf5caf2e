// What mouse, wheel and keys mean on the canvas (see NAVIGATION: one table for all of them). Owned
// by the canvas; turns events into its verbs and keeps the state of the gesture under way.
#pragma once

#include "ui/models/timerange.h"

#include <QPoint>

class QEvent;
class QKeyEvent;
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
    /// True where the key meant something here.
    bool key(QKeyEvent *event);

private:
    enum class Gesture { None, Click, Pan, ZoomToRange, ResizeHeader, ResizeRows };

    void click(QPoint point);
    void panTo(QPoint point);
    void showCursor(QPoint point) const;
    bool viewKey(int key, bool fast);
    bool selectionKey(int key);

    LaneCanvas &m_canvas;
    Gesture m_gesture = Gesture::None;
    QPoint m_from;
    TimeRange m_visibleThen;
    int m_scrollThen = 0;
    int m_rowThen = 0;
};

} // namespace Interleave

// A timeline in a window of 900 × 300, to be driven by mouse and keys: two rows of processes and
// ten threads that each run, sleep, are ready and run again.
#pragma once

#include "tests/support/tracebuilder.h"
#include "ui/models/playhead.h"
#include "ui/models/rangeselection.h"
#include "ui/models/selection.h"
#include "ui/models/viewstate.h"
#include "ui/models/zoomstate.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/navigator.h"
#include "ui/timeline/overviewstrip.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTest>
#include <QWheelEvent>

#include <memory>

namespace Interleave {

/// Threads 2 to 11 below process 1: running to 100 ms, asleep to 600, ready to 700, running to 1000.
/// Each was woken by the one before it, the first by the process.
inline std::shared_ptr<Trace> tenThreads(std::string name = "p")
{
    using namespace std::chrono_literals;
    TraceBuilder build;
    const LaneId process = build.lane(LaneKind::Process, std::move(name), std::nullopt, 4711);
    build.start(process, 0ms);
    for (std::uint32_t i = 0; i < 10; ++i) {
        const LaneId thread = build.lane(LaneKind::Thread, "t" + std::to_string(i), process, 4711, 4711 + i);
        build.start(thread, 0ms);
        build.sleep(thread, 100ms, 500ms);
        build.wake(thread, 600ms, LaneId(thread.value() - 1));
        build.resume(thread, 700ms);
        build.finish(thread, 1000ms);
    }
    build.finish(process, 1000ms);
    return std::make_shared<Trace>(std::move(build.trace));
}

inline void drag(QWidget *widget, QPoint from, QPoint to, Qt::MouseButton button, Qt::KeyboardModifiers modifiers = {})
{
    QTest::mousePress(widget, button, modifiers, from);
    for (const QPoint &point : {(from + to) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, point, widget->mapToGlobal(point), Qt::NoButton, button, modifiers);
        QApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, button, modifiers, to);
}

class ThreadTimeline
{
public:
    explicit ThreadTimeline(const std::string &process = "p") : state(&m_owner), view(state), canvas(view.findChild<LaneCanvas *>())
    {
        view.resize(900, 300);
        view.setTrace(tenThreads(process));
        view.show();
        canvas->setFocus();
    }

    /// The middle of the row at that time, unscrolled.
    QPoint at(Nanos time, int row) const
    {
        return {canvas->xOf(time), LaneCanvas::rulerHeight + row * RowMetrics().row + RowMetrics().row / 2};
    }
    QPoint onRuler(Nanos time) const { return {canvas->xOf(time), 10}; }

    void wheel(QPointF point, QPoint pixels, QPoint angle, Qt::KeyboardModifiers modifiers = {},
               Qt::ScrollPhase phase = Qt::NoScrollPhase) const
    {
        QWheelEvent event(point, canvas->mapToGlobal(point), pixels, angle, Qt::NoButton, modifiers, phase, false);
        QApplication::sendEvent(canvas, &event);
    }

    void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {}) const
    {
        Interleave::drag(canvas, from, to, button, modifiers);
    }

    void press(int key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(canvas, Qt::Key(key), modifiers); }

private:
    QObject m_owner;

public:
    ViewState state;
    TimelineView view;
    LaneCanvas *canvas;
};

} // namespace Interleave

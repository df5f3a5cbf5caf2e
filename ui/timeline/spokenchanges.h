// Tells a screen reader what it cannot see: that the selection moved, at most twice a second that the
// visible part changed, and that the run has ended. Owned by the timeline.
#pragma once

#include "core/trace/trace.h"

#include <QAccessible>
#include <QObject>
#include <QTimer>

namespace Interleave {

class LaneCanvas;

class SpokenChanges : public QObject
{
    Q_OBJECT

public:
    using Tell = void (*)(QAccessibleEvent *);
    /// The canvas outlives it. Only tests tell another than whoever listens.
    SpokenChanges(LaneCanvas *canvas, QObject *parent, Tell tell = QAccessible::updateAccessibility);

private:
    void noteContent();
    void tellFocus();

    LaneCanvas *m_canvas;
    Tell m_tell;
    QTimer m_pause; // after each telling that something changed
    bool m_changed = false;
    const Trace *m_trace = nullptr; // whose outcome m_outcome was
    RunOutcome m_outcome = RunOutcome::Running;
};

} // namespace Interleave

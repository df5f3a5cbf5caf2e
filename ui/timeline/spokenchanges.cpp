#include "ui/timeline/spokenchanges.h"

#include "core/analysis/states.h"
#include "ui/timeline/lanecanvas.h"

namespace Interleave {

namespace {

constexpr int pauseMs = 500;

} // namespace

SpokenChanges::SpokenChanges(LaneCanvas *canvas, QObject *parent, Tell tell) : QObject(parent), m_canvas(canvas), m_tell(tell)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_changed)
            noteContent();
    });
    connect(m_canvas, &LaneCanvas::contentChanged, this, &SpokenChanges::noteContent);
    connect(m_canvas->zoom(), &ZoomState::rangeChanged, this, &SpokenChanges::noteContent);
    connect(m_canvas->selection(), &Selection::changed, this, &SpokenChanges::tellFocus);
}

void SpokenChanges::noteContent()
{
    const Trace *trace = m_canvas->trace();
    const RunOutcome before = std::exchange(m_outcome, trace ? trace->info.outcome : RunOutcome::Running);
    const bool same = std::exchange(m_trace, trace) == trace;
    if (trace && same && before == RunOutcome::Running && m_outcome != RunOutcome::Running) {
        const QString length = QString::fromStdString(durationText(trace->end() - trace->begin()));
        m_canvas->setAccessibleDescription(tr("The run has ended after %1.").arg(length));
        QAccessibleEvent ended(m_canvas, QAccessible::Alert);
        m_tell(&ended);
    }
    m_changed = m_pause.isActive();
    if (m_changed)
        return;
    QAccessibleEvent changed(m_canvas, QAccessible::VisibleDataChanged);
    m_tell(&changed);
    m_pause.start();
}

void SpokenChanges::tellFocus()
{
    QAccessibleInterface *timeline = m_canvas->hasFocus() ? QAccessible::queryAccessibleInterface(m_canvas) : nullptr;
    if (QAccessibleInterface *focus = timeline ? timeline->focusChild() : nullptr) {
        QAccessibleEvent event(focus, QAccessible::Focus);
        m_tell(&event);
    }
}

} // namespace Interleave

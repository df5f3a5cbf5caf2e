#include "ui/shell/keptmarkers.h"

#include "core/io/tracefile.h"
#include "ui/models/markers.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/runcontroller.h"

#include <QFutureWatcher>
#include <QtConcurrent>

namespace Interleave {

using namespace std::chrono_literals;

KeptMarkers::KeptMarkers(Markers *markers, RunController *runs, MessageBar *messages, QObject *parent)
    : QObject(parent), m_markers(markers), m_runs(runs), m_messages(messages)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(1s);
    connect(&m_soon, &QTimer::timeout, this, &KeptMarkers::keepNow);
    connect(markers, &Markers::edited, this, &KeptMarkers::keepSoon);
    connect(markers, &Markers::removed, this, &KeptMarkers::offerUndo);
    connect(runs, &RunController::traceReplaced, this, &KeptMarkers::takeRun);
}

KeptMarkers::~KeptMarkers()
{
    if (m_soon.isActive())
        keepNow(); // the program's end waits for its threads
}

RunInfo KeptMarkers::info() const
{
    RunInfo info = m_trace ? m_trace->info : RunInfo();
    info.markers = m_markers->all();
    return info;
}

void KeptMarkers::takeRun()
{
    if (m_soon.isActive()) {
        m_soon.stop();
        keepNow(); // those of the run before
    }
    const std::shared_ptr<const Trace> before = m_before.lock();
    const std::vector<Marker> markersBefore = std::exchange(m_markersBefore, m_markers->all());
    m_before = m_trace;
    m_trace = m_runs->trace();
    m_file = m_runs->autosaveFile();
    m_saidUnkept = false;
    if (m_trace && m_trace == before)
        m_markers->setAll(markersBefore);
    else
        m_markers->setAll(m_trace ? m_trace->info.markers : std::vector<Marker>());
}

void KeptMarkers::keepSoon()
{
    if (!m_file.isEmpty())
        m_soon.start();
    else if (!std::exchange(m_saidUnkept, true))
        m_messages->showNotice(tr("Save the run to keep its markers and notes."));
}

void KeptMarkers::keepNow()
{
    if (m_runs && m_runs->isRunning() && m_runs->trace() == m_trace) {
        m_soon.start(); // its file is still being written
        return;
    }
    auto *watcher = new QFutureWatcher<QString>(m_messages);
    connect(watcher, &QFutureWatcher<QString>::finished, m_messages, [watcher, messages = m_messages] {
        watcher->deleteLater();
        if (!watcher->result().isEmpty())
            messages->showError(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run([trace = m_trace, described = info(), file = m_file] {
        const Result<void> written = writeTraceFile(*trace, described, file);
        return written.hasValue() ? QString() : QString::fromStdString(written.error().message);
    }));
}

void KeptMarkers::offerUndo(const Marker &marker)
{
    m_messages->showOffer(marker.isRange() ? tr("The note was removed.") : tr("The marker was removed."), tr("Undo"),
                          [this, marker, trace = m_trace] {
        if (trace == m_trace)
            m_markers->add(marker);
    });
}

} // namespace Interleave

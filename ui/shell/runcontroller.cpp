#include "ui/shell/runcontroller.h"

#include "core/session/session.h"
#include "ui/shell/autosave.h"

#include <utility>

namespace Interleave {

using namespace std::chrono_literals;

RunController::RunController(QObject *parent)
    : QObject(parent)
{
    m_frameTimer.setInterval(16ms);
    m_frameTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_frameTimer, &QTimer::timeout, this, &RunController::frameDue);
}

RunController::~RunController() = default;

void RunController::start(const QString &scenario, const ParameterValues &parameters)
{
    if (isRunning())
        return;
    const Result<QString> autosave = nextAutosaveFile(scenario);
    if (!autosave.hasValue() && !std::exchange(m_saidNotKept, true))
        Q_EMIT notKept(QString::fromStdString(autosave.error().message));
    auto session = std::make_unique<Session>(RunRequest{.scenario = scenario.toStdString(),
                                                        .parameters = parameters,
                                                        .timeout = std::nullopt,
                                                        .autosaveFile = autosave.hasValue() ? autosave.value() : QString()});
    connect(session.get(), &Session::finished, this, &RunController::finishRun);
    m_session = std::move(session);
    const Result<void> started = m_session->start();
    if (!started.hasValue()) {
        m_session.reset();
        Q_EMIT failed(QString::fromStdString(started.error().message));
        return;
    }
    m_trace = m_session->trace();
    m_frameTimer.start();
    Q_EMIT traceReplaced();
    Q_EMIT runningChanged(true);
}

void RunController::stop()
{
    if (m_session)
        m_session->stop();
}

void RunController::showRun(std::shared_ptr<const Trace> trace)
{
    if (isRunning())
        return;
    m_trace = std::move(trace);
    Q_EMIT traceReplaced();
}

Nanos RunController::liveEdge() const
{
    if (m_session)
        return std::max(m_session->now(), m_trace->end());
    return m_trace ? m_trace->end() : Nanos(0);
}

void RunController::finishRun()
{
    m_frameTimer.stop();
    m_trace = m_session->trace();
    // This is the session's own signal: it must not be destroyed before it has returned.
    m_session.release()->deleteLater();
    Q_EMIT frameDue();
    Q_EMIT runningChanged(false);
    Q_EMIT finished();
}

} // namespace Interleave

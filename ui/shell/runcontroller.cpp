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
    connect(&m_frameTimer, &QTimer::timeout, this, &RunController::showFrame);
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
    connect(session.get(), &Session::updated, this, &RunController::showNews);
    connect(session.get(), &Session::notSaved, this, &RunController::notSaved);
    connect(session.get(), &Session::failed, this, &RunController::giveUp);
    m_session = std::move(session);
    const Result<void> begun = m_session->begin();
    if (!begun.hasValue()) {
        m_session.reset();
        Q_EMIT failed(QString::fromStdString(begun.error().message));
        return;
    }
    m_before = std::exchange(m_trace, m_session->trace());
    m_autosaveBefore = std::exchange(m_autosave, autosave.hasValue() ? autosave.value() : QString());
    m_hasShownEvents = false;
    m_frameTimer.start();
    Q_EMIT traceReplaced();
    Q_EMIT runningChanged(true);
}

/// What was recorded up to now is in it, so that nothing waits for the next one.
void RunController::showFrame()
{
    m_session->readNow();
    Q_EMIT frameDue();
}

/// The first events are shown as soon as they are there, all others by the timer.
void RunController::showNews()
{
    if (m_hasShownEvents || m_trace->empty())
        return;
    m_hasShownEvents = true;
    m_before.reset();
    m_frameTimer.start();
    Q_EMIT frameDue();
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
    m_autosave.clear();
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
    m_before.reset();
    retire();
    Q_EMIT frameDue();
    Q_EMIT runningChanged(false);
    Q_EMIT finished();
}

void RunController::giveUp(const Error &error)
{
    m_frameTimer.stop();
    const RunRequest request = m_session->request();
    const bool wantsPassword = m_session->wantsPassword();
    retire();
    Q_EMIT runningChanged(false);
    if (m_before) {
        m_trace = std::move(m_before);
        m_autosave = m_autosaveBefore;
        Q_EMIT traceReplaced();
    } else {
        Q_EMIT frameDue(); // so that nothing says that it still runs
    }
    const QString sentence = QString::fromStdString(error.message);
    if (wantsPassword)
        Q_EMIT passwordWanted(request, sentence);
    else
        Q_EMIT failed(sentence);
}

/// Lets go of the session, but not before its file is written. It may be the session that calls.
void RunController::retire()
{
    Session *session = m_session.release();
    session->setParent(this);
    if (session->isSaving())
        connect(session, &Session::saved, session, &QObject::deleteLater);
    else
        session->deleteLater();
}

} // namespace Interleave

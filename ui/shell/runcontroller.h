// The run that the window shows: starts and stops it, and tells at most once a frame that it has
// grown. Owns the session; also holds a run that was opened from a file. Window thread.
#pragma once

#include "core/scenarios/scenario.h"
#include "core/trace/trace.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>

namespace Interleave {

class Session;
struct Error;
struct RunRequest;

class RunController : public QObject
{
    Q_OBJECT

public:
    explicit RunController(QObject *parent = nullptr);
    /// Stops the run; nothing of it is left. Waits for files that are still being written.
    ~RunController() override;

    /// Does nothing while a run goes on.
    void start(const QString &scenario, const ParameterValues &parameters);
    void stop();
    /// Shows a finished run, from a file. Does nothing while a run goes on.
    void showRun(std::shared_ptr<const Trace> trace);

    bool isRunning() const { return m_session != nullptr; }
    /// The run to show; null before the first.
    std::shared_ptr<const Trace> trace() const { return m_trace; }
    /// The autosave of the run shown; empty where it has none, as one that was opened.
    QString autosaveFile() const { return m_autosave; }
    /// Up to where it is known, in the trace's time.
    Nanos liveEdge() const;

Q_SIGNALS:
    /// Another run stands in trace().
    void traceReplaced();
    /// Time for the next picture of a growing run.
    void frameDue();
    void runningChanged(bool running);
    /// The run is over, by itself or by stop().
    void finished();
    /// It could not be started: one sentence.
    void failed(const QString &sentence);
    /// Likewise, since its Redis server wants a password, or another one; a sentence for who has none.
    void passwordWanted(const Interleave::RunRequest &request, const QString &sentence);
    /// Its file could not be written, although it is over: one sentence.
    void notSaved(const QString &sentence);
    /// There is no file of the run while it goes on: one sentence, for the first such run only.
    void notKept(const QString &sentence);

private:
    void finishRun();
    void giveUp(const Error &error);
    void showFrame();
    void showNews();
    void retire();

    std::unique_ptr<Session> m_session;
    std::shared_ptr<const Trace> m_trace;
    QString m_autosave, m_autosaveBefore;
    std::shared_ptr<const Trace> m_before; // shown again if the run cannot be started
    QTimer m_frameTimer;
    bool m_hasShownEvents = false;
    bool m_saidNotKept = false;
};

} // namespace Interleave

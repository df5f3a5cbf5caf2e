// One run, seen from the window or the command line: starts the runner, reads its recording live,
// keeps the autosave, and ends in exactly one outcome. Lives in the thread that made it, which
// needs an event loop and is never held up for more than some milliseconds, but by start() and by
// destroying it, which stops the run and leaves nothing behind.
#pragma once

#include "core/base/result.h"
#include "core/scenarios/scenario.h"
#include "core/trace/trace.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>

namespace Interleave {

struct RunRequest {
    std::string scenario;
    ParameterValues parameters; // may be incomplete; completed by start()
    std::optional<std::chrono::milliseconds> timeout; // from its first event
    QString autosaveFile;       // empty: none
};

class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(RunRequest request, QObject *parent = nullptr);
    ~Session() override;

    /// Begins to start the runner, and before it what the scenario needs beside it. Errors: Usage
    /// (unknown scenario or bad parameter), NoResources (see budget.h); nothing was started then.
    /// Otherwise finished() follows, or failed() when something cannot be started.
    Result<void> begin();
    /// The same, but returns when the runner has its go. Errors beside those: ServiceMissing; failed()
    /// is not said.
    Result<void> start();
    /// Stops it at once: SIGTERM to its process group, SIGKILL half a second later. Idempotent;
    /// finished() follows.
    void stop();

    /// The program that runs scenarios: this very executable. Only tests, which are not it, say
    /// another, once, before the first run.
    static void setExecutable(const QString &path);

    bool isRunning() const;
    /// After failed(): whether for want of a password for the Redis server, or of the right one.
    bool wantsPassword() const;
    /// Whether its file is still being written, after the run is over.
    bool isSaving() const;
    /// The recording so far. Changes only in this thread; shared so that it outlives the session.
    std::shared_ptr<const Trace> trace() const;
    /// Takes what was recorded up to now into trace(), as far as a few milliseconds reach: before a
    /// picture of it is drawn.
    void readNow();
    /// The recording's clock, now: where the live edge is. In the trace's time.
    Nanos now() const;
    const RunRequest &request() const;

Q_SIGNALS:
    /// New events are in trace().
    void updated();
    /// The run is over, everything of it is gone, trace() is complete and does not change any more.
    void finished();
    /// Nothing runs, since something could not be started: ServiceMissing or NoResources.
    void failed(const Interleave::Error &error);
    /// After finished(): the autosave is complete; or it could not be written, in a sentence.
    void saved();
    void notSaved(const QString &sentence);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Interleave

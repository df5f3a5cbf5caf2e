// One run, seen from the window or the command line: starts the runner, reads its recording live,
// keeps the autosave, and ends in exactly one outcome. Lives in the thread that made it, which
// needs an event loop. Destroying it stops the run and leaves nothing behind.
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
    std::optional<std::chrono::milliseconds> timeout;
    QString autosaveFile;       // empty: none
};

class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(RunRequest request, QObject *parent = nullptr);
    ~Session() override;

    /// Starts the runner, and before it what the scenario needs beside it, and gives it the go.
    /// Errors: Usage (unknown scenario or bad parameter), NoResources (see budget.h; nothing was
    /// started), ServiceMissing, Failed (the runner cannot be started).
    Result<void> start();
    /// Stops it at once: SIGTERM to its process group, SIGKILL half a second later. Idempotent;
    /// finished() follows.
    void stop();

    /// The program that runs scenarios: this very executable. Only tests, which are not it, say
    /// another, once, before the first run.
    static void setExecutable(const QString &path);

    bool isRunning() const;
    /// The recording so far. Changes only in this thread; shared so that it outlives the session.
    std::shared_ptr<const Trace> trace() const;
    /// The recording's clock, now: where the live edge is. In the trace's time.
    Nanos now() const;
    const RunRequest &request() const;

Q_SIGNALS:
    /// New events are in trace().
    void updated();
    /// The run is over, everything of it is gone, trace() is complete.
    void finished();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Interleave

// What a run has around it that is not of the run: a private directory, and for scenarios that fetch
// something a web server, a process of its own outside the run's process group, tree and counts.
// Owned by the session; destroying it ends the server and removes the directory. A session that is
// killed leaves both to the server, whose lifeline then ends, or the directory to the next run.
#pragma once

#include "core/base/result.h"
#include "core/scenarios/scenario.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace Interleave {

class Surroundings
{
public:
    Surroundings() = default;
    Surroundings(const Surroundings &) = delete;
    ~Surroundings();

    /// Makes the directory and, if the scenario uses one, starts the server and waits until it says
    /// where it is. NoResources, or ServiceMissing when no server comes up.
    Result<void> prepare(const Scenario &scenario, const ParameterValues &parameters, const QString &executable);
    /// What the runner's environment says of them.
    QProcessEnvironment environment() const;

private:
    Result<void> makeDirectory();
    Result<void> startServer(const ParameterValues &parameters, const QString &executable);

    std::unique_ptr<QTemporaryDir> m_directory;
    int m_lock = -1; // held on the directory while we live: who finds it free may remove it
    QProcess m_server;
    QByteArray m_url;
};

} // namespace Interleave

// What a run has around it that is not of the run: a private directory, and for scenarios that need
// one a helper, a process of its own outside the run's process group, tree and counts: the web server
// that they fetch from, or the keeper of the Redis server that they work with.
// Owned by the session; destroying it ends the helper and removes the directory. A session that is
// killed leaves both to the helper, whose lifeline then ends, or the directory to the next run.
#pragma once

#include "core/base/result.h"
#include "core/scenarios/scenario.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <functional>
#include <memory>

namespace Interleave {

class Surroundings
{
public:
    Surroundings() = default;
    Surroundings(const Surroundings &) = delete;
    ~Surroundings();

    using Ready = std::function<void(const Result<void> &)>;

    /// Makes the directory and, if the scenario uses one, starts the helper. NoResources, or Usage for
    /// the address of a Redis server that cannot be one. Calls `ready` once: when the helper says where
    /// the service is, at once where none is needed, or with ServiceMissing when none comes up. `ready`
    /// must not destroy this.
    Result<void> prepare(const Scenario &scenario, const ParameterValues &parameters, const QString &executable,
                         Ready ready);
    /// Whether nothing came up since a Redis server wants a password, or another one.
    bool wantsPassword() const { return m_wantsPassword; }
    /// Does not return before `ready` was called.
    void waitUntilReady();
    /// What the runner's environment says of them.
    QProcessEnvironment environment() const;

private:
    Result<void> makeDirectory();
    QStringList helperFor(const Scenario &scenario, const ParameterValues &parameters);
    void startHelper(const QString &executable, const QStringList &arguments);
    void readUrl();
    void giveUp();

    std::unique_ptr<QTemporaryDir> m_directory;
    int m_lock = -1; // held on the directory while we live: who finds it free may remove it
    QProcess m_helper;
    QTimer m_patience;
    QString m_variable; // of the environment, that says where the service is
    QString m_missing;  // how a sentence begins that says that it is not there
    QByteArray m_url;
    std::string m_redis; // the address of a server that the user gave
    bool m_wantsPassword = false;
    Ready m_ready; // empty once it was called
};

} // namespace Interleave

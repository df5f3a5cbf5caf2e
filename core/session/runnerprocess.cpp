#include "core/session/runnerprocess.h"

#include "core/session/runner.h"

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto killDelay = 500ms; // from SIGTERM to SIGKILL
constexpr auto sweepPeriod = 2ms;
constexpr qsizetype longestErrorText = 4096;

} // namespace

RunnerProcess::RunnerProcess(QObject *parent)
    : QObject(parent)
{
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_killing.setSingleShot(true);
    connect(&m_killing, &QTimer::timeout, this, [this] { signalGroup(SIGKILL); });
    connect(&m_sweeping, &QTimer::timeout, this, &RunnerProcess::sweep);
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] {
        m_errorText = (m_errorText + m_process.readAllStandardError()).right(longestErrorText);
    });
    connect(&m_process, &QProcess::started, this, [this] {
        m_group = pid_t(m_process.processId());
        m_isGone = false;
        Q_EMIT started();
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT notStarted(m_process.errorString());
    });
    connect(&m_process, &QProcess::finished, this, &RunnerProcess::takeEnd);
}

RunnerProcess::~RunnerProcess()
{
    killAll();
}

void RunnerProcess::launch(const QString &executable, const QStringList &arguments,
                           const QProcessEnvironment &environment, const std::vector<int> &descriptors)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1); // what the run leaves behind comes to us to be ended
    m_process.setProcessEnvironment(environment);
    m_process.setChildProcessModifier([descriptors] {
        // Between fork and exec: system calls only.
        setpgid(0, 0);
        for (const int descriptor : descriptors)
            fcntl(descriptor, F_SETFD, 0);
    });
    m_process.start(executable, arguments);
}

void RunnerProcess::giveGo()
{
    m_process.write(&runnerGo, 1);
}

void RunnerProcess::end()
{
    signalGroup(SIGTERM);
    m_killing.start(killDelay);
}

void RunnerProcess::killAll()
{
    m_process.disconnect(this);
    m_killing.stop();
    m_sweeping.stop();
    if (m_process.state() != QProcess::NotRunning) {
        m_process.waitForStarted(-1);
        ::kill(-pid_t(m_process.processId()), SIGKILL);
        m_process.waitForFinished(-1);
    }
    if (m_isGone)
        return;
    signalGroup(SIGKILL);
    while (waitpid(-m_group, nullptr, 0) > 0) {}
    m_isGone = true;
}

void RunnerProcess::signalGroup(int signal)
{
    // While one of the group lives its number cannot be another's. Between the runner's end and
    // this call it may have been the last; numbers come round only after millions of processes.
    if (!m_isGone && m_group > 0)
        ::kill(-m_group, signal);
}

void RunnerProcess::takeEnd(int code, QProcess::ExitStatus status)
{
    Q_EMIT left(code, status == QProcess::CrashExit);
    signalGroup(SIGKILL); // whatever it left behind
    m_sweeping.start(sweepPeriod);
    sweep();
}

/// Reaps what came to us from the group; says so once nothing of it is left.
void RunnerProcess::sweep()
{
    while (waitpid(-m_group, nullptr, WNOHANG) > 0) {}
    if (::kill(-m_group, 0) == 0) {
        ::kill(-m_group, SIGKILL);
        return;
    }
    m_killing.stop();
    m_sweeping.stop();
    m_isGone = true;
    Q_EMIT gone();
}

} // namespace Interleave

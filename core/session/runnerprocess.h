// The processes of one run, from outside: starts the runner in a process group of its own, gives it
// the go, ends the whole group, and knows when nothing of it is left. Owned by the session, in its
// thread, which needs an event loop.
#pragma once

#include <QProcess>
#include <QTimer>

#include <sys/types.h>
#include <vector>

namespace Interleave {

class RunnerProcess : public QObject
{
    Q_OBJECT

public:
    explicit RunnerProcess(QObject *parent = nullptr);
    /// Kills what is left of the group and waits for it.
    ~RunnerProcess() override;

    /// started() or notStarted() follows. The descriptors are inherited under their numbers.
    void launch(const QString &executable, const QStringList &arguments, const QProcessEnvironment &environment,
                const std::vector<int> &descriptors);
    /// Does not return before one of the two is said.
    void waitForStarted() { m_process.waitForStarted(-1); }
    void giveGo();
    /// SIGTERM to the group, SIGKILL half a second later.
    void end();
    /// SIGKILL, and waits until all are gone. left() and gone() are not said any more.
    void killAll();

    pid_t group() const { return m_group; } // 0 before it has started
    /// The last of what it said on standard error.
    const QByteArray &errorText() const { return m_errorText; }

Q_SIGNALS:
    void started();
    void notStarted(const QString &why);
    /// The runner is over, with that exit code or, when it crashed, signal.
    void left(int code, bool crashed);
    /// So is everything that it had started.
    void gone();

private:
    void takeEnd(int code, QProcess::ExitStatus status);
    void signalGroup(int signal);
    void sweep();

    QProcess m_process;
    pid_t m_group = 0;
    bool m_isGone = true;
    QByteArray m_errorText;
    QTimer m_killing, m_sweeping;
};

} // namespace Interleave

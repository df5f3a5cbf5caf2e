#include "core/session/surroundings.h"

#include "core/executors/program.h"
#include "core/server/serverprocess.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace Interleave {

namespace {

constexpr auto patience = std::chrono::seconds(10); // a server that is slow to start, on a machine that has much to do

const QString prefix = QStringLiteral("interleave-run-");

/// The user's own, if there is one that can be written to: it is emptied when he logs out.
QString parentDirectory()
{
    const QString own = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !own.isEmpty() && access(qPrintable(own), W_OK | X_OK) == 0 ? own : QDir::tempPath();
}

int openDirectory(const QString &path)
{
    return open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/// Directories whose session was killed. A young one may be another session's that has not locked it yet.
void removeAbandoned(const QDir &parent)
{
    const QDateTime aMinuteAgo = QDateTime::currentDateTime().addSecs(-60);
    for (const QFileInfo &found : parent.entryInfoList({prefix + QStringLiteral("*")}, QDir::Dirs | QDir::NoSymLinks)) {
        const int fd = openDirectory(found.filePath());
        if (fd < 0)
            continue;
        if (found.lastModified() < aMinuteAgo && flock(fd, LOCK_EX | LOCK_NB) == 0)
            QDir(found.filePath()).removeRecursively();
        close(fd);
    }
}

} // namespace

Surroundings::~Surroundings()
{
    m_server.disconnect();
    if (m_server.state() != QProcess::NotRunning) {
        m_server.kill(); // it has nothing to clean up
        m_server.waitForFinished(-1);
    }
    m_directory.reset();
    if (m_lock >= 0)
        close(m_lock);
}

Result<void> Surroundings::prepare(const Scenario &scenario, const ParameterValues &parameters,
                                   const QString &executable, Ready ready)
{
    if (Result<void> made = makeDirectory(); !made.hasValue())
        return made;
    if (!scenario.usesServer) {
        ready(Success());
        return Success();
    }
    m_ready = std::move(ready);
    startServer(parameters, executable);
    return Success();
}

void Surroundings::waitUntilReady()
{
    const QDeadlineTimer deadline(patience);
    while (m_ready && m_server.waitForReadyRead(int(deadline.remainingTime()))) {}
    giveUp();
}

Result<void> Surroundings::makeDirectory()
{
    const QDir parent(parentDirectory());
    removeAbandoned(parent);
    m_directory = std::make_unique<QTemporaryDir>(parent.filePath(prefix + QStringLiteral("XXXXXX")));
    m_lock = m_directory->isValid() ? openDirectory(m_directory->path()) : -1;
    if (m_lock < 0)
        return Error(ErrorCode::NoResources, "There is no place for the run's files in "
                                                 + parent.path().toStdString() + ".");
    flock(m_lock, LOCK_EX | LOCK_NB); // nobody else touches one so young
    return Success();
}

void Surroundings::startServer(const ParameterValues &parameters, const QString &executable)
{
    QStringList arguments{QString::fromLatin1(serverCommand)};
    for (const auto &[name, value] : parameters)
        arguments << QString::fromStdString(name + "=" + value);
    m_server.setProcessEnvironment(environment());
    // A group of its own: an interrupt from the terminal is for the session to hand on.
    m_server.setChildProcessModifier([] { setpgid(0, 0); });
    QObject::connect(&m_server, &QProcess::readyReadStandardOutput, &m_server, [this] { readUrl(); });
    QObject::connect(&m_server, &QProcess::finished, &m_server, [this] { giveUp(); });
    QObject::connect(&m_server, &QProcess::errorOccurred, &m_server, [this] { giveUp(); });
    m_patience.setSingleShot(true);
    QObject::connect(&m_patience, &QTimer::timeout, &m_server, [this] { giveUp(); });
    m_patience.start(patience);
    m_server.start(executable, arguments);
}

void Surroundings::readUrl()
{
    if (!m_ready || !m_server.canReadLine())
        return;
    m_patience.stop();
    m_url = m_server.readLine().trimmed();
    m_server.closeReadChannel(QProcess::StandardError);
    std::exchange(m_ready, {})(Success());
}

void Surroundings::giveUp()
{
    if (!m_ready)
        return;
    m_patience.stop();
    const QString said = QString::fromUtf8(m_server.readAllStandardError()).trimmed();
    const QString why = said.isEmpty() ? m_server.errorString() + QLatin1Char('.') : said;
    std::exchange(m_ready, {})(Error(ErrorCode::ServiceMissing,
                                     "The web server that this scenario fetches from does not start: "
                                         + why.toStdString()));
}

QProcessEnvironment Surroundings::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(Program::directoryVariable), m_directory->path());
    environment.remove(QString::fromLatin1(Program::serverVariable));
    if (!m_url.isEmpty())
        environment.insert(QString::fromLatin1(Program::serverVariable), QString::fromLatin1(m_url));
    return environment;
}

} // namespace Interleave

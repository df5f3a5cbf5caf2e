#include "core/session/surroundings.h"

#include "core/executors/program.h"
#include "core/redis/privateserver.h"
#include "core/redis/redisaddress.h"
#include "core/redis/redispasswords.h"
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

constexpr auto patience = std::chrono::seconds(15); // with a server that is slow to start, or far away

constexpr int farewellMs = 1000;

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

/// The address of a Redis server, if one is given. Parameters are saved with a run and seen by
/// everybody in the list of processes: a password does not belong there.
Result<void> checkAddress(const std::string &url)
{
    if (url.empty())
        return Success();
    const Result<RedisAddress> address = RedisAddress::parse(url);
    if (!address.hasValue())
        return address.error();
    std::string rest = url;
    if (RedisAddress::takePassword(rest).empty())
        return Success();
    return Error(ErrorCode::Usage, std::string("Leave the password out of the address of the Redis server, and give it "
                                               "by the environment variable ") + RedisAddress::passwordVariable + ".");
}

} // namespace

Surroundings::~Surroundings()
{
    m_helper.disconnect();
    if (m_ready)
        m_helper.kill(); // it has nothing yet, and may be waiting for a server far away; what it started dies with it
    if (m_helper.state() != QProcess::NotRunning) {
        m_helper.closeWriteChannel(); // at which it ends, and what it keeps before it
        if (!m_helper.waitForFinished(farewellMs)) {
            m_helper.kill();
            m_helper.waitForFinished(-1);
        }
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
    if (scenario.usesRedis) {
        if (Result<void> checked = checkAddress(parameters.at("server")); !checked.hasValue())
            return checked;
    }
    const QStringList helper = helperFor(scenario, parameters);
    if (helper.isEmpty()) {
        ready(Success());
        return Success();
    }
    m_ready = std::move(ready);
    startHelper(executable, helper);
    return Success();
}

void Surroundings::waitUntilReady()
{
    const QDeadlineTimer deadline(patience);
    while (m_ready && m_helper.waitForReadyRead(int(deadline.remainingTime()))) {}
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

/// Its subcommand and arguments; nothing where none is needed.
QStringList Surroundings::helperFor(const Scenario &scenario, const ParameterValues &parameters)
{
    QStringList arguments;
    if (scenario.usesServer) {
        m_variable = QString::fromLatin1(Program::serverVariable);
        m_missing = QStringLiteral("The web server that this scenario fetches from does not start: ");
        arguments << QString::fromLatin1(serverCommand);
        for (const auto &[name, value] : parameters)
            arguments << QString::fromStdString(name + "=" + value);
    } else if (scenario.usesRedis) {
        m_variable = QString::fromLatin1(Program::redisVariable);
        m_redis = parameters.at("server");
        arguments << QString::fromLatin1(redisKeeperCommand) << QString::fromStdString(m_redis);
    }
    return arguments;
}

void Surroundings::startHelper(const QString &executable, const QStringList &arguments)
{
    m_helper.setProcessEnvironment(environment());
    // A group of its own: an interrupt from the terminal is for the session to hand on.
    m_helper.setChildProcessModifier([] { setpgid(0, 0); });
    QObject::connect(&m_helper, &QProcess::readyReadStandardOutput, &m_helper, [this] { readUrl(); });
    QObject::connect(&m_helper, &QProcess::finished, &m_helper, [this] { giveUp(); });
    QObject::connect(&m_helper, &QProcess::errorOccurred, &m_helper, [this] { giveUp(); });
    m_patience.setSingleShot(true);
    QObject::connect(&m_patience, &QTimer::timeout, &m_helper, [this] { giveUp(); });
    m_patience.start(patience);
    m_helper.start(executable, arguments);
}

void Surroundings::readUrl()
{
    if (!m_ready || !m_helper.canReadLine())
        return;
    m_patience.stop();
    m_url = m_helper.readLine().trimmed();
    m_helper.closeReadChannel(QProcess::StandardError);
    std::exchange(m_ready, {})(Success());
}

void Surroundings::giveUp()
{
    if (!m_ready)
        return;
    m_patience.stop();
    m_wantsPassword = m_helper.state() == QProcess::NotRunning && m_helper.exitCode() == redisWantsPassword;
    const QString said = QString::fromUtf8(m_helper.readAllStandardError()).trimmed();
    const QString why = said.isEmpty() ? m_helper.errorString() + QLatin1Char('.') : said;
    std::exchange(m_ready, {})(Error(ErrorCode::ServiceMissing,
                                     (m_missing + why).toStdString()));
}

QProcessEnvironment Surroundings::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(Program::directoryVariable), m_directory->path());
    for (const char *variable : {Program::serverVariable, Program::redisVariable})
        environment.remove(QString::fromLatin1(variable));
    if (!m_url.isEmpty())
        environment.insert(m_variable, QString::fromLatin1(m_url));
    if (m_redis.empty()) // a server of our own has none, and would refuse it
        environment.remove(QString::fromLatin1(RedisAddress::passwordVariable));
    if (const std::string password = RedisPasswords::of(m_redis); !password.empty())
        environment.insert(QString::fromLatin1(RedisAddress::passwordVariable), QString::fromStdString(password));
    return environment;
}

} // namespace Interleave

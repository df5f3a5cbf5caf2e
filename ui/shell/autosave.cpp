#include "ui/shell/autosave.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QThreadPool>

namespace Interleave {

namespace {

constexpr int keptRuns = 20;

/// $XDG_STATE_HOME, which Qt 6.4 does not know yet.
QString stateFolder()
{
    const QString given = qEnvironmentVariable("XDG_STATE_HOME");
    const QString base = QDir::isAbsolutePath(given) ? given : QDir::homePath() + QStringLiteral("/.local/state");
    return base + QStringLiteral("/interleave/runs");
}

/// On another thread: giving back the blocks of a large file takes the disk a while.
void removeOldest(const QDir &folder)
{
    // Names begin with the time, so the last of them are the latest.
    const QStringList runs = folder.entryList({QStringLiteral("run-*.ilv")}, QDir::Files, QDir::Name);
    for (qsizetype index = 0; index + keptRuns <= runs.size(); ++index)
        QFile::remove(folder.filePath(runs.at(index)));
}

} // namespace

Result<QString> nextAutosaveFile(const QString &scenario)
{
    const QDir folder(stateFolder());
    if (!folder.mkpath(QStringLiteral(".")))
        return Error(ErrorCode::CannotWrite,
                     QCoreApplication::translate("Autosave", "Runs are kept only in memory until you save them: the "
                                                             "folder %1 cannot be made.")
                         .arg(folder.path()).toStdString());
    QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QThreadPool::globalInstance()->start([folder] { removeOldest(folder); });
    const QString time = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    return folder.filePath(QStringLiteral("run-%1-%2-%3.ilv").arg(time).arg(QCoreApplication::applicationPid()).arg(scenario));
}

} // namespace Interleave

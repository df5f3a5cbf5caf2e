#include "app/runfiles.h"

#include "app/exitcodes.h"
#include "app/options.h"

#include <QFileInfo>

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

namespace Interleave {

Result<ParameterValues> givenParameters(const QStringList &settings)
{
    ParameterValues values;
    for (const QString &setting : settings) {
        const qsizetype equals = setting.indexOf(u'=');
        if (equals <= 0)
            return Error(ErrorCode::Usage, "The option --set takes NAME=VALUE, not \"" + setting.toStdString() + "\".");
        values[setting.left(equals).toStdString()] = setting.mid(equals + 1).toStdString();
    }
    return values;
}

Result<void> checkTargets(const Options &options)
{
    const std::pair<const char *, QStringList> kinds[] = {
        {"save", {QStringLiteral(".ilv")}}, {"trace", {QStringLiteral(".json"), QStringLiteral(".json.gz")}},
        {"csv", {QStringLiteral(".csv")}}, {"png", {QStringLiteral(".png")}},
        {"svg", {QStringLiteral(".svg")}}, {"pdf", {QStringLiteral(".pdf")}}, {"report", {QStringLiteral(".html")}}};
    for (const auto &[kind, suffixes] : kinds) {
        for (const QString &file : options.values(QString::fromLatin1(kind))) {
            const bool known = std::any_of(suffixes.begin(), suffixes.end(), [&](const QString &suffix) {
                return file.endsWith(suffix, Qt::CaseInsensitive);
            });
            if (!known)
                return Error(ErrorCode::Usage, fmt::format("The option --{} takes a file name that ends in {}.", kind,
                                                           suffixes.join(QStringLiteral(" or ")).toStdString()));
            if (!QFileInfo(QFileInfo(file).path()).isDir())
                return Error(ErrorCode::CannotWrite, fmt::format("Cannot write {}: there is no such folder.",
                                                                 file.toStdString()));
        }
    }
    return Success();
}

QString numberedFile(const QString &path, int number, int runs)
{
    if (runs == 1)
        return path;
    const QString suffix = QFileInfo(path).completeSuffix();
    const QString stem = path.chopped(suffix.isEmpty() ? 0 : suffix.size() + 1);
    return stem + QStringLiteral("-%1.").arg(number, 3, 10, QLatin1Char('0')) + suffix;
}

int exitCodeOf(const Trace &trace, int signal)
{
    switch (trace.info.outcome) {
    case RunOutcome::TimedOut: return ExitTimeout;
    case RunOutcome::Failed: return ExitFailed;
    case RunOutcome::Cancelled: return signal == SIGTERM ? ExitTerminated : ExitInterrupted;
    case RunOutcome::Finished:
    case RunOutcome::Running: break;
    }
    return signal == SIGINT ? ExitInterrupted : signal == SIGTERM ? ExitTerminated : ExitDone;
}

} // namespace Interleave

#include "ui/shell/runmessages.h"

#include "ui/shell/messagebar.h"

#include <QCoreApplication>
#include <QLocale>

namespace Interleave {

namespace {

constexpr int mostProblemsShown = 5;

QString tr(const char *text)
{
    return QCoreApplication::translate("RunMessages", text);
}

/// The first few, one a line, and how many more there are.
QString firstOf(const std::vector<std::string> &sentences)
{
    QStringList lines;
    for (const std::string &sentence : sentences) {
        if (lines.size() == mostProblemsShown)
            break;
        lines << QString::fromStdString(sentence);
    }
    const qsizetype more = qsizetype(sentences.size()) - lines.size();
    if (more > 0)
        lines << tr("… and %1 more").arg(more);
    return lines.join(QLatin1Char('\n'));
}

void tellLost(MessageBar &bar, const Trace &trace)
{
    if (trace.lost() > 0) {
        bar.showNotice(tr("%1 records were lost because a ring was full; the timeline has gaps.")
                           .arg(QLocale().toString(qulonglong(trace.lost()))));
    }
}

} // namespace

void tellOutcome(MessageBar &bar, const Trace &trace)
{
    if (trace.info.outcome == RunOutcome::Failed)
        bar.showError(tr("The run failed: %1").arg(QString::fromStdString(trace.info.reason)));
    tellLost(bar, trace);
    if (!trace.problems.empty())
        bar.showNotice(firstOf(trace.problems));
}

void tellProblems(MessageBar &bar, const QString &fileName, const Trace &trace)
{
    tellLost(bar, trace);
    if (!trace.problems.empty())
        bar.showNotice(tr("%1 was read with problems:\n%2").arg(fileName, firstOf(trace.problems)));
    if (!trace.info.notes.empty())
        bar.showNotice(tr("%1 is shown as it is, but for this:\n%2").arg(fileName, firstOf(trace.info.notes)));
}

} // namespace Interleave

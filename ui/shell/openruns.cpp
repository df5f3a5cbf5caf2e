#include "ui/shell/openruns.h"

#include "core/analysis/states.h"
#include "ui/shell/runcontroller.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>

#include <algorithm>

namespace Interleave {

bool OpenRun::isLive() const
{
    return shownBy && shownBy->isRunning() && shownBy->trace() == trace;
}

Nanos OpenRun::liveEdge() const
{
    return isLive() ? shownBy->liveEdge() : trace->end();
}

QString OpenRun::title() const
{
    const RunInfo &info = trace->info;
    QStringList parts;
    if (!name.isEmpty())
        parts << name;
    parts << (!info.title.empty() ? QString::fromStdString(info.title)
              : name.isEmpty() ? OpenRuns::tr("A recorded run") : QString());
    parts.removeAll(QString());
    for (const auto &[parameter, value] : info.parameters)
        parts << QStringLiteral("%1 %2").arg(QString::fromStdString(parameter), QString::fromStdString(value).left(20));
    const QString length = isLive() ? OpenRuns::tr("running")
                                    : QString::fromStdString(durationText(trace->end() - trace->begin()));
    const QString time = info.startedUnixMs == 0
        ? QString() : QDateTime::fromMSecsSinceEpoch(info.startedUnixMs).toString(QStringLiteral(", HH:mm:ss"));
    // What tells runs of one scenario apart comes first: a narrow field cuts the rest.
    return OpenRuns::tr("%1%2 · %3").arg(length, time, parts.join(QStringLiteral(", ")));
}

OpenRuns *OpenRuns::instance()
{
    static QPointer<OpenRuns> runs;
    if (!runs) {
        runs = new OpenRuns;
        runs->setParent(QCoreApplication::instance());
    }
    return runs;
}

void OpenRuns::watch(RunController *controller)
{
    connect(controller, &RunController::traceReplaced, this, [this, controller] { show(controller); });
    connect(controller, &RunController::runningChanged, this, &OpenRuns::changed);
    connect(controller, &QObject::destroyed, this, [this] {
        forgetOldest();
        Q_EMIT changed();
    });
}

void OpenRuns::show(RunController *controller)
{
    for (OpenRun &run : m_runs) {
        if (run.shownBy == controller)
            run.shownBy = nullptr;
    }
    put({controller->trace(), controller, {}});
}

void OpenRuns::add(std::shared_ptr<const Trace> trace, const QString &name)
{
    put({std::move(trace), nullptr, name});
}

void OpenRuns::put(OpenRun run)
{
    if (!run.trace)
        return;
    const auto known = std::ranges::find(m_runs, run.trace, &OpenRun::trace);
    if (known != m_runs.end()) {
        run.name = run.name.isEmpty() ? known->name : run.name;
        m_runs.erase(known);
    }
    m_runs.insert(m_runs.begin(), std::move(run));
    forgetOldest();
    Q_EMIT changed();
}

/// Neither what a window shows, nor the latest; but what never began.
void OpenRuns::forgetOldest()
{
    std::uint64_t events = 0;
    std::size_t kept = 0;
    std::erase_if(m_runs, [&](const OpenRun &run) {
        const bool isFirst = kept == 0;
        if (run.shownBy) {
            ++kept;
            return false;
        }
        events += run.trace->eventCount();
        const bool fits = !run.trace->empty() && (isFirst || (kept < mostKept && events <= mostEventsKept));
        kept += fits;
        return !fits;
    });
}

} // namespace Interleave

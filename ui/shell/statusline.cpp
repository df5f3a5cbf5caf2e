#include "ui/shell/statusline.h"

#include "core/analysis/statistics.h"
#include "ui/panels/card.h"

#include <QLabel>
#include <QLocale>

namespace Interleave {

namespace {

constexpr qint64 shortestPauseMs = 250;

/// What was recorded, by which clock, and what the operating system counted.
QString recordedText(const Trace &trace)
{
    const QLocale locale;
    QStringList parts{StatusLine::tr("%1 recorded").arg(locale.toString(qulonglong(trace.eventCount()))),
                      StatusLine::tr("%1 lost").arg(locale.toString(qulonglong(trace.lost())))};
    if (!trace.info.clock.empty())
        parts << StatusLine::tr("clock %1").arg(QString::fromStdString(trace.info.clock));
    if (trace.info.processesSeen > 0) {
        const QString processes = trace.info.processesSeen == 1
            ? StatusLine::tr("1 process") : StatusLine::tr("%1 processes").arg(trace.info.processesSeen);
        const QString threads = trace.info.threadsSeen == 1
            ? StatusLine::tr("1 thread") : StatusLine::tr("%1 threads").arg(trace.info.threadsSeen);
        parts << StatusLine::tr("/proc: %1, %2").arg(processes, threads);
    }
    return parts.join(QStringLiteral(" · "));
}

QString summaryUpTo(const Trace &trace, Nanos liveEdge)
{
    RunStatistics statistics = statisticsOf(trace);
    statistics.wall = std::max(statistics.wall, liveEdge - trace.begin());
    return QString::fromStdString(summaryText(trace, statistics));
}

} // namespace

StatusLine::StatusLine(QWidget *parent)
    : QStatusBar(parent), m_left(dimLabel(QString(), this)), m_right(dimLabel(QString(), this))
{
    m_left->setObjectName(QStringLiteral("statusSummary"));
    m_left->setAccessibleName(tr("Summary of the run"));
    m_right->setObjectName(QStringLiteral("statusRecorded"));
    m_right->setAccessibleName(tr("What was recorded"));
    m_left->setContentsMargins(8, 0, 8, 0);
    m_right->setContentsMargins(8, 0, 4, 0);
    m_right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    addWidget(m_left, 1);
    m_right->setWordWrap(false);
    addPermanentWidget(m_right);
}

bool StatusLine::refresh(const Trace *trace, Nanos liveEdge)
{
    if (m_sinceRefresh.isValid() && m_sinceRefresh.elapsed() < m_pauseMs)
        return false;
    refreshNow(trace, liveEdge);
    return true;
}

void StatusLine::refreshNow(const Trace *trace, Nanos liveEdge)
{
    QElapsedTimer cost;
    cost.start();
    m_summary = trace ? summaryUpTo(*trace, liveEdge) : QString();
    m_right->setText(trace ? recordedText(*trace) : QString());
    showSummary();
    m_pauseMs = std::max(shortestPauseMs, 10 * cost.elapsed());
    m_sinceRefresh.start();
}

void StatusLine::setProgress(const QString &text)
{
    m_progress = text;
    showSummary();
}

void StatusLine::showSummary()
{
    m_left->setText(m_progress.isEmpty() ? m_summary : m_progress);
}

} // namespace Interleave

#include "ui/shell/statusline.h"

#include "core/analysis/statistics.h"
#include "ui/panels/card.h"

#include <QLabel>
#include <QLocale>
#include <QToolButton>

#include <chrono>

namespace Interleave {

namespace {

constexpr qint64 shortestPauseMs = 250;
constexpr std::uint64_t worthCatchingUp = 25'000; // events: less than a millisecond
constexpr std::uint64_t mostCaughtUp = 4'000'000; // events of a run that ended: 64 MB of its file at most
constexpr auto doneStands = std::chrono::seconds(10);
constexpr int besideTexts = 64; // pixels: margins and the grip
const QString point = QStringLiteral(" · ");

/// What the recording lacks, what the operating system counted, and by which clock.
QStringList recordedParts(const Trace &trace)
{
    const QLocale locale;
    QStringList parts{StatusLine::tr("%1 lost").arg(locale.toString(qulonglong(trace.lost())))};
    if (trace.info.processesSeen > 0) {
        const QString processes = trace.info.processesSeen == 1
            ? StatusLine::tr("1 process") : StatusLine::tr("%1 processes").arg(trace.info.processesSeen);
        const QString threads = trace.info.threadsSeen == 1
            ? StatusLine::tr("1 thread") : StatusLine::tr("%1 threads").arg(trace.info.threadsSeen);
        parts << StatusLine::tr("/proc: %1, %2").arg(processes, threads);
    }
    if (!trace.info.clock.empty())
        parts << StatusLine::tr("clock %1").arg(QString::fromStdString(trace.info.clock));
    return parts;
}

QString summaryUpTo(LiveStatistics &live, const Trace &trace, Nanos liveEdge)
{
    RunStatistics statistics = live.update(trace);
    statistics.wall = std::max(statistics.wall, liveEdge - trace.begin());
    return QString::fromStdString(summaryText(trace, statistics));
}

} // namespace

StatusLine::StatusLine(QWidget *parent)
    : QStatusBar(parent), m_left(dimLabel(QString(), this)), m_right(dimLabel(QString(), this)),
      m_cancel(new QToolButton(this))
{
    m_left->setObjectName(QStringLiteral("statusSummary"));
    m_left->setAccessibleName(tr("Summary of the run"));
    m_right->setObjectName(QStringLiteral("statusRecorded"));
    m_right->setAccessibleName(tr("What was recorded"));
    m_left->setContentsMargins(8, 0, 8, 0);
    m_right->setContentsMargins(8, 0, 4, 0);
    m_right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    addWidget(m_left, 1);
    m_left->setWordWrap(false);
    m_left->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // or its text would widen the window
    m_cancel->setObjectName(QStringLiteral("cancelReading"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("Stop reading or writing the file"));
    m_cancel->setFocusPolicy(Qt::StrongFocus);
    addWidget(m_cancel);
    m_cancel->hide();
    connect(m_cancel, &QToolButton::clicked, this, &StatusLine::cancelRequested);
    m_doneTimer.setSingleShot(true);
    connect(&m_doneTimer, &QTimer::timeout, this, [this] {
        m_done.clear();
        fitTexts();
    });
    m_right->setWordWrap(false);
    addPermanentWidget(m_right);
    m_catchUp.setSingleShot(true);
    connect(&m_catchUp, &QTimer::timeout, this, [this] {
        if (const auto trace = m_summarized.lock(); trace && trace->info.outcome != RunOutcome::Running)
            summarize(trace, trace->end());
    });
}

/// Of a flood it takes in a little at each frame, rather than all of it in one now and then.
bool StatusLine::refresh(const std::shared_ptr<const Trace> &trace, Nanos liveEdge)
{
    if (!m_sinceRefresh.isValid() || m_sinceRefresh.elapsed() >= m_pauseMs) {
        refreshNow(trace, liveEdge);
        return true;
    }
    if (trace && trace->eventCount() > m_eventsSeen + worthCatchingUp) {
        m_statistics.catchUp(*trace);
        m_eventsSeen = trace->eventCount();
    }
    return false;
}

void StatusLine::refreshNow(const std::shared_ptr<const Trace> &trace, Nanos liveEdge)
{
    m_done.clear(); // there is news
    summarize(trace, liveEdge);
}

void StatusLine::summarize(const std::shared_ptr<const Trace> &trace, Nanos liveEdge)
{
    QElapsedTimer cost;
    cost.start();
    m_eventsSeen = trace ? trace->eventCount() : 0;
    m_summarized = trace;
    m_summary = trace ? summaryUpTo(m_statistics, *trace, liveEdge) : QString();
    m_recorded = trace ? recordedParts(*trace) : QStringList();
    fitTexts();
    m_pauseMs = std::max(shortestPauseMs, 10 * cost.elapsed());
    m_sinceRefresh.start();
    if (trace && !m_statistics.isComplete() && m_eventsSeen <= mostCaughtUp)
        m_catchUp.start();
}

void StatusLine::setProgress(const QString &text)
{
    m_progress = text;
    fitTexts();
}

void StatusLine::showDone(const QString &sentence)
{
    m_done = sentence;
    m_doneTimer.start(doneStands);
    fitTexts();
}

void StatusLine::setCancellable(bool cancellable)
{
    m_cancel->setVisible(cancellable);
    fitTexts();
}

/// One line whatever the width: first the right side gives way, then the left is cut, and says the
/// whole when hovered.
void StatusLine::fitTexts()
{
    const QString left = !m_progress.isEmpty() ? m_progress : !m_done.isEmpty() ? m_done : m_summary;
    const QFontMetrics metrics(m_left->font());
    const int room = width() - besideTexts - (m_cancel->isHidden() ? 0 : m_cancel->sizeHint().width());
    const int wanted = metrics.horizontalAdvance(left);
    QStringList parts = m_recorded;
    const auto right = [&] { return metrics.horizontalAdvance(parts.join(point)); };
    while (parts.size() > 1 && wanted + right() > room)
        parts.removeLast();
    m_right->setText(parts.join(point));
    m_right->setToolTip(parts.size() < m_recorded.size() ? m_recorded.join(point) : QString());
    const QString shown = metrics.elidedText(left, Qt::ElideRight, std::max(0, room - right()));
    m_left->setText(shown);
    m_left->setToolTip(shown == left ? QString() : QStringLiteral("<qt>%1</qt>").arg(left.toHtmlEscaped()));
    m_left->setAccessibleDescription(left);
}

void StatusLine::resizeEvent(QResizeEvent *event)
{
    QStatusBar::resizeEvent(event);
    fitTexts();
}

} // namespace Interleave

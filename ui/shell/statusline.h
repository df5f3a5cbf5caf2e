// The line at the foot: what the run came to on the left, what was recorded and counted on the
// right, shorter where the window is narrow. A growing run gets them a few times a second at most,
// and less often where they take long.
#pragma once

#include "core/analysis/statistics.h"

#include <QElapsedTimer>
#include <QStatusBar>
#include <QTimer>

#include <memory>

class QLabel;
class QToolButton;

namespace Interleave {

class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    /// At each frame of a run. True when it was time to; null clears both sides.
    bool refresh(const std::shared_ptr<const Trace> &trace, Nanos liveEdge);
    /// The same at once. While the run goes on it has lasted up to the live edge.
    void refreshNow(const std::shared_ptr<const Trace> &trace, Nanos liveEdge);
    /// Stands in place of the summary until it is empty again.
    void setProgress(const QString &text);
    /// Stands in place of the summary for some seconds: something that was asked for is done.
    void showDone(const QString &sentence);
    /// Whether what is going on can be cancelled, with the button beside it.
    void setCancellable(bool cancellable);

Q_SIGNALS:
    void cancelRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void summarize(const std::shared_ptr<const Trace> &trace, Nanos liveEdge);
    void fitTexts();

    LiveStatistics m_statistics;
    std::uint64_t m_eventsSeen = 0; // by m_statistics, at the most
    QTimer m_catchUp;               // with a run that has ended or was opened
    std::weak_ptr<const Trace> m_summarized;
    QLabel *m_left;
    QLabel *m_right;
    QToolButton *m_cancel;
    QString m_summary;
    QStringList m_recorded; // the parts of the right side, the dispensable ones last
    QString m_progress;
    QString m_done;
    QTimer m_doneTimer;
    QElapsedTimer m_sinceRefresh;
    qint64 m_pauseMs = 0;
};

} // namespace Interleave

// The figures that every run has, one at a time, of the part of the run that the timeline shows.
// Read a moment after the view has come to rest, and only while it is seen: at once where that is
// cheap, else by another thread; what looks at each event of a run that still grows waits until it
// is over, since only the window's thread may read it. Window thread.
#pragma once

#include "core/base/result.h"
#include "ui/charts/runfigure.h"
#include "ui/models/viewstate.h"

#include <QFutureWatcher>
#include <QImage>
#include <QTimer>
#include <QWidget>

#include <memory>

class QComboBox;

namespace Interleave {

class ChartFrame;
class RunChart;

class ChartsPanel : public QWidget
{
    Q_OBJECT

public:
    /// The models outlive the panel.
    explicit ChartsPanel(const ViewState &view, QWidget *parent = nullptr);
    ~ChartsPanel() override;

    void setTrace(std::shared_ptr<const Trace> trace, Nanos liveEdge, bool growing);
    /// The run has grown up to there, or is over.
    void refresh(Nanos liveEdge, bool growing);
    void choose(RunFigure figure);
    RunFigure chosen() const;

    QWidget *view() const;
    /// Of what is shown, between tabs; empty while nothing is.
    QString copyText() const;
    /// Of a usual size, in the window's colours. Usage error while nothing is shown.
    Result<QImage> picture() const;

Q_SIGNALS:
    void saveRequested();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    using Read = std::optional<RunFigureData>;

    void schedule();
    void read();
    void stopReading();
    void take(const Read &figure);
    void say(const QString &sentence);
    void draw();
    void showPlayhead();
    TimeRange rangeToRead() const;

    ViewState m_view;
    std::shared_ptr<const Trace> m_trace;
    Nanos m_liveEdge{0};
    bool m_growing = false;
    QComboBox *m_choice;
    ChartFrame *m_frame;
    RunChart *m_chart = nullptr; // the frame's
    bool m_dark = false;         // the chart's colours
    QTimer m_resting;
    Read m_shown;
    std::shared_ptr<std::atomic<bool>> m_cancelled; // of the reading under way
    QFutureWatcher<Read> m_reading;
};

} // namespace Interleave

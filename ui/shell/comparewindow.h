// Two runs beside each other: their timelines stacked on one axis, what differs as a table, and the
// place where they part. Any two of the runs that are open, or from a file. A window beside the
// others. Window thread.
#pragma once

#include "core/analysis/comparison.h"
#include "ui/models/linkedviews.h"
#include "ui/shell/openruns.h"

#include <QMainWindow>
#include <QTimer>

#include <optional>

class QAction;
class QMenu;

namespace Interleave {

class ComparisonJob;
class ComparisonPanel;
class FileJobs;
class MessageBar;
class RunChooser;
class Settings;
class TimelineView;

class CompareWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit CompareWindow(Settings *settings, QWidget *parent = nullptr);
    ~CompareWindow() override;

    /// Shows that run as A, and as B the latest other one, if there is one.
    void showWithLatest(const std::shared_ptr<const Trace> &trace);
    void setRuns(const std::shared_ptr<const Trace> &a, const std::shared_ptr<const Trace> &b);
    const std::optional<Comparison> &comparison() const { return m_comparison; }
    const LinkedViews &views() const { return *m_linked; }
    const ViewState &view(bool ofA) const { return ofA ? m_a.view : m_b.view; }
    QStringList messages() const;

    void goToParting();
    void alignAtStart();
    void alignAtParting();
    /// At the begins of the segments that are selected.
    void alignAtSelection();

protected:
    void changeEvent(QEvent *event) override;

private:
    /// One of the two runs, as it is shown.
    struct Side {
        QString name;
        ViewState view;
        TimelineView *timeline;
        RunChooser *chooser;
        std::optional<OpenRun> run;
        QMetaObject::Connection frames; // of the run that goes on
    };

    void makeSides();
    void makeMenus();
    QWidget *makeTop();
    void layOut();
    void connectParts();
    void openFile(Side &side);
    void showIn(Side &side, std::optional<OpenRun> run);
    void renew();
    void refresh();
    void compareAgain();
    void takeComparison(const Comparison &comparison);
    static std::optional<Nanos> partingTime(const Side &side, const std::optional<EventPlace> &place);
    static std::optional<Nanos> selectedBegin(const Side &side);
    void exportPicture();
    QAction *addAction(QMenu *menu, const QString &text, const QString &help, const QKeySequence &key,
                       void (CompareWindow::*slot)());

    Settings *m_settings;
    Side m_a, m_b;
    LinkedViews *m_linked;
    ComparisonJob *m_job;
    FileJobs *m_files;
    Side *m_opening = nullptr; // for which a file is being read
    MessageBar *m_messages;
    ComparisonPanel *m_figures;
    std::optional<Comparison> m_comparison;
    QTimer m_again;  // while one of them goes on
};

} // namespace Interleave

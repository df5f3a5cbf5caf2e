// What the windows of a sweep and of a repetition have in common: the scenario with the values it had when
// the window was opened, a button that starts and cancels, progress, and runs that can be shown. Of its
// own: the main window goes on meanwhile. Window thread.
#pragma once

#include "core/scenarios/scenario.h"
#include "ui/shell/seriesruns.h"

#include <QDialog>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;
class QAbstractItemModel;

namespace Interleave {

class MessageBar;

class SeriesWindow : public QDialog
{
    Q_OBJECT

public:
    SeriesRuns *runs() { return &m_runs; }

Q_SIGNALS:
    /// A run is to be seen in the main window.
    void runRequested(const std::shared_ptr<const Interleave::Trace> &trace);

protected:
    SeriesWindow(const Scenario *scenario, ParameterValues values, QWidget *parent);
    ~SeriesWindow() override;

    const Scenario &scenario() const { return *m_scenario; }
    const ParameterValues &values() const { return m_values; }
    MessageBar *messages() const { return m_messages; }
    /// Button, progress and what is told of it, to stand under the fields.
    QHBoxLayout *makeStartLine(const QString &start);
    /// Tab goes this way, the fields before and the button between.
    void orderFocus(const QList<QWidget *> &fields, const QList<QWidget *> &behindStart);
    static void makeTable(QTableView *table, QAbstractItemModel *model, const QString &name);
    void showRun(std::size_t number);

    /// The button was pressed: begins the runs, or says why not.
    virtual void begin() = 0;
    virtual void take(std::size_t number, const std::shared_ptr<const Trace> &trace) = 0;
    virtual void takeRefusal(std::size_t number, const Error &error) = 0;
    /// All are over, or it was cancelled: the last call.
    virtual void conclude() = 0;
    /// What is told beside the progress.
    void tell(const QString &sentence);

    /// "jobs 8, wait 100 ms": what the runs have in common.
    QString valuesText(const Parameter *but = nullptr) const;

    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void pressed();
    void showState();

    const Scenario *m_scenario;
    ParameterValues m_values;
    MessageBar *m_messages;
    QPushButton *m_start;
    QProgressBar *m_progress;
    QLabel *m_told;
    QString m_startText;
    SeriesRuns m_runs; // dies first: its runs tell the parts above
};

} // namespace Interleave

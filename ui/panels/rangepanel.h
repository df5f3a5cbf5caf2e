// What went on within the selected range: a table of lanes, at once, and above it in words what
// was waited for and how many ran at once. Of few events these are counted at once as well; of many
// by another thread while a sentence says so; of a run that still grows once it is over, since only
// the window's thread may read it. Window thread.
#pragma once

#include "core/analysis/rangestatistics.h"
#include "ui/models/viewstate.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QWidget>

#include <memory>

class QLabel;
class QTableView;

namespace Interleave {

class RangeModel;

class RangePanel : public QWidget
{
    Q_OBJECT

public:
    /// The models outlive the panel.
    explicit RangePanel(const ViewState &view, QWidget *parent = nullptr);
    ~RangePanel() override;

    void setTrace(std::shared_ptr<const Trace> trace, bool growing);
    /// The run has grown up to there, or is over.
    void refresh(Nanos liveEdge, bool growing);
    /// Everything as numbers, between tabs.
    QString copyText() const;

private:
    using Waits = std::optional<RangeWaits>;

    void makeTable();
    void show();
    void countWaits();
    void showCounting(int percent);
    void stopCounting();
    void takeWaits(const Waits &waits);
    QString summary() const;
    void copy() const;

    ViewState m_view;
    std::shared_ptr<const Trace> m_trace;
    Nanos m_liveEdge{0};
    Nanos m_shownEdge{0}; // up to where the figures count
    bool m_growing = false;
    RangeModel *m_model;
    QTableView *m_table;
    QLabel *m_summary;
    QLabel *m_reasons;
    Waits m_waits;
    QFutureWatcher<Waits> m_counting;
    int m_counted = 0; // events that the count under way looks at
    QElapsedTimer m_sinceShown;
};

} // namespace Interleave

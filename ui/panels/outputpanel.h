// What the run printed. Follows the end while the last line is in sight; a click or Return on a
// line leads to its moment; copies as text.
#pragma once

#include "core/trace/trace.h"

#include <QWidget>

#include <memory>

class QTableView;

namespace Interleave {

class OutputModel;

class OutputPanel : public QWidget
{
    Q_OBJECT

public:
    explicit OutputPanel(QWidget *parent = nullptr);

    void setTrace(std::shared_ptr<const Trace> trace);
    /// Shows what the trace has gained.
    void refresh();
    /// Selected lines, or all when none is, one a line, as they were printed.
    QString copyText() const;

Q_SIGNALS:
    void lineActivated(Nanos time, LaneId lane);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void setUpView();
    void widenColumns();
    void fitTextColumn();
    void activate(const QModelIndex &index);

    OutputModel *m_model;
    QTableView *m_view;
    bool m_follows = true; // until the user scrolls away from the end
    int m_widestText = 0;
    int m_measuredRows = 0; // lines that the column widths have already been fitted to
};

} // namespace Interleave

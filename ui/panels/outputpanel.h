// What the run printed. Follows the end while the last line is in sight; a click or Return on a
// line leads to its moment; copies as text. While there is a playhead it stands there: what had not been
// printed yet is dim.
#pragma once

#include "core/trace/trace.h"

#include <QWidget>

#include <memory>
#include <optional>

class QTableView;

namespace Interleave {

class OutputModel;
class Playhead;

class OutputPanel : public QWidget
{
    Q_OBJECT

public:
    explicit OutputPanel(QWidget *parent = nullptr);

    void setTrace(std::shared_ptr<const Trace> trace);
    /// Shows what the trace has gained.
    void refresh();
    /// The playhead outlives the panel.
    void follow(const Playhead *playhead);
    /// Up to this moment, or to the end.
    void standAt(std::optional<Nanos> time);
    /// Lines that had been printed at the moment shown.
    int printedRows() const;
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
    std::optional<Nanos> m_moment;
    int m_printed = 0;
    bool m_follows = true; // until the user scrolls away from the end
    int m_widestText = 0;
    int m_measuredRows = 0; // lines that the column widths have already been fitted to
};

} // namespace Interleave

// The printed lines of a run: when, which lane, what. Follows a growing trace by refresh(), which
// costs what was added. Belongs to the window's thread, like the trace while it grows.
#pragma once

#include "core/trace/trace.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace Interleave {

class OutputModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, LaneColumn, TextColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setTrace(std::shared_ptr<const Trace> trace);
    /// Takes over what the trace has gained. A line may come late and belong before others.
    void refresh();

    /// How many lines were printed until then, that moment included.
    int rowsUntil(Nanos time) const;
    Nanos timeAt(int row) const;
    LaneId laneAt(int row) const;
    /// The row's text alone, as it was printed.
    QString textAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const Trace> m_trace;
    std::vector<Event> m_lines; // what the views know of m_trace->outputs()
};

} // namespace Interleave

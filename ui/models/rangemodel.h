// The statistics of a selected range as a table: all lanes together in the first row, then each
// lane with its time in each state; and in words. Filled by the panel; window thread.
#pragma once

#include "core/analysis/rangestatistics.h"

#include <QAbstractTableModel>

#include <memory>

namespace Interleave {

class RangeModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Running, RunningShare, Ready, Waiting, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// The trace gives the names and must stay until the next call; null for none.
    void setShares(std::shared_ptr<const Trace> trace, RangeShares shares);
    const RangeShares &shares() const { return m_shares; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// The lane of a row; none for all together.
    std::optional<LaneId> laneOf(const QModelIndex &index) const;
    /// Rows as numbers between tabs, in nanoseconds and shares of one, with a line of names.
    QString copyText() const;

private:
    QString nameOf(int row) const;
    double shareOf(int row) const;
    const StateSums &sumsOf(int row) const;

    std::shared_ptr<const Trace> m_trace;
    RangeShares m_shares;
};

/// "sleep 1.20 s (60 %), lock 0.80 s (40 %)", the longest first; of what all lanes waited.
QString waitsText(const RangeWaits &waits);
/// The same as numbers: a line a reason.
QString waitsCopyText(const RangeWaits &waits);

} // namespace Interleave

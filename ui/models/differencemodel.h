// The table of two runs' differences: a row a figure, with what the one and the other say and how
// they differ. Window thread.
#pragma once

#include "core/analysis/comparison.h"

#include <QAbstractTableModel>

namespace Interleave {

class DifferenceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, InA, InB, Change };

    using QAbstractTableModel::QAbstractTableModel;

    void setDifferences(std::vector<Difference> differences);
    void clear() { setDifferences({}); }
    /// A line a row, between tabs, numbers as they are.
    QString copyText() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const Difference &difference, int column) const;

    std::vector<Difference> m_differences;
};

} // namespace Interleave

// The points of a sweep as a table: a row a value, with what its run took and how it ended. Window thread.
#pragma once

#include "core/analysis/sweep.h"

#include <QAbstractTableModel>

namespace Interleave {

class SweepModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Value, Wall, SpeedUp, Cpu, MostRunning, Outcome };

    using QAbstractTableModel::QAbstractTableModel;

    /// Anew, of that parameter.
    void begin(const QString &parameter);
    void add(SweepPoint point);
    const std::vector<SweepPoint> &points() const { return m_points; }
    /// A line a row, between tabs, numbers as they are.
    QString copyText() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const SweepPoint &point, int column) const;
    QString speedUp(const SweepPoint &point) const;

    QString m_parameter;
    std::vector<SweepPoint> m_points;
};

} // namespace Interleave

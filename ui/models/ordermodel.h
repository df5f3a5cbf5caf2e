// The orders in which repeated runs finished: a row an order, with how often it occurred, its share
// and the runs that had it. Window thread.
#pragma once

#include "core/analysis/repetition.h"

#include <QAbstractTableModel>

namespace Interleave {

class OrderModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Count, Share, Order, Runs };
    static constexpr int shareRole = Qt::UserRole; // of all finished runs, from 0 to 1

    using QAbstractTableModel::QAbstractTableModel;

    void show(const Repetition &repetition);
    /// The first run that has the order, from 1.
    std::uint32_t firstRun(int row) const { return m_rows[std::size_t(row)].runs.front(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        QString order, whole; // short enough for a line; and all of it
        std::vector<std::uint32_t> runs;
    };
    QString text(const Row &row, int column) const;

    std::vector<Row> m_rows;
    std::uint32_t m_finished = 0;
};

/// How far each lane's times spread over repeated runs: a row a lane. Window thread.
class SpreadModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void show(const Repetition &repetition);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::vector<QStringList> m_rows;
};

} // namespace Interleave

#include "ui/models/ordermodel.h"

#include "core/analysis/states.h"

namespace Interleave {

namespace {

constexpr std::size_t mostLanesInATip = 60;
constexpr std::size_t mostRunsNamed = 8;

QString duration(Nanos time)
{
    return QString::fromStdString(durationText(time));
}

} // namespace

void OrderModel::show(const Repetition &repetition)
{
    beginResetModel();
    m_rows.clear();
    m_finished = repetition.finishedRuns();
    for (const FinishingOrder &order : repetition.orders())
        m_rows.push_back({QString::fromStdString(repetition.orderText(order)),
                          QString::fromStdString(repetition.orderText(order, mostLanesInATip)), order.runs});
    endResetModel();
}

int OrderModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }
int OrderModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : Runs + 1; }

QString OrderModel::text(const Row &row, int column) const
{
    switch (column) {
    case Count: return QString::number(row.runs.size());
    case Share: return tr("%1 %").arg(percentOf(row.runs.size(), m_finished));
    case Order: return row.order;
    default: break;
    }
    QStringList numbers;
    for (std::size_t place = 0; place < std::min(row.runs.size(), mostRunsNamed); ++place)
        numbers << QString::number(row.runs[place]);
    return numbers.join(QStringLiteral(", ")) + (row.runs.size() > mostRunsNamed ? QStringLiteral(" …") : QString());
}

QVariant OrderModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::ToolTipRole: return row.whole;
    case Qt::TextAlignmentRole:
        return index.column() == Count ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case Qt::AccessibleTextRole: return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(),
                                                         text(row, index.column()));
    case shareRole: return index.column() == Share ? QVariant(double(row.runs.size()) / m_finished) : QVariant();
    default: return {};
    }
}

QVariant OrderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Runs"), tr("Share"), tr("Finished in this order"), tr("Which")};
    return titles[section];
}

void SpreadModel::show(const Repetition &repetition)
{
    beginResetModel();
    m_rows.clear();
    for (const LaneSpread &lane : repetition.lanes())
        m_rows.push_back({QString::fromStdString(repetition.title(lane.lane)), QString::number(lane.runs),
                          duration(lane.finish.least), duration(lane.finish.median), duration(lane.finish.most),
                          duration(lane.running.least), duration(lane.running.median), duration(lane.running.most)});
    endResetModel();
}

int SpreadModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }
int SpreadModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : 8; }

QVariant SpreadModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString text = m_rows[std::size_t(index.row())].at(index.column());
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text;
    if (role == Qt::TextAlignmentRole && index.column() > 0)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole)
        return tr("%1, %2: %3").arg(m_rows[std::size_t(index.row())].constFirst(),
                                    headerData(index.column(), Qt::Horizontal).toString(), text);
    return {};
}

QVariant SpreadModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Lane"), tr("Runs"), tr("Finished, least"), tr("Finished, median"), tr("Finished, most"),
                              tr("Ran, least"), tr("Ran, median"), tr("Ran, most")};
    return titles[section];
}

} // namespace Interleave

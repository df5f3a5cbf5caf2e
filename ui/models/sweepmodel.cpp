#include "ui/models/sweepmodel.h"

#include "core/analysis/states.h"
#include "core/trace/names.h"

#include <algorithm>

namespace Interleave {

namespace {

QString duration(Nanos time)
{
    return QString::fromStdString(durationText(time));
}

QString outcome(const SweepPoint &point)
{
    const std::string_view name = runOutcomeName(point.outcome);
    const QString word = point.ran ? QString::fromUtf8(name.data(), qsizetype(name.size())) : SweepModel::tr("not run");
    return point.reason.empty() ? word : SweepModel::tr("%1: %2").arg(word, QString::fromStdString(point.reason));
}

} // namespace

void SweepModel::begin(const QString &parameter)
{
    beginResetModel();
    m_parameter = parameter;
    m_points.clear();
    endResetModel();
}

void SweepModel::add(SweepPoint point)
{
    beginInsertRows({}, int(m_points.size()), int(m_points.size()));
    m_points.push_back(std::move(point));
    endInsertRows();
}

QString SweepModel::copyText() const
{
    QString lines = tr("%1\twall ns\tCPU ns\tmost running\toutcome").arg(m_parameter) + QLatin1Char('\n');
    for (const SweepPoint &point : m_points)
        lines += QStringLiteral("%1\t%2\t%3\t%4\t%5\n").arg(QString::fromStdString(point.value)).arg(point.wall.count())
                     .arg(point.cpu.count()).arg(point.maxRunning).arg(outcome(point));
    return lines;
}

int SweepModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_points.size()); }
int SweepModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : Outcome + 1; }

/// Against the first that was measured.
QString SweepModel::speedUp(const SweepPoint &point) const
{
    const auto first = std::ranges::find_if(m_points, &SweepPoint::isMeasured);
    if (!point.isMeasured() || point.wall <= Nanos(0))
        return {};
    return tr("%1 ×").arg(double(first->wall.count()) / double(point.wall.count()), 0, 'f', 2);
}

QString SweepModel::text(const SweepPoint &point, int column) const
{
    switch (column) {
    case Value: return QString::fromStdString(point.value);
    case Wall: return point.ran ? duration(point.wall) : QString();
    case SpeedUp: return speedUp(point);
    case Cpu: return point.ran ? duration(point.cpu) : QString();
    case MostRunning: return point.ran ? QString::number(point.maxRunning) : QString();
    default: return outcome(point);
    }
}

QVariant SweepModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SweepPoint &point = m_points[std::size_t(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(point, index.column());
    if (role == Qt::TextAlignmentRole && index.column() != Outcome)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole)
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(), text(point, index.column()));
    return {};
}

QVariant SweepModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString titles[] = {m_parameter, tr("Wall time"), tr("Speed-up"), tr("CPU time"), tr("Most running"), tr("End")};
    return titles[section];
}

} // namespace Interleave

#include "ui/models/rangemodel.h"

#include "core/trace/names.h"
#include "ui/models/eventtext.h"

#include <QLocale>

#include <algorithm>

namespace Interleave {

namespace {

constexpr QLatin1Char tab('\t'), lineFeed('\n'), space(' ');

double share(Nanos part, Nanos whole)
{
    return whole.count() > 0 ? double(part.count()) / double(whole.count()) : 0;
}

QString percent(double share)
{
    return QLocale().toString(share * 100, 'f', 1) + QStringLiteral(" %");
}

QString duration(Nanos time)
{
    return QString::fromStdString(durationText(time));
}

std::vector<std::pair<Reason, Nanos>> longestFirst(const RangeWaits &waits)
{
    std::vector<std::pair<Reason, Nanos>> sorted(waits.byReason.begin(), waits.byReason.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto &one, const auto &other) { return one.second > other.second; });
    return sorted;
}

QString nameOfReason(Reason reason)
{
    const std::string_view name = reason == Reason::None ? "no reason recorded" : reasonName(reason);
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

} // namespace

void RangeModel::setShares(std::shared_ptr<const Trace> trace, RangeShares shares)
{
    const auto sameLane = [](const RangeShares::LaneShare &one, const RangeShares::LaneShare &other) {
        return one.lane == other.lane;
    };
    // While an edge is dragged, or the run grows, lanes mostly stay: so do rows and what is selected.
    const bool sameRows = m_trace == trace && std::equal(shares.lanes.begin(), shares.lanes.end(), m_shares.lanes.begin(),
                                                         m_shares.lanes.end(), sameLane);
    if (!sameRows)
        beginResetModel();
    m_trace = std::move(trace);
    m_shares = std::move(shares);
    if (!sameRows)
        endResetModel();
    else if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int RangeModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_shares.lanes.empty() ? 0 : int(m_shares.lanes.size()) + 1;
}

int RangeModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RangeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() == Name ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    const StateSums &sums = sumsOf(index.row());
    switch (Column(index.column())) {
    case Name: return nameOf(index.row());
    case Running: return duration(sums.running);
    case RunningShare: return percent(shareOf(index.row()));
    case Ready: return duration(sums.ready);
    case Waiting: return duration(sums.suspended);
    case ColumnCount: break;
    }
    return {};
}

QVariant RangeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Name: return tr("Lane");
    case Running: return tr("Running");
    case RunningShare: return tr("Of the range");
    case Ready: return tr("Ready");
    case Waiting: return tr("Waiting");
    case ColumnCount: break;
    }
    return {};
}

std::optional<LaneId> RangeModel::laneOf(const QModelIndex &index) const
{
    return index.row() > 0 ? std::optional(m_shares.lanes[std::size_t(index.row()) - 1].lane) : std::nullopt;
}

/// Of the range; all lanes together have it once each.
double RangeModel::shareOf(int row) const
{
    return share(sumsOf(row).running, row == 0 ? m_shares.length * std::int64_t(m_shares.lanes.size()) : m_shares.length);
}

QString RangeModel::nameOf(int row) const
{
    if (row == 0)
        return m_shares.lanes.size() == 1 ? tr("All lanes together")
                                          : tr("All lanes together, of %1 × the range").arg(m_shares.lanes.size());
    return laneNameText(*m_trace, m_shares.lanes[std::size_t(row) - 1].lane);
}

const StateSums &RangeModel::sumsOf(int row) const
{
    return row == 0 ? m_shares.together : m_shares.lanes[std::size_t(row) - 1].sums;
}

QString RangeModel::copyText() const
{
    QString text = QStringLiteral("lane\trunning_ns\trunning_share\tready_ns\tsuspended_ns\n");
    for (int row = 0; row < rowCount(); ++row) {
        const StateSums &sums = sumsOf(row);
        text += nameOf(row).replace(tab, space).replace(lineFeed, space) + tab + QString::number(sums.running.count()) + tab
            + QString::number(shareOf(row), 'f', 6) + tab
            + QString::number(sums.ready.count()) + tab + QString::number(sums.suspended.count()) + lineFeed;
    }
    return text;
}

QString waitsText(const RangeWaits &waits)
{
    Nanos together{0};
    for (const auto &[reason, time] : waits.byReason)
        together += time;
    QStringList parts;
    for (const auto &[reason, time] : longestFirst(waits))
        parts << QStringLiteral("%1 %2 (%3)").arg(nameOfReason(reason), duration(time), percent(share(time, together)));
    return parts.join(QStringLiteral(", "));
}

QString waitsCopyText(const RangeWaits &waits)
{
    QString text = QStringLiteral("reason\tsuspended_ns\n");
    for (const auto &[reason, time] : longestFirst(waits))
        text += nameOfReason(reason) + tab + QString::number(time.count()) + lineFeed;
    return text;
}

} // namespace Interleave

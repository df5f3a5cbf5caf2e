#include "ui/models/outputmodel.h"

#include "core/analysis/states.h"
#include "ui/models/eventtext.h"

#include <algorithm>

namespace Interleave {

void OutputModel::setTrace(std::shared_ptr<const Trace> trace)
{
    beginResetModel();
    m_trace = std::move(trace);
    m_lines.clear();
    if (m_trace)
        m_lines.assign(m_trace->outputs().begin(), m_trace->outputs().end());
    endResetModel();
}

void OutputModel::refresh()
{
    if (!m_trace)
        return;
    const std::span<const Event> outputs = m_trace->outputs();
    if (outputs.size() == m_lines.size())
        return; // lines are only ever added
    auto same = m_lines.size();
    if (same > 0 && outputs[same - 1] != m_lines.back())
        same = std::size_t(std::mismatch(m_lines.begin(), m_lines.end(), outputs.begin()).first - m_lines.begin());
    if (same < m_lines.size()) {
        beginRemoveRows({}, int(same), int(m_lines.size()) - 1);
        m_lines.resize(same);
        endRemoveRows();
    }
    beginInsertRows({}, int(same), int(outputs.size()) - 1);
    m_lines.insert(m_lines.end(), outputs.begin() + std::ptrdiff_t(same), outputs.end());
    endInsertRows();
}

int OutputModel::rowsUntil(Nanos time) const
{
    const auto after = std::ranges::upper_bound(m_lines, time, {}, [](const Event &line) { return line.time(); });
    return int(after - m_lines.begin());
}

Nanos OutputModel::timeAt(int row) const
{
    return m_lines[std::size_t(row)].time();
}

LaneId OutputModel::laneAt(int row) const
{
    return m_lines[std::size_t(row)].lane();
}

QString OutputModel::textAt(int row) const
{
    const std::string_view text = m_trace->text(m_lines[std::size_t(row)]);
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

int OutputModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int OutputModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant OutputModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole && index.column() == TimeColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case TimeColumn: return QString::fromStdString(durationText(timeAt(index.row()) - m_trace->begin()));
    case LaneColumn: return laneNameText(*m_trace, laneAt(index.row()));
    default: return textAt(index.row());
    }
}

QVariant OutputModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn: return tr("Time");
    case LaneColumn: return tr("Lane");
    default: return tr("Output");
    }
}

} // namespace Interleave

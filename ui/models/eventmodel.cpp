#include "ui/models/eventmodel.h"

#include "core/analysis/states.h"
#include "ui/models/eventtext.h"

#include <QStringList>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int blockRows = 256;
constexpr std::size_t blocksKept = 4; // those in sight lie in two at most

/// A cell for a spreadsheet: what would begin another cell or row is replaced.
QString inOneCell(QString text)
{
    for (const char16_t letter : u"\t\r\n")
        text.replace(QChar(letter), QLatin1Char(' '));
    return text;
}

QString secondsText(Nanos time)
{
    const QString text = exactTimeText(time, std::chrono::hours(1));
    return text.left(text.indexOf(QLatin1Char(' ')));
}

Qt::Alignment alignmentOf(int column)
{
    const bool isNumber = column == EventModel::TimeColumn || column == EventModel::DurationColumn;
    return Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft);
}

} // namespace

void EventModel::setTrace(std::shared_ptr<const Trace> trace, Nanos liveEdge)
{
    beginResetModel();
    m_trace = std::move(trace);
    m_liveEdge = liveEdge;
    m_lanes.clear();
    m_known.clear();
    m_lastTime = Nanos(0);
    m_blocks.clear();
    m_rows = m_trace ? int(std::min(m_trace->eventCount(), mostRows)) : 0;
    if (m_trace)
        takeChanges();
    endResetModel();
}

void EventModel::setLanes(std::vector<LaneId> lanes)
{
    if (!m_trace || lanes == m_lanes)
        return;
    beginResetModel();
    m_lanes = std::move(lanes);
    m_blocks.clear();
    m_rows = int(std::min(merged().size(), mostRows));
    takeChanges();
    endResetModel();
}

/// Notes what every lane has now; the earliest time at which something was put between the events
/// known before, if any.
std::optional<Nanos> EventModel::takeChanges()
{
    std::optional<Nanos> earliest;
    const Nanos lastBefore = m_lastTime;
    m_known.resize(m_trace->lanes().size());
    for (const Lane &lane : m_trace->lanes()) {
        Known &known = m_known[lane.id.value() - 1];
        if (lane.events.size() == known.count)
            continue;
        Nanos changed = lane.events[known.count].time();
        if (known.count > 0 && lane.events[known.count - 1] != known.last)
            changed = Nanos(0); // somewhere within the lane
        if (changed <= lastBefore)
            earliest = earliest ? std::min(*earliest, changed) : changed;
        known = {lane.events.size(), lane.events[lane.events.size() - 1]};
        m_lastTime = std::max(m_lastTime, known.last.time());
    }
    return earliest;
}

void EventModel::refresh(Nanos liveEdge)
{
    if (!m_trace)
        return;
    m_liveEdge = liveEdge;
    const int before = m_rows;
    const int now = int(std::min(merged().size(), mostRows));
    const std::optional<Nanos> changed = takeChanges();
    m_blocks.clear();
    if (now > before) {
        beginInsertRows({}, before, now - 1);
        m_rows = now;
        endInsertRows();
    }
    if (before == 0)
        return;
    const auto first = changed ? merged().countBefore(*changed) : std::uint64_t(before);
    if (first < std::uint64_t(before))
        Q_EMIT dataChanged(index(int(first), 0), index(before - 1, ColumnCount - 1));
    else
        Q_EMIT dataChanged(index(0, DurationColumn), index(before - 1, DurationColumn)); // of what goes on
}

const std::vector<EventPlace> &EventModel::block(int number) const
{
    const auto found = std::find_if(m_blocks.begin(), m_blocks.end(),
                                    [&](const Block &each) { return each.number == number; });
    if (found != m_blocks.end()) {
        m_blocks.splice(m_blocks.begin(), m_blocks, found);
    } else {
        m_blocks.push_front({number, merged().rows(std::uint64_t(number) * blockRows, blockRows)});
        if (m_blocks.size() > blocksKept)
            m_blocks.pop_back();
    }
    return m_blocks.front().places;
}

EventPlace EventModel::placeAt(int row) const
{
    return block(row / blockRows)[std::size_t(row % blockRows)];
}

Event EventModel::eventAt(int row) const
{
    const EventPlace place = placeAt(row);
    return m_trace->lane(place.lane)->events[place.number];
}

std::optional<int> EventModel::rowOf(EventPlace place) const
{
    if (!m_trace || (!m_lanes.empty() && std::find(m_lanes.begin(), m_lanes.end(), place.lane) == m_lanes.end()))
        return std::nullopt;
    const std::uint64_t row = merged().rowOf(place);
    return row < std::uint64_t(m_rows) ? std::optional(int(row)) : std::nullopt;
}

std::optional<int> EventModel::rowShowing(LaneId lane, Nanos time) const
{
    const Lane *found = m_trace ? m_trace->lane(lane) : nullptr;
    const auto place = found ? eventShowing(*found, time) : std::nullopt;
    return place ? rowOf(*place) : std::nullopt;
}

int EventModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int EventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString EventModel::textAt(int row, int column) const
{
    const EventPlace place = placeAt(row);
    const Lane &lane = *m_trace->lane(place.lane);
    const Event &event = lane.events[place.number];
    switch (column) {
    case TimeColumn: return exactTimeText(event.time() - m_trace->begin(), m_trace->end() - m_trace->begin());
    case LaneColumn: return laneNameText(*m_trace, place.lane);
    case EventColumn: return eventKindText(event);
    case ReasonColumn: return eventReasonText(*m_trace, event);
    case DurationColumn: {
        const auto lasts = durationBegunBy(lane, place.number, m_liveEdge);
        return lasts ? QString::fromStdString(durationText(*lasts)) : QString();
    }
    default: return eventValueText(*m_trace, event);
    }
}

/// The whole row in one sentence, for who hears it.
QString EventModel::rowText(int row) const
{
    QStringList parts;
    for (int column = 0; column < ColumnCount; ++column) {
        const QString text = textAt(row, column);
        if (!text.isEmpty())
            parts << (column == DurationColumn ? tr("lasts %1").arg(text) : text);
    }
    return parts.join(QStringLiteral(", "));
}

QString EventModel::plainText(int row, int column) const
{
    const EventPlace place = placeAt(row);
    const Lane &lane = *m_trace->lane(place.lane);
    if (column == TimeColumn)
        return secondsText(lane.events[place.number].time() - m_trace->begin());
    if (column == DurationColumn) {
        const auto lasts = durationBegunBy(lane, place.number, m_liveEdge);
        return lasts ? secondsText(*lasts) : QString();
    }
    return inOneCell(textAt(row, column));
}

QString EventModel::asText(int firstRow, int lastRow) const
{
    QString text;
    for (int row = firstRow; row <= lastRow; ++row) {
        for (int column = 0; column < ColumnCount; ++column)
            text += plainText(row, column) + QLatin1Char(column + 1 < ColumnCount ? '\t' : '\n');
    }
    return text;
}

QVariant EventModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::TextAlignmentRole: return int(alignmentOf(index.column()));
    case Qt::DisplayRole: return textAt(index.row(), index.column());
    case Qt::AccessibleTextRole:
        return index.column() == TimeColumn ? rowText(index.row()) : textAt(index.row(), index.column());
    default: return {};
    }
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(alignmentOf(section));
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    switch (section) {
    case TimeColumn: return tr("Time");
    case LaneColumn: return tr("Lane");
    case EventColumn: return tr("Event");
    case ReasonColumn: return tr("Reason");
    case DurationColumn: return tr("Lasts");
    default: return tr("Text or value");
    }
}

} // namespace Interleave

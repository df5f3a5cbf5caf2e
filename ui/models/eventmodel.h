// All events of a run, or of some of its lanes, as a table in order of time. Holds no row: texts
// are made for the rows that are asked for, from the few hundred events around them. Follows a
// growing trace by refresh(), which costs what the lanes are, not what the events are. Belongs to
// the window's thread, like the trace while it grows.
#pragma once

#include "core/analysis/mergedevents.h"

#include <QAbstractTableModel>

#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace Interleave {

class EventModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, LaneColumn, EventColumn, ReasonColumn, DurationColumn, TextColumn, ColumnCount };
    /// A Qt model counts rows in an int; later events of a longer run are not in it.
    static constexpr std::uint64_t mostRows = 2'000'000'000;

    using QAbstractTableModel::QAbstractTableModel;

    void setTrace(std::shared_ptr<const Trace> trace, Nanos liveEdge);
    /// Takes over what the trace has gained. An event may come late and belong before others.
    void refresh(Nanos liveEdge);
    /// None: the events of all lanes.
    void setLanes(std::vector<LaneId> lanes);
    const std::vector<LaneId> &lanes() const { return m_lanes; }

    const Trace *trace() const { return m_trace.get(); }
    EventPlace placeAt(int row) const;
    Event eventAt(int row) const;
    /// None where the table is of other lanes, or the event has come since the last refresh.
    std::optional<int> rowOf(EventPlace place) const;
    /// The row that shows what the lane does at the time.
    std::optional<int> rowShowing(LaneId lane, Nanos time) const;
    /// The rows' columns with tabs between them; times and durations in seconds, for spreadsheets.
    QString asText(int firstRow, int lastRow) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    /// Neighbouring rows, found together.
    struct Block {
        int number;
        std::vector<EventPlace> places;
    };
    /// What was known of a lane's events at the last refresh.
    struct Known {
        std::size_t count = 0;
        Event last;
    };

    MergedEvents merged() const { return MergedEvents(*m_trace, m_lanes); }
    const std::vector<EventPlace> &block(int number) const;
    QString textAt(int row, int column) const;
    QString rowText(int row) const;
    QString plainText(int row, int column) const;
    std::optional<Nanos> takeChanges();

    std::shared_ptr<const Trace> m_trace;
    Nanos m_liveEdge{0};
    std::vector<LaneId> m_lanes;
    int m_rows = 0;
    std::vector<Known> m_known; // of every lane of the trace
    Nanos m_lastTime{0};        // of the events known
    mutable std::list<Block> m_blocks; // the latest used first
};

} // namespace Interleave

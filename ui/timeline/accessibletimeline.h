// The timeline as a screen reader sees it: a table whose rows are the lanes and whose columns are the
// intervals of each that are visible, the first 500. What an interval is, is looked up when it is
// asked for, so that reader and run may go on side by side; one that is gone is no longer valid.
// Made and owned by Qt's accessibility; window thread.
#pragma once

#include "core/analysis/states.h"
#include "ui/models/timerange.h"

#include <QAccessibleWidget>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace Interleave {

class LaneCanvas;
struct LaneRow;

/// "task download-3, suspended waiting for socket, from 12.4 ms to 18.9 ms, 6.50 ms, woken by event
/// loop"
QString spokenText(const Trace &trace, const Segment &segment);

class AccessibleTimeline : public QAccessibleWidget, public QAccessibleTableInterface
{
public:
    static constexpr int mostIntervals = 500; // of a lane

    /// From now on every LaneCanvas is seen like this.
    static void install();

    explicit AccessibleTimeline(LaneCanvas *canvas);
    ~AccessibleTimeline() override;

    // As a tree: rows, which hold their intervals.
    int childCount() const override { return rowCount(); }
    QAccessibleInterface *child(int index) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;
    QString text(QAccessible::Text kind) const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    // As a table:
    QAccessibleInterface *caption() const override { return nullptr; }
    QAccessibleInterface *summary() const override { return nullptr; }
    QAccessibleInterface *cellAt(int row, int column) const override;
    int rowCount() const override;
    int columnCount() const override; // of the lane in sight that has most
    QString rowDescription(int row) const override;
    QString columnDescription(int column) const override;
    int selectedCellCount() const override;
    int selectedColumnCount() const override { return 0; }
    int selectedRowCount() const override { return 0; }
    QList<QAccessibleInterface *> selectedCells() const override;
    QList<int> selectedColumns() const override { return {}; }
    QList<int> selectedRows() const override { return {}; }
    bool isColumnSelected(int) const override { return false; }
    bool isRowSelected(int) const override { return false; }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent *) override {}

    // For its parts:
    LaneCanvas *canvas() const;
    const LaneRow *row(int index) const;
    std::optional<int> rowIndex(LaneId lane) const;
    /// Those of the lane that are visible.
    const std::vector<Segment> &intervals(LaneId lane) const;
    QAccessibleInterface *part(LaneId lane, int column) const; // the row itself for -1
    QRect onScreen(QRect rect) const;
    std::optional<std::pair<LaneId, int>> selected() const;

private:
    void forgetIntervals() const;

    mutable std::map<LaneId, std::vector<Segment>> m_intervals; // of m_revision and m_visible
    mutable std::optional<std::uint64_t> m_revision;
    mutable TimeRange m_visible;
    mutable std::map<std::pair<LaneId, int>, QAccessible::Id> m_parts;
};

} // namespace Interleave

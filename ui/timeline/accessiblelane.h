// The parts of the accessible timeline: a lane's row, and an interval in it. They know their lane and
// number and ask the timeline for everything else. Owned by the timeline's interface.
#pragma once

#include "core/analysis/states.h"

#include <QAccessible>

namespace Interleave {

class AccessibleTimeline;

class AccessibleLane : public QAccessibleInterface
{
public:
    AccessibleLane(AccessibleTimeline *timeline, LaneId lane) : m_timeline(timeline), m_lane(lane) {}

    LaneId lane() const { return m_lane; }

    bool isValid() const override;
    QObject *object() const override { return nullptr; }
    QWindow *window() const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *parent() const override;
    QAccessibleInterface *child(int index) const override;
    int childCount() const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override;
    QAccessible::Role role() const override { return QAccessible::Row; }
    QAccessible::State state() const override;

private:
    AccessibleTimeline *m_timeline;
    LaneId m_lane;
};

class AccessibleInterval : public QAccessibleInterface, public QAccessibleTableCellInterface
{
public:
    AccessibleInterval(AccessibleTimeline *timeline, LaneId lane, int column)
        : m_timeline(timeline), m_lane(lane), m_column(column)
    {}

    bool isValid() const override { return segment() != nullptr; }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override;
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    QAccessibleInterface *parent() const override;
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override;
    QAccessible::Role role() const override { return QAccessible::Cell; }
    QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    int columnExtent() const override { return 1; }
    QList<QAccessibleInterface *> columnHeaderCells() const override { return {}; }
    int columnIndex() const override { return m_column; }
    int rowExtent() const override { return 1; }
    QList<QAccessibleInterface *> rowHeaderCells() const override { return {}; }
    int rowIndex() const override;
    bool isSelected() const override;
    QAccessibleInterface *table() const override;

private:
    const Segment *segment() const;

    AccessibleTimeline *m_timeline;
    LaneId m_lane;
    int m_column;
};

} // namespace Interleave

#include "ui/panels/longtableview.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOptionViewItem>

#include <algorithm>

namespace Interleave {

LongTableView::LongTableView(QWidget *parent)
    : QTableView(parent)
{
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    if (auto *corner = findChild<QAbstractButton *>())
        corner->hide(); // stands where both headers meet
    QHeaderView *header = horizontalHeader();
    header->setSectionsClickable(false);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(header, &QHeaderView::sectionResized, this, [this](int section) {
        if (model() && section != model()->columnCount() - 1)
            updateGeometries();
        viewport()->update();
    });
}

void LongTableView::setModel(QAbstractItemModel *model)
{
    QAbstractItemView::setModel(model);
    horizontalHeader()->setModel(model);
}

int LongTableView::rowHeight() const
{
    return fontMetrics().height() + 4;
}

int LongTableView::rowsInSight() const
{
    return std::max(1, viewport()->height() / rowHeight());
}

int LongTableView::firstVisibleRow() const
{
    return verticalScrollBar()->value();
}

int LongTableView::lastVisibleRow() const
{
    return std::min(rows() - 1, firstVisibleRow() + viewport()->height() / rowHeight());
}

bool LongTableView::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum();
}

/// Rows out of sight are a pixel apart: so none of any number is beyond an int, and each is found
/// again by rowAtY.
int LongTableView::yOf(int row) const
{
    const int first = firstVisibleRow(), behind = lastVisibleRow() + 1;
    if (row < first)
        return row - first;
    return row <= behind ? (row - first) * rowHeight() : yOf(behind) + row - behind + rowHeight();
}

int LongTableView::rowAtY(int y) const
{
    const int first = firstVisibleRow(), behind = lastVisibleRow() + 1;
    if (y < 0)
        return std::max(0, first + y);
    const int beyond = y - (yOf(behind) + rowHeight());
    return beyond <= 0 ? first + y / rowHeight() : behind + beyond;
}

QRect LongTableView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const bool isOut = index.row() < firstVisibleRow() || index.row() > lastVisibleRow() + 1;
    return {horizontalHeader()->sectionViewportPosition(index.column()), yOf(index.row()),
            horizontalHeader()->sectionSize(index.column()), isOut ? 1 : rowHeight()};
}

QModelIndex LongTableView::indexAt(const QPoint &point) const
{
    if (!model() || point.y() < 0)
        return {};
    const int row = firstVisibleRow() + point.y() / rowHeight();
    const int column = horizontalHeader()->logicalIndexAt(point.x());
    return row < rows() && column >= 0 ? model()->index(row, column) : QModelIndex();
}

void LongTableView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    const int row = index.row(), first = firstVisibleRow(), page = rowsInSight();
    const bool isVisible = row >= first && row < first + page;
    int top = first;
    if (hint == PositionAtCenter)
        top = row - page / 2;
    else if (hint == PositionAtTop || (!isVisible && row < first))
        top = row;
    else if (hint == PositionAtBottom || !isVisible)
        top = row - page + 1;
    verticalScrollBar()->setValue(top);
}

QModelIndex LongTableView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    if (rows() == 0)
        return {};
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return model()->index(std::clamp(firstVisibleRow(), 0, rows() - 1), 0);
    qint64 row = current.row();
    switch (action) {
    case MoveUp:
    case MovePrevious: --row; break;
    case MoveDown:
    case MoveNext: ++row; break;
    case MovePageUp: row -= rowsInSight(); break;
    case MovePageDown: row += rowsInSight(); break;
    case MoveHome: row = 0; break;
    case MoveEnd: row = rows() - 1; break;
    case MoveLeft: horizontalScrollBar()->triggerAction(QScrollBar::SliderSingleStepSub); break;
    case MoveRight: horizontalScrollBar()->triggerAction(QScrollBar::SliderSingleStepAdd); break;
    }
    return model()->index(int(std::clamp<qint64>(row, 0, rows() - 1)), current.column());
}

int LongTableView::horizontalOffset() const
{
    return horizontalHeader()->offset();
}

void LongTableView::mousePressEvent(QMouseEvent *event)
{
    m_pressedRow = rowAtY(event->pos().y());
    QAbstractItemView::mousePressEvent(event);
}

void LongTableView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    if (rows() == 0)
        return;
    // While dragging, what was pressed may have scrolled away; the rectangle does not know that.
    const int from = state() == DragSelectingState ? m_pressedRow : rowAtY(rect.top());
    const auto [first, last] = std::minmax(std::clamp(from, 0, rows() - 1),
                                           std::clamp(rowAtY(rect.bottom()), 0, rows() - 1));
    const QItemSelection rows(model()->index(first, 0), model()->index(last, model()->columnCount() - 1));
    selectionModel()->select(rows, command);
}

QRegion LongTableView::visualRegionForSelection(const QItemSelection &) const
{
    return viewport()->rect();
}

void LongTableView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsInserted(parent, start, end);
    updateGeometries();
    viewport()->update();
}

void LongTableView::updateGeometries()
{
    const int height = horizontalHeader()->sizeHint().height();
    setViewportMargins(0, height, 0, 0);
    const QRect room = viewport()->geometry();
    horizontalHeader()->setGeometry(room.left(), room.top() - height, room.width(), height);
    verticalScrollBar()->setRange(0, std::max(0, rows() - rowsInSight()));
    verticalScrollBar()->setPageStep(rowsInSight());
    verticalScrollBar()->setSingleStep(1);
    fitLastColumn();
    horizontalScrollBar()->setRange(0, std::max(0, horizontalHeader()->length() - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(fontMetrics().averageCharWidth() * 4);
    QAbstractItemView::updateGeometries();
}

/// QTableView's own would list every selected cell for a screen reader.
void LongTableView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QAbstractItemView::selectionChanged(selected, deselected);
}

void LongTableView::fitLastColumn()
{
    const int last = horizontalHeader()->count() - 1;
    if (last < 0)
        return;
    const int before = horizontalHeader()->sectionPosition(last);
    const int least = std::max(horizontalHeader()->minimumSectionSize(), horizontalHeader()->sectionSizeHint(last) * 2);
    horizontalHeader()->resizeSection(last, std::max(least, viewport()->width() - before));
}

void LongTableView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
}

void LongTableView::scrollContentsBy(int, int)
{
    horizontalHeader()->setOffset(horizontalScrollBar()->value());
    viewport()->update();
}

void LongTableView::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateGeometries();
}

void LongTableView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    for (int row = firstVisibleRow(); row <= lastVisibleRow(); ++row)
        paintRow(painter, row);
}

void LongTableView::paintRow(QPainter &painter, int row)
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const bool isSelected = selectionModel()->rowIntersectsSelection(row);
    option.state.setFlag(QStyle::State_Selected, isSelected);
    option.state.setFlag(QStyle::State_Enabled, isEnabled());
    for (int column = 0; column < horizontalHeader()->count(); ++column) {
        const QModelIndex index = model()->index(row, column);
        option.rect = visualRect(index);
        option.state.setFlag(QStyle::State_HasFocus, hasFocus() && index == currentIndex());
        if (option.rect.right() >= 0 && option.rect.left() < viewport()->width())
            itemDelegateForIndex(index)->paint(&painter, option, index);
    }
    if (hasFocus() && row == currentIndex().row()) {
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(QRect(0, yOf(row), viewport()->width(), rowHeight()).adjusted(0, 0, -1, -1));
    }
}

} // namespace Interleave

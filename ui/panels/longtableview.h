// A table of rows of one height and of any number. QTableView's vertical header keeps eight bytes
// for every row and runs out of pixels at a hundred million of them; here it never learns of the
// model, and what would ask it is done anew: nothing is kept, and scrolling is by rows. It still is
// a QTableView because Qt tells screen readers and style sheets of those alone. Whole rows are
// selected; the model's last column takes the room that is left.
#pragma once

#include <QTableView>

namespace Interleave {

class LongTableView : public QTableView
{
    Q_OBJECT

public:
    explicit LongTableView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// The headers, which select nothing, go without.
    void setSelectionModel(QItemSelectionModel *selection) override { QAbstractItemView::setSelectionModel(selection); }
    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;
    /// Would compare row by row.
    void keyboardSearch(const QString &) override {}

    bool isAtEnd() const;
    /// Rows from the first to the last that can be seen, those cut off included.
    int firstVisibleRow() const;
    int lastVisibleRow() const;

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override;
    int verticalOffset() const override { return 0; }
    bool isIndexHidden(const QModelIndex &) const override { return false; }
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void updateGeometries() override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;

private:
    int rows() const { return model() ? model()->rowCount() : 0; }
    int rowHeight() const;
    int rowsInSight() const; // whole ones, at least one
    int yOf(int row) const;
    int rowAtY(int y) const;
    void fitLastColumn();
    void paintRow(QPainter &painter, int row);

    int m_pressedRow = 0;
};

} // namespace Interleave

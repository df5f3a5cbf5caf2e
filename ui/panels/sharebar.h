// Draws a share, from 0 to 1, as a bar behind its number in a table. Window thread.
#pragma once

#include <QStyledItemDelegate>

namespace Interleave {

class ShareBar : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// The share is the model's data of that role; a cell without one is drawn as usual.
    explicit ShareBar(int shareRole, QObject *parent = nullptr) : QStyledItemDelegate(parent), m_shareRole(shareRole) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_shareRole;
};

} // namespace Interleave

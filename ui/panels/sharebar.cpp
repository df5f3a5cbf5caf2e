#include "ui/panels/sharebar.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int usualWidth = 140, numberWidth = 48;

} // namespace

void ShareBar::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index); // the ground, the number, the focus
    const QVariant share = index.data(m_shareRole);
    if (!share.isValid())
        return;
    const Theme &theme = Theme::of(option.palette);
    const QRect room = option.rect.adjusted(numberWidth, 5, -6, -5);
    const int wide = std::max(1, int(room.width() * share.toDouble()));
    painter->fillRect(QRect(room.topLeft(), QSize(wide, room.height())), theme.lanes.front());
}

QSize ShareBar::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {usualWidth, QStyledItemDelegate::sizeHint(option, index).height()};
}

} // namespace Interleave

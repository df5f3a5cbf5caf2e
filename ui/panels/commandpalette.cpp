#include "ui/panels/commandpalette.h"

#include "ui/panels/card.h"
#include "ui/theme/theme.h"
#include "ui/theme/windowlook.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int widest = 620, tallest = 420;
constexpr int gap = 10;

/// The title with its matched letters in bold, then the place, and the keys at the right edge.
class CommandDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {100, option.fontMetrics.height() + 10};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = currentTheme();
        const bool isCurrent = option.state & QStyle::State_Selected;
        if (isCurrent)
            painter->fillRect(option.rect, theme.overview);
        const bool isEnabled = index.flags() & Qt::ItemIsEnabled;
        const QRect room = option.rect.adjusted(gap, 0, -gap, 0);
        const QString keys = index.data(CommandModel::KeysRole).toString();
        const int keysWidth = keys.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(keys) + gap;
        painter->setFont(option.font);
        painter->setPen(theme.dimText);
        painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, keys);
        painter->setPen(isEnabled ? theme.text : theme.dimText);
        const int titleWidth = paintTitle(painter, option, index, room.adjusted(0, 0, -keysWidth, 0));
        const QRect rest = room.adjusted(titleWidth + gap, 0, -keysWidth, 0);
        painter->setPen(theme.dimText);
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(index.data(CommandModel::PlaceRole).toString(), Qt::ElideRight,
                                                        rest.width()));
    }

private:
    static int paintTitle(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index, QRect room)
    {
        const QString full = index.data().toString();
        const QString title = option.fontMetrics.elidedText(full, Qt::ElideRight, room.width());
        QTextLayout layout(title, option.font);
        QList<QTextLayout::FormatRange> formats;
        for (const int at : index.data(CommandModel::PositionsRole).value<QList<int>>()) {
            if (at >= title.size() || title.at(at) != full.at(at))
                break;
            QTextCharFormat bold;
            bold.setFontWeight(QFont::Bold);
            formats.append({at, 1, bold});
        }
        layout.setFormats(formats);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        line.setLineWidth(room.width() + 2 * gap); // bold letters are wider than those measured
        layout.endLayout();
        layout.draw(painter, QPointF(room.left(), room.center().y() - line.height() / 2));
        return int(line.naturalTextWidth());
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget *window)
    : QFrame(window), m_model(new CommandModel(this)), m_field(new QLineEdit(this)), m_list(new QListView(this))
{
    makeCard(this);
    setObjectName(QStringLiteral("commandPalette"));
    setAutoFillBackground(true);
    m_field->setPlaceholderText(tr("Type what to do, a scenario or a lane"));
    m_field->setAccessibleName(tr("Command"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Commands"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        showFirst();
    });
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::open(std::vector<Command> commands)
{
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    m_model->setCommands(std::move(commands));
    m_field->clear();
    place();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
    showFirst();
}

void CommandPalette::place()
{
    const QRect window = parentWidget()->rect();
    const int width = std::min(widest, window.width() - 80), height = std::min(tallest, window.height() - 160);
    setGeometry((window.width() - width) / 2, 70, width, height);
}

void CommandPalette::showFirst()
{
    m_list->setCurrentIndex(m_model->index(0));
    m_list->selectionModel()->select(m_model->index(0), QItemSelectionModel::ClearAndSelect);
    m_list->scrollToTop();
}

void CommandPalette::run(const QModelIndex &index)
{
    if (!index.isValid() || !m_model->commandAt(index.row()).isEnabled)
        return;
    // Closed first, so that what it does finds the window as the user left it.
    const auto command = m_model->commandAt(index.row()).run;
    close();
    command();
}

void CommandPalette::close()
{
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

bool CommandPalette::moveBy(QEvent *event)
{
    const int key = static_cast<QKeyEvent *>(event)->key();
    const int page = std::max(1, m_list->viewport()->height() / std::max(1, m_list->sizeHintForRow(0)) - 1);
    const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : key == Qt::Key_PageDown ? page
                   : key == Qt::Key_PageUp ? -page : 0;
    if (step == 0 || m_model->rowCount() == 0)
        return step != 0;
    const QModelIndex index = m_model->index(std::clamp(m_list->currentIndex().row() + step, 0, m_model->rowCount() - 1));
    m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_list->scrollTo(index);
    return true;
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched != m_field)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && !isAncestorOf(QApplication::focusWidget())
        && static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason)
        hide();
    if (event->type() != QEvent::KeyPress)
        return false;
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape: close(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: run(m_list->currentIndex()); return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab: return true; // there is nowhere else to go in it
    default: return moveBy(event);
    }
}

} // namespace Interleave

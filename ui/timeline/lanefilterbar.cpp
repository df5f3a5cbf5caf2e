#include "ui/timeline/lanefilterbar.h"

#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace Interleave {

LaneFilterBar::LaneFilterBar(QWidget *parent)
    : QWidget(parent), m_field(new QLineEdit(this)), m_arrange(new QToolButton(this))
{
    m_field->setPlaceholderText(tr("Filter lanes"));
    m_field->setAccessibleName(tr("Filter lanes by name"));
    m_field->setToolTip(tr("Shows the lanes whose name has this"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_arrange->setIcon(glyphIcon(Glyph::Sort));
    m_arrange->setProperty("role", QStringLiteral("quiet"));
    m_arrange->setPopupMode(QToolButton::InstantPopup);
    m_arrange->setAccessibleName(tr("Order and height of lanes"));
    m_arrange->setToolTip(tr("Order and height of lanes"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(6, 0, 6, 0);
    row->setSpacing(4);
    row->addWidget(m_field, 1);
    row->addWidget(m_arrange);
    connect(m_field, &QLineEdit::textChanged, this, &LaneFilterBar::textChanged);
    connect(m_field, &QLineEdit::returnPressed, this, &LaneFilterBar::left);
}

void LaneFilterBar::setMenu(QMenu *menu)
{
    m_arrange->setMenu(menu);
}

void LaneFilterBar::setText(const QString &text)
{
    if (text != m_field->text().trimmed())
        m_field->setText(text);
}

void LaneFilterBar::takeFocus()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

bool LaneFilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key != Qt::Key_Escape && key != Qt::Key_Down)
        return false;
    if (key == Qt::Key_Escape && !m_field->text().isEmpty())
        m_field->clear();
    else
        Q_EMIT left();
    return true;
}

} // namespace Interleave

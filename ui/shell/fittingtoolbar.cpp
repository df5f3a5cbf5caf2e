#include "ui/shell/fittingtoolbar.h"

#include <QAction>
#include <QEvent>
#include <QToolButton>

namespace Interleave {

FittingToolBar::FittingToolBar(const QString &title, QWidget *parent)
    : QToolBar(title, parent)
{}

void FittingToolBar::setGivingWay(const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        auto *button = qobject_cast<QToolButton *>(widgetForAction(action));
        button->setAccessibleName(action->text().remove(QLatin1Char('&')));
        m_givingWay << button;
    }
    fit();
}

void FittingToolBar::fit()
{
    for (QToolButton *button : m_givingWay)
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QToolButton *button : m_givingWay) {
        if (sizeHint().width() <= width())
            return;
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    }
}

bool FittingToolBar::event(QEvent *event)
{
    const bool done = QToolBar::event(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange || event->type() == QEvent::Polish)
        fit();
    return done;
}

void FittingToolBar::resizeEvent(QResizeEvent *event)
{
    QToolBar::resizeEvent(event);
    fit();
}

} // namespace Interleave

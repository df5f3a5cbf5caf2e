#include "ui/shell/severalruns.h"

#include "ui/panels/parameterpanel.h"
#include "ui/shell/comparewindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/openruns.h"
#include "ui/shell/repeatwindow.h"
#include "ui/shell/runcontroller.h"
#include "ui/shell/sweepwindow.h"

#include <QAction>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>

namespace Interleave {

namespace {

QMenu *menuOf(const QAction *action)
{
    for (QObject *object : action->associatedObjects()) {
        if (auto *menu = qobject_cast<QMenu *>(object))
            return menu;
    }
    return nullptr;
}

} // namespace

SeveralRuns::SeveralRuns(const Parts &parts) : QObject(parts.window), m_parts(parts)
{
    OpenRuns::instance()->watch(parts.runs);
    if (QMenu *menu = menuOf(parts.run)) {
        menu->addSeparator();
        addTo(menu, tr("R&epeat…"), tr("Runs the scenario many times and counts the orders of finishing"),
              QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R), &SeveralRuns::repeat);
        addTo(menu, tr("S&weep…"), tr("Runs the scenario for each of several values of a parameter"),
              QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W), &SeveralRuns::sweep);
    }
    if (QMenu *menu = menuOf(parts.fit)) {
        menu->addSeparator();
        addTo(menu, tr("Co&mpare Runs…"), tr("Shows two runs beside each other and where they part"),
              QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), &SeveralRuns::compare);
    }
}

void SeveralRuns::addTo(QMenu *menu, const QString &text, const QString &help, const QKeySequence &key,
                        void (SeveralRuns::*slot)())
{
    auto *action = new QAction(text, this);
    action->setShortcut(key);
    const QString shown = tr("%1 (%2)").arg(help, key.toString(QKeySequence::NativeText));
    action->setToolTip(shown);
    action->setWhatsThis(shown);
    connect(action, &QAction::triggered, this, slot);
    menu->addAction(action);
}

void SeveralRuns::repeat()
{
    if (const Scenario *scenario = m_parts.parameters->scenario())
        open(new RepeatWindow(scenario, m_parts.parameters->values(), m_parts.window));
}

void SeveralRuns::sweep()
{
    if (const Scenario *scenario = m_parts.parameters->scenario())
        open(new SweepWindow(scenario, m_parts.parameters->values(), m_parts.settings, m_parts.window));
}

void SeveralRuns::open(SeriesWindow *window)
{
    connect(window, &SeriesWindow::runRequested, this, &SeveralRuns::show);
    window->show();
}

void SeveralRuns::compare()
{
    auto *window = new CompareWindow(m_parts.settings, m_parts.window);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->showWithLatest(m_parts.runs->trace());
    window->show();
}

void SeveralRuns::show(const std::shared_ptr<const Trace> &trace)
{
    if (m_parts.runs->isRunning())
        return m_parts.messages->showNotice(tr("A run goes on here: stop it, or wait for its end, to see the other."));
    m_parts.runs->showRun(trace);
    m_parts.window->raise();
    m_parts.window->activateWindow();
}

} // namespace Interleave

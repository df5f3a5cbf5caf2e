#include "ui/shell/actions.h"

#include "ui/shell/fittingtoolbar.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QToolButton>

namespace Interleave {

namespace {

QAction *makeAction(QObject *parent, const QString &text, const QString &help, const QList<QKeySequence> &keys = {},
                    const QIcon &icon = {})
{
    auto *action = new QAction(icon, text, parent);
    action->setShortcuts(keys);
    const QString shown = keys.isEmpty() || keys.first().isEmpty()
        ? help : QStringLiteral("%1 (%2)").arg(help, keys.first().toString(QKeySequence::NativeText));
    action->setToolTip(shown);
    action->setWhatsThis(shown);
    return action;
}

} // namespace

Actions::Actions(QMainWindow *window)
    : QObject(window), m_window(window), m_colours(new QActionGroup(this))
{
    makeFileActions();
    makeRunActions();
    makeViewActions();
    makeColourActions();
    keys = makeAction(this, tr("&Keys and Mouse"), tr("Lists what keys and mouse do"),
                      {QKeySequence::HelpContents, QKeySequence(Qt::Key_Question)});
    bars = makeAction(this, tr("What the &Bars Mean"), tr("Explains shapes and colours of the timeline"));
    about = makeAction(this, tr("&About Interleave"), tr("Version and licence"));
    about->setMenuRole(QAction::AboutRole);
}

void Actions::makeFileActions()
{
    open = makeAction(this, tr("&Open…"), tr("Opens a recorded run"), {QKeySequence::Open}, glyphIcon(Glyph::Open));
    save = makeAction(this, tr("&Save As…"), tr("Saves the run to a file"),
                      {QKeySequence(Qt::CTRL | Qt::Key_S), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)},
                      glyphIcon(Glyph::Save));
    exportRun = makeAction(this, tr("&Export…"), tr("Exports a picture or a report of the run"),
                               {QKeySequence(Qt::CTRL | Qt::Key_E)}, glyphIcon(Glyph::Export));
    quit = makeAction(this, tr("&Quit"), tr("Closes the window and stops its run"), {QKeySequence(Qt::CTRL | Qt::Key_Q)});
    save->setProperty("whyNot", tr("There is no finished run"));
    exportRun->setProperty("whyNot", tr("There is no finished run"));
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, m_window, &QWidget::close);
}

void Actions::makeRunActions()
{
    run = makeAction(this, tr("&Run"), tr("Runs the scenario with these parameters"),
                     {QKeySequence(Qt::CTRL | Qt::Key_R)}, glyphIcon(Glyph::Run));
    stop = makeAction(this, tr("&Stop"), tr("Stops the run at once"), {QKeySequence(Qt::CTRL | Qt::Key_Period)},
                      glyphIcon(Glyph::Stop));
    stop->setEnabled(false);
    run->setProperty("whyNot", tr("A run goes on"));
    stop->setProperty("whyNot", tr("Nothing is running"));
}

void Actions::makeViewActions()
{
    fit = makeAction(this, tr("&Fit"), tr("Shows the whole run"), {QKeySequence(Qt::CTRL | Qt::Key_0)},
                     glyphIcon(Glyph::Fit));
    zoomIn = makeAction(this, tr("Zoom &In"), tr("Shows less time, larger"), QKeySequence::keyBindings(QKeySequence::ZoomIn),
                        glyphIcon(Glyph::ZoomIn));
    zoomIn->setShortcuts(zoomIn->shortcuts() << QKeySequence(Qt::CTRL | Qt::Key_Equal));
    zoomOut = makeAction(this, tr("Zoom &Out"), tr("Shows more time, smaller"),
                         QKeySequence::keyBindings(QKeySequence::ZoomOut), glyphIcon(Glyph::ZoomOut));
    follow = makeAction(this, tr("Fo&llow"), tr("Keeps the live edge in view at this zoom"),
                        {QKeySequence(Qt::CTRL | Qt::Key_L)}, glyphIcon(Glyph::Follow));
    follow->setCheckable(true);
}

void Actions::makeColourActions()
{
    const std::pair<ColourScheme, QString> schemes[] = {{ColourScheme::System, tr("&System")},
                                                        {ColourScheme::Light, tr("&Light")},
                                                        {ColourScheme::Dark, tr("&Dark")}};
    for (const auto &[scheme, text] : schemes) {
        QAction *action = m_colours->addAction(text);
        action->setCheckable(true);
        action->setData(int(scheme));
    }
    connect(m_colours, &QActionGroup::triggered, this, [this](const QAction *action) {
        Q_EMIT colourSchemeChosen(ColourScheme(action->data().toInt()));
    });
}

void Actions::fillMenus(QMenu *recentFiles, const QList<QAction *> &finding)
{
    QMenuBar *bar = m_window->menuBar();
    QMenu *file = bar->addMenu(tr("&File"));
    file->addAction(open);
    file->addMenu(recentFiles);
    file->addSeparator();
    file->addAction(save);
    file->addAction(exportRun);
    file->addSeparator();
    file->addAction(quit);
    bar->addMenu(tr("&Edit"))->addActions(finding);
    QMenu *runMenu = bar->addMenu(tr("&Run"));
    runMenu->addAction(run);
    runMenu->addAction(stop);
    m_view = bar->addMenu(tr("&View"));
    m_view->addActions({fit, zoomIn, zoomOut, follow});
    m_view->addSeparator();
    m_view->addMenu(tr("&Colours"))->addActions(m_colours->actions());
    QMenu *help = bar->addMenu(tr("&Help"));
    help->addAction(keys);
    help->addAction(bars);
    help->addAction(about);
}

void Actions::addToViewMenu(QMenu *menu)
{
    m_view->insertMenu(m_view->actions().last(), menu);
}

void Actions::fillToolBar(QWidget *playControls)
{
    auto *bar = new FittingToolBar(tr("Tools"), m_window);
    m_window->addToolBar(bar);
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(iconBesideText);
    m_runButton = new QPushButton(bar);
    m_runButton->setObjectName(QStringLiteral("runButton"));
    m_runButton->setProperty("role", QStringLiteral("primary"));
    m_runButton->setDefault(true); // Return presses it where it has the focus
    m_runButton->setIconSize(iconBesideText);
    connect(m_runButton, &QPushButton::clicked, this, [this] {
        (stop->isEnabled() ? stop : run)->trigger();
    });
    bar->addWidget(m_runButton);
    bar->addWidget(playControls);
    bar->addActions({fit, zoomIn, zoomOut, follow, exportRun});
    for (QAction *action : {zoomIn, zoomOut}) { // which everybody knows, and room is dear
        auto *button = qobject_cast<QToolButton *>(bar->widgetForAction(action));
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setIconSize(iconAlone);
        button->setProperty("role", QStringLiteral("glyph"));
    }
    showRunning(false);
    bar->setGivingWay({exportRun, follow, fit});
}

void Actions::showRunning(bool running)
{
    run->setEnabled(!running);
    stop->setEnabled(running);
    const QAction *now = running ? stop : run;
    const QString name = running ? tr("Stop") : tr("Run");
    const QString key = now->shortcut().toString(QKeySequence::NativeText);
    m_runButton->setText(QStringLiteral("%1   %2").arg(name, key));
    m_runButton->setIcon(glyphIcon(running ? Glyph::Stop : Glyph::Run, QPalette::HighlightedText));
    m_runButton->setToolTip(now->toolTip());
    m_runButton->setWhatsThis(now->whatsThis());
    m_runButton->setAccessibleName(name);
    // Both texts take the same room, so that nothing beside the button moves.
    m_runButton->setMinimumWidth(std::max(m_runButton->minimumWidth(), m_runButton->sizeHint().width()));
}

void Actions::focusRunButton()
{
    m_runButton->setFocus();
}

void Actions::showColourScheme(ColourScheme scheme)
{
    m_colours->actions().at(int(scheme))->setChecked(true);
}

} // namespace Interleave

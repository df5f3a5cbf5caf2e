#include "ui/shell/timelinetools.h"

#include "ui/models/navigationhelp.h"
#include "ui/models/playhead.h"
#include "ui/models/rangeselection.h"
#include "ui/models/zoomstate.h"
#include "ui/panels/rangepanel.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/playcontrols.h"
#include "ui/shell/resulttabs.h"
#include "ui/shell/runcontroller.h"
#include "ui/theme/theme.h"
#include "ui/theme/windowlook.h"
#include "ui/timeline/navigator.h"
#include "ui/timeline/picture.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QStatusBar>

namespace Interleave {

namespace {

constexpr int sentenceMs = 5000;

} // namespace

TimelineTools::TimelineTools(const ViewState &view, TimelineView *timeline, RunController *runs, QObject *parent)
    : QObject(parent), m_view(view), m_timeline(timeline), m_runs(runs), m_range(new RangePanel(view))
    , m_copyPicture(new QAction(tr("&Copy Picture"), this))
{
    m_copyPicture->setShortcut(QKeySequence::Copy);
    // Elsewhere the same keys copy text.
    m_copyPicture->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_timeline->addAction(m_copyPicture);
    connect(runs, &RunController::traceReplaced, this, &TimelineTools::showRun);
    connect(runs, &RunController::frameDue, this, &TimelineTools::showFrame);
    connect(runs, &RunController::runningChanged, view.playhead, &Playhead::setGrowing);
    connect(runs, &RunController::runningChanged, this, &TimelineTools::showFrame);
}

QWidget *TimelineTools::makePlayControls() const
{
    return new PlayControls(m_view.playhead, m_timeline->navigator());
}

void TimelineTools::connectParts(ResultTabs *results, QWidget *details, MessageBar *messages, QMainWindow *window)
{
    for (const QWidget *panel : {static_cast<const QWidget *>(details), static_cast<const QWidget *>(m_range)})
        serveList(panel->focusProxy()); // which has the focus in it
    const Navigator *navigator = m_timeline->navigator();
    connect(navigator, &Navigator::explanationRequested, details, [details] { details->setFocus(Qt::ShortcutFocusReason); });
    connect(navigator, &Navigator::told, window, [window](const QString &sentence) {
        window->statusBar()->showMessage(sentence, sentenceMs);
    });
    connect(m_view.range, &RangeSelection::changed, results, [this, results] {
        results->setRangeVisible(m_view.range->current().has_value());
    });
    connect(m_copyPicture, &QAction::triggered, this, [this, messages] { copyPicture(messages); });
    const QList<QAction *> menus = window->menuBar()->actions();
    addToEditMenu(menus.at(1)->menu());
    window->menuBar()->insertMenu(menus.last(), makeGoMenu(window));
}

void TimelineTools::serveList(QWidget *list)
{
    m_timeline->navigator()->serve(list, Navigator::Panel::IsList);
}

void TimelineTools::addToEditMenu(QMenu *menu)
{
    menu->addSeparator();
    addCommand(menu, Navigation::UndoView);
    addCommand(menu, Navigation::RedoView);
    menu->addSeparator();
    menu->addAction(m_copyPicture);
    menu->addSeparator();
    for (const Navigation command : {Navigation::SelectRange, Navigation::AddMarker, Navigation::AddNote, Navigation::RemoveMarker, Navigation::Escape})
        addCommand(menu, command);
}

QMenu *TimelineTools::makeGoMenu(QWidget *window)
{
    using C = Navigation;
    auto *menu = new QMenu(tr("&Go"), window);
    const std::initializer_list<C> groups[] = {
        {C::Focus, C::GoToBegin, C::GoToEnd}, {C::SegmentBefore, C::SegmentAfter, C::LaneAbove, C::LaneBelow, C::Explain},
        {C::Cause, C::Effect, C::CriticalPath}, {C::EventBefore, C::EventAfter, C::LaneEventBefore, C::LaneEventAfter},
        {C::PlayOrPause, C::Slower, C::Pause, C::Faster, C::PlayheadToBegin, C::PlayheadToEnd}};
    for (const auto &group : groups) {
        menu->addSeparator();
        for (const C command : group)
            addCommand(menu, command);
    }
    return menu;
}

/// With its keys beside it, which the timeline itself takes: as shortcuts they would be taken from
/// text fields and lists.
void TimelineTools::addCommand(QMenu *menu, Navigation command)
{
    QAction *action = menu->addAction(QStringLiteral("%1\t%2").arg(commandTitle(command), keysText(command)));
    connect(action, &QAction::triggered, this, [this, command] { m_timeline->navigator()->carryOut(command); });
}

void TimelineTools::copyPicture(MessageBar *messages)
{
    const auto trace = m_runs->trace();
    if (!trace || trace->empty())
        return;
    PictureOptions options;
    options.range = m_view.zoom->visible();
    options.rows = m_timeline->shownRows();
    options.dark = Theme::of(m_timeline->palette()).dark;
    options.colourBy = colourBy();
    const Result<QImage> picture = renderPicture(*trace, options);
    if (!picture.hasValue())
        return messages->showError(QString::fromStdString(picture.error().message));
    QGuiApplication::clipboard()->setImage(picture.value());
    Q_EMIT m_timeline->navigator()->told(tr("The picture is on the clipboard."));
}

void TimelineTools::showRun()
{
    m_range->setTrace(m_runs->trace(), m_runs->isRunning());
}

void TimelineTools::showFrame()
{
    m_range->refresh(m_runs->liveEdge(), m_runs->isRunning());
}

} // namespace Interleave

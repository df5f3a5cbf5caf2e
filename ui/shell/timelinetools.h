// Ties what mouse and keys ask of the timeline to the rest of the window: the statistics of a
// range in their tab, the explanation, sentences in the status line, the menus Edit and Go, and
// the picture on the clipboard. Owned by the window, like what it ties.
#pragma once

#include "ui/models/viewstate.h"

#include <QObject>

#include <functional>

class QAction;
class QMainWindow;
class QMenu;
class QWidget;

namespace Interleave {

class MessageBar;
class RangePanel;
class ResultTabs;
class RunController;
class TimelineView;
enum class Navigation;

class TimelineTools : public QObject
{
    Q_OBJECT

public:
    /// All outlive this.
    TimelineTools(const ViewState &view, TimelineView *timeline, RunController *runs, QObject *parent);

    RangePanel *rangePanel() const { return m_range; }
    /// Buttons of the playhead, for the tool bar.
    QWidget *makePlayControls() const;
    /// Once the window is laid out.
    void connectParts(ResultTabs *results, QWidget *details, MessageBar *messages, QMainWindow *window);
    /// A list of moments, such as what the run printed: it takes the keys that it has no use for.
    void serveList(QWidget *list);

private:
    void addToEditMenu(QMenu *menu);
    QMenu *makeGoMenu(QWidget *window);
    void addCommand(QMenu *menu, Navigation command);
    void copyPicture(MessageBar *messages);
    void showRun();
    void showFrame();

    ViewState m_view;
    TimelineView *m_timeline;
    RunController *m_runs;
    RangePanel *m_range;
    QAction *m_copyPicture;
};

} // namespace Interleave

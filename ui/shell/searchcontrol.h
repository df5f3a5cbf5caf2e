// Find, Find Next and Find Previous: ties the search to its bar, and what it finds to the timeline,
// the overview, the events and the selection. Made and owned by the window.
#pragma once

#include "core/trace/trace.h"

#include <QObject>
#include <QTimer>

#include <memory>

class QAction;
class QWidget;

namespace Interleave {

class EventsPanel;
class Search;
class SearchBar;
class Selection;
class TimelineView;
class ZoomState;

class SearchControl : public QObject
{
    Q_OBJECT

public:
    /// Whom the search leads about, and who show what it found.
    struct Parts {
        ZoomState *zoom;
        Selection *selection;
        TimelineView *timeline;
        EventsPanel *events;
    };

    SearchControl(const Parts &parts, QObject *parent);

    QWidget *bar() const;
    /// Find, Find Next, Find Previous.
    QList<QAction *> actions() const { return m_actions; }

    void setTrace(std::shared_ptr<const Trace> trace);
    /// Selects the lane, where it does something in sight if it does.
    void goToLane(LaneId lane);
    /// Opens the search with this text; once more goes on to the next hit.
    void lookFor(const QString &text);
    /// Why nothing was looked for.
    void tell(const QString &sentence);
    /// The trace has grown; looked at a few times a second.
    void refresh();

private:
    void makeActions();
    QAction *addAction(const QString &text, const QString &help, const QList<QKeySequence> &keys);
    void look(const QString &text);
    void showHit();
    Nanos timeIn(const Lane &lane) const;

    Parts m_parts;
    Search *m_search;
    SearchBar *m_bar;
    QList<QAction *> m_actions;
    QTimer m_renewal;
};

} // namespace Interleave

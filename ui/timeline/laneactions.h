// What can be done with the lanes of the timeline, as actions for its header's menu, the window's
// menu and whoever lists all actions. Those about one lane mean the one that a header's menu was
// asked for, else the selected one. Owned by the timeline; window thread.
#pragma once

#include "core/trace/trace.h"
#include "ui/models/lanearrangement.h"

#include <QObject>

#include <memory>

class QAction;
class QActionGroup;
class QMenu;
class QWidget;

namespace Interleave {

class Selection;

class LaneActions : public QObject
{
    Q_OBJECT

public:
    /// Both outlive the actions, which `parent` carries with their shortcuts.
    LaneActions(LaneArrangement *arrangement, const Selection *selection, QWidget *parent);

    void setTrace(std::shared_ptr<const Trace> trace);

    /// Of one lane's header. Deletes itself when it closes.
    QMenu *headerMenu(LaneId lane, QWidget *parent);
    /// Sorting and heights.
    QMenu *viewMenu(QWidget *parent) const;
    /// All of them, for the window's menu.
    void fill(QMenu *menu) const;

Q_SIGNALS:
    void filterRequested();

private:
    void makeLaneActions();
    void makeOrders();
    void makeHeights();
    QAction *make(const QString &text, const QString &help);
    std::optional<LaneId> target() const;
    void refresh();
    void togglePin();
    void toggleFold();
    void toggleFoldOfKind();
    void unfoldAll();
    bool isFolded(LaneId lane) const;

    LaneArrangement *m_arrangement;
    const Selection *m_selection;
    std::shared_ptr<const Trace> m_trace;
    std::optional<LaneId> m_asked; // whose header's menu is open
    const QMenu *m_open = nullptr; // that menu
    QAction *m_filter, *m_pin, *m_hide, *m_hideOthers, *m_showAll, *m_fold, *m_foldKind, *m_unfoldAll;
    QAction *m_higher, *m_lower;
    QActionGroup *m_orders, *m_heights;
};

} // namespace Interleave

// All events of the run as a table, the timeline in words: what is selected here is selected there
// and the other way round. Follows the end of a growing run while the last row is in sight, and
// costs nothing while it is hidden. Copies rows as text with tabs.
#pragma once

#include "core/trace/trace.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QAction;
class QLabel;

namespace Interleave {

class EventModel;
class LongTableView;
class Search;
class Selection;

class EventsPanel : public QWidget
{
    Q_OBJECT

public:
    static constexpr int mostCopiedRows = 100'000;

    /// The selection outlives the panel.
    explicit EventsPanel(Selection *selection, QWidget *parent = nullptr);

    /// Marks what it finds; it outlives the panel.
    void setSearch(const Search *search);
    void setTrace(std::shared_ptr<const Trace> trace, Nanos liveEdge);
    /// Shows what the trace has gained, a few times a second.
    void refresh(Nanos liveEdge);
    /// The selected rows with tabs between their columns, at most the first mostCopiedRows.
    QString copyText() const;

Q_SIGNALS:
    /// A row was chosen here, and with it this moment.
    void momentChosen(Nanos time);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeView();
    void makeActions();
    void setColumnWidths();
    void renew();
    void copy();
    void chooseRow(int row);
    void showSelection();
    void showOnlySelectedLane(bool only);
    void showCount();

    Selection *m_selection;
    EventModel *m_model;
    LongTableView *m_view;
    QLabel *m_count;
    QAction *m_onlyLane;
    QTimer m_renewal;
    Nanos m_liveEdge{0};
    bool m_isStale = false;    // the trace has grown while nobody looked
    bool m_isChoosing = false; // what changes is changed from here
};

} // namespace Interleave

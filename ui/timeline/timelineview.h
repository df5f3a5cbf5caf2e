// The timeline as people use it: ruler, lane names, the painted lanes and the overview strip, with
// mouse and keys. Wiring only; what is drawn is decided in lanelayout and drawn by lanepainter.
#pragma once

#include "core/trace/trace.h"

#include <QWidget>

#include <memory>

namespace Interleave {

class LaneActions;
class LaneArrangement;
class Navigator;
class Search;
struct PictureRows;
struct ViewState;

class TimelineView : public QWidget
{
    Q_OBJECT

public:
    /// The models outlive the view.
    explicit TimelineView(const ViewState &view, QWidget *parent = nullptr);
    ~TimelineView() override;

    /// Shows this run; null shows the placeholder.
    void setTrace(std::shared_ptr<const Trace> trace);
    /// The trace has grown, or the live edge has moved on to `liveEdge` (the trace's time); open
    /// segments reach to it. For a finished run the trace's end.
    void refresh(Nanos liveEdge);
    /// Lanes that are the same in that run have its colours; null: in none.
    void takeColoursOf(const std::shared_ptr<const Trace> &other);
    /// Of the column with the lanes' names; see headerWidthChanged().
    int headerWidth() const;
    void setHeaderWidth(int width);
    /// The sentence shown while there is nothing to see.
    void setPlaceholder(const QString &sentence);
    /// Brings the time into view and puts the playhead there.
    void revealTime(Nanos time);
    /// Marks what it finds; it outlives the view.
    void setSearch(const Search *search);

    /// The lanes that stand on the screen, as they are arranged.
    PictureRows shownRows() const;
    LaneArrangement *arrangement() const;
    LaneActions *laneActions() const;
    /// Carries out what keys ask for, here and in other panels that show time.
    Navigator *navigator() const;

    void zoomIn();
    void zoomOut();

Q_SIGNALS:
    void headerWidthChanged(int width);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Interleave

// Ruler, lane names and lanes of a timeline in one painted widget: keeps the layout, maps points
// to times and segments, and carries out what CanvasGestures asks for. Inside TimelineView only;
// window thread. What it shows of the run and the
// arrangement are shared with everybody else and outlive it.
#pragma once

#include "ui/models/selection.h"
#include "ui/models/viewstate.h"
#include "ui/models/zoomstate.h"
#include "ui/timeline/lanepainter.h"
#include "ui/timeline/litlanes.h"
#include "ui/timeline/rangeoverlay.h"
#include "ui/timeline/shownlanes.h"
#include "ui/timeline/timelinegeometry.h"

#include <QWidget>

#include <memory>

namespace Interleave {

class CanvasGestures;
class Search;
class MarkerEditing;
class Navigator;

class LaneCanvas : public QWidget
{
    Q_OBJECT

public:
    enum class Zone { Ruler, Header, HeaderEdge, RowEdge, Lanes };
    static constexpr int rulerHeight = 34;
    static constexpr int padding = 8; // between the axis and the column's edge, and at the right

    LaneCanvas(const ViewState &view, LaneArrangement *arrangement, QWidget *parent);
    ~LaneCanvas() override;

    const ViewState &view() const { return m_view; }
    ZoomState *zoom() const { return m_zoom; }
    Selection *selection() const { return m_selection; }
    LaneArrangement *arrangement() const { return m_arrangement; }
    Navigator *navigator() const { return m_navigator; }
    MarkerEditing *markers() const { return m_markers; }
    const Trace *trace() const { return m_trace.get(); }
    Nanos liveEdge() const { return m_liveEdge; }
    bool isEmpty() const { return !m_trace || m_trace->empty(); }

    void setTrace(std::shared_ptr<const Trace> trace);
    void refresh(Nanos liveEdge);
    void takeColoursOf(std::shared_ptr<const Trace> other);
    void setPlaceholder(const QString &sentence);
    void setSearch(const Search *search);
    void setScroll(int pixels);
    int scroll() const { return m_scroll; }
    const LaneRows &rows() { return m_shown.rows(m_liveEdge); }
    int rowHeight() const { return m_shown.rowHeight(); }
    void setRowHeight(int pixels);
    /// Whose rows are seen, if only in part.
    std::set<LaneId> lanesInSight();
    int contentHeight() { return rows().height; }
    int viewportHeight() const { return std::max(0, height() - rulerHeight); }

    static constexpr int usualHeader = 272; // a process of ours with its pid
    int headerWidth() const { return m_headerWidth; }
    /// By hand: it stays then, whatever the width of the whole.
    void setHeaderWidth(int width);
    int axisLeft() const { return m_headerWidth + padding; }
    int axisWidth() const { return std::max(1, width() - axisLeft() - padding); }
    Zone zoneAt(QPoint point);
    Nanos timeAtX(int x) const;
    int xOf(Nanos time) const; // the nearest pixel edge
    /// Where the mouse points, if it is over the time axis and moved since the playhead did.
    std::optional<Nanos> pointedTime() const;
    std::optional<Hit> hitAt(QPoint point);
    /// Where the row stands, which may be out of sight.
    QRect rowRect(const LaneRow &row);
    /// What hovering at the point says: plain text, empty where nothing is.
    QString hoverText(QPoint point);
    /// What it is about, which nothing should cover: the row there.
    QRect rectAround(QPoint point);

    void toggle(LaneId lane);
    void selectHit(const Hit &hit);
    std::optional<Segment> selectedSegment() const;
    /// By segments within the lane, or by rows.
    void stepSegment(int direction);
    void stepRow(int direction);
    void fit(TimeRange range);
    void zoomBy(double factor); // at the mouse where it is over the lanes, else at the selection
    /// The range being dragged to zoom into, in the widget's x; nullopt ends it.
    void setRubberBand(std::optional<std::pair<int, int>> band);

Q_SIGNALS:
    void contentChanged();            // its height, or the room for it
    void headerMenuRequested(LaneId lane, const QPoint &globalPosition);
    void scrollRequested(int pixels);
    void headerWidthChanged();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    const std::vector<ShownLanes::Part> &parts();
    void updateLanes();
    void arrange();
    void fitToText();
    void catchUp();
    void select(LaneId lane, Nanos time);
    void revealSelection();
    void paintPlaceholder(QPainter &painter) const;
    void paintPart(QPainter &painter, const ShownLanes::Part &part, const std::vector<TimeTick> &ticks, bool withNames);
    void paintNames(QPainter &painter, const ShownLanes::Part &part, std::optional<LaneId> selected);
    bool showsFound() const;
    std::vector<WakeArrow> selectedArrows();
    void paintSelection(QPainter &painter);
    void paintCriticalPath(QPainter &painter);
    void paintBand(QPainter &painter) const;
    void paintAxis(QPainter &painter, const std::vector<TimeTick> &ticks);
    void paintMoment(QPainter &painter, Nanos time, const QString &label, const QColor &line, const QColor &text);
    void paintPlayhead(QPainter &painter);
    PixelFrame frame() const;
    RangePlace placeOf(int begin, int end) const;
    std::optional<RangePlace> selectedRange() const;
    void fitHeader(int width);
    QString axisText(Nanos time) const;

    ViewState m_view;
    ZoomState *m_zoom;
    Selection *m_selection;
    Navigator *m_navigator = nullptr;
    MarkerEditing *m_markers = nullptr;
    LaneArrangement *m_arrangement;
    ShownLanes m_shown;
    LitLanes m_lit;
    std::unique_ptr<CanvasGestures> m_gestures;
    std::shared_ptr<const Trace> m_trace;
    const Search *m_search = nullptr;
    LanePainter m_painter;
    SelectedWakes m_wakes;
    QString m_placeholder;
    Nanos m_liveEdge{0};
    std::optional<QPoint> m_hover;
    bool m_pointsLast = false; // the mouse moved since the playhead did
    std::optional<std::pair<int, int>> m_band;
    int m_headerWidth = usualHeader;
    bool m_headerChosen = false; // by dragging its edge; until then it goes with the width
    int m_scroll = 0;
    const LaneRows *m_namedRows = nullptr; // at the last refresh; to tell them from others, never looked into
    LaneOrder m_order = LaneOrder::Tree; // as shown
};

} // namespace Interleave

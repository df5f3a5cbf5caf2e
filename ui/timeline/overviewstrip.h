// The whole run in a strip, with the visible range as a frame: drag it to move, drag its edges to
// zoom, click beside it to centre. Drawn from a picture of its own that is renewed at most a few
// times a second while a run grows. Inside TimelineView only.
#pragma once

#include "core/trace/trace.h"
#include "ui/models/viewstate.h"
#include "ui/models/zoomstate.h"
#include "ui/timeline/overviewlines.h"

#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace Interleave {

class Search;

class OverviewStrip : public QWidget
{
    Q_OBJECT

public:
    OverviewStrip(const ViewState &view, QWidget *parent);

    void setTrace(std::shared_ptr<const Trace> trace);
    void refresh(Nanos liveEdge);
    void takeColoursOf(std::shared_ptr<const Trace> other);
    /// Shows where it finds something; it outlives the strip.
    void setSearch(const Search *search);
    /// Where the axis begins and how wide it is, so that the strip lies under it.
    void setAxis(int left, int width);

    QRect frame() const; // the visible range
    /// What hovering at the point says: the time there and what is visible above.
    QString hoverText(QPoint point) const;
    QSize sizeHint() const override { return {400, 44}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    enum class Grip { None, Move, Begin, End };

    Grip gripAt(int x) const;
    int xOf(Nanos time) const;
    Nanos timeAtX(int x) const;
    void renew();
    void renewFound();
    void paintMoments(QPainter &painter, const Theme &theme) const;
    void goOn();
    void paintBars();
    void showCursor(int x);

    ViewState m_view;
    ZoomState *m_zoom;
    std::shared_ptr<const Trace> m_trace;
    Nanos m_liveEdge{0};
    OverviewLines m_lines;  // being worked out, then as m_bars shows them
    std::shared_ptr<const Trace> m_other; // whose colours they are, if any
    LaneColours m_colours;
    std::optional<std::uint64_t> m_coloursRevision; // of the trace's lanes
    TimeRange m_drawnRun;   // what m_bars shows
    QRect m_drawnFrame;
    QPixmap m_bars;
    QTimer m_renewal;       // when to begin anew
    QTimer m_next;          // when to go on
    const Search *m_search = nullptr;
    QTimer m_foundRenewal;
    std::vector<bool> m_found; // by column, of m_foundRun
    TimeRange m_foundRun;
    int m_left = 0;
    int m_width = 1;
    Grip m_grip = Grip::None;
    Nanos m_gripOffset{0};  // from the visible begin to where it was gripped
};

} // namespace Interleave

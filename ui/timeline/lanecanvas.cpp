#include "ui/timeline/lanecanvas.h"

#include "ui/models/search.h"
#include "ui/models/pathstate.h"
#include "ui/models/playhead.h"
#include "ui/models/rangeselection.h"
#include "ui/theme/windowlook.h"
#include "ui/timeline/canvasgestures.h"
#include "ui/timeline/markerediting.h"
#include "ui/timeline/navigator.h"
#include "ui/timeline/segmenttext.h"

#include <QContextMenuEvent>
#include <QEvent>

#include <algorithm>
#include <cmath>

namespace Interleave {

namespace {

constexpr int narrowestHeader = 90;
constexpr int roomForLanes = 550;     // before the header gets more than
constexpr int leastUsualHeader = 190; // which holds most names with their numbers

} // namespace

LaneCanvas::LaneCanvas(const ViewState &view, LaneArrangement *arrangement, QWidget *parent)
    : QWidget(parent), m_view(view), m_zoom(view.zoom), m_selection(view.selection), m_arrangement(arrangement)
    , m_shown(*arrangement), m_gestures(std::make_unique<CanvasGestures>(*this)), m_painter(timelineTheme(palette()))
{
    // A child's birth is an event to the canvas, which must be whole by then.
    m_navigator = new Navigator(this);
    m_markers = new MarkerEditing(this);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(320, 120);
    setAccessibleName(tr("Timeline"));
    fitToText();
    connect(m_zoom, &ZoomState::rangeChanged, this, &LaneCanvas::updateLanes);
    connect(m_selection, &Selection::changed, this, &LaneCanvas::revealSelection);
    connect(view.range, &RangeSelection::changed, this, qOverload<>(&QWidget::update));
    connect(view.playhead, &Playhead::moved, this, [this] {
        m_pointsLast = false;
        update();
    });
    connect(view.playhead, &Playhead::playingChanged, this, qOverload<>(&QWidget::update));
    connect(view.playhead, &Playhead::speedChanged, this, qOverload<>(&QWidget::update));
    connect(view.path, &PathState::changed, this, qOverload<>(&QWidget::update));
    connect(m_arrangement, &LaneArrangement::changed, this, &LaneCanvas::arrange);
    connect(m_arrangement, &LaneArrangement::rowPercentChanged, this, &LaneCanvas::arrange);
}

LaneCanvas::~LaneCanvas() = default;

void LaneCanvas::setTrace(std::shared_ptr<const Trace> trace)
{
    m_trace = std::move(trace);
    m_wakes = {};
    m_shown.setTrace(m_trace);
    m_lit.forget();
    m_selection->clear();
    m_view.range->clear();
    m_view.playhead->clear();
    m_arrangement->forgetLanes();
    refresh(m_trace ? m_trace->end() : Nanos(0));
    Q_EMIT scrollRequested(0);
}

void LaneCanvas::refresh(Nanos liveEdge)
{
    if (m_trace) {
        m_liveEdge = std::max(liveEdge, m_trace->end());
        m_zoom->setRun({m_trace->begin(), m_liveEdge});
        m_view.playhead->setRun({m_trace->begin(), m_liveEdge});
    }
    Q_EMIT contentChanged();
    // At most frames of a growing run the names stay as they are; with a selection, what has to do
    // with it may be lit by now.
    const LaneRows *shown = &rows();
    if (std::exchange(m_namedRows, shown) == shown && !m_selection->current())
        updateLanes();
    else
        update();
}

void LaneCanvas::takeColoursOf(std::shared_ptr<const Trace> other)
{
    m_shown.takeColoursOf(std::move(other));
    update();
}

void LaneCanvas::setPlaceholder(const QString &sentence)
{
    m_placeholder = sentence;
    update();
}

void LaneCanvas::setSearch(const Search *search)
{
    m_search = search;
    connect(search, &Search::changed, this, qOverload<>(&QWidget::update));
}

void LaneCanvas::setScroll(int pixels)
{
    pixels = std::clamp(pixels, 0, std::max(0, contentHeight() - viewportHeight()));
    if (std::exchange(m_scroll, pixels) != pixels)
        update();
}

void LaneCanvas::setHeaderWidth(int width)
{
    m_headerChosen = true;
    fitHeader(width);
}

void LaneCanvas::fitHeader(int width)
{
    const int widest = std::max(narrowestHeader, this->width() / 2);
    m_headerWidth = std::clamp(width, narrowestHeader, widest);
    update();
    Q_EMIT headerWidthChanged();
}

const std::vector<ShownLanes::Part> &LaneCanvas::parts()
{
    LayoutRequest view;
    const PixelFrame now = frame();
    view.range = now.range;
    view.width = now.width;
    view.margin = padding;
    view.liveEdge = m_liveEdge;
    const auto &shown = m_shown.parts(view, m_scroll, viewportHeight());
    const auto selected = m_selection->current();
    m_shown.light(m_trace ? m_lit.of(*m_trace, selected ? std::optional(selected->lane) : std::nullopt) : nullptr);
    return shown;
}

std::set<LaneId> LaneCanvas::lanesInSight()
{
    std::set<LaneId> lanes;
    for (const ShownLanes::Part &part : parts()) {
        for (const LaneRow &row : part.layout.rows)
            lanes.insert(row.lane);
    }
    return lanes;
}

void LaneCanvas::setRowHeight(int pixels)
{
    const int usual = m_shown.usualRow();
    m_arrangement->setRowPercent((pixels * 100 + usual - 1) / usual); // the least that gives so many
}

/// The row at the top stays there when rows come, go or change their height; another order is seen
/// from its begin.
void LaneCanvas::arrange()
{
    const bool reordered = std::exchange(m_order, m_arrangement->choices().order) != m_arrangement->choices().order;
    const std::vector<LaneRow> &before = m_shown.scrolled().rows;
    const auto top = before.empty() ? std::nullopt : std::optional(before.front().lane);
    const int topY = before.empty() ? 0 : m_shown.screenY(before.front().y);
    Q_EMIT contentChanged();
    update();
    if (isEmpty())
        return;
    parts();
    const LaneRow *now = top && !reordered ? rows().rowShowing(*m_trace, *top) : nullptr;
    if (reordered || (now && !now->pinned))
        Q_EMIT scrollRequested(reordered ? 0 : m_scroll + m_shown.screenY(now->y) - topY);
}

void LaneCanvas::toggle(LaneId lane)
{
    if (const LaneRow *row = rows().rowOf(lane); row && row->hasChildren)
        m_arrangement->setFolded({lane}, !row->collapsed);
}

void LaneCanvas::select(LaneId lane, Nanos time)
{
    m_selection->select({lane, time});
}

void LaneCanvas::selectHit(const Hit &hit)
{
    if (hit.lane && hit.count > 1) {
        const auto [lane, time] = m_shown.firstOf(hit, m_liveEdge);
        select(lane, time);
    } else if (hit.lane)
        select(*hit.lane, hit.time);
    else
        m_selection->clear();
}

std::optional<Segment> LaneCanvas::selectedSegment() const
{
    const auto selected = m_selection->current();
    const Lane *lane = selected && m_trace ? m_trace->lane(selected->lane) : nullptr;
    return lane ? segmentAt(*lane, m_liveEdge, selected->time) : std::nullopt;
}

void LaneCanvas::stepSegment(int direction)
{
    const auto segment = selectedSegment();
    if (!segment) {
        stepRow(direction);
        return;
    }
    const Nanos there = direction > 0 ? segment->end : segment->begin - Nanos(1);
    if (segmentAt(*m_trace->lane(segment->lane), m_liveEdge, there))
        select(segment->lane, there);
}

void LaneCanvas::stepRow(int direction)
{
    const std::vector<LaneRow> &all = rows().rows;
    if (all.empty())
        return;
    const auto selected = m_selection->current();
    const LaneRow *row = selected ? rows().rowShowing(*m_trace, selected->lane) : nullptr;
    std::ptrdiff_t index = row ? row - all.data() + direction : 0;
    index = std::clamp(index, std::ptrdiff_t(0), std::ptrdiff_t(all.size()) - 1);
    const Lane &lane = *m_trace->lane(all[std::size_t(index)].lane);
    Nanos time = selected ? selected->time : std::max(m_zoom->visible().begin, m_trace->begin());
    // A lane that was not alive then is entered at its nearer end.
    if (!lane.events.empty() && !segmentAt(lane, m_liveEdge, time))
        time = time < lane.events.front().time() ? lane.events.front().time() : lane.events.back().time() - Nanos(1);
    select(lane.id, time);
}

void LaneCanvas::revealSelection()
{
    update();
    const auto selected = m_selection->current();
    if (!selected || isEmpty())
        return;
    if (const LaneRow *row = rows().rowShowing(*m_trace, selected->lane))
        Q_EMIT scrollRequested(scrollShowing(*m_trace, rows(), *row, m_scroll, viewportHeight()));
    const TimeRange visible = m_zoom->visible();
    const auto segment = selectedSegment();
    if (segment && (segment->end < visible.begin || segment->begin >= visible.end))
        m_zoom->panBy(segment->begin - visible.begin - visible.length() / 2);
    if (segment)
        setAccessibleDescription(segmentText(*m_trace, *segment));
    selectedArrows();
    if (segment && !m_wakes.areAll())
        Q_EMIT m_navigator->told(tr("It woke more lanes than arrows are drawn for."));
}

void LaneCanvas::fit(TimeRange range)
{
    const Nanos beside = std::max(range.length() / 20, Nanos(1));
    m_zoom->setVisible({range.begin - beside, range.end + beside});
}

void LaneCanvas::zoomBy(double factor)
{
    const TimeRange visible = m_zoom->visible();
    Nanos anchor = visible.begin + visible.length() / 2;
    if (m_hover && zoneAt(*m_hover) == Zone::Lanes)
        anchor = timeAtX(m_hover->x());
    else if (const auto selected = m_selection->current(); selected && visible.contains(selected->time))
        anchor = selected->time;
    m_zoom->zoomAt(anchor, factor);
}

void LaneCanvas::setRubberBand(std::optional<std::pair<int, int>> band)
{
    m_band = band;
    update();
}

bool LaneCanvas::event(QEvent *event)
{
    return m_gestures->pinch(event) || QWidget::event(event);
}

void LaneCanvas::resizeEvent(QResizeEvent *)
{
    const int usual = std::clamp(width() - roomForLanes, leastUsualHeader, usualHeader);
    fitHeader(m_headerChosen ? m_headerWidth : usual);
    Q_EMIT contentChanged();
}

void LaneCanvas::fitToText()
{
    m_painter.setTextScale(textScale());
    m_shown.setUsualRow(int(std::lround(RowMetrics().row * textScale())));
}

void LaneCanvas::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        fitToText();
        Q_EMIT contentChanged();
        update();
    }
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        m_painter.setTheme(timelineTheme(palette()));
        update();
    }
    QWidget::changeEvent(event);
}

void LaneCanvas::leaveEvent(QEvent *)
{
    m_hover.reset();
    update();
}

void LaneCanvas::mouseMoveEvent(QMouseEvent *event)
{
    m_hover = event->pos();
    m_pointsLast = true;
    m_gestures->move(event);
    update();
}

void LaneCanvas::mousePressEvent(QMouseEvent *event) { m_gestures->press(event); }
void LaneCanvas::mouseReleaseEvent(QMouseEvent *event) { m_gestures->release(event); }
void LaneCanvas::mouseDoubleClickEvent(QMouseEvent *event) { m_gestures->doubleClick(event); }
void LaneCanvas::wheelEvent(QWheelEvent *event) { m_gestures->wheel(event); }

/// By the mouse of the header that it is over, by the keyboard of the selected lane.
void LaneCanvas::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        const auto hit = zoneAt(event->pos()) == Zone::Header ? hitAt(event->pos()) : std::nullopt;
        if (hit)
            Q_EMIT headerMenuRequested(hit->row, event->globalPos());
        return;
    }
    const auto selected = m_selection->current();
    const LaneRow *row = selected && m_trace ? rows().rowShowing(*m_trace, selected->lane) : nullptr;
    if (!row && !rows().rows.empty())
        row = rows().rows.data();
    parts();
    if (row)
        Q_EMIT headerMenuRequested(row->lane, mapToGlobal(QPoint(padding, rulerHeight + m_shown.screenY(row->y) + row->height)));
}

} // namespace Interleave

#include "ui/timeline/timelineview.h"

#include "ui/models/playhead.h"
#include "ui/timeline/accessibletimeline.h"
#include "ui/timeline/hoverwatch.h"
#include "ui/timeline/kernelnotice.h"
#include "ui/timeline/laneactions.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/lanefilterbar.h"
#include "ui/timeline/lanenotice.h"
#include "ui/timeline/navigator.h"
#include "ui/timeline/overviewstrip.h"
#include "ui/timeline/picture.h"
#include "ui/timeline/spokenchanges.h"

#include <QGridLayout>
#include <QMenu>
#include <QScrollBar>

namespace Interleave {

namespace {

constexpr double zoomStep = 1.5;

} // namespace

class TimelineView::Private
{
public:
    LaneArrangement *arrangement = nullptr;
    LaneActions *actions = nullptr;
    LaneCanvas *canvas = nullptr;
    LaneFilterBar *filter = nullptr;
    LaneNotice *notice = nullptr;
    KernelNotice *kernelNotice = nullptr;
    OverviewStrip *overview = nullptr;
    QScrollBar *scrollBar = nullptr;

    void makeParts(TimelineView *view, const ViewState &state)
    {
        arrangement = new LaneArrangement(view);
        actions = new LaneActions(arrangement, state.selection, view);
        canvas = new LaneCanvas(state, arrangement, view);
        filter = new LaneFilterBar(canvas);
        filter->setMenu(actions->viewMenu(filter));
        filter->hide();
        notice = new LaneNotice(view);
        kernelNotice = new KernelNotice(view);
        overview = new OverviewStrip(state, view);
        canvas->navigator()->serve(overview);
        scrollBar = new QScrollBar(Qt::Vertical, view);
        auto *grid = new QGridLayout(view);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setSpacing(0);
        grid->addWidget(canvas, 0, 0);
        grid->addWidget(scrollBar, 0, 1);
        grid->addWidget(notice, 1, 0, 1, 2);
        grid->addWidget(kernelNotice, 2, 0, 1, 2);
        grid->addWidget(overview, 3, 0, 1, 2);
        grid->setRowStretch(0, 1);
    }

    void fitToContent() const
    {
        const int beyond = canvas->contentHeight() - canvas->viewportHeight();
        scrollBar->setRange(0, std::max(0, beyond));
        scrollBar->setPageStep(canvas->viewportHeight());
        scrollBar->setSingleStep(canvas->rowHeight());
        canvas->setScroll(scrollBar->value());
        filter->setVisible(!canvas->isEmpty());
        notice->show(canvas->rows(), arrangement->choices().filter);
        kernelNotice->show(canvas->trace());
        alignToHeader();
    }

    /// The field stands over the names, clear of the edge that is dragged; the overview under the axis.
    void alignToHeader() const
    {
        filter->setGeometry(0, 0, canvas->headerWidth() - 6, LaneCanvas::rulerHeight - 1);
        overview->setAxis(canvas->axisLeft(), canvas->axisWidth());
    }

    void connectLanes(TimelineView *view) const
    {
        const auto focusCanvas = [this] { canvas->setFocus(); };
        connect(actions, &LaneActions::filterRequested, filter, &LaneFilterBar::takeFocus);
        connect(filter, &LaneFilterBar::textChanged, arrangement, &LaneArrangement::setFilter);
        connect(filter, &LaneFilterBar::left, view, focusCanvas);
        connect(arrangement, &LaneArrangement::changed, view, [this] { filter->setText(arrangement->choices().filter); });
        connect(notice, &LaneNotice::showAllRequested, arrangement, &LaneArrangement::showAll);
        connect(notice, &LaneNotice::clearFilterRequested, view, [this] { arrangement->setFilter({}); });
        connect(canvas, &LaneCanvas::headerMenuRequested, view, [this](LaneId lane, const QPoint &place) {
            actions->headerMenu(lane, canvas)->popup(place);
        });
    }
};

TimelineView::TimelineView(const ViewState &view, QWidget *parent)
    : QWidget(parent), d(std::make_unique<Private>())
{
    AccessibleTimeline::install();
    d->makeParts(this, view);
    setFocusProxy(d->canvas);
    setAccessibleName(tr("Timeline of the run"));
    d->canvas->setPlaceholder(tr("Press Run to see what happens here, moment by moment."));

    connect(d->canvas, &LaneCanvas::contentChanged, this, [this] { d->fitToContent(); });
    connect(d->canvas, &LaneCanvas::headerWidthChanged, this, [this] {
        d->alignToHeader();
        Q_EMIT headerWidthChanged(d->canvas->headerWidth());
    });
    connect(d->canvas, &LaneCanvas::scrollRequested, d->scrollBar, &QScrollBar::setValue);
    connect(d->scrollBar, &QScrollBar::valueChanged, d->canvas, &LaneCanvas::setScroll);
    d->connectLanes(this);
    auto *hover = new HoverWatch(d->canvas, d->overview, this);
    connect(d->scrollBar, &QScrollBar::valueChanged, hover, &HoverWatch::refreshSoon);
    new SpokenChanges(d->canvas, this);
}

TimelineView::~TimelineView() = default;

void TimelineView::setTrace(std::shared_ptr<const Trace> trace)
{
    d->overview->setTrace(trace);
    d->actions->setTrace(trace);
    d->canvas->setTrace(std::move(trace));
}

void TimelineView::refresh(Nanos liveEdge)
{
    d->canvas->refresh(liveEdge);
    d->overview->refresh(d->canvas->liveEdge());
}

void TimelineView::takeColoursOf(const std::shared_ptr<const Trace> &other)
{
    d->canvas->takeColoursOf(other);
    d->overview->takeColoursOf(other);
}

int TimelineView::headerWidth() const { return d->canvas->headerWidth(); }

void TimelineView::setHeaderWidth(int width)
{
    if (width != d->canvas->headerWidth())
        d->canvas->setHeaderWidth(width);
}

void TimelineView::setPlaceholder(const QString &sentence)
{
    d->canvas->setPlaceholder(sentence);
}

void TimelineView::revealTime(Nanos time)
{
    ZoomState *zoom = d->canvas->zoom();
    const TimeRange visible = zoom->visible();
    if (time < visible.begin || time > visible.end)
        zoom->panBy(time - visible.begin - visible.length() / 2);
    d->canvas->view().playhead->moveTo(time);
}

PictureRows TimelineView::shownRows() const { return {d->arrangement->choices(), d->canvas->lanesInSight()}; }
LaneArrangement *TimelineView::arrangement() const { return d->arrangement; }
LaneActions *TimelineView::laneActions() const { return d->actions; }
Navigator *TimelineView::navigator() const { return d->canvas->navigator(); }

void TimelineView::setSearch(const Search *search)
{
    d->canvas->setSearch(search);
    d->overview->setSearch(search);
}

void TimelineView::zoomIn() { d->canvas->zoomBy(1 / zoomStep); }
void TimelineView::zoomOut() { d->canvas->zoomBy(zoomStep); }

} // namespace Interleave

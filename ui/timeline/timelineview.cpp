#include "ui/timeline/timelineview.h"

#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/overviewstrip.h"

#include <QGridLayout>
#include <QScrollBar>

namespace Interleave {

namespace {

constexpr double zoomStep = 1.5;

} // namespace

class TimelineView::Private
{
public:
    LaneCanvas *canvas = nullptr;
    OverviewStrip *overview = nullptr;
    QScrollBar *scrollBar = nullptr;

    void fitScrollBar() const
    {
        const int beyond = canvas->contentHeight() - canvas->viewportHeight();
        scrollBar->setRange(0, std::max(0, beyond));
        scrollBar->setPageStep(canvas->viewportHeight());
        scrollBar->setSingleStep(RowMetrics().row);
        canvas->setScroll(scrollBar->value());
    }

    void alignOverview() const { overview->setAxis(canvas->axisLeft(), canvas->axisWidth()); }
};

TimelineView::TimelineView(ZoomState *zoom, Selection *selection, QWidget *parent)
    : QWidget(parent), d(std::make_unique<Private>())
{
    d->canvas = new LaneCanvas(zoom, selection, this);
    d->overview = new OverviewStrip(zoom, this);
    d->scrollBar = new QScrollBar(Qt::Vertical, this);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(0);
    grid->addWidget(d->canvas, 0, 0);
    grid->addWidget(d->scrollBar, 0, 1);
    grid->addWidget(d->overview, 1, 0, 1, 2);
    setFocusProxy(d->canvas);
    setAccessibleName(tr("Timeline of the run"));
    d->canvas->setPlaceholder(tr("Press Run to see what happens here, moment by moment."));

    connect(d->canvas, &LaneCanvas::contentChanged, this, [this] {
        d->fitScrollBar();
        d->alignOverview();
    });
    connect(d->canvas, &LaneCanvas::headerWidthChanged, this, [this] { d->alignOverview(); });
    connect(d->canvas, &LaneCanvas::scrollRequested, d->scrollBar, &QScrollBar::setValue);
    connect(d->scrollBar, &QScrollBar::valueChanged, d->canvas, &LaneCanvas::setScroll);
}

TimelineView::~TimelineView() = default;

void TimelineView::setTrace(std::shared_ptr<const Trace> trace)
{
    d->overview->setTrace(trace);
    d->canvas->setTrace(std::move(trace));
}

void TimelineView::refresh(Nanos liveEdge)
{
    d->canvas->refresh(liveEdge);
    d->overview->refresh(d->canvas->liveEdge());
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
    d->canvas->setMarker(time);
}

void TimelineView::zoomIn() { d->canvas->zoomBy(1 / zoomStep); }
void TimelineView::zoomOut() { d->canvas->zoomBy(zoomStep); }
void TimelineView::fitSelection() { d->canvas->fitSelection(); }

} // namespace Interleave

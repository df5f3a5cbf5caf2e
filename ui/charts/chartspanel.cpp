#include "ui/charts/chartspanel.h"

#include "ui/charts/chartframe.h"
#include "ui/charts/chartlook.h"
#include "ui/charts/runchart.h"
#include "ui/models/playhead.h"
#include "ui/models/zoomstate.h"
#include "ui/theme/windowlook.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace Interleave {

namespace {

constexpr QSize pictureArea(960, 540);
constexpr int restMs = 120;
constexpr int renewMs = 250; // while the run grows
constexpr std::uint64_t readAtOnce = 100'000; // events: a few milliseconds
constexpr RunFigure figures[] = {RunFigure::Times, RunFigure::Activity, RunFigure::Levels, RunFigure::Waits};

} // namespace

ChartsPanel::ChartsPanel(const ViewState &view, QWidget *parent)
    : QWidget(parent), m_view(view), m_choice(new QComboBox(this))
    , m_frame(new ChartFrame(m_choice, {QStringLiteral("chart"), tr("Copies the chart's values as a table"),
                                        tr("Saves the chart as a picture")}, this))
{
    setAccessibleName(tr("Charts"));
    m_choice->setObjectName(QStringLiteral("chartChoice"));
    m_choice->setAccessibleName(tr("Chart"));
    for (const RunFigure figure : figures)
        m_choice->addItem(RunChart::titleOf(figure));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_frame);
    m_resting.setSingleShot(true);
    connect(&m_resting, &QTimer::timeout, this, &ChartsPanel::read);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ChartsPanel::read);
    connect(m_frame, &ChartFrame::saveRequested, this, &ChartsPanel::saveRequested);
    connect(m_frame, &ChartFrame::copyRequested, this, [this] { QApplication::clipboard()->setText(copyText()); });
    connect(m_view.zoom, &ZoomState::rangeChanged, this, &ChartsPanel::schedule);
    connect(m_view.playhead, &Playhead::moved, this, &ChartsPanel::showPlayhead);
    connect(&m_reading, &QFutureWatcher<Read>::finished, this, [this] {
        if (m_cancelled) // else it was stopped when it had just ended
            take(m_reading.result());
    });
    draw();
}

ChartsPanel::~ChartsPanel()
{
    stopReading();
}

void ChartsPanel::setTrace(std::shared_ptr<const Trace> trace, Nanos liveEdge, bool growing)
{
    stopReading();
    m_trace = std::move(trace);
    m_liveEdge = liveEdge;
    m_growing = growing;
    m_shown.reset();
    schedule();
}

void ChartsPanel::refresh(Nanos liveEdge, bool growing)
{
    m_liveEdge = liveEdge;
    m_growing = growing;
    if (isVisible() && !m_resting.isActive())
        m_resting.start(renewMs);
}

void ChartsPanel::choose(RunFigure figure)
{
    m_choice->setCurrentIndex(int(figure));
}

RunFigure ChartsPanel::chosen() const
{
    return figures[std::size_t(m_choice->currentIndex())];
}

void ChartsPanel::schedule()
{
    if (isVisible())
        m_resting.start(restMs);
}

/// What the timeline shows of the run.
TimeRange ChartsPanel::rangeToRead() const
{
    const TimeRange visible = m_view.zoom->visible();
    const Nanos end = std::max(m_liveEdge, m_trace->end()) + Nanos(1); // what ends with the run belongs to it
    return {std::max(visible.begin, m_trace->begin()), std::min(visible.end, end)};
}

void ChartsPanel::read()
{
    stopReading();
    if (!m_trace || m_trace->empty()) {
        m_shown.reset();
        return say(tr("Press Run: what is charted here is read from the run."));
    }
    const TimeRange range = rangeToRead();
    if (range.length() <= Nanos(0)) {
        m_shown.reset();
        return say(tr("Nothing of the run is in view."));
    }
    const bool isCheap = !looksAtEachEvent(chosen()) || eventsInRange(*m_trace, range.begin, range.end) <= readAtOnce;
    if (isCheap)
        return take(readRunFigure(chosen(), *m_trace, m_liveEdge, range));
    if (m_growing)
        return say(tr("This is read from each event, once the run is over."));
    say(tr("Reading the events…"));
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    m_reading.setFuture(QtConcurrent::run(
        [figure = chosen(), trace = m_trace, edge = m_liveEdge, range, cancelled = m_cancelled] {
            return readRunFigure(figure, *trace, edge, range, cancelled.get());
        }));
}

void ChartsPanel::stopReading()
{
    if (m_cancelled)
        m_cancelled->store(true, std::memory_order_relaxed); // the thread then ends, and its result is none
    m_cancelled.reset();
}

void ChartsPanel::take(const Read &figure)
{
    if (!figure) // stopped
        return;
    m_shown = figure;
    draw();
}

void ChartsPanel::say(const QString &sentence)
{
    m_frame->say(sentence);
}

void ChartsPanel::draw()
{
    if (!m_chart || m_dark != currentTheme().dark) {
        m_dark = currentTheme().dark;
        m_chart = new RunChart(currentTheme());
        m_frame->setChart(m_chart);
    }
    if (!m_shown)
        return;
    if (m_shown->isEmpty()) {
        return say(m_shown->figure == RunFigure::Levels ? tr("No queue or counter of this run has a value here.")
                   : m_shown->figure == RunFigure::Waits ? tr("Nothing that ended here was waited for.")
                                                         : tr("No lane that executes code lived here."));
    }
    m_chart->show(*m_trace, *m_shown);
    showPlayhead();
    m_frame->showChart(m_chart->leastHeight());
}

void ChartsPanel::showPlayhead()
{
    const auto time = m_view.playhead->time();
    m_chart->setPlayhead(time && m_trace ? std::optional(*time - m_trace->begin()) : std::nullopt);
}

QWidget *ChartsPanel::view() const { return m_frame->view(); }

QString ChartsPanel::copyText() const
{
    return m_trace && m_shown ? Interleave::copyText(*m_trace, *m_shown) : QString();
}

Result<QImage> ChartsPanel::picture() const
{
    if (!m_trace || !m_shown || m_shown->isEmpty())
        return Error(ErrorCode::Usage, "There is no chart to save yet.");
    auto chart = std::make_unique<RunChart>(currentTheme());
    chart->show(*m_trace, *m_shown);
    chart->showTitle();
    const QSize area(pictureArea.width(), std::max(pictureArea.height(), chart->leastHeight()));
    return chartImage(std::move(chart), area, currentTheme());
}

void ChartsPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

/// Nobody tells a hidden tab of another palette, or another view.
void ChartsPanel::showEvent(QShowEvent *event)
{
    read();
    QWidget::showEvent(event);
}

} // namespace Interleave

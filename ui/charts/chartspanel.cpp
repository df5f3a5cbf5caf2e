#include "ui/charts/chartspanel.h"

#include "ui/charts/chartlook.h"
#include "ui/charts/runchart.h"
#include "ui/models/playhead.h"
#include "ui/models/zoomstate.h"
#include "ui/panels/card.h"
#include "ui/theme/icons.h"
#include "ui/theme/windowlook.h"

#include <QApplication>
#include <QChartView>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
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
    : QWidget(parent), m_view(view), m_choice(new QComboBox(this)), m_stack(new QStackedLayout)
    , m_scroll(new QScrollArea(this)), m_chartView(new QChartView), m_sentence(dimLabel(QString(), this))
    , m_copy(new QPushButton(tr("Copy Numbers"), this))
    , m_save(new QPushButton(glyphIcon(Glyph::Export), tr("Save PNG…"), this))
{
    setAccessibleName(tr("Charts"));
    for (const RunFigure figure : figures)
        m_choice->addItem(RunChart::titleOf(figure));
    layOut();
    m_resting.setSingleShot(true);
    connect(&m_resting, &QTimer::timeout, this, &ChartsPanel::read);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ChartsPanel::read);
    connect(m_save, &QPushButton::clicked, this, &ChartsPanel::saveRequested);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(copyText()); });
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

void ChartsPanel::layOut()
{
    m_choice->setObjectName(QStringLiteral("chartChoice"));
    m_choice->setAccessibleName(tr("Chart"));
    m_chartView->setObjectName(QStringLiteral("chartView"));
    m_chartView->setRenderHint(QPainter::Antialiasing);
    m_chartView->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_chartView);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setObjectName(QStringLiteral("chartSentence"));
    m_copy->setObjectName(QStringLiteral("copyChart"));
    m_copy->setToolTip(tr("Copies the chart's values as a table"));
    m_save->setObjectName(QStringLiteral("saveChart"));
    m_save->setToolTip(tr("Saves the chart as a picture"));
    m_save->setIconSize(iconBesideText);
    auto *head = new QHBoxLayout;
    head->addWidget(m_choice);
    head->addStretch(1);
    head->addWidget(m_copy);
    head->addWidget(m_save);
    m_stack->addWidget(m_sentence);
    m_stack->addWidget(m_scroll);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 6, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addLayout(m_stack, 1);
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
    m_sentence->setText(sentence);
    m_stack->setCurrentWidget(m_sentence);
    m_copy->setEnabled(false);
    m_save->setEnabled(false);
}

void ChartsPanel::draw()
{
    if (!m_chart || m_dark != currentTheme().dark) {
        QChart *before = m_chartView->chart();
        m_dark = currentTheme().dark;
        m_chart = new RunChart(currentTheme());
        m_chartView->setChart(m_chart); // takes it
        m_chartView->setBackgroundBrush(currentTheme().background);
        delete before;
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
    m_chartView->setMinimumHeight(m_chart->leastHeight()); // less room scrolls
    m_stack->setCurrentWidget(m_scroll);
    m_copy->setEnabled(true);
    m_save->setEnabled(true);
}

void ChartsPanel::showPlayhead()
{
    const auto time = m_view.playhead->time();
    m_chart->setPlayhead(time && m_trace ? std::optional(*time - m_trace->begin()) : std::nullopt);
}

QString ChartsPanel::copyText() const
{
    return m_trace && m_shown ? Interleave::copyText(*m_trace, *m_shown) : QString();
}

Result<void> ChartsPanel::savePicture(const QString &path) const
{
    if (!m_trace || !m_shown || m_shown->isEmpty())
        return Error(ErrorCode::Usage, "There is no chart to save yet.");
    auto chart = std::make_unique<RunChart>(currentTheme());
    chart->show(*m_trace, *m_shown);
    chart->showTitle();
    const QSize area(pictureArea.width(), std::max(pictureArea.height(), chart->leastHeight()));
    return saveChart(std::move(chart), area, currentTheme(), path);
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

#include "ui/shell/comparewindow.h"

#include "ui/models/zoomstate.h"
#include "ui/panels/card.h"
#include "ui/panels/comparisonpanel.h"
#include "ui/shell/comparisonjob.h"
#include "ui/shell/exportdialog.h"
#include "ui/shell/filejobs.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/runchooser.h"
#include "ui/shell/runcontroller.h"
#include "ui/shell/settings.h"
#include "ui/theme/theme.h"
#include "ui/theme/windowlook.h"
#include "ui/timeline/comparisonpicture.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace Interleave {

namespace {

constexpr QSize smallestWindow(1000, 700), usualWindow(1440, 900);
constexpr int compareEveryMs = 1000; // while one of them goes on
constexpr int figuresWidth = 440;

} // namespace

CompareWindow::CompareWindow(Settings *settings, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_a{tr("A"), ViewState(this), nullptr, new RunChooser, {}, {}}
    , m_b{tr("B"), ViewState(this), nullptr, new RunChooser, {}, {}}
    , m_linked(new LinkedViews(m_a.view, m_b.view, this))
    , m_job(new ComparisonJob(this))
    , m_files(new FileJobs(this))
    , m_messages(new MessageBar)
    , m_figures(new ComparisonPanel)
{
    setWindowTitle(tr("Compare Runs – Interleave"));
    setMinimumSize(smallestWindow);
    resize(usualWindow);
    dressWindow(this);
    makeSides();
    makeMenus();
    layOut();
    connectParts();
    renew();
}

CompareWindow::~CompareWindow()
{
    for (Side *side : {&m_a, &m_b})
        disconnect(side->frames);
}

void CompareWindow::makeSides()
{
    for (Side *side : {&m_a, &m_b}) {
        side->timeline = new TimelineView(side->view);
        side->timeline->setAccessibleName(tr("Timeline of run %1").arg(side->name));
        side->timeline->setPlaceholder(tr("Choose the run %1 above: one that a window shows or showed, or a file.").arg(side->name));
        connect(side->chooser, &RunChooser::runChosen, this, [this, side](const OpenRun &run) { showIn(*side, run); });
        connect(side->chooser, &RunChooser::fileRequested, this, [this, side] { openFile(*side); });
    }
    connect(m_a.timeline, &TimelineView::headerWidthChanged, m_b.timeline, &TimelineView::setHeaderWidth);
    connect(m_b.timeline, &TimelineView::headerWidthChanged, m_a.timeline, &TimelineView::setHeaderWidth);
}

void CompareWindow::connectParts()
{
    m_again.setInterval(compareEveryMs);
    connect(&m_again, &QTimer::timeout, this, &CompareWindow::compareAgain);
    connect(m_job, &ComparisonJob::compared, this, &CompareWindow::takeComparison);
    connect(m_job, &ComparisonJob::busyChanged, m_figures, &ComparisonPanel::setBusy);
    connect(m_figures, &ComparisonPanel::partingRequested, this, &CompareWindow::goToParting);
    connect(m_figures, &ComparisonPanel::cancelRequested, this, [this] {
        m_job->cancel();
        m_again.stop();
        m_figures->showSentence(tr("The comparison was cancelled. Choose a run again to compare."));
    });
    connect(m_files, &FileJobs::failed, m_messages, &MessageBar::showError);
    connect(m_files, &FileJobs::opened, this, [this](const QString &path, const std::shared_ptr<const Trace> &trace) {
        OpenRuns::instance()->add(trace, QFileInfo(path).fileName());
        showIn(*m_opening, OpenRuns::instance()->runs().front());
    });
}

QAction *CompareWindow::addAction(QMenu *menu, const QString &text, const QString &help, const QKeySequence &key,
                                  void (CompareWindow::*slot)())
{
    QAction *action = menu->addAction(text, this, slot);
    action->setShortcut(key);
    action->setToolTip(help);
    action->setWhatsThis(help);
    return action;
}

void CompareWindow::makeMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    addAction(file, tr("&Export PNG…"), tr("Both timelines as one picture"), QKeySequence(Qt::CTRL | Qt::Key_E), &CompareWindow::exportPicture);
    file->addSeparator();
    file->addAction(tr("&Close"), QKeySequence::Close, this, &QWidget::close);
    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addAction(tr("&Fit"), QKeySequence(Qt::CTRL | Qt::Key_0), m_a.view.zoom, &ZoomState::showWhole);
    view->addAction(tr("Zoom &In"), QKeySequence::ZoomIn, m_a.timeline, &TimelineView::zoomIn);
    view->addAction(tr("Zoom &Out"), QKeySequence::ZoomOut, m_a.timeline, &TimelineView::zoomOut);
    view->addSeparator();
    addAction(view, tr("Align at the &Start"), tr("Both runs begin at the same place"),
              QKeySequence(Qt::ALT | Qt::Key_1), &CompareWindow::alignAtStart);
    addAction(view, tr("Align Where They &Part"), tr("The first events that differ stand under each other"),
              QKeySequence(Qt::ALT | Qt::Key_2), &CompareWindow::alignAtParting);
    addAction(view, tr("Align at the &Selected Segments"), tr("The begins of the segments selected in A and B stand under each other"),
              QKeySequence(Qt::ALT | Qt::Key_3), &CompareWindow::alignAtSelection);
    view->addSeparator();
    QAction *both = view->addAction(tr("Select in &Both Runs"));
    both->setToolTip(tr("What is selected in one run is selected in the other, too; switched off, one can choose a segment in each"));
    both->setShortcut(QKeySequence(Qt::ALT | Qt::Key_4));
    both->setCheckable(true);
    both->setChecked(true);
    connect(both, &QAction::toggled, m_linked, &LinkedViews::setSelectsBoth);
    QMenu *go = menuBar()->addMenu(tr("&Go"));
    addAction(go, tr("Where They &Part"), tr("Shows and selects the first events that differ"),
              QKeySequence(Qt::CTRL | Qt::Key_J), &CompareWindow::goToParting);
}

QWidget *CompareWindow::makeTop()
{
    auto *top = new QWidget;
    auto *line = new QHBoxLayout(top);
    line->setContentsMargins(0, 0, 0, 0);
    for (Side *side : {&m_a, &m_b}) {
        auto *label = new QLabel(QStringLiteral("&%1").arg(side->name));
        label->setProperty("role", QStringLiteral("heading"));
        label->setBuddy(side->chooser);
        side->chooser->setAccessibleName(tr("Run %1").arg(side->name));
        line->addWidget(label);
        line->addWidget(side->chooser, 1);
    }
    auto *swap = new QPushButton(tr("S&wap"));
    swap->setToolTip(tr("A becomes B, and B becomes A"));
    connect(swap, &QPushButton::clicked, this, [this] {
        std::optional<OpenRun> formerA = m_a.run;
        showIn(m_a, m_b.run);
        showIn(m_b, std::move(formerA));
    });
    line->addWidget(swap);
    return top;
}

void CompareWindow::layOut()
{
    auto *timelines = new QSplitter(Qt::Vertical);
    timelines->setChildrenCollapsible(false);
    for (const Side *side : {&m_a, &m_b}) {
        auto *frame = new QFrame;
        makeCard(frame);
        auto *inside = new QHBoxLayout(frame);
        inside->setContentsMargins(2, 2, 2, 2);
        inside->addWidget(side->timeline);
        timelines->addWidget(frame);
    }
    auto *halves = new QSplitter(Qt::Horizontal);
    halves->setChildrenCollapsible(false);
    halves->addWidget(timelines);
    halves->addWidget(m_figures);
    halves->setStretchFactor(0, 1);
    halves->setSizes({usualWindow.width() - figuresWidth, figuresWidth});
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->addWidget(m_messages);
    layout->addWidget(makeTop());
    layout->addWidget(halves, 1);
    setCentralWidget(content);
}

void CompareWindow::openFile(Side &side)
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a Run"), m_settings->folder());
    if (path.isEmpty())
        return;
    m_opening = &side;
    m_settings->setFolder(QFileInfo(path).absolutePath());
    m_files->open(path);
}

void CompareWindow::showWithLatest(const std::shared_ptr<const Trace> &trace)
{
    std::shared_ptr<const Trace> other;
    for (const OpenRun &run : OpenRuns::instance()->runs()) {
        if (!other && run.trace != trace)
            other = run.trace;
    }
    setRuns(trace, other);
}

void CompareWindow::setRuns(const std::shared_ptr<const Trace> &a, const std::shared_ptr<const Trace> &b)
{
    const auto known = [](const std::shared_ptr<const Trace> &trace) -> std::optional<OpenRun> {
        const auto &runs = OpenRuns::instance()->runs();
        const auto found = std::ranges::find(runs, trace, &OpenRun::trace);
        if (found != runs.end())
            return *found;
        return trace ? std::optional(OpenRun{trace, nullptr, {}}) : std::nullopt;
    };
    showIn(m_a, known(a));
    showIn(m_b, known(b));
}

void CompareWindow::showIn(Side &side, std::optional<OpenRun> run)
{
    disconnect(side.frames);
    side.run = std::move(run);
    if (side.run && side.run->shownBy)
        side.frames = connect(side.run->shownBy, &RunController::frameDue, this, &CompareWindow::refresh);
    renew();
    side.timeline->setTrace(side.run ? side.run->trace : nullptr);
    m_b.timeline->takeColoursOf(m_a.run ? m_a.run->trace : nullptr);
    side.chooser->showRun(side.run);
    refresh();
    alignAtStart();
    m_a.view.zoom->showWhole();
    compareAgain();
}

/// What was said of another pair of runs.
void CompareWindow::renew()
{
    m_job->cancel();
    m_comparison.reset();
    m_linked->setPairs(m_a.run && m_b.run ? LanePairs(*m_a.run->trace, *m_b.run->trace) : LanePairs());
    m_figures->showSentence(m_a.run && m_b.run ? tr("Comparing…") : tr("Choose two runs: what differs is then told here."));
}

/// A run has grown, or another stands there.
void CompareWindow::refresh()
{
    const auto rangeOf = [](const Side &side) { return TimeRange{side.run->trace->begin(), side.run->liveEdge()}; };
    const Side *some = m_a.run ? &m_a : m_b.run ? &m_b : nullptr;
    if (!some)
        return;
    m_linked->setRuns(rangeOf(m_a.run ? m_a : *some), rangeOf(m_b.run ? m_b : *some));
    for (const Side *side : {&m_a, &m_b}) {
        if (side->run)
            side->timeline->refresh(side->run->liveEdge());
    }
}

void CompareWindow::compareAgain()
{
    if (!m_a.run || !m_b.run || m_job->isBusy())
        return;
    const bool aGrows = m_a.run->isLive(), bGrows = m_b.run->isLive();
    const bool last = m_again.isActive() && !aGrows && !bGrows;
    (aGrows || bGrows) ? m_again.start() : m_again.stop();
    const auto isSmall = [](const Side &side) { return side.run->trace->eventCount() <= ComparisonJob::mostEventsCopied; };
    if ((aGrows && !isSmall(m_a)) || (bGrows && !isSmall(m_b))) {
        m_linked->setPairs(LanePairs(*m_a.run->trace, *m_b.run->trace)); // lanes may have come
        return m_figures->showSentence(tr("What differs is told when both runs are over."));
    }
    if (last)
        refresh();
    m_job->compare(m_a.run->trace, aGrows, m_b.run->trace, bGrows);
}

void CompareWindow::takeComparison(const Comparison &comparison)
{
    m_comparison = comparison;
    m_linked->setPairs(comparison.pairs);
    m_figures->showComparison(comparison);
}

QStringList CompareWindow::messages() const { return m_messages->messages(); }

void CompareWindow::exportPicture()
{
    if (!m_comparison || !m_a.run || !m_b.run || m_a.run->isLive() || m_b.run->isLive())
        return m_messages->showNotice(tr("There is a picture once both runs are over and compared."));
    const QString path = askForTarget(this, m_settings, tr("Export PNG"), QStringLiteral("comparison.png"), tr("Pictures (*.png)"));
    if (path.isEmpty())
        return;
    PictureOptions options;
    options.dark = currentTheme().dark;
    m_files->exportPicture(path, [a = m_a.run->trace, b = m_b.run->trace, comparison = *m_comparison, options, path](const std::stop_token &stop) {
        return writeComparison(*a, *b, comparison, options, path, stop);
    });
}

void CompareWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    redressWindow(this, event);
}

} // namespace Interleave

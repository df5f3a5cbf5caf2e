#include "ui/shell/mainwindow.h"

#include "core/kernel/limits.h"
#include "ui/charts/chartspanel.h"
#include "ui/charts/figurepanel.h"
#include "ui/models/selection.h"
#include "ui/models/viewstate.h"
#include "ui/models/zoomstate.h"
#include "ui/panels/detailspanel.h"
#include "ui/panels/eventspanel.h"
#include "ui/panels/outputpanel.h"
#include "ui/panels/parameterpanel.h"
#include "ui/panels/rangepanel.h"
#include "ui/panels/scenariopanel.h"
#include "ui/shell/actions.h"
#include "ui/shell/chartcontrol.h"
#include "ui/shell/colourbymenu.h"
#include "ui/shell/commandcontrol.h"
#include "ui/shell/explanationcontrol.h"
#include "ui/shell/exportdialog.h"
#include "ui/shell/filecommands.h"
#include "ui/shell/helpdialogs.h"
#include "ui/shell/keptmarkers.h"
#include "ui/shell/lanesmenu.h"
#include "ui/shell/listingcontrol.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/recentfilesmenu.h"
#include "ui/shell/redislogin.h"
#include "ui/shell/runcaption.h"
#include "ui/shell/runcontroller.h"
#include "ui/shell/runmessages.h"
#include "ui/shell/searchcontrol.h"
#include "ui/shell/severalruns.h"
#include "ui/shell/statusline.h"
#include "ui/shell/timelinetools.h"
#include "ui/shell/windowlayout.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QShowEvent>

namespace Interleave {

namespace {

constexpr QSize smallestWindow(1000, 700);
constexpr QSize usualWindow(1440, 900);

} // namespace

MainWindow::MainWindow()
{
    applyColourScheme(m_settings.colourScheme());
    raiseDescriptorLimit();
    makeParts();
    layOut();
    connectActions();
    connectRuns();
    connectPanels();
    dressWindow(this);
    restore();
}

MainWindow::~MainWindow()
{
    // The parts die in the order they were made, so the run must end while all of them still live.
    m_runs->disconnect(this);
    delete m_runs;
}

void MainWindow::makeParts()
{
    setWindowTitle(tr("Interleave"));
    setAcceptDrops(true);
    setMinimumSize(smallestWindow);
    m_actions = new Actions(this);
    m_runs = new RunController(this);
    const ViewState view(this);
    m_zoom = view.zoom;
    m_selection = view.selection;
    m_messages = new MessageBar;
    m_scenarios = new ScenarioPanel(allScenarios());
    m_parameters = new ParameterPanel;
    m_timeline = new TimelineView(view);
    m_tools = new TimelineTools(view, m_timeline, m_runs, this);
    m_timeline->setPlaceholder(tr("Choose a scenario and press Run: what happens is drawn here while it happens."));
    m_output = new OutputPanel;
    m_output->follow(view.playhead);
    m_events = new EventsPanel(m_selection);
    m_search = new SearchControl({m_zoom, m_selection, m_timeline, m_events}, this);
    m_listing = new ListingControl(view, m_runs, m_search, this);
    m_commands = new CommandControl(this);
    m_figure = new FigurePanel;
    m_charts = new ChartControl(view, m_runs, &m_settings, m_messages, this);
    m_caption = new RunCaption;
    m_details = new DetailsPanel;
    new ExplanationControl(view, m_runs, m_timeline->navigator(), m_details, this);
    new RedisLogin(m_runs, m_messages, this);
    m_status = new StatusLine;
    m_files = new FileCommands({.window = this, .settings = &m_settings, .actions = m_actions, .runs = m_runs,
                                .view = view, .timeline = m_timeline, .markers = new KeptMarkers(view.markers, m_runs, m_messages, this),
                                .messages = m_messages, .status = m_status}, this);
    connect(m_files, &FileCommands::shown, this, &MainWindow::showOpened);
    connect(m_charts, &ChartControl::pictureDrawn, m_files, &FileCommands::exportImage);
}

void MainWindow::layOut()
{
    auto *content = new QWidget;
    m_layout = std::make_unique<WindowLayout>(WindowParts{.messages = m_messages, .scenarios = m_scenarios,
                                                          .parameters = m_parameters, .caption = m_caption,
                                                          .search = m_search->bar(),
                                                          .timeline = m_timeline, .output = m_output,
                                                          .events = m_events, .listing = m_listing->widget(), .figure = m_figure,
                                                          .charts = m_charts->panel(),
                                                          .range = m_tools->rangePanel(), .details = m_details}, content);
    setCentralWidget(content);
    setStatusBar(m_status);
}

void MainWindow::connectActions()
{
    m_actions->fillMenus(m_files->recentFiles(), m_search->actions() << m_commands->action());
    m_actions->addToViewMenu(new ColourByMenu(&m_settings, this));
    m_actions->addToViewMenu(new LanesMenu(m_timeline, &m_settings, this));
    new SeveralRuns({.window = this, .settings = &m_settings, .parameters = m_parameters, .runs = m_runs,
                     .messages = m_messages, .run = m_actions->run, .fit = m_actions->fit});
    m_actions->fillToolBar(m_tools->makePlayControls());
    m_tools->connectParts(m_layout->results(), m_details, m_messages, this);
    m_tools->serveList(m_output);
    m_tools->serveList(m_events);
    m_tools->serveList(m_charts->panel()->view());
    for (QWidget *list : m_listing->lists())
        m_tools->serveList(list);
    connect(m_actions->run, &QAction::triggered, this, &MainWindow::run);
    connect(m_actions->stop, &QAction::triggered, this, &MainWindow::stop);
    connect(m_actions->fit, &QAction::triggered, m_zoom, &ZoomState::showWhole);
    connect(m_actions->zoomIn, &QAction::triggered, m_timeline, &TimelineView::zoomIn);
    connect(m_actions->zoomOut, &QAction::triggered, m_timeline, &TimelineView::zoomOut);
    connect(m_actions->follow, &QAction::toggled, m_zoom, &ZoomState::setFollowing);
    connect(m_zoom, &ZoomState::followingChanged, m_actions->follow, &QAction::setChecked);
    connect(m_actions->keys, &QAction::triggered, this, [this] { showKeys(this); });
    connect(m_actions->bars, &QAction::triggered, this, [this] { showBarMeanings(this); });
    connect(m_actions->about, &QAction::triggered, this, [this] { showAbout(this); });
    connect(m_actions, &Actions::colourSchemeChosen, this, [this](ColourScheme scheme) {
        m_settings.setColourScheme(scheme);
        applyColourScheme(scheme);
    });
}

void MainWindow::connectRuns()
{
    connect(m_runs, &RunController::traceReplaced, this, &MainWindow::replaceTrace);
    connect(m_runs, &RunController::frameDue, this, &MainWindow::showFrame);
    connect(m_runs, &RunController::finished, this, &MainWindow::showOutcome);
    connect(m_runs, &RunController::failed, m_messages, &MessageBar::showError);
    connect(m_runs, &RunController::notKept, m_messages, &MessageBar::showNotice);
    connect(m_runs, &RunController::notSaved, m_messages, &MessageBar::showError);
    connect(m_runs, &RunController::runningChanged, m_actions, &Actions::showRunning);
}

void MainWindow::connectPanels()
{
    connect(m_scenarios, &ScenarioPanel::scenarioChosen, this, &MainWindow::takeScenario);
    connect(m_scenarios, &ScenarioPanel::runRequested, this, &MainWindow::run);
    connect(m_parameters, &ParameterPanel::runRequested, this, &MainWindow::run);
    connect(m_figure, &FigurePanel::saveRequested, this, &MainWindow::askForFigureFile);
    connect(m_output, &OutputPanel::lineActivated, this, [this](Nanos time, LaneId lane) {
        m_selection->select({lane, time});
        m_timeline->revealTime(time);
    });
    connect(m_commands, &CommandControl::scenarioChosen, this, &MainWindow::setScenario);
    connect(m_commands, &CommandControl::laneChosen, m_search, &SearchControl::goToLane);
    connect(m_events, &EventsPanel::momentChosen, m_timeline, &TimelineView::revealTime);
}

void MainWindow::restore()
{
    m_actions->showColourScheme(m_settings.colourScheme());
    resize(usualWindow);
    restoreGeometry(m_settings.geometry());
    m_layout->restore(m_settings);
    if (setScenario(m_settings.scenario()))
        return;
    const std::vector<const Scenario *> all = allScenarios();
    if (!all.empty())
        setScenario(QString::fromStdString(all.front()->id));
}

void MainWindow::remember()
{
    m_settings.setGeometry(saveGeometry());
    m_layout->remember(m_settings);
    if (const Scenario *scenario = m_parameters->scenario()) {
        m_settings.setScenario(QString::fromStdString(scenario->id));
        m_settings.setParameters(*scenario, m_parameters->values());
    }
}

bool MainWindow::setScenario(const QString &id)
{
    return m_scenarios->choose(id);
}

void MainWindow::setParameters(const ParameterValues &values)
{
    m_parameters->setValues(values);
}

void MainWindow::takeScenario(const QString &id)
{
    if (const Scenario *before = m_parameters->scenario())
        m_settings.setParameters(*before, m_parameters->values());
    const Scenario *scenario = findScenario(id.toStdString());
    m_parameters->setLimits(readLimits());
    m_parameters->setScenario(scenario);
    m_parameters->setValues(m_settings.parameters(*scenario));
    m_details->setScenario(scenario);
    m_caption->setChosen(scenario);
    m_listing->setChosen(scenario);
    showFigure();
}

void MainWindow::run()
{
    const Scenario *scenario = m_parameters->scenario();
    if (!scenario || m_runs->isRunning())
        return;
    remember();
    m_runs->start(QString::fromStdString(scenario->id), m_parameters->values());
}

void MainWindow::stop()
{
    m_runs->stop();
}

void MainWindow::replaceTrace()
{
    m_selection->clear();
    m_timeline->setTrace(m_runs->trace());
    m_output->setTrace(m_runs->trace());
    m_events->setTrace(m_runs->trace(), m_runs->liveEdge());
    m_search->setTrace(m_runs->trace());
    m_commands->setTrace(m_runs->trace());
    m_caption->setTrace(m_runs->trace());
    showFigure();
    m_layout->raiseFigure();
    if (!m_zoom->isFollowing())
        m_zoom->showWhole();
    m_timeline->refresh(m_runs->liveEdge());
    m_status->refreshNow(m_runs->trace(), m_runs->liveEdge());
    const QString title = QString::fromStdString(m_runs->trace()->info.title);
    setWindowTitle(title.isEmpty() ? tr("Interleave") : tr("%1 – Interleave").arg(title));
}

/// That of the run that stands there; before it, that of the scenario that could.
void MainWindow::showFigure()
{
    const Scenario *chosen = m_parameters->scenario();
    const Scenario *shown = m_runs->trace() ? findScenario(m_runs->trace()->info.scenario) : nullptr;
    if (shown && shown->figure)
        m_figure->setFigure(shown->figure, m_runs->trace());
    else
        m_figure->setFigure(chosen ? chosen->figure : std::nullopt, nullptr);
    m_layout->setFigureVisible((shown && shown->figure) || (chosen && chosen->figure));
}

void MainWindow::showFrame()
{
    m_timeline->refresh(m_runs->liveEdge());
    m_output->refresh();
    m_events->refresh(m_runs->liveEdge());
    m_search->refresh();
    m_figure->refresh();
    m_status->refresh(m_runs->trace(), m_runs->liveEdge());
}

void MainWindow::showOutcome()
{
    m_status->refreshNow(m_runs->trace(), m_runs->liveEdge());
    m_caption->setTrace(m_runs->trace());
    tellOutcome(*m_messages, *m_runs->trace());
}

void MainWindow::openFile(const QString &path) { m_files->open(path); }
void MainWindow::saveFile(const QString &path) { m_files->save(path); }

void MainWindow::showOpened(const QString &path, const std::shared_ptr<const Trace> &trace)
{
    const QString scenario = QString::fromStdString(trace->info.scenario);
    if (setScenario(scenario))
        setParameters(trace->info.parameters);
    setWindowTitle(tr("%1 – Interleave").arg(QFileInfo(path).fileName()));
}

void MainWindow::askForFigureFile()
{
    const QString name = QString::fromStdString(m_runs->trace()->info.scenario) + QStringLiteral("-figure.png");
    const QString path = askForTarget(this, &m_settings, tr("Save Figure"), name, tr("Pictures (*.png)"));
    const Result<QImage> figure = path.isEmpty() ? QImage() : m_figure->picture();
    if (!figure.hasValue())
        m_messages->showError(QString::fromStdString(figure.error().message));
    else if (!path.isEmpty())
        m_files->exportImage(path, figure.value());
}

QStringList MainWindow::messages() const
{
    return m_messages->messages();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    redressWindow(this, event);
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    if (!event->spontaneous())
        m_actions->focusRunButton(); // so that Return runs
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    remember();
    stop();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    // What is no run is refused by the reader, in a sentence.
    openFile(event->mimeData()->urls().first().toLocalFile());
    event->acceptProposedAction();
}

} // namespace Interleave

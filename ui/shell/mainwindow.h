// The window: scenarios and parameters, timeline and output, details. Assembly only: it makes the
// parts, ties their facts and wishes together and remembers how it was left.
#pragma once

#include "core/scenarios/scenario.h"
#include "core/trace/trace.h"
#include "ui/shell/settings.h"

#include <QMainWindow>

#include <memory>

namespace Interleave {

class Actions;
class CommandControl;
class DetailsPanel;
class EventsPanel;
class ChartControl;
class FigurePanel;
class FileCommands;
class ListingControl;
class MessageBar;
class OutputPanel;
class ParameterPanel;
class RunCaption;
class RunController;
class ScenarioPanel;
class SearchControl;
class Selection;
class StatusLine;
class TimelineTools;
class TimelineView;
class WindowLayout;
class ZoomState;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow();
    ~MainWindow() override;

    /// Chooses it with the parameters remembered for it. False when there is none of that id.
    bool setScenario(const QString &id);
    void setParameters(const ParameterValues &values);
    void run();
    void stop();
    /// Reads the file in the background and shows it, unless a run goes on or begins meanwhile; a
    /// failure goes to the message bar.
    void openFile(const QString &path);
    /// Writes the shown run in the background, format by suffix.
    void saveFile(const QString &path);

    const RunController &runs() const { return *m_runs; }
    QStringList messages() const;

protected:
    void showEvent(QShowEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeParts();
    void layOut();
    void connectActions();
    void connectRuns();
    void connectPanels();
    void restore();
    void remember();

    void takeScenario(const QString &id);
    void replaceTrace();
    void showFrame();
    void showFigure();
    void showOutcome();
    void showOpened(const QString &path, const std::shared_ptr<const Trace> &trace);
    void askForFigureFile();

    Settings m_settings;
    Actions *m_actions;
    RunController *m_runs;
    FileCommands *m_files;
    ZoomState *m_zoom;
    Selection *m_selection;
    MessageBar *m_messages;
    ScenarioPanel *m_scenarios;
    ParameterPanel *m_parameters;
    TimelineView *m_timeline;
    TimelineTools *m_tools;
    OutputPanel *m_output;
    EventsPanel *m_events;
    SearchControl *m_search;
    ListingControl *m_listing;
    CommandControl *m_commands;
    FigurePanel *m_figure;
    ChartControl *m_charts;
    RunCaption *m_caption;
    DetailsPanel *m_details;
    StatusLine *m_status;
    std::unique_ptr<WindowLayout> m_layout;
};

} // namespace Interleave

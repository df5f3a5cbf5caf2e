// The command palette of a window: gathers all its actions when it opens, whoever made them, and
// besides them the scenarios and the lanes of the run. Made and owned by the window.
#pragma once

#include "core/trace/trace.h"
#include "ui/models/commandmodel.h"

#include <QObject>

#include <memory>

class QAction;
class QMainWindow;

namespace Interleave {

class CommandPalette;

class CommandControl : public QObject
{
    Q_OBJECT

public:
    explicit CommandControl(QMainWindow *window);

    /// Command Palette….
    QAction *action() const { return m_action; }
    void setTrace(std::shared_ptr<const Trace> trace) { m_trace = std::move(trace); }
    /// As they are now.
    std::vector<Command> commands();

Q_SIGNALS:
    void scenarioChosen(const QString &id);
    void laneChosen(LaneId lane);

private:
    void addActions(std::vector<Command> &commands);
    void addScenarios(std::vector<Command> &commands);
    void addLanes(std::vector<Command> &commands);

    QMainWindow *m_window;
    CommandPalette *m_palette;
    QAction *m_action;
    std::shared_ptr<const Trace> m_trace;
};

} // namespace Interleave

#include "ui/shell/chartcontrol.h"

#include "ui/charts/chartspanel.h"
#include "ui/shell/exportdialog.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/runcontroller.h"

namespace Interleave {

ChartControl::ChartControl(const ViewState &view, RunController *runs, Settings *settings, MessageBar *messages,
                           QObject *parent)
    : QObject(parent), m_runs(runs), m_settings(settings), m_messages(messages), m_panel(new ChartsPanel(view))
{
    connect(m_runs, &RunController::traceReplaced, this, [this] {
        m_panel->setTrace(m_runs->trace(), m_runs->liveEdge(), m_runs->isRunning());
    });
    connect(m_runs, &RunController::frameDue, this, &ChartControl::refresh);
    connect(m_runs, &RunController::finished, this, &ChartControl::refresh);
    connect(m_panel, &ChartsPanel::saveRequested, this, &ChartControl::save);
}

void ChartControl::refresh()
{
    m_panel->refresh(m_runs->liveEdge(), m_runs->isRunning());
}

void ChartControl::save()
{
    const QString name = QString::fromStdString(m_runs->trace()->info.scenario) + QStringLiteral("-chart.png");
    const QString path = askForTarget(m_panel->window(), m_settings, tr("Save Chart"), name, tr("Pictures (*.png)"));
    const Result<void> saved = path.isEmpty() ? Result<void>() : m_panel->savePicture(path);
    if (!saved.hasValue())
        m_messages->showError(QString::fromStdString(saved.error().message));
}

} // namespace Interleave

#include "ui/shell/filecommands.h"

#include "core/analysis/explanation.h"
#include "core/analysis/runsentence.h"
#include "ui/models/selection.h"
#include "ui/models/zoomstate.h"
#include "ui/shell/actions.h"
#include "ui/shell/exportdialog.h"
#include "ui/shell/filejobs.h"
#include "ui/shell/keptmarkers.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/recentfilesmenu.h"
#include "ui/shell/runcontroller.h"
#include "ui/shell/runmessages.h"
#include "ui/shell/statusline.h"
#include "ui/timeline/picturefile.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>

namespace Interleave {

namespace {

Result<void> writeAsked(const Trace &trace, const RunInfo &info, const ExportRequest &request, const std::stop_token &stop)
{
    PictureOptions options = request.picture;
    if (request.caption == ExportChoices::Caption::Run && options.caption.isEmpty())
        options.caption = QString::fromStdString(runSentence(balanceOf(trace)));
    const bool carries = request.carriesRun && carryingKind(request.path);
    return writePicture(trace, options, request.path, carries ? &info : nullptr, stop);
}

} // namespace

FileCommands::FileCommands(const FileParts &parts, QObject *parent)
    : QObject(parent), m_parts(parts), m_jobs(new FileJobs(this))
    , m_recent(new RecentFilesMenu(parts.settings, parts.window))
{
    connectJobs();
    connectActions();
    enableActions();
}

void FileCommands::connectJobs()
{
    MessageBar *messages = m_parts.messages;
    connect(m_jobs, &FileJobs::progressChanged, m_parts.status, &StatusLine::setProgress);
    connect(m_jobs, &FileJobs::cancellableChanged, m_parts.status, &StatusLine::setCancellable);
    connect(m_parts.status, &StatusLine::cancelRequested, m_jobs, &FileJobs::cancel);
    connect(m_jobs, &FileJobs::failed, messages, &MessageBar::showError);
    connect(m_jobs, &FileJobs::opened, this, &FileCommands::show);
    connect(m_jobs, &FileJobs::saved, this, [this](const QString &path) {
        m_parts.settings->addRecentFile(path);
        m_parts.status->showDone(tr("Saved to %1").arg(path));
    });
    connect(m_jobs, &FileJobs::exported, m_parts.status, [status = m_parts.status](const QString &path) {
        status->showDone(tr("Exported to %1").arg(path));
    });
    connect(m_jobs, &FileJobs::foundDamaged, messages, [messages](const QString &path) {
        messages->showError(tr("Parts of %1 are damaged. It is read again without them.").arg(QFileInfo(path).fileName()));
    });
}

void FileCommands::connectActions()
{
    const Actions *actions = m_parts.actions;
    connect(m_recent, &RecentFilesMenu::fileChosen, this, &FileCommands::open);
    connect(actions->open, &QAction::triggered, this, &FileCommands::askForFile);
    connect(actions->save, &QAction::triggered, this, &FileCommands::askForSaving);
    connect(actions->exportRun, &QAction::triggered, this, &FileCommands::askForExport);
    connect(m_parts.runs, &RunController::traceReplaced, this, &FileCommands::enableActions);
    connect(m_parts.runs, &RunController::runningChanged, this, [this](bool running) {
        enableActions();
        if (running)
            m_jobs->forgetOpening(); // what is still being read must not replace this run
    });
}

void FileCommands::open(const QString &path)
{
    if (mayOpen())
        m_jobs->open(path);
}

/// Opening would end a run that nobody has asked to stop.
bool FileCommands::mayOpen()
{
    if (m_parts.runs->isRunning())
        m_parts.messages->showNotice(tr("Stop the run before opening another."));
    return !m_parts.runs->isRunning();
}

void FileCommands::save(const QString &path)
{
    if (hasCompleteRun())
        m_jobs->save(m_parts.runs->trace(), m_parts.markers->info(), path);
}

void FileCommands::exportImage(const QString &path, const QImage &image)
{
    m_jobs->exportPicture(path, [path, image](const std::stop_token &stop) { return writePng(image, path, stop); });
}

/// A run is written once it stands still; until then the autosave has it.
bool FileCommands::hasCompleteRun() const
{
    const auto trace = m_parts.runs->trace();
    return trace && !trace->empty() && !m_parts.runs->isRunning();
}

void FileCommands::enableActions()
{
    m_parts.actions->save->setEnabled(hasCompleteRun());
    m_parts.actions->exportRun->setEnabled(hasCompleteRun());
}

void FileCommands::show(const QString &path, const std::shared_ptr<const Trace> &trace)
{
    m_parts.settings->addRecentFile(path);
    m_parts.runs->showRun(trace);
    Q_EMIT shown(path, trace);
    tellProblems(*m_parts.messages, QFileInfo(path).fileName(), *trace);
}

void FileCommands::askForFile()
{
    if (!mayOpen())
        return;
    const QString path = QFileDialog::getOpenFileName(m_parts.window, tr("Open Run"), m_parts.settings->folder(),
                                                      tr("Runs, and pictures that carry one (*.ilv *.json *.json.gz *.png *.svg)"
                                                         ";;All files (*)"));
    if (path.isEmpty())
        return;
    m_parts.settings->setFolder(QFileInfo(path).absolutePath());
    open(path);
}

void FileCommands::askForSaving()
{
    const std::string &scenario = m_parts.runs->trace()->info.scenario;
    const QString name = scenario.empty() ? QStringLiteral("run.ilv") : QString::fromStdString(scenario) + QStringLiteral(".ilv");
    const QString path = askForTarget(m_parts.window, m_parts.settings, tr("Save Run"), name,
                                      tr("Interleave runs (*.ilv);;Chrome traces (*.json *.json.gz);;Tables (*.csv)"));
    if (!path.isEmpty())
        save(path);
}

void FileCommands::askForExport()
{
    const auto trace = m_parts.runs->trace();
    const RunInfo info = m_parts.markers->info();
    auto *dialog = new ExportDialog({.trace = trace, .info = info, .visible = m_parts.view.zoom->visible(),
                                     .shown = m_parts.timeline->shownRows(), .explanation = explanation()},
                                    m_parts.settings, m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::chosen, m_jobs, [this, trace, info](const ExportRequest &request) {
        if (isPictureName(request.path))
            m_jobs->exportPicture(request.path, [=](const std::stop_token &stop) { return writeAsked(*trace, info, request, stop); });
        else
            m_jobs->exportReport(trace, request.caption == ExportChoices::Caption::Segment ? request.picture.caption : QString(),
                                 request.path);
    });
    dialog->open();
}

/// Why the selected segment is as it is; empty where none is.
QString FileCommands::explanation() const
{
    const auto trace = m_parts.runs->trace();
    const auto selected = m_parts.view.selection->current();
    const auto told = selected ? explain(*trace, selected->lane, selected->time, trace->end()) : std::nullopt;
    return told ? QString::fromStdString(told->text()) : QString();
}

} // namespace Interleave

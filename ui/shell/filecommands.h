// What the File menu does: opens, saves and exports runs, says how it went, and keeps the recent
// files. Ties FileJobs to the window's other parts, which outlive it. Owned by the window.
#pragma once

#include "core/trace/trace.h"
#include "ui/models/viewstate.h"

#include <QImage>
#include <QObject>

#include <memory>

class QMenu;
class QWidget;

namespace Interleave {

class Actions;
class FileJobs;
class KeptMarkers;
class MessageBar;
class RecentFilesMenu;
class RunController;
class Settings;
class StatusLine;
class TimelineView;

struct FileParts {
    QWidget *window;
    Settings *settings;
    Actions *actions;
    RunController *runs;
    ViewState view; // what is visible and selected can be exported
    TimelineView *timeline;
    const KeptMarkers *markers; // are saved with the run
    MessageBar *messages;
    StatusLine *status;
};

class FileCommands : public QObject
{
    Q_OBJECT

public:
    FileCommands(const FileParts &parts, QObject *parent);

    RecentFilesMenu *recentFiles() const { return m_recent; }
    /// Reads the file in the background and shows it, unless a run goes on or begins meanwhile.
    void open(const QString &path);
    /// Writes the shown run in the background, format by suffix.
    void save(const QString &path);
    /// Writes what is drawn already, likewise.
    void exportImage(const QString &path, const QImage &image);

Q_SIGNALS:
    /// This run was read from that file and stands there now.
    void shown(const QString &path, std::shared_ptr<const Interleave::Trace> trace);

private:
    void connectJobs();
    void connectActions();
    bool mayOpen();
    bool hasCompleteRun() const;
    void enableActions();
    void show(const QString &path, const std::shared_ptr<const Trace> &trace);
    void askForFile();
    void askForSaving();
    void askForExport();
    QString explanation() const;

    FileParts m_parts;
    FileJobs *m_jobs;
    RecentFilesMenu *m_recent;
};

} // namespace Interleave

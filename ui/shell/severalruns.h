// What a window offers beyond one run: Run ▸ Repeat…, Run ▸ Sweep…, View ▸ Compare Runs…. Makes the actions
// and the windows that they open, and shows in this window a run that is chosen there. Made and owned
// by the window.
#pragma once

#include "core/trace/trace.h"

#include <QObject>

#include <memory>

class QAction;
class QMainWindow;
class QMenu;

namespace Interleave {

class MessageBar;
class ParameterPanel;
class RunController;
class SeriesWindow;
class Settings;

class SeveralRuns : public QObject
{
    Q_OBJECT

public:
    struct Parts {
        QMainWindow *window;
        Settings *settings;
        ParameterPanel *parameters;
        RunController *runs;
        MessageBar *messages;
        const QAction *run, *fit; // in whose menus ours stand
    };

    /// Once the window has its menus.
    explicit SeveralRuns(const Parts &parts);

private:
    void addTo(QMenu *menu, const QString &text, const QString &help, const QKeySequence &key, void (SeveralRuns::*slot)());
    void repeat();
    void sweep();
    void compare();
    void open(SeriesWindow *window);
    void show(const std::shared_ptr<const Trace> &trace);

    Parts m_parts;
};

} // namespace Interleave

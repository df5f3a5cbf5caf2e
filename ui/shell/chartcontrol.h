// Ties the charts to the run that the window shows, and saves them as pictures. Owned by the
// window, like what it ties.
#pragma once

#include "ui/models/viewstate.h"

#include <QObject>

namespace Interleave {

class ChartsPanel;
class MessageBar;
class RunController;
class Settings;

class ChartControl : public QObject
{
    Q_OBJECT

public:
    /// All outlive this.
    ChartControl(const ViewState &view, RunController *runs, Settings *settings, MessageBar *messages, QObject *parent);

    ChartsPanel *panel() const { return m_panel; }

private:
    void refresh();
    void save();

    RunController *m_runs;
    Settings *m_settings;
    MessageBar *m_messages;
    ChartsPanel *m_panel;
};

} // namespace Interleave

// Asks for the password of a Redis server that did not let a run in, and starts the run again with it.
// The password is kept in memory for that server, as long as the program runs, and written nowhere.
// Owned by the window.
#pragma once

#include <QObject>

class QWidget;

namespace Interleave {

class MessageBar;
class RunController;
struct RunRequest;

class RedisLogin : public QObject
{
    Q_OBJECT

public:
    /// All of them outlive it.
    RedisLogin(RunController *runs, MessageBar *messages, QWidget *window);

private:
    void ask(const RunRequest &request, const QString &sentence);

    RunController *m_runs;
    MessageBar *m_messages;
    QWidget *m_window;
};

} // namespace Interleave

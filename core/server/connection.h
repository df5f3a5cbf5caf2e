// One client's connection to the server: reads a request's head, bounded in size and time, answers
// it as the page's fate wants it, then reads the next. Child of the server; deletes itself when the
// connection has ended.
#pragma once

#include "core/server/httpserver.h"
#include "core/server/request.h"

#include <QTimer>

class QTcpSocket;

namespace Interleave {

class Connection : public QObject
{
    Q_OBJECT

public:
    Connection(HttpServer &server, QTcpSocket *socket); // takes the socket

private:
    enum class State { AwaitingHead, Answering, Over };

    void read();
    void awaitHead(bool isFirst);
    void headIsLate();
    void answer(const QByteArray &head);
    void fulfil();
    void reply(int status, const QByteArray &type, const QByteArray &body, qsizetype announced);
    void refuse(int status);
    void answered();
    void reset();
    void drip();
    void closeGently();

    HttpServer &m_server;
    QTcpSocket *m_socket;
    State m_state = State::AwaitingHead;
    QByteArray m_received;
    Request m_request;
    Content m_content;
    Trouble m_trouble = Trouble::None;
    qsizetype m_dripped = 0;
    QTimer m_headTimer, m_latency, m_dripTimer;
};

} // namespace Interleave

#include "core/server/connection.h"

#include <QTcpSocket>

#include <sys/socket.h>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto headTime = 5s;  // for a request's head, from the connection or its first byte
constexpr auto idleTime = 30s; // a connection kept alive may wait for its next request

QByteArray headOf(int status, const QByteArray &type, qsizetype length, bool keepsAlive)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " " + reasonPhrase(status) + "\r\nContent-Type: " + type
           + "\r\nContent-Length: " + QByteArray::number(length) + (status == 405 ? "\r\nAllow: GET" : "")
           + "\r\nCache-Control: no-store\r\nConnection: " + (keepsAlive ? "keep-alive" : "close") + "\r\n\r\n";
}

} // namespace

Connection::Connection(HttpServer &server, QTcpSocket *socket) : QObject(&server), m_server(server), m_socket(socket)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(2 * longestRequestHead); // whoever sends more waits
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    for (QTimer *timer : {&m_headTimer, &m_latency})
        timer->setSingleShot(true);
    m_latency.setTimerType(Qt::PreciseTimer);
    connect(&m_headTimer, &QTimer::timeout, this, &Connection::headIsLate);
    connect(&m_latency, &QTimer::timeout, this, &Connection::fulfil);
    connect(&m_dripTimer, &QTimer::timeout, this, &Connection::drip);
    connect(m_socket, &QTcpSocket::readyRead, this, &Connection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    awaitHead(true);
    read();
}

void Connection::awaitHead(bool isFirst)
{
    m_state = State::AwaitingHead;
    m_headTimer.start(isFirst || !m_received.isEmpty() ? headTime : idleTime);
}

void Connection::read()
{
    if (m_state != State::AwaitingHead)
        return; // it stays in the socket, whose buffer is bounded
    const bool isBeginning = m_received.isEmpty();
    m_received += m_socket->read(longestRequestHead + 1 - m_received.size());
    if (isBeginning && !m_received.isEmpty())
        m_headTimer.start(headTime);
    const qsizetype end = m_received.indexOf("\r\n\r\n");
    if (end >= 0 && end + 4 <= longestRequestHead) {
        const QByteArray head = m_received.left(end);
        m_received.remove(0, end + 4);
        answer(head);
    } else if (m_received.size() >= longestRequestHead) {
        refuse(431);
    }
}

void Connection::headIsLate()
{
    if (m_received.isEmpty())
        closeGently(); // nothing was asked, so there is nothing to answer
    else
        refuse(408);
}

void Connection::answer(const QByteArray &head)
{
    m_headTimer.stop();
    m_state = State::Answering;
    m_request = parseRequest(head, m_server.host(), m_server.token());
    if (m_request.refusal != 0) {
        refuse(m_request.refusal);
        return;
    }
    std::optional<Content> content = m_server.site()(m_request.path, m_request.query);
    if (!content) {
        reply(404, "text/plain", "There is no such page.\n", -1);
        return;
    }
    m_content = std::move(*content);
    const PageFate fate = m_content.isReliable ? PageFate() : fateOf(m_request.path.toStdString(), m_server.troubles());
    m_trouble = fate.trouble;
    m_latency.start(fate.latency);
}

/// The latency is over.
void Connection::fulfil()
{
    switch (m_trouble) {
    case Trouble::None:
        reply(200, m_content.type, m_content.body, -1);
        break;
    case Trouble::Status500:
        reply(500, "text/plain", "The server has failed.\n", -1);
        break;
    case Trouble::Status404:
        reply(404, "text/plain", "There is no such page today.\n", -1);
        break;
    case Trouble::Reset:
        reset();
        break;
    case Trouble::Hang:
        break; // until the client goes
    case Trouble::Drip:
        m_dripped = 0;
        m_socket->write(headOf(200, m_content.type, m_content.body.size(), false));
        m_dripTimer.start(m_server.troubles().drip);
        break;
    case Trouble::WrongLength:
        m_request.keepsAlive = false;
        reply(200, m_content.type, m_content.body, m_content.body.size() + 100);
        break;
    }
}

/// `announced` is the length that is said, -1 for the body's own.
void Connection::reply(int status, const QByteArray &type, const QByteArray &body, qsizetype announced)
{
    m_socket->write(headOf(status, type, announced < 0 ? body.size() : announced, m_request.keepsAlive));
    m_socket->write(body);
    answered();
}

void Connection::refuse(int status)
{
    m_request.keepsAlive = false;
    reply(status, "text/plain", reasonPhrase(status) + "\n", -1);
}

void Connection::answered()
{
    if (!m_request.keepsAlive) {
        closeGently();
        return;
    }
    awaitHead(false);
    // What came meanwhile, but not from within this call: a client that asks without end must not nest us.
    QMetaObject::invokeMethod(this, &Connection::read, Qt::QueuedConnection);
}

/// As a crashed machine's operating system would: a reset instead of an end.
void Connection::reset()
{
    m_state = State::Over;
    const linger atOnce{1, 0};
    setsockopt(int(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    m_socket->abort();
}

void Connection::drip()
{
    m_socket->write(m_content.body.mid(m_dripped++, 1));
    if (m_dripped < m_content.body.size())
        return;
    m_dripTimer.stop();
    closeGently();
}

/// After what was written has gone out.
void Connection::closeGently()
{
    m_state = State::Over;
    m_headTimer.stop();
    m_socket->disconnectFromHost();
}

} // namespace Interleave

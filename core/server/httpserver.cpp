#include "core/server/httpserver.h"

#include "core/server/connection.h"

#include <QRandomGenerator>
#include <QTcpSocket>

namespace Interleave {

namespace {

QByteArray randomToken()
{
    quint32 words[4]; // 128 bits, from the operating system
    QRandomGenerator::system()->fillRange(words);
    return QByteArray(reinterpret_cast<const char *>(words), sizeof words).toHex();
}

} // namespace

HttpServer::HttpServer(Site site, TroubleSettings troubles, QObject *parent)
    : QObject(parent), m_site(std::move(site)), m_troubles(troubles), m_token(randomToken()), m_server(this)
{
    m_server.setListenBacklogSize(mostConnections);
    m_server.setMaxPendingConnections(mostConnections);
    connect(&m_server, &QTcpServer::newConnection, this, &HttpServer::accept);
}

HttpServer::~HttpServer()
{
    for (Connection *connection : findChildren<Connection *>())
        connection->disconnect(this); // they end with us, and need not say so
}

Result<void> HttpServer::listen()
{
    if (m_server.listen(QHostAddress(QHostAddress::LocalHost), 0))
        return Success();
    return Error(ErrorCode::NoResources, "The run's web server finds no port to listen on: "
                                             + m_server.errorString().toStdString() + ".");
}

QByteArray HttpServer::host() const { return "127.0.0.1:" + QByteArray::number(port()); }
QByteArray HttpServer::baseUrl() const { return "http://" + host() + "/" + m_token; }

void HttpServer::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        if (m_connections == mostConnections) {
            socket->abort();
            delete socket;
            continue;
        }
        ++m_connections;
        auto *connection = new Connection(*this, socket);
        connect(connection, &QObject::destroyed, this, [this] { --m_connections; });
    }
}

} // namespace Interleave

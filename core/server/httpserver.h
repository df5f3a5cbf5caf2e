// A small HTTP/1.1 server for one run: GET only, on 127.0.0.1 and a free port, below a random token
// that whoever asks must know, so that neither other users nor a web page in a browser get anything.
// It serves what `Site` gives it, late and with the troubles that were asked for. Lives in the
// thread that made it, which needs an event loop; destroying it closes everything.
#pragma once

#include "core/base/result.h"
#include "core/server/troubles.h"

#include <QByteArray>
#include <QTcpServer>

#include <functional>
#include <optional>

namespace Interleave {

struct Content {
    QByteArray type; // "application/json"
    QByteArray body;
    bool isReliable = false; // no trouble ever befalls it, and no delay
};

/// What is at a path ("/page/a.html") and query; nothing is a 404.
using Site = std::function<std::optional<Content>(const QByteArray &path, const QByteArray &query)>;

class HttpServer : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostConnections = 256; // beyond them whoever connects is turned away

    HttpServer(Site site, TroubleSettings troubles, QObject *parent = nullptr);
    ~HttpServer() override;

    /// Listens from here on. NoResources when there is no port or descriptor for it.
    Result<void> listen();
    /// "http://127.0.0.1:PORT/TOKEN"
    QByteArray baseUrl() const;
    quint16 port() const { return m_server.serverPort(); }

    const QByteArray &token() const { return m_token; }
    QByteArray host() const; // "127.0.0.1:PORT"
    const Site &site() const { return m_site; }
    const TroubleSettings &troubles() const { return m_troubles; }

private:
    void accept();

    Site m_site;
    TroubleSettings m_troubles;
    QByteArray m_token;
    QTcpServer m_server;
    int m_connections = 0;
};

} // namespace Interleave

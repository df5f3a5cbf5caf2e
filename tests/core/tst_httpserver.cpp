// The run's own web server, asked by plain sockets: whom it answers, whom it refuses, its limits, and
// that a page's fate follows from seed and path alone.
#include "core/server/httpserver.h"
#include "core/server/request.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <set>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

std::optional<Content> twoPages(const QByteArray &path, const QByteArray &query)
{
    if (path == "/a")
        return Content{"text/plain", "page a, " + query};
    if (path == "/sure")
        return Content{"text/plain", "sure", true};
    return std::nullopt;
}

/// A connection to the server that reads what comes.
struct Client {
    QTcpSocket socket;
    QByteArray received;

    explicit Client(const HttpServer &server) { socket.connectToHost(QHostAddress::LocalHost, server.port()); }
    void send(const QByteArray &bytes) { socket.write(bytes); }
    bool receives(const QByteArray &what)
    {
        return QTest::qWaitFor([&] { return (received += socket.readAll()).contains(what); });
    }
    bool isClosed()
    {
        return QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; });
    }
};

QByteArray requestFor(const HttpServer &server, const QByteArray &path, const QByteArray &more = {})
{
    return "GET /" + server.token() + path + " HTTP/1.1\r\nHost: " + server.host() + "\r\n" + more + "\r\n";
}

/// A path whose fate that is, when all pages fail.
std::string pathWith(Trouble trouble)
{
    for (int number = 0;; ++number) {
        const std::string path = "/page/" + std::to_string(number);
        if (fateOf(path, {.failures = 100}).trouble == trouble)
            return path;
    }
}

} // namespace

class HttpServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestIsTakenApart()
    {
        const Request request = parseRequest("GET /0123/r/python/top.json?limit=5&t=day HTTP/1.1\r\nhOsT: 127.0.0.1:80",
                                             "127.0.0.1:80", "0123");
        QCOMPARE(request.refusal, 0);
        QCOMPARE(request.path, QByteArray("/r/python/top.json"));
        QCOMPARE(request.query, QByteArray("limit=5&t=day"));
        QVERIFY(request.keepsAlive);
    }

    void whatIsNoRequestOfOursIsRefused_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("status");
        const QByteArray line = "GET /0123/a HTTP/1.1\r\n", host = "Host: 127.0.0.1:80";
        QTest::newRow("no token") << QByteArray("GET /a HTTP/1.1\r\n" + host) << 403;
        QTest::newRow("wrong token") << QByteArray("GET /0124/a HTTP/1.1\r\n" + host) << 403;
        QTest::newRow("token and more") << QByteArray("GET /01234/a HTTP/1.1\r\n" + host) << 403;
        QTest::newRow("token without a path") << QByteArray("GET /0123 HTTP/1.1\r\n" + host) << 403;
        QTest::newRow("whole address") << QByteArray("GET http://127.0.0.1:80/0123/a HTTP/1.1\r\n" + host) << 403;
        QTest::newRow("no host") << QByteArray("GET /0123/a HTTP/1.1") << 403;
        QTest::newRow("a name") << QByteArray(line + "Host: localhost:80") << 403;
        QTest::newRow("rebound name") << QByteArray(line + "Host: evil.example:80") << 403;
        QTest::newRow("other port") << QByteArray(line + "Host: 127.0.0.1:81") << 403;
        QTest::newRow("two hosts") << QByteArray(line + host + "\r\n" + host) << 403;
        for (const char *method : {"POST", "HEAD", "PUT", "DELETE", "OPTIONS", "CONNECT", "get"})
            QTest::newRow(method) << QByteArray(method + QByteArray(" /0123/a HTTP/1.1\r\n") + host) << 405;
        QTest::newRow("body") << QByteArray(line + host + "\r\nContent-Length: 3") << 400;
        QTest::newRow("chunked body") << QByteArray(line + host + "\r\nTransfer-Encoding: chunked") << 400;
        QTest::newRow("other protocol") << QByteArray("GET /0123/a HTTP/2.0\r\n" + host) << 400;
        QTest::newRow("no protocol") << QByteArray("GET /0123/a\r\n" + host) << 400;
        QTest::newRow("two blanks") << QByteArray("GET  /0123/a HTTP/1.1\r\n" + host) << 400;
        QTest::newRow("continued header") << QByteArray(line + host + "\r\n more: 1") << 400;
        QTest::newRow("blank before the colon") << QByteArray(line + "Host : 127.0.0.1:80") << 400;
        QTest::newRow("no colon") << QByteArray(line + host + "\r\nnonsense") << 400;
        QTest::newRow("zero byte") << QByteArray(line + host + "\r\na: " + QByteArray(1, '\0')) << 400;
        QTest::newRow("lone return") << QByteArray(line + "a: b\rc: d\r\n" + host) << 400;
        QTest::newRow("nothing") << QByteArray() << 400;
    }

    void whatIsNoRequestOfOursIsRefused()
    {
        QFETCH(QByteArray, head);
        QTEST(parseRequest(head, "127.0.0.1:80", "0123").refusal, "status");
    }

    void aPageIsServedAndTheConnectionStays()
    {
        HttpServer server(twoPages, {});
        QVERIFY(server.listen().hasValue());
        QCOMPARE(server.baseUrl(), "http://127.0.0.1:" + QByteArray::number(server.port()) + "/" + server.token());
        QCOMPARE(server.token().size(), 32);
        Client client(server);
        client.send(requestFor(server, "/a?one"));
        QVERIFY(client.receives("\r\nContent-Length: 11\r\n"));
        QVERIFY(client.receives("\r\n\r\npage a, one"));
        QVERIFY(client.received.startsWith("HTTP/1.1 200 OK\r\n"));
        QVERIFY(!client.received.toLower().contains("access-control"));
        client.send(requestFor(server, "/b") + requestFor(server, "/a?two") + requestFor(server, "/a?three", "Connection: close\r\n"));
        QVERIFY(client.receives("page a, three"));
        QVERIFY(client.received.indexOf("404 Not Found") < client.received.indexOf("page a, two"));
        QVERIFY(client.isClosed());
    }

    void eachServerHasAnotherToken()
    {
        const HttpServer one(twoPages, {}), two(twoPages, {});
        QVERIFY(one.token() != two.token());
    }

    void whoeverIsRefusedIsToldAndLeftAlone()
    {
        HttpServer server(twoPages, {});
        QVERIFY(server.listen().hasValue());
        Client client(server);
        client.send("GET /a HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n");
        QVERIFY(client.receives("HTTP/1.1 403 Forbidden\r\n"));
        QVERIFY(client.isClosed());
        Client poster(server);
        poster.send("POST" + requestFor(server, "/a").mid(3));
        QVERIFY(poster.receives("\r\nAllow: GET\r\n"));
    }

    void aHeadOfEightKilobytesIsReadAndALongerOneIsNot()
    {
        HttpServer server(twoPages, {});
        QVERIFY(server.listen().hasValue());
        const QByteArray shortest = requestFor(server, "/a", "X: \r\n");
        const auto request = [&](qsizetype size) {
            return requestFor(server, "/a", "X: " + QByteArray(size - shortest.size(), 'x') + "\r\n");
        };
        Client fits(server);
        fits.send(request(longestRequestHead));
        QVERIFY(fits.receives("HTTP/1.1 200 OK"));
        Client tooLong(server);
        tooLong.send(request(longestRequestHead + 1));
        QVERIFY(tooLong.receives("HTTP/1.1 431 "));
        QVERIFY(tooLong.isClosed());
        Client endless(server); // the server does not read on
        endless.send(QByteArray(10'000'000, 'x'));
        QVERIFY(endless.isClosed());
    }

    void oneMoreThan256ConnectionsIsTurnedAway()
    {
        HttpServer server(twoPages, {});
        QVERIFY(server.listen().hasValue());
        std::vector<std::unique_ptr<Client>> clients;
        for (int i = 0; i < HttpServer::mostConnections; ++i) {
            clients.push_back(std::make_unique<Client>(server));
            clients.back()->send(requestFor(server, "/a"));
        }
        for (const auto &client : clients)
            QVERIFY(client->receives("page a"));
        Client oneMore(server);
        oneMore.send(requestFor(server, "/a"));
        QVERIFY(oneMore.isClosed());
        QVERIFY(oneMore.socket.readAll().isEmpty());
        clients.pop_back(); // and there is room again
        QTRY_VERIFY([&] {
            Client again(server);
            again.send(requestFor(server, "/a", "Connection: close\r\n"));
            return again.isClosed() && again.received.append(again.socket.readAll()).contains("page a");
        }());
    }

    void nothingListensOnceItIsGone()
    {
        auto server = std::make_unique<HttpServer>(twoPages, TroubleSettings());
        QVERIFY(server->listen().hasValue());
        Client client(*server);
        client.send(requestFor(*server, "/a"));
        QVERIFY(client.receives("page a"));
        const quint16 port = server->port();
        server.reset();
        QVERIFY(client.isClosed());
        QTcpSocket late;
        late.connectToHost(QHostAddress::LocalHost, port);
        QTRY_COMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
    }

    void aPagesFateFollowsFromSeedAndPath()
    {
        const TroubleSettings settings{100ms, 50ms, 50, 444};
        int failures = 0;
        std::set<Trouble> kinds;
        for (int number = 0; number < 1000; ++number) {
            const std::string path = "/page/" + std::to_string(number);
            const PageFate fate = fateOf(path, settings), again = fateOf(path, settings);
            QCOMPARE(int(fate.trouble), int(again.trouble));
            QVERIFY(fate.latency == again.latency && fate.latency >= 100ms && fate.latency <= 150ms);
            failures += fate.trouble != Trouble::None;
            kinds.insert(fate.trouble);
        }
        QVERIFY(failures > 400 && failures < 600);
        QCOMPARE(int(kinds.size()), 1 + troubleKinds);
    }

    void aKnobChangesNothingButWhatItIsFor()
    {
        for (int number = 0; number < 200; ++number) {
            const std::string path = "/page/" + std::to_string(number);
            const PageFate fate = fateOf(path, {100ms, 0ms, 50, 1});
            QCOMPARE(int(fateOf(path, {5ms, 20ms, 50, 1}).trouble), int(fate.trouble));
            QCOMPARE(int(fateOf(path, {100ms, 0ms, 0, 1}).trouble), int(Trouble::None));
            const Trouble worse = fateOf(path, {100ms, 0ms, 60, 1}).trouble; // the same fail, and some more
            QVERIFY(fate.trouble == Trouble::None || worse == fate.trouble);
        }
    }

    void aReliablePageHasNoTrouble()
    {
        HttpServer server(twoPages, {.latency = 1h, .failures = 100});
        QVERIFY(server.listen().hasValue());
        Client client(server);
        client.send(requestFor(server, "/sure"));
        QVERIFY(client.receives("\r\n\r\nsure"));
    }

    void eachTroubleLooksAsItShould()
    {
        HttpServer server([](const QByteArray &, const QByteArray &) { return Content{"text/plain", "body"}; },
                          {.failures = 100, .drip = 400ms});
        QVERIFY(server.listen().hasValue());
        const auto ask = [&](Trouble trouble) {
            auto client = std::make_unique<Client>(server);
            client->send(requestFor(server, QByteArray::fromStdString(pathWith(trouble))));
            return client;
        };
        QVERIFY(ask(Trouble::Status500)->receives("HTTP/1.1 500 Internal Server Error\r\n"));
        QVERIFY(ask(Trouble::Status404)->receives("HTTP/1.1 404 Not Found\r\n"));
        const auto reset = ask(Trouble::Reset);
        QVERIFY(reset->isClosed());
        QCOMPARE(reset->socket.error(), QAbstractSocket::RemoteHostClosedError);
        QVERIFY(reset->socket.readAll().isEmpty());
        const auto wrong = ask(Trouble::WrongLength);
        QVERIFY(wrong->receives("\r\nContent-Length: 104\r\n"));
        QVERIFY(wrong->isClosed());
        QVERIFY(wrong->receives("\r\n\r\nbody"));
        const auto drip = ask(Trouble::Drip);
        QVERIFY(drip->receives("\r\n\r\nb"));
        QVERIFY(drip->received.endsWith("b"));
        const auto hang = ask(Trouble::Hang);
        QVERIFY(drip->receives("\r\n\r\nbo")); // a little later, and still nothing
        QVERIFY(hang->received.isEmpty() && hang->socket.readAll().isEmpty());
        QCOMPARE(hang->socket.state(), QAbstractSocket::ConnectedState);
    }
};

QTEST_GUILESS_MAIN(HttpServerTest)
#include "tst_httpserver.moc"

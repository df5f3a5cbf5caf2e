// The client on Qt's network stack, awaited from tasks: answers, every kind of failure, cancelling,
// overlapping, and Qt's thread on the record.
#include "core/executors/gather.h"
#include "core/executors/httpclient.h"
#include "core/server/httpserver.h"
#include "core/kernel/procfs.h"
#include "tests/support/recordedrun.h"
#include "tests/support/thorough.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr const char *ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// Sends each request the same bytes, whatever they are, once so many requests have come.
class RawServer
{
public:
    explicit RawServer(QByteArray answer, int requestsAtOnce = 1, bool closes = false)
        : m_answer(std::move(answer)), m_atOnce(requestsAtOnce), m_closes(closes)
    {
        m_server.setListenBacklogSize(256);
        m_server.setMaxPendingConnections(256);
        m_server.listen(QHostAddress::LocalHost, 0);
        QObject::connect(&m_server, &QTcpServer::newConnection, [this] { accept(); });
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_server.serverPort()) + "/"; }

    int connections = 0;
    int requests = 0;
    int disconnections = 0;

private:
    void accept()
    {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            ++connections;
            QObject::connect(socket, &QTcpSocket::disconnected, socket, [this] { ++disconnections; });
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(socket); });
        }
    }
    void read(QTcpSocket *socket)
    {
        if (!socket->readAll().endsWith("\r\n\r\n"))
            return;
        m_waiting << socket;
        if (++requests < m_atOnce)
            return;
        for (QTcpSocket *waiting : std::exchange(m_waiting, {})) {
            waiting->write(m_answer);
            if (m_closes)
                waiting->disconnectFromHost();
        }
    }

    QTcpServer m_server;
    QByteArray m_answer;
    int m_atOnce;
    bool m_closes;
    QList<QTcpSocket *> m_waiting;
};

Task<> fetch(QStringList &log, HttpClient &client, std::string url)
{
    try {
        const HttpResponse response = co_await client.get(url);
        log << QStringLiteral("%1 %2").arg(response.status).arg(QString::fromStdString(response.body).left(20));
    } catch (const HttpError &error) {
        log << QString::fromUtf8(error.what());
    } catch (const Cancelled &) {
        log << QStringLiteral("cancelled");
        throw;
    }
}

Task<> fetchAll(QStringList &log, HttpClient &client, std::vector<std::string> urls)
{
    std::vector<Task<>> tasks;
    for (const std::string &url : urls)
        tasks.push_back(fetch(log, client, url));
    co_await gather(std::move(tasks));
}

Task<> oneAfterTheOther(QStringList &log, HttpClient &client, std::string url, int times)
{
    for (int i = 0; i < times; ++i)
        co_await fetch(log, client, url);
}

/// Waits for turns of the loop until it is one.
Task<> untilOne(const int &count)
{
    while (count != 1)
        co_await Sleep(1ms);
}

Task<> cancelOnceAsked(QStringList &log, HttpClient &client, RawServer &server)
{
    const auto task = EventLoop::running()->createTask(fetch(log, client, server.url()));
    co_await untilOne(server.requests);
    task.cancel();
    try {
        co_await task;
    } catch (const Cancelled &) {
        log << QStringLiteral("raised");
    }
    co_await untilOne(server.disconnections);
}

Task<> closeOnceAsked(QStringList &log, HttpClient &client, RawServer &server)
{
    const auto task = EventLoop::running()->createTask(fetch(log, client, server.url()));
    co_await untilOne(server.requests);
    client.close();
    co_await task;
}

Task<> droppedUnawaited(HttpClient &client, RawServer &server)
{
    {
        const auto unused = client.get(server.url());
    }
    co_await untilOne(server.requests);
}

Task<> afterClose(QStringList &log, HttpClient &client)
{
    client.close();
    try {
        co_await client.get("http://127.0.0.1:1/");
    } catch (const std::logic_error &error) {
        log << QString::fromUtf8(error.what());
    }
}

Task<> byName(QStringList &log, HttpClient &client)
{
    try {
        co_await client.get("http://localhost:1/");
    } catch (const std::invalid_argument &) {
        log << QStringLiteral("not by name");
    }
    co_return;
}

std::string pathWith(Trouble trouble)
{
    for (int number = 0;; ++number) {
        const std::string path = "/" + std::to_string(number);
        if (fateOf(path, {.failures = 100}).trouble == trouble)
            return path;
    }
}

} // namespace

class HttpClientTest : public QObject
{
    Q_OBJECT

    Trace m_trace;

    /// Runs the body with a client and gives what it logged.
    template<class Body>
    QString run(Body body, Nanos timeout = 20s)
    {
        QStringList log;
        m_trace = recorded([&](Program &) {
            HttpClient client(timeout);
            runAsync(body(log, client).named("main"));
        });
        return log.join(QStringLiteral(", "));
    }

    QString fetched(const std::string &url, Nanos timeout = 20s)
    {
        return run([&](QStringList &log, HttpClient &client) { return fetch(log, client, url); }, timeout);
    }

private Q_SLOTS:
    void initTestCase() { qputenv("http_proxy", "http://127.0.0.1:1"); } // nobody's business here

    void cleanup()
    {
        QCOMPARE(brokenLaws(m_trace), QString());
        QVERIFY(ownThreadsNamed("QNetworkAccessManager thread").empty());
    }

    void anAnswerIsAwaitedAsInputAndOutput()
    {
        RawServer server(ok);
        QCOMPARE(fetched(server.url()), QStringLiteral("200 ok"));
        QCOMPARE(lifeOf(m_trace, "main"), QStringLiteral("start suspend(i/o) resume finish(finished)"));
    }

    void qtsThreadIsOnTheRecord()
    {
        RawServer server(ok);
        fetched(server.url());
        QCOMPARE(lifeOf(m_trace, "Qt's HTTP thread"), QStringLiteral("start suspend(not observed) finish(finished)"));
        const Lane *lane = laneNamed(m_trace, "Qt's HTTP thread");
        QVERIFY(lane->declared.inferred() && lane->kind == LaneKind::Thread);
        QVERIFY(lane->tid != 0 && lane->tid != std::uint32_t(gettid()));
        for (const Event &event : lane->events)
            QVERIFY(event.inferred());
    }

    void anErrorStatusIsAnAnswer_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 400, 403, 404, 418, 429, 500, 503})
            QTest::addRow("%d", status) << status;
    }

    void anErrorStatusIsAnAnswer()
    {
        QFETCH(int, status);
        const QByteArray number = QByteArray::number(status);
        RawServer server("HTTP/1.1 " + number + " Oh\r\nContent-Length: 3\r\nLocation: /x\r\n\r\nwhy");
        QCOMPARE(fetched(server.url()), QString::fromLatin1(number) + QStringLiteral(" why"));
        QCOMPARE(server.requests, 1);
    }

    void nobodyThereIsRefused()
    {
        std::string url;
        {
            const RawServer server(ok);
            url = server.url();
        }
        QCOMPARE(fetched(url), QStringLiteral("connection refused"));
    }

    void whatIsNoWholeAnswerIsALostConnection_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
        QTest::newRow("too short a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc");
        QTest::newRow("no HTTP") << QByteArray("220 smtp.example.org ready\r\n\r\n");
    }

    void whatIsNoWholeAnswerIsALostConnection()
    {
        QFETCH(QByteArray, bytes);
        RawServer server(bytes, 1, true);
        QCOMPARE(fetched(server.url()), QStringLiteral("connection lost"));
        QVERIFY2(server.requests <= 4, "a storm of retries");
    }

    void noAnswerInTimeIsGivenUp()
    {
        RawServer silent("");
        QCOMPARE(fetched(silent.url(), 50ms), QStringLiteral("no answer in time"));
        RawServer halfway("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc");
        QCOMPARE(fetched(halfway.url(), 50ms), QStringLiteral("no answer in time"));
    }

    void aVeryLongHeadDoesNoHarm()
    {
        QByteArray head("HTTP/1.1 200 OK\r\n");
        while (head.size() < thorough(300'000, 10'000'000))
            head += "X: " + QByteArray(1000, 'x') + "\r\n";
        RawServer server(head);
        // Qt asks the system for each byte of a head, which takes seconds; the task does not wait for it.
        QCOMPARE(fetched(server.url(), thorough(20ms, 200ms)), QStringLiteral("no answer in time"));
        QTRY_VERIFY_WITH_TIMEOUT(ownThreadsNamed("QNetworkAccessManager thread").empty(), 120'000); // on a machine that has much to do
    }

    void anEndlessBodyIsGivenUp()
    {
        RawServer server("HTTP/1.1 200 OK\r\n\r\n" + QByteArray(HttpClient::longestBody + 1, 'x'));
        QCOMPARE(fetched(server.url()), QStringLiteral("answer too long"));
    }

    void sixtyFourRequestsAreUnderWayAtOnce()
    {
        constexpr int many = 64;
        RawServer server(ok, many); // answers nobody before all have asked
        const QString log = run([&](QStringList &lines, HttpClient &client) {
            return fetchAll(lines, client, std::vector<std::string>(many, server.url()));
        });
        QCOMPARE(log.count(QStringLiteral("200 ok")), many);
        QCOMPARE(server.connections, many);
        QCOMPARE(std::ranges::count(m_trace.lanes(), LaneKind::Thread, &Lane::kind), 2);
    }

    void oneAfterTheOtherUseOneConnection()
    {
        RawServer server(ok);
        run([&](QStringList &log, HttpClient &client) { return oneAfterTheOther(log, client, server.url(), 5); });
        QCOMPARE(server.requests, 5);
        QCOMPARE(server.connections, 1);
    }

    void cancellingTheTaskAbortsTheRequest()
    {
        RawServer server("");
        QCOMPARE(run([&](QStringList &log, HttpClient &client) { return cancelOnceAsked(log, client, server); }),
                 QStringLiteral("cancelled, raised"));
    }

    void closingTheClientEndsWhatIsUnderWay()
    {
        RawServer server("");
        QCOMPARE(run([&](QStringList &log, HttpClient &client) { return closeOnceAsked(log, client, server); }),
                 QStringLiteral("client closed"));
    }

    void aRequestThatNobodyAwaitsIsSentAndForgotten()
    {
        RawServer server("");
        run([&](QStringList &, HttpClient &client) { return droppedUnawaited(client, server); });
    }

    void aClosedClientAndANameAreNotAsked()
    {
        QCOMPARE(run([](QStringList &log, HttpClient &client) { return afterClose(log, client); }),
                 QStringLiteral("the client is closed"));
        QCOMPARE(run([](QStringList &log, HttpClient &client) { return byName(log, client); }),
                 QStringLiteral("not by name"));
    }

    void eachTroubleOfOurServerIsItsOwnOutcome()
    {
        HttpServer server([](const QByteArray &, const QByteArray &) { return Content{"text/plain", "body"}; },
                          {.failures = 100});
        QVERIFY(server.listen().hasValue());
        const auto outcome = [&](Trouble trouble) {
            return fetched(server.baseUrl().toStdString() + pathWith(trouble), 300ms);
        };
        QCOMPARE(outcome(Trouble::Status500), QStringLiteral("500 The server has faile"));
        QCOMPARE(outcome(Trouble::Status404), QStringLiteral("404 There is no such pag"));
        QCOMPARE(outcome(Trouble::Reset), QStringLiteral("connection lost"));
        QCOMPARE(outcome(Trouble::Hang), QStringLiteral("no answer in time"));
        QCOMPARE(outcome(Trouble::Drip), QStringLiteral("no answer in time"));
        QCOMPARE(outcome(Trouble::WrongLength), QStringLiteral("connection lost"));
    }
};

QTEST_GUILESS_MAIN(HttpClientTest)
#include "tst_httpclient.moc"

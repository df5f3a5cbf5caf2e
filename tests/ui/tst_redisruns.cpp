// The job queue on Redis in the window: a server that wants a password, one that is slow, one that is
// not there, and what is left of a run that was stopped. All of the run's processes are this executable.
#include "tests/support/privateredis.h"
#include "tests/support/sessionruns.h"
#include "tests/support/slowredis.h"
#include "tests/support/testorrun.h"
#include "tests/support/thorough.h"
#include "core/redis/redispasswords.h"
#include "ui/panels/parameterpanel.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/runcontroller.h"
#include "ui/shell/settings.h"

#include <QDialog>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <ctime>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 30'000; // milliseconds, for a machine with other things to do

const ParameterValues quick = {{"jobs", "4"}, {"length", "10"}, {"workers", "1"}, {"kills", "0"}, {"failing", "0"},
                               {"flaky", "0"}, {"dependent", "0"}};

double cpuMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

/// Tells, for whoever measures, the longest time in which this thread's event loop did not come round, and
/// the most work in one round. Nothing fails by it.
class Stalls : public QObject
{
public:
    explicit Stalls(const char *what) : m_what(what)
    {
        m_since.start();
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_longest = std::max(m_longest, m_since.restart());
            m_most = std::max(m_most, cpuMs() - std::exchange(m_cpuMs, cpuMs()));
        });
        m_timer.start(1ms);
    }
    ~Stalls() override
    {
        qInfo("%s: the longest stall was %lld ms, the most work %.1f ms", m_what, m_longest, m_most);
    }

private:
    const char *m_what;
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
    double m_cpuMs = cpuMs(), m_most = 0;
};

} // namespace

class TestRedisRuns : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<MainWindow> m_window;

    const RunController &runs() const { return m_window->runs(); }
    bool isOver() const { return runs().trace() && !runs().isRunning(); }
    ParameterPanel *parameters() const { return m_window->findChild<ParameterPanel *>(); }
    QLineEdit *serverField() const { return m_window->findChild<QLineEdit *>(QStringLiteral("serverText")); }
    QDialog *dialog() const { return m_window->findChild<QDialog *>(QStringLiteral("passwordDialog")); }

    void run(const std::string &server, ParameterValues values = quick)
    {
        values["server"] = server;
        m_window->setParameters(values);
        m_window->run();
    }

    void answer(const QString &password)
    {
        QTRY_VERIFY_WITH_TIMEOUT(dialog(), patience);
        auto *line = dialog()->findChild<QLineEdit *>(QStringLiteral("redisPassword"));
        QCOMPARE(line->echoMode(), QLineEdit::Password);
        QTest::keyClicks(line, password);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(!dialog());
    }

    QByteArray everythingSaved() const
    {
        QByteArray all;
        QDirIterator files(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"})
            qputenv(name, m_home.path().toLocal8Bit());
        if (QStandardPaths::findExecutable(QStringLiteral("redis-server")).isEmpty())
            QSKIP("redis-server is not installed");
    }

    void init()
    {
        qunsetenv(RedisAddress::passwordVariable);
        m_window = std::make_unique<MainWindow>();
        m_window->show();
        QVERIFY(m_window->setScenario(QStringLiteral("redis.queue")));
    }

    void cleanup() { m_window.reset(); }

    void aRunOnAServerOfItsOwnLeavesNothing()
    {
        const Stalls stalls("a run on a server of its own");
        run({}, {{"jobs", "6"}, {"length", "10"}, {"lease", "200"}}); // with a failing job and a killed worker
        QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
        QCOMPARE(runs().trace()->info.outcome, RunOutcome::Finished);
        QCOMPARE(m_window->messages(), QStringList());
        QTRY_VERIFY(noProcessIsLeft());
    }

    void stoppingARunLeavesNothing()
    {
        run({}, {{"length", "60000"}, {"kills", "0"}});
        QTRY_VERIFY_WITH_TIMEOUT(runs().trace() && runs().trace()->eventCount() > 100, patience);
        m_window->stop();
        QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
        QCOMPARE(runs().trace()->info.outcome, RunOutcome::Cancelled);
        QTRY_VERIFY(noProcessIsLeft());
    }

    void aPasswordIsAskedForUntilItIsRightAndSavedNowhere()
    {
        const PrivateRedis redis({QStringLiteral("--requirepass"), QStringLiteral("s3cret")});
        const std::string server = redis.address().text();
        run(server);
        answer(QStringLiteral("wr0ng"));
        answer(QStringLiteral("s3cret"));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
        QCOMPARE(runs().trace()->info.outcome, RunOutcome::Finished);
        run(server); // it is known now
        QVERIFY(runs().isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
        QCOMPARE(runs().trace()->info.outcome, RunOutcome::Finished);
        QVERIFY(!dialog());
        QCOMPARE(m_window->messages(), QStringList());
        m_window->close();
        const QByteArray saved = everythingSaved();
        QVERIFY(saved.contains("redis.queue"));
        QVERIFY(!saved.contains("s3cret") && !saved.contains("wr0ng"));
        RedisPasswords::remember(server, {});
    }

    void whoHasNoPasswordIsToldWhatIsMissing()
    {
        const PrivateRedis redis({QStringLiteral("--requirepass"), QStringLiteral("s3cret")});
        run(redis.address().text());
        QTRY_VERIFY_WITH_TIMEOUT(dialog(), patience);
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_COMPARE(m_window->messages().size(), 1);
        QVERIFY(m_window->messages().front().contains(QLatin1String(RedisAddress::passwordVariable)));
        QVERIFY(!runs().isRunning());
    }

    void aPasswordTypedIntoTheAddressIsTakenOutOfIt()
    {
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        serverField()->setFocus();
        serverField()->clear();
        QTest::keyClicks(serverField(), QStringLiteral("redis://ada:s3cret@example.org"));
        QCOMPARE(parameters()->values().at("server"), std::string("redis://ada@example.org"));
        QTest::keyClick(serverField(), Qt::Key_Tab);
        QCOMPARE(serverField()->text(), QStringLiteral("redis://ada@example.org"));
        QCOMPARE(RedisPasswords::of("redis://ada@example.org"), std::string("s3cret"));
        RedisPasswords::remember("redis://ada@example.org", {});
    }

    void aServerThatIsNotThereIsSaid()
    {
        run("redis://127.0.0.1:1/0");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->messages().size(), 1, patience);
        QVERIFY(m_window->messages().front().contains(QStringLiteral("redis://127.0.0.1:1/0")));
        QVERIFY(!dialog());
    }

    void aRunOnASlowServerFinishesAndTakesNothingOver()
    {
        const auto oneWay = thorough<std::chrono::milliseconds>(50ms, 2500ms);
        const PrivateRedis redis;
        const SlowRedis slow(QString::fromStdString(redis.address().path), oneWay);
        const Stalls stalls("a run on a slow server");
        ParameterValues values = quick;
        values["jobs"] = std::to_string(thorough(3, 1));
        run(slow.url(), values);
        QTRY_VERIFY_WITH_TIMEOUT(isOver(), 8 * patience);
        QCOMPARE(runs().trace()->info.outcome, RunOutcome::Finished);
        for (const Event &line : runs().trace()->outputs())
            QVERIFY(runs().trace()->text(line).find("taken over") == std::string_view::npos);
    }

    void stoppingWhileASlowServerIsAwaitedLeavesNothingBehind()
    {
        const PrivateRedis redis;
        const SlowRedis slow(QString::fromStdString(redis.address().path), 2500ms);
        const Stalls stalls("stopping while a slow server is awaited");
        run(slow.url());
        QVERIFY(runs().isRunning());
        m_window->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!runs().isRunning(), patience);
        QTRY_COMPARE(childProcesses().size(), std::size_t(1)); // the server of the test
    }
};

int main(int argc, char **argv)
{
    return testOrRun<TestRedisRuns>(argc, argv);
}
#include "tst_redisruns.moc"

// Signals as callbacks of the loop, and a loop that runs until it is told to stop.
#include "core/executors/signalwatch.h"
#include "core/executors/task.h"
#include "tests/support/recordedrun.h"

#include <QTest>

#include <csignal>
#include <stdexcept>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

Task<> raiseTwice(QStringList &log)
{
    log << QStringLiteral("first");
    std::raise(SIGTERM);
    co_await Sleep(1ms);
    log << QStringLiteral("second");
    std::raise(SIGINT);
    co_await Sleep(1h);
}

Task<> sayLater(QStringList &log)
{
    co_await Sleep(0ns);
    log << QStringLiteral("never said");
}

} // namespace

class SignalWatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSignalIsACallOnTheLoop()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) {
            const Application application;
            EventLoop loop;
            loop.addSignalHandler(SIGTERM, [&log] { log << QStringLiteral("terminated"); });
            loop.addSignalHandler(SIGINT, [&log, &loop] {
                log << QStringLiteral("interrupted");
                loop.stop();
            });
            loop.createTask(raiseTwice(log));
            loop.runForever();
            QVERIFY(loop.removeSignalHandler(SIGINT));
            QVERIFY(!loop.removeSignalHandler(SIGINT));
        });
        QCOMPARE(log.join(QStringLiteral(", ")), QStringLiteral("first, terminated, second, interrupted"));
        QVERIFY(lifeOf(trace, "raiseTwice").endsWith(QStringLiteral("finish(cancelled)")));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void afterTheLoopASignalDoesWhatItDidBefore()
    {
        recorded([](Program &) {
            const Application application;
            EventLoop loop;
            loop.addSignalHandler(SIGUSR1, [] {});
        });
        struct sigaction now{};
        QCOMPARE(sigaction(SIGUSR1, nullptr, &now), 0);
        QVERIFY(now.sa_handler == SIG_DFL);
    }

    void stopEndsTheTurnAndKeepsTheRestForTheNext()
    {
        QStringList log;
        recorded([&log](Program &) {
            const Application application;
            EventLoop loop;
            loop.stop();
            loop.callSoon([&] { log << QStringLiteral("one turn"); });
            loop.runForever();
            loop.callSoon([&] {
                loop.stop();
                loop.callSoon([&log] { log << QStringLiteral("next run"); });
            });
            loop.runForever();
            log << QStringLiteral("stopped");
            loop.callSoon([&loop] { loop.stop(); });
            loop.runForever();
            loop.createTask(sayLater(log)); // cancelled with the loop
        });
        QCOMPARE(log.join(QStringLiteral(", ")), QStringLiteral("one turn, stopped, next run"));
    }

    void onlyOneLoopWatchesSignals()
    {
        recorded([](Program &) {
            const Application application;
            EventLoop loop;
            loop.addSignalHandler(SIGUSR1, [] {});
            QVERIFY_EXCEPTION_THROWN(SignalWatch(), std::logic_error);
        });
    }
};

QTEST_GUILESS_MAIN(SignalWatchTest)
#include "tst_signalwatch.moc"

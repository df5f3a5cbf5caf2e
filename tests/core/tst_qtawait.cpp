// Awaiting Qt's futures and timers within our tasks, and being cancelled meanwhile.
#include "core/executors/qtawait.h"
#include "tests/support/recordedrun.h"

#include <QTest>
#include <QtConcurrent>

#include <semaphore>
#include <stdexcept>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

Task<> awaitInt(QStringList &log, QFuture<int> future)
{
    try {
        const int value = co_await future;
        log << QString::number(value);
    } catch (const Cancelled &) {
        log << QStringLiteral("cancelled");
        throw;
    } catch (const std::invalid_argument &error) {
        log << QString::fromUtf8(error.what());
    }
}

Task<> awaitNothing(QStringList &log, QFuture<void> future)
{
    co_await future;
    log << QStringLiteral("done");
}

Task<> awaitTimer(QStringList &log, QTimer *timer)
{
    try {
        co_await timer;
        log << QStringLiteral("timeout");
    } catch (const Cancelled &) {
        log << QStringLiteral("cancelled");
        throw;
    }
}

/// Lets the task wait, does something to it or to what it waits for, and waits for its end.
Task<> whileWaiting(QStringList &log, Task<> task, std::function<void(const TaskHandle<void> &)> meanwhile)
{
    const auto handle = EventLoop::running()->createTask(std::move(task));
    co_await Sleep(0ns);
    co_await Sleep(0ns);
    meanwhile(handle);
    try {
        co_await handle;
    } catch (const Cancelled &) {
        log << QStringLiteral("raised");
    }
}

QFuture<int> failing()
{
    return QtConcurrent::run([]() -> int { throw std::invalid_argument("bad"); });
}

} // namespace

class QtAwaitTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFutureGivesItsResult()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) { runAsync(awaitInt(log, QtConcurrent::run([] { return 42; }))); });
        QCOMPARE(log, QStringList(QStringLiteral("42")));
        QCOMPARE(lifeOf(trace, "awaitInt"), QStringLiteral("start suspend(future) resume finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aFutureWithoutAValueIsAwaited()
    {
        QStringList log;
        recorded([&log](Program &) { runAsync(awaitNothing(log, QtConcurrent::run([] {}))); });
        QCOMPARE(log, QStringList(QStringLiteral("done")));
    }

    void anExceptionArrivesAsWhatWasThrown()
    {
        QStringList log;
        recorded([&log](Program &) { runAsync(awaitInt(log, failing())); });
        QCOMPARE(log, QStringList(QStringLiteral("bad")));
    }

    void aFutureCancelledWithoutAResultCancels()
    {
        QStringList log;
        QPromise<int> promise;
        promise.start();
        const Trace trace = recorded([&](Program &) {
            runAsync(whileWaiting(log, awaitInt(log, promise.future()), [&promise](const TaskHandle<void> &) {
                promise.future().cancel();
                promise.finish();
            }));
        });
        QCOMPARE(log, QStringList({QStringLiteral("cancelled"), QStringLiteral("raised")}));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void cancellingTheTaskLeavesTheQtOperationToRunOn()
    {
        QStringList log;
        std::binary_semaphore letGo(0);
        const QFuture<int> running = QtConcurrent::run([&letGo] {
            letGo.acquire();
            return 1;
        });
        const Trace trace = recorded([&](Program &) {
            runAsync(whileWaiting(log, awaitInt(log, running), [](const TaskHandle<void> &task) { task.cancel(); }));
        });
        QCOMPARE(log, QStringList({QStringLiteral("cancelled"), QStringLiteral("raised")}));
        QCOMPARE(brokenLaws(trace), QString());
        // The loop has gone; the operation ends now, and its notice must find nobody.
        letGo.release();
        QTRY_VERIFY(running.isFinished());
        QCoreApplication::processEvents();
        QCOMPARE(running.result(), 1);
    }

    void aTimersNextTimeoutIsAwaited()
    {
        QStringList log;
        QTimer timer;
        timer.start(1ms);
        const Trace trace = recorded([&](Program &) { runAsync(awaitTimer(log, &timer)); });
        QCOMPARE(log, QStringList(QStringLiteral("timeout")));
        QCOMPARE(lifeOf(trace, "awaitTimer"), QStringLiteral("start suspend(timer) resume finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void deletingTheTimerCancelsTheAwait()
    {
        QStringList log;
        auto *timer = new QTimer;
        timer->start(1h);
        const Trace trace = recorded([&](Program &) {
            runAsync(whileWaiting(log, awaitTimer(log, timer), [timer](const TaskHandle<void> &) { delete timer; }));
        });
        QCOMPARE(log, QStringList({QStringLiteral("cancelled"), QStringLiteral("raised")}));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aTimerOutlivesACancelledAwait()
    {
        QStringList log;
        QTimer timer;
        timer.start(1h);
        recorded([&](Program &) {
            runAsync(whileWaiting(log, awaitTimer(log, &timer), [](const TaskHandle<void> &task) { task.cancel(); }));
        });
        QCOMPARE(log, QStringList({QStringLiteral("cancelled"), QStringLiteral("raised")}));
        int timeouts = 0; // the loop has gone; the timer's signal must find nobody but us
        connect(&timer, &QTimer::timeout, this, [&timeouts] { ++timeouts; });
        timer.start(1ms);
        QTRY_VERIFY(timeouts > 0);
    }
};

QTEST_GUILESS_MAIN(QtAwaitTest)
#include "tst_qtawait.moc"

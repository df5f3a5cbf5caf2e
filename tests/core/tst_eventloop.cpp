// Turns, timers and tasks of the event loop, in the order that asyncio has them.
#include "core/base/clock.h"
#include "core/executors/application.h"
#include "core/executors/task.h"
#include "tests/support/recordedrun.h"

#include <QTest>

#include <stdexcept>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

Task<> say(QStringList &log, QString word)
{
    log << word;
    co_return;
}

Task<> sayBetweenTurns(QStringList &log, QString word, int times)
{
    for (int i = 1; i <= times; ++i) {
        log << word + QString::number(i);
        co_await Sleep(0ns);
    }
}

Task<> sleepThenSay(QStringList &log, Nanos duration, QString word)
{
    co_await Sleep(duration);
    log << word;
}

Task<int> doubled(int value)
{
    co_await Sleep(1ms);
    co_return 2 * value;
}

Task<int> nested(int value)
{
    const int once = co_await doubled(value);
    const int twice = co_await doubled(once);
    co_return twice;
}

Task<> fail()
{
    co_await Sleep(0ns);
    throw std::runtime_error("oh");
}

Task<> callbacksInOrder(QStringList &log)
{
    EventLoop &loop = *EventLoop::running();
    loop.callSoon([&log] { log << QStringLiteral("soon 1"); });
    loop.callSoon([&log, &loop] {
        log << QStringLiteral("soon 2");
        loop.callSoon([&log] { log << QStringLiteral("a turn later"); });
    });
    loop.callSoon([&log] { log << QStringLiteral("soon 3"); });
    co_await Sleep(0ns);
    log << QStringLiteral("task");
    co_await Sleep(0ns);
}

Task<> timersInOrder(QStringList &log)
{
    EventLoop &loop = *EventLoop::running();
    loop.callLater(20ms, [&log] { log << QStringLiteral("later"); });
    loop.callLater(5ms, [&log] { log << QStringLiteral("sooner"); });
    loop.callLater(10ms, [&log] { log << QStringLiteral("cancelled"); })->cancelled = true;
    co_await Sleep(25ms);
}

Task<> sameDelays(QStringList &log)
{
    EventLoop &loop = *EventLoop::running();
    for (int i = 1; i <= 5; ++i)
        loop.callLater(0ns, [&log, i] { log << QString::number(i); });
    co_await Sleep(2ms);
}

Task<> createAndGoOn(QStringList &log)
{
    const auto one = EventLoop::running()->createTask(sayBetweenTurns(log, QStringLiteral("a"), 2));
    const auto two = EventLoop::running()->createTask(sayBetweenTurns(log, QStringLiteral("b"), 2));
    log << QStringLiteral("main");
    co_await one;
    co_await two;
}

Task<> leaveOneBehind(QStringList &log)
{
    const auto left = EventLoop::running()->createTask(sayBetweenTurns(log, QStringLiteral("turn "), 5));
    co_await Sleep(0ns);
}

Task<> sameNames(QStringList &log)
{
    EventLoop &loop = *EventLoop::running();
    const auto one = loop.createTask(say(log, QString()));
    const auto two = loop.createTask(say(log, QString()));
    const auto other = loop.createTask(say(log, QString()).named("other"));
    const auto own = loop.createTask(say(log, QString()), "own");
    co_await Sleep(0ns);
}

Task<> busyThenSleep(Program &program, std::int64_t &sleptNs)
{
    program.compute(20ms); // the loop's idea of now is 20 ms old when the sleep begins
    const std::int64_t before = monotonicNs();
    co_await Sleep(10ms);
    sleptNs = monotonicNs() - before;
}

Task<> twoWaitForOne(QStringList &log)
{
    EventLoop &loop = *EventLoop::running();
    const auto shared = loop.createTask(doubled(1), "shared");
    struct Wait {
        static Task<> wait(TaskHandle<int> handle, QStringList &said)
        {
            const int value = co_await handle;
            said << QString::number(value);
        }
    };
    const auto one = loop.createTask(Wait::wait(shared, log), "waiter one");
    const auto two = loop.createTask(Wait::wait(shared, log), "waiter two");
    co_await one;
    co_await two;
}

} // namespace

class EventLoopTest : public QObject
{
    Q_OBJECT

    static QStringList run(Task<> (*body)(QStringList &))
    {
        QStringList log;
        const Trace trace = recorded([&](Program &) { runAsync(body(log).named("main")); });
        const QString broken = brokenLaws(trace);
        return broken.isEmpty() ? log : log << broken;
    }

private Q_SLOTS:
    void callbacksRunInTheirOrderATurnAtATime()
    {
        QCOMPARE(run(callbacksInOrder).join(QStringLiteral(", ")),
                 QStringLiteral("soon 1, soon 2, soon 3, task, a turn later"));
    }

    void timersRunByDeadlineAndCancelledOnesNot()
    {
        QCOMPARE(run(timersInOrder).join(QStringLiteral(", ")), QStringLiteral("sooner, later"));
    }

    void timersOfTheSameDelayRunAsTheyWereScheduled()
    {
        QCOMPARE(run(sameDelays).join(QString()), QStringLiteral("12345"));
    }

    void aCreatedTaskRunsATurnLaterAndTasksTakeTurns()
    {
        QCOMPARE(run(createAndGoOn).join(QStringLiteral(" ")), QStringLiteral("main a1 b1 a2 b2"));
    }

    /// CPython 3.11 prints exactly this: the loop stops in the turn after the main task's end.
    void othersHaveOneMoreTurnAfterTheMainTasksEnd()
    {
        QCOMPARE(run(leaveOneBehind).join(QStringLiteral(", ")), QStringLiteral("turn 1, turn 2"));
    }

    void sleepZeroIsOneBareYield()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) {
            runAsync(sayBetweenTurns(log, QStringLiteral("t"), 2).named("main"));
        });
        QCOMPARE(lifeOf(trace, "main"), QStringLiteral("start suspend(turn) resume suspend(turn) resume finish(finished)"));
        QVERIFY(!lifeOf(trace, "event loop").contains(QStringLiteral("poll")));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aSleepIsCountedFromTheActualNow()
    {
        std::int64_t sleptNs = 0;
        recorded([&](Program &program) { runAsync(busyThenSleep(program, sleptNs)); });
        QVERIFY2(sleptNs >= 10'000'000, qPrintable(QString::number(sleptNs)));
    }

    void nestedAwaitsRunWithinTheTaskAndAreLawful()
    {
        int result = 0;
        const Trace trace = recorded([&result](Program &) { result = runAsync(nested(5)); });
        QCOMPARE(result, 20);
        QCOMPARE(lifeOf(trace, "nested"), QStringLiteral("start suspend(await) resume suspend(await) resume finish(finished)"));
        QCOMPARE(lifeOf(trace, "doubled"), QStringLiteral("start suspend(sleep) resume finish(finished)"));
        QCOMPARE(int(laneNamed(trace, "doubled")->kind), int(LaneKind::Coroutine));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void anExceptionComesOutOfTheRun()
    {
        const Trace trace = recorded([](Program &) { QVERIFY_EXCEPTION_THROWN(runAsync(fail()), std::runtime_error); });
        QVERIFY(lifeOf(trace, "fail").endsWith(QStringLiteral("finish(failed)")));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void tasksOfTheSameNameAreNumbered()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) { runAsync(sameNames(log).named("main")); });
        for (const char *name : {"main", "say", "say 2", "other", "own"})
            QVERIFY2(laneNamed(trace, name), name);
        QCOMPARE(int(laneNamed(trace, "say 2")->kind), int(LaneKind::Task));
    }

    void twoWhoAwaitTheSameTaskAreBothWoken()
    {
        QCOMPARE(run(twoWaitForOne), QStringList({QStringLiteral("2"), QStringLiteral("2")}));
    }

    void itIsRunningOnlyFromInsideAndClosedOnlyAtItsEnd()
    {
        QStringList log;
        recorded([&log](Program &) {
            const Application application;
            EventLoop loop;
            const auto note = [&] {
                log << (loop.isRunning() ? QStringLiteral("r") : QStringLiteral("-")) + (loop.isClosed() ? QStringLiteral("c") : QStringLiteral("-"));
            };
            note();
            loop.callSoon([&] {
                note();
                QVERIFY_EXCEPTION_THROWN(loop.close(), std::logic_error);
            });
            QStringList ignored;
            loop.runUntilComplete(say(ignored, QString()));
            note();
            loop.close();
            note();
            loop.close(); // again is harmless
        });
        QCOMPARE(log.join(QLatin1Char(' ')), QStringLiteral("-- r- -- -c"));
    }

    void aClosedLoopTakesNothingMore()
    {
        recorded([](Program &) {
            const Application application;
            EventLoop loop;
            loop.close();
            QVERIFY(!EventLoop::running());
            QStringList ignored;
            QVERIFY_EXCEPTION_THROWN(loop.callSoon([] {}), std::logic_error);
            QVERIFY_EXCEPTION_THROWN(loop.callLater(1ms, [] {}), std::logic_error);
            QVERIFY_EXCEPTION_THROWN(loop.runUntilComplete(say(ignored, QString())), std::logic_error);
            QVERIFY_EXCEPTION_THROWN(loop.runForever(), std::logic_error);
        });
    }

    /// A callback that comes while Qt delivers, before it waits, must not be waited for.
    void whatIsScheduledFromWithinQtEndsTheWait()
    {
        QStringList log;
        QObject receiver;
        recorded([&](Program &) {
            const Application application;
            EventLoop loop;
            bool over = false;
            QMetaObject::invokeMethod(&receiver, [&] {
                QMetaObject::invokeMethod(&receiver, [&] { loop.callSoon([&] { over = true; loop.stop(); }); },
                                          Qt::QueuedConnection);
            }, Qt::QueuedConnection);
            loop.runForever();
            log << (over ? QStringLiteral("over") : QStringLiteral("stopped"));
        });
        QCOMPARE(log, QStringList(QStringLiteral("over")));
    }

    void aCallbackThatRaisesIsNotedAndTheLoopGoesOn()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) {
            const Application application;
            EventLoop loop;
            loop.callSoon([] { throw std::runtime_error("oh"); });
            loop.callSoon([&log] { log << QStringLiteral("goes on"); });
            loop.runUntilComplete(say(log, QStringLiteral("task")).named("main"));
        });
        QCOMPARE(log, QStringList({QStringLiteral("goes on"), QStringLiteral("task")}));
        const auto &events = laneNamed(trace, "event loop")->events;
        QCOMPARE(std::ranges::count_if(events, [&trace](const Event &event) {
            return trace.text(event) == "a callback raised: oh";
        }), 1);
        QCOMPARE(brokenLaws(trace), QString());
    }

    void stoppedBeforeItsTaskIsDoneItSaysSo()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) {
            const Application application;
            EventLoop loop;
            loop.callSoon([&loop] { loop.stop(); });
            try {
                loop.runUntilComplete(sleepThenSay(log, 1h, QStringLiteral("never")).named("main"));
            } catch (const std::runtime_error &error) {
                log << QString::fromUtf8(error.what());
            }
        });
        QCOMPARE(log, QStringList(QStringLiteral("the loop was stopped before the task was done")));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void eachTurnCountsWhatIsReady()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) {
            runAsync(sayBetweenTurns(log, QStringLiteral("t"), 2).named("main"));
        });
        QList<std::int64_t> ready;
        for (const Event &event : laneNamed(trace, "event loop")->events) {
            if (event.kind() == EventKind::Counter && trace.counter(event)->name == "ready")
                ready << trace.counter(event)->value;
        }
        QCOMPARE(ready, QList<std::int64_t>({1, 1, 1, 1})); // three steps, and the notice of the end
    }

    void sleepersOfOneTaskEachAreLawful()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) { runAsync(sleepThenSay(log, 3ms, QStringLiteral("x"))); });
        QCOMPARE(log, QStringList(QStringLiteral("x")));
        QVERIFY(lifeOf(trace, "event loop").contains(QStringLiteral("suspend(poll) resume")));
        const Event sleep = laneNamed(trace, "sleepThenSay")->events[2];
        QCOMPARE(unpackDuration(sleep.argument()).count(), Nanos(3ms).count());
        QCOMPARE(brokenLaws(trace), QString());
    }
};

QTEST_GUILESS_MAIN(EventLoopTest)
#include "tst_eventloop.moc"

// The interpreter lock hands over as CPython 3.11's: asked for after the switch interval, dropped at
// a safe point, given up around what blocks.
#include "core/executors/interpreterlock.h"
#include "core/executors/locks.h"
#include "core/executors/threads.h"
#include "tests/support/recordedrun.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// The lanes that held it, in order.
QStringList holders(const Trace &trace)
{
    QStringList names;
    LaneId waker;
    for (const Event &event : laneNamed(trace, "interpreter lock")->events) {
        if (event.kind() == EventKind::Wake)
            waker = event.peer().value_or(LaneId());
        else if (event.kind() == EventKind::Resume)
            names << QString::fromStdString(trace.lane(waker)->name);
    }
    return names;
}

/// Both threads run Python code until both have had a turn that another took from them.
Trace twoBusyThreads()
{
    return recorded([](Program &program) {
        InterpreterLock gil(1ms);
        std::atomic<int> switches = 0;
        int last = 0; // who ran last, under the lock
        const auto busy = [&](int me) {
            const With python(gil);
            while (switches < 10) {
                if (last != me) {
                    last = me;
                    ++switches;
                }
                InterpreterLock::safePoint();
            }
        };
        Thread one(program, "one", [&busy] { busy(1); });
        Thread two(program, "two", [&busy] { busy(2); });
        one.start();
        two.start();
        one.join();
        two.join();
    });
}

} // namespace

class InterpreterLockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBusyHolderIsAskedToDropItAndTheOtherHasItsTurn()
    {
        const Trace trace = twoBusyThreads();
        const QStringList names = holders(trace);
        QVERIFY(names.size() >= 10);
        for (qsizetype index = 1; index < names.size(); ++index)
            QVERIFY(names.at(index) != names.at(index - 1)); // forced switching: not twice the same
        QCOMPARE(brokenLaws(trace), QString());
    }

    void whoWaitsNamesTheHolderAndWhoWasAskedGivesItsTurnAway()
    {
        const Trace trace = twoBusyThreads();
        const LaneId one = laneNamed(trace, "one")->id;
        const LaneId two = laneNamed(trace, "two")->id;
        int locks = 0;
        int turns = 0;
        for (const char *name : {"one", "two"}) {
            const Lane &lane = *laneNamed(trace, name);
            const LaneId other = lane.id == one ? two : one;
            std::optional<Event> wait;
            for (const Event &event : lane.events) {
                if (event.kind() == EventKind::Suspend) {
                    wait = event;
                    QVERIFY(event.reason() == Reason::Lock || event.reason() == Reason::Turn);
                    (event.reason() == Reason::Lock ? locks : turns) += 1;
                    if (event.reason() == Reason::Lock)
                        QCOMPARE(event.peer(), std::optional(other));
                } else if (event.kind() == EventKind::Wake && wait) {
                    QCOMPARE(event.peer(), std::optional(other));
                    QCOMPARE(event.inferred(), wait->reason() == Reason::Lock);
                } else if (event.kind() == EventKind::Resume) {
                    wait.reset();
                }
            }
        }
        QVERIFY(locks >= 9 && turns >= 9);
    }

    void aHolderThatNobodyAsksKeepsIt()
    {
        const Trace trace = recorded([](Program &) {
            InterpreterLock gil(1ms);
            const With python(gil);
            for (int step = 0; step < 1000; ++step)
                InterpreterLock::safePoint();
        });
        QCOMPARE(lifeOf(trace, "interpreter lock"), QStringLiteral("start suspend(free) resume suspend(free) finish(closed)"));
        QCOMPARE(lifeOf(trace, "main thread"), QStringLiteral("start finish(finished)"));
    }

    void whatBlocksGivesItUpMeanwhile()
    {
        // Every wait below would last for ever if the one who waits kept the interpreter lock.
        const Trace trace = recorded([](Program &program) {
            InterpreterLock gil(1h); // nobody is ever asked to drop it
            const With python(gil);
            Mutex mutex("mutex");
            Condition condition("condition", mutex);
            Semaphore there("there", 0);
            Semaphore back("back", 0);
            bool ran = false;
            Thread thread(program, "other", [&] {
                const With alsoPython(gil);
                mutex.acquire();
                there.release();
                mutex.release();
                back.acquire();
                const With held(condition);
                ran = true;
                condition.notify();
            });
            thread.start();
            there.acquire();
            {
                const With held(condition);
                back.release();
                condition.waitFor([&ran] { return ran; });
            }
            thread.join();
            sleepBlocking(1ms);
        });
        QVERIFY(holders(trace).count(QStringLiteral("main thread")) >= 4);
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aSleepOverlapsWithAnothersTurn()
    {
        const Trace trace = recorded([](Program &program) {
            InterpreterLock gil(1h);
            std::atomic<bool> done = false;
            Thread sleeper(program, "sleeper", [&] {
                const With python(gil);
                while (!done)
                    sleepBlocking(1ms);
            });
            sleeper.start();
            Thread busy(program, "busy", [&] {
                const With python(gil);
                done = true;
            });
            busy.start();
            busy.join();
            sleeper.join();
        });
        QCOMPARE(brokenLaws(trace), QString());
    }

    void manyThreadsComputeOneAtATime()
    {
        std::atomic<int> running = 0;
        std::atomic<bool> together = false;
        const Trace trace = recorded([&](Program &program) {
            InterpreterLock gil(1ms);
            std::vector<Thread> threads;
            for (int number = 0; number < 8; ++number) {
                threads.emplace_back(program, "thread", [&] {
                    const With python(gil);
                    for (int step = 0; step < 3000; ++step) {
                        if (++running > 1)
                            together = true;
                        --running;
                        InterpreterLock::safePoint();
                    }
                });
            }
            for (Thread &thread : threads)
                thread.start();
            for (Thread &thread : threads)
                thread.join();
        });
        QVERIFY(!together);
        QCOMPARE(brokenLaws(trace), QString());
    }

    void switchedOffItLocksNothingAndHasNoLane()
    {
        const Trace trace = recorded([](Program &program) {
            InterpreterLock gil(1ms, false);
            const With python(gil);
            Thread thread(program, "other", [&gil] { const With alsoPython(gil); });
            thread.start();
            thread.join();
            InterpreterLock::safePoint();
        });
        QVERIFY(!laneNamed(trace, "interpreter lock"));
        QCOMPARE(lifeOf(trace, "other"), QStringLiteral("start finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }
};

QTEST_GUILESS_MAIN(InterpreterLockTest)
#include "tst_interpreterlock.moc"

// Event, Lock and Semaphore of the loop, as asyncio's documentation has them; the same programs
// under CPython 3.11 print the same words.
#include "core/executors/aiosync.h"
#include "core/executors/gather.h"
#include "tests/support/taskrun.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;
using Asyncio::Lock;
using Asyncio::Semaphore;

namespace {

Task<> turns(int count)
{
    for (int turn = 0; turn < count; ++turn)
        co_await Sleep(0ns);
}

Task<> waitsForEvent(QStringList &log, Asyncio::Event event, int number)
{
    co_await event.wait();
    log << QStringLiteral("%1 goes on").arg(number);
}

Task<> setWakesAll(QStringList &log)
{
    const Asyncio::Event event;
    std::vector<TaskHandle<void>> tasks;
    for (int number = 1; number <= 3; ++number)
        tasks.push_back(EventLoop::running()->createTask(waitsForEvent(log, event, number)));
    co_await turns(2);
    log << QStringLiteral("set");
    event.set();
    co_await turns(2);
    co_await waitsForEvent(log, event, 4); // at once
    event.clear();
    log << (event.isSet() ? QStringLiteral("set") : QStringLiteral("cleared"));
}

Task<> setAndClearedAtOnce(QStringList &log)
{
    const Asyncio::Event event;
    const auto task = EventLoop::running()->createTask(waitsForEvent(log, event, 1));
    co_await turns(2);
    event.set();
    event.clear(); // who waited has been woken all the same
    co_await task;
}

Task<> holds(QStringList &log, Lock lock, int number, int forTurns)
{
    try {
        const auto held = co_await lock.hold();
        log << QStringLiteral("%1 in").arg(number);
        co_await turns(forTurns);
        log << QStringLiteral("%1 out").arg(number);
    } catch (const Cancelled &) {
        log << QStringLiteral("%1 cancelled").arg(number);
        throw;
    }
}

Task<> oneAtATime(QStringList &log)
{
    const Lock lock;
    co_await gather(holds(log, lock, 1, 3), holds(log, lock, 2, 1), holds(log, lock, 3, 0));
    log << (lock.isLocked() ? QStringLiteral("locked") : QStringLiteral("free"));
}

/// Whoever comes while it is free, but promised to the first in the line, does not overtake.
Task<> noneOvertakes(QStringList &log)
{
    const Lock lock;
    co_await lock.acquire();
    const auto first = EventLoop::running()->createTask(holds(log, lock, 1, 0));
    co_await turns(2);
    lock.release();
    const bool free = !lock.isLocked();
    log << (free ? QStringLiteral("free") : QStringLiteral("locked"));
    co_await holds(log, lock, 2, 0);
    co_await first;
}

Task<> cancelledInTheLine(QStringList &log)
{
    const Lock lock;
    co_await lock.acquire();
    const auto first = EventLoop::running()->createTask(holds(log, lock, 1, 0));
    const auto second = EventLoop::running()->createTask(holds(log, lock, 2, 0));
    co_await turns(2);
    first.cancel();
    co_await turns(2);
    lock.release();
    co_await second;
}

/// Woken by the release and cancelled before it ran: the next one has the lock.
Task<> cancelledWhenWoken(QStringList &log)
{
    const Lock lock;
    co_await lock.acquire();
    const auto first = EventLoop::running()->createTask(holds(log, lock, 1, 0));
    const auto second = EventLoop::running()->createTask(holds(log, lock, 2, 0));
    co_await turns(2);
    lock.release();
    first.cancel();
    co_await second;
}

Task<> releasedByNobody(QStringList &log)
{
    const Lock lock;
    try {
        lock.release();
    } catch (const std::logic_error &) {
        log << QStringLiteral("refused");
    }
    co_return;
}

Task<> fails(Lock lock)
{
    const auto held = co_await lock.hold();
    throw std::runtime_error("oh");
}

Task<> releasedByAnException(QStringList &log)
{
    const Lock lock;
    try {
        co_await fails(lock);
    } catch (const std::runtime_error &) {
        log << (lock.isLocked() ? QStringLiteral("locked") : QStringLiteral("free"));
    }
}

Task<> shares(QStringList &log, Semaphore semaphore, int number, int forTurns)
{
    try {
        const auto held = co_await semaphore.hold();
        log << QStringLiteral("%1 in").arg(number);
        co_await turns(forTurns);
        log << QStringLiteral("%1 out").arg(number);
    } catch (const Cancelled &) {
        log << QStringLiteral("%1 cancelled").arg(number);
        throw;
    }
}

Task<> twoAtATime(QStringList &log)
{
    const Semaphore semaphore(2);
    co_await gather(shares(log, semaphore, 1, 2), shares(log, semaphore, 2, 5), shares(log, semaphore, 3, 0),
                    shares(log, semaphore, 4, 0));
    log << (semaphore.isLocked() ? QStringLiteral("locked") : QStringLiteral("free"));
}

Task<> aShareIsHandedOn(QStringList &log)
{
    const Semaphore semaphore(1);
    co_await semaphore.acquire();
    const auto first = EventLoop::running()->createTask(shares(log, semaphore, 1, 0));
    const auto second = EventLoop::running()->createTask(shares(log, semaphore, 2, 0));
    co_await turns(2);
    semaphore.release();
    log << (semaphore.isLocked() ? QStringLiteral("promised") : QStringLiteral("free"));
    first.cancel();
    co_await second;
    log << (semaphore.isLocked() ? QStringLiteral("locked") : QStringLiteral("free"));
}

Task<> noSharesAtFirst(QStringList &log)
{
    const Semaphore semaphore(0);
    const auto task = EventLoop::running()->createTask(shares(log, semaphore, 1, 0));
    co_await turns(2);
    log << QStringLiteral("waits");
    semaphore.release();
    co_await task;
    semaphore.release(); // above what it began with: it is not bounded
    log << (semaphore.isLocked() ? QStringLiteral("locked") : QStringLiteral("free"));
}

QList<std::int64_t> counterValues(const Trace &trace, std::string_view lane)
{
    QList<std::int64_t> values;
    for (const Event &event : laneNamed(trace, lane)->events) {
        if (event.kind() == EventKind::Counter)
            values << trace.counter(event)->value;
    }
    return values;
}

} // namespace

class AioSyncTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settingAnEventWakesAllAndLaterOnesGoOnAtOnce()
    {
        QCOMPARE(writtenBy(setWakesAll), QStringLiteral("set, 1 goes on, 2 goes on, 3 goes on, 4 goes on, cleared"));
    }
    void whoWasWokenByAnEventGoesOnThoughItIsCleared() { QCOMPARE(writtenBy(setAndClearedAtOnce), QStringLiteral("1 goes on")); }
    void aLockHasOneHolderAtATimeFirstComeFirstServed()
    {
        QCOMPARE(writtenBy(oneAtATime), QStringLiteral("1 in, 1 out, 2 in, 2 out, 3 in, 3 out, free"));
    }
    void aPromisedLockIsNotOvertaken()
    {
        QCOMPARE(writtenBy(noneOvertakes), QStringLiteral("free, 1 in, 1 out, 2 in, 2 out"));
    }
    void whoIsCancelledInTheLineLeavesIt()
    {
        QCOMPARE(writtenBy(cancelledInTheLine), QStringLiteral("1 cancelled, 2 in, 2 out"));
    }
    void whoIsCancelledOnceWokenPassesTheLockOn()
    {
        QCOMPARE(writtenBy(cancelledWhenWoken), QStringLiteral("1 cancelled, 2 in, 2 out"));
    }
    void releasingAFreeLockIsAnError() { QCOMPARE(writtenBy(releasedByNobody), QStringLiteral("refused")); }
    void leavingTheBlockByAnExceptionReleases() { QCOMPARE(writtenBy(releasedByAnException), QStringLiteral("free")); }
    void aSemaphoreHasAsManyHoldersAsItAllows()
    {
        QCOMPARE(writtenBy(twoAtATime), QStringLiteral("1 in, 2 in, 1 out, 3 in, 3 out, 4 in, 4 out, 2 out, free"));
    }
    void whoIsCancelledOnceWokenPassesItsShareOn()
    {
        QCOMPARE(writtenBy(aShareIsHandedOn), QStringLiteral("promised, 1 cancelled, 2 in, 2 out, free"));
    }
    void aSemaphoreMayBeginWithNoneAndGrow() { QCOMPARE(writtenBy(noSharesAtFirst), QStringLiteral("waits, 1 in, 1 out, free")); }

    void aSemaphoreOfLessThanNoneIsRefused()
    {
        recorded([](Program &) {
            EventLoop loop;
            QVERIFY_EXCEPTION_THROWN(Semaphore(-1), std::invalid_argument);
        });
    }

    void theWaitForALockNamesItsHolderWhoThenWakes()
    {
        QStringList log;
        const Trace trace = recordedTask(log, oneAtATime);
        const LaneId holder = laneNamed(trace, "holds 1")->id;
        const Lane *waiting = laneNamed(trace, "holds 2");
        QCOMPARE(lifeOf(trace, "holds 2"), QStringLiteral("start suspend(lock) resume suspend(await) resume finish(finished)"));
        for (const Event &event : waiting->events) {
            if (event.kind() == EventKind::Suspend && event.reason() == Reason::Lock)
                QCOMPARE(event.peer()->value(), holder.value());
        }
        const auto woken = std::ranges::find_if(waiting->events, [&](const Event &event) {
            return event.kind() == EventKind::Wake && event.peer() == holder;
        });
        QVERIFY(woken != waiting->events.end());
        QCOMPARE(lifeOf(trace, "lock"), QStringLiteral("start suspend(free) resume suspend(free) resume suspend(free) "
                                                       "resume suspend(free) finish(closed)"));
    }

    void theLanesOfSemaphoreAndEventCount()
    {
        QStringList log;
        const Trace shared = recordedTask(log, twoAtATime);
        QCOMPARE(counterValues(shared, "semaphore"), QList<std::int64_t>({2, 1, 0, 1, 2}));
        QCOMPARE(lifeOf(shared, "shares 3"), QStringLiteral("start suspend(semaphore) resume suspend(await) resume finish(finished)"));
        const Trace set = recordedTask(log, setWakesAll);
        QCOMPARE(counterValues(set, "event"), QList<std::int64_t>({0, 1, 0}));
        QCOMPARE(lifeOf(set, "event"), QStringLiteral("start finish(closed)"));
    }
};

QTEST_GUILESS_MAIN(AioSyncTest)
#include "tst_aiosync.moc"

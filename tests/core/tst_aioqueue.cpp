// The loop's Queue, as asyncio's documentation has it; the same programs under CPython 3.11 print
// the same words.
#include "core/executors/aioqueue.h"
#include "core/executors/gather.h"
#include "tests/support/taskrun.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;
using Asyncio::Queue;

namespace {

Task<> turns(int count)
{
    for (int turn = 0; turn < count; ++turn)
        co_await Sleep(0ns);
}

Task<> takes(QStringList &log, Queue<int> queue, QString name, int items = 1)
{
    try {
        for (int taken = 0; taken < items; ++taken) {
            const int item = co_await queue.get();
            log << QStringLiteral("%1 got %2").arg(name).arg(item);
        }
    } catch (const Cancelled &) {
        log << name + QStringLiteral(" cancelled");
        throw;
    }
}

Task<> puts(QStringList &log, Queue<int> queue, QString name, int item)
{
    try {
        co_await queue.put(item);
        log << QStringLiteral("%1 put %2").arg(name).arg(item);
    } catch (const Cancelled &) {
        log << name + QStringLiteral(" cancelled");
        throw;
    }
}

TaskHandle<void> begin(Task<> task, std::string name = {})
{
    return EventLoop::running()->createTask(std::move(task), std::move(name));
}

Task<> firstInFirstOut(QStringList &log)
{
    const Queue<int> queue;
    for (int item = 1; item <= 3; ++item)
        co_await queue.put(item);
    log << QString::number(queue.size());
    co_await takes(log, queue, QStringLiteral("a"), 3);
    log << (queue.isEmpty() && !queue.isFull() ? QStringLiteral("empty") : QStringLiteral("not empty"));
}

Task<> gettersWaitInTheirOrder(QStringList &log)
{
    const Queue<int> queue;
    const auto a = begin(takes(log, queue, QStringLiteral("a")), "taker a");
    const auto b = begin(takes(log, queue, QStringLiteral("b")), "taker b");
    co_await turns(2);
    queue.putNowait(1);
    queue.putNowait(2);
    co_await a;
    co_await b;
}

/// Woken for an item that somebody else takes first: it waits again, behind the others.
Task<> robbedOfTheItem(QStringList &log)
{
    const Queue<int> queue;
    const auto a = begin(takes(log, queue, QStringLiteral("a")));
    const auto b = begin(takes(log, queue, QStringLiteral("b")));
    co_await turns(2);
    queue.putNowait(1);
    log << QStringLiteral("main took %1").arg(queue.getNowait());
    co_await turns(2);
    queue.putNowait(2);
    queue.putNowait(3);
    co_await a;
    co_await b;
}

Task<> cancelledGetter(QStringList &log)
{
    const Queue<int> queue;
    const auto a = begin(takes(log, queue, QStringLiteral("a")));
    const auto b = begin(takes(log, queue, QStringLiteral("b")));
    co_await turns(2);
    a.cancel();
    co_await turns(2);
    queue.putNowait(1);
    co_await b;
}

/// Woken by the put and cancelled before it ran: the item is the next one's, not lost.
Task<> getterCancelledWhenWoken(QStringList &log)
{
    const Queue<int> queue;
    const auto a = begin(takes(log, queue, QStringLiteral("a")), "taker a");
    const auto b = begin(takes(log, queue, QStringLiteral("b")), "taker b");
    co_await turns(2);
    queue.putNowait(1);
    a.cancel();
    co_await b;
}

Task<> boundedQueue(QStringList &log)
{
    const Queue<int> queue(1);
    const auto a = begin(puts(log, queue, QStringLiteral("a"), 1), "putter a");
    const auto b = begin(puts(log, queue, QStringLiteral("b"), 2), "putter b");
    co_await turns(3);
    log << (queue.isFull() ? QStringLiteral("full") : QStringLiteral("not full"));
    co_await takes(log, queue, QStringLiteral("main"), 2);
    co_await b;
}

Task<> putterCancelledWhenWoken(QStringList &log)
{
    const Queue<int> queue(1);
    queue.putNowait(1);
    const auto a = begin(puts(log, queue, QStringLiteral("a"), 2));
    const auto b = begin(puts(log, queue, QStringLiteral("b"), 3));
    co_await turns(2);
    log << QStringLiteral("main took %1").arg(queue.getNowait());
    a.cancel();
    co_await b;
}

Task<> nowait(QStringList &log)
{
    const Queue<int> queue(1);
    try {
        queue.getNowait();
    } catch (const Asyncio::QueueEmpty &) {
        log << QStringLiteral("empty");
    }
    queue.putNowait(1);
    try {
        queue.putNowait(2);
    } catch (const Asyncio::QueueFull &) {
        log << QStringLiteral("full");
    }
    co_return;
}

Task<> works(QStringList &log, Queue<int> queue)
{
    for (;;) {
        const int item = co_await queue.get();
        co_await turns(2);
        log << QStringLiteral("done %1").arg(item);
        queue.taskDone();
    }
}

Task<> joined(QStringList &log)
{
    const Queue<int> queue;
    co_await queue.join(); // nothing to do: at once
    queue.putNowait(1);
    queue.putNowait(2);
    const auto worker = begin(works(log, queue), "worker");
    co_await queue.join();
    log << QStringLiteral("joined");
    worker.cancel();
}

Task<> doneTooOften(QStringList &log)
{
    const Queue<int> queue;
    queue.putNowait(1);
    queue.taskDone();
    try {
        queue.taskDone();
    } catch (const std::logic_error &) {
        log << QStringLiteral("refused");
    }
    co_return;
}

Task<> oneTakenOneLeft(QStringList &log)
{
    const Queue<int> queue;
    co_await queue.put(1, "first");
    co_await queue.put(2);
    co_await takes(log, queue, QStringLiteral("a"));
}

struct MoveOnly {
    std::unique_ptr<int> value;
    explicit MoveOnly(int number) : value(std::make_unique<int>(number)) {}
};

Task<> ofMoveOnly(QStringList &log)
{
    const Queue<MoveOnly> queue;
    MoveOnly given(7);
    co_await queue.put(std::move(given));
    const MoveOnly item = co_await queue.get();
    log << QString::number(*item.value);
}

QList<std::int64_t> depths(const Trace &trace)
{
    QList<std::int64_t> values;
    for (const Event &event : laneNamed(trace, "queue")->events) {
        if (event.kind() == EventKind::Counter)
            values << trace.counter(event)->value;
    }
    return values;
}

/// Who woke the lane's wait for that reason, and for which lane it waited.
std::pair<LaneId, LaneId> wakerAndWaitedFor(const Trace &trace, const char *lane, Reason reason)
{
    std::pair<LaneId, LaneId> found;
    bool waits = false;
    for (const Event &event : laneNamed(trace, lane)->events) {
        if (event.kind() == EventKind::Suspend) {
            waits = event.reason() == reason;
            if (waits)
                found.second = *event.peer();
        } else if (event.kind() == EventKind::Wake && waits) {
            found.first = *event.peer();
        }
    }
    return found;
}

} // namespace

class AioQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itemsComeOutInTheirOrder()
    {
        QCOMPARE(writtenBy(firstInFirstOut), QStringLiteral("3, a got 1, a got 2, a got 3, empty"));
    }
    void whoWaitsLongestGetsFirst() { QCOMPARE(writtenBy(gettersWaitInTheirOrder), QStringLiteral("a got 1, b got 2")); }
    void whoFindsItEmptyAgainWaitsBehindTheOthers()
    {
        QCOMPARE(writtenBy(robbedOfTheItem), QStringLiteral("main took 1, b got 2, a got 3"));
    }
    void aCancelledGetterLeavesTheLine() { QCOMPARE(writtenBy(cancelledGetter), QStringLiteral("a cancelled, b got 1")); }
    void aGetterCancelledOnceWokenPassesTheItemOn()
    {
        QCOMPARE(writtenBy(getterCancelledWhenWoken), QStringLiteral("a cancelled, b got 1"));
    }
    void whereItIsFullPutWaitsForAPlace()
    {
        QCOMPARE(writtenBy(boundedQueue), QStringLiteral("a put 1, full, main got 1, b put 2, main got 2"));
    }
    void aPutterCancelledOnceWokenPassesThePlaceOn()
    {
        QCOMPARE(writtenBy(putterCancelledWhenWoken), QStringLiteral("main took 1, a cancelled, b put 3"));
    }
    void withoutWaitingEmptyAndFullAreRaised() { QCOMPARE(writtenBy(nowait), QStringLiteral("empty, full")); }
    void joinWaitsUntilAllTakenItemsAreDone() { QCOMPARE(writtenBy(joined), QStringLiteral("done 1, done 2, joined")); }
    void moreDoneThanPutIsAnError() { QCOMPARE(writtenBy(doneTooOften), QStringLiteral("refused")); }
    void itemsMayBeMoveOnly() { QCOMPARE(writtenBy(ofMoveOnly), QStringLiteral("7")); }

    void theDepthIsCountedAndEachItemsTimeRecorded()
    {
        QStringList log;
        const Trace trace = recordedTask(log, oneTakenOneLeft);
        QCOMPARE(depths(trace), QList<std::int64_t>({0, 1, 2, 1}));
        QCOMPARE(lifeOf(trace, "first"), QStringLiteral("start suspend(queued) resume finish(finished)"));
        QCOMPARE(lifeOf(trace, "item 2"), QStringLiteral("start suspend(queued) finish(closed)"));
        QCOMPARE(lifeOf(trace, "queue"), QStringLiteral("start finish(closed)"));
        const Lane *queue = laneNamed(trace, "queue"), *item = laneNamed(trace, "first");
        QCOMPARE(int(item->kind), int(LaneKind::Item));
        QVERIFY(item->parent == queue->id && queue->parent == laneNamed(trace, "event loop")->id);
        QVERIFY(wakerAndWaitedFor(trace, "first", Reason::Queued)
                == std::pair(laneNamed(trace, "takes")->id, queue->id));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void whoWaitsIsWokenByWhoPutTookOrCancelled()
    {
        QStringList log;
        const Trace bounded = recordedTask(log, boundedQueue);
        const LaneId queue = laneNamed(bounded, "queue")->id;
        QVERIFY(wakerAndWaitedFor(bounded, "putter b", Reason::QueueFull)
                == std::pair(laneNamed(bounded, "takes")->id, queue));
        const Trace taken = recordedTask(log, gettersWaitInTheirOrder);
        QVERIFY(wakerAndWaitedFor(taken, "taker a", Reason::QueueEmpty)
                == std::pair(laneNamed(taken, "main")->id, laneNamed(taken, "queue")->id));
        const Trace passedOn = recordedTask(log, getterCancelledWhenWoken);
        QVERIFY(wakerAndWaitedFor(passedOn, "taker b", Reason::QueueEmpty).first == laneNamed(passedOn, "taker a")->id);
        const Trace all = recordedTask(log, joined);
        QVERIFY(wakerAndWaitedFor(all, "main", Reason::Join)
                == std::pair(laneNamed(all, "worker")->id, laneNamed(all, "queue")->id));
    }
};

QTEST_GUILESS_MAIN(AioQueueTest)
#include "tst_aioqueue.moc"

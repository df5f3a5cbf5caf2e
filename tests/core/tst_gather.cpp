// gather as asyncio has it: order, exceptions, cancelling.
#include "core/executors/gather.h"
#include "tests/support/taskrun.h"

#include <QTest>

#include <stdexcept>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr int forEver = -1;

/// Gives that many turns away, so that the order is the loop's alone and no clock's.
Task<> letTurnsPass(int turns)
{
    if (turns == forEver)
        co_await Sleep(1h);
    for (int turn = 0; turn < turns; ++turn)
        co_await Sleep(0ns);
}

Task<int> worker(QStringList &log, int number, int turns, bool fails = false)
{
    try {
        co_await letTurnsPass(turns);
    } catch (const Cancelled &) {
        log << QStringLiteral("%1 cancelled").arg(number);
        throw;
    }
    if (fails)
        throw std::runtime_error("oh");
    log << QStringLiteral("%1 done").arg(number);
    co_return number;
}

Task<> inOrder(QStringList &log)
{
    const std::vector<int> results = co_await gather(worker(log, 1, 9), worker(log, 2, 1), worker(log, 3, 5));
    for (const int result : results)
        log << QString::number(result);
}

Task<> ofNothing(QStringList &log)
{
    std::vector<Task<int>> none;
    const std::vector<int> results = co_await gather(std::move(none));
    log << QString::number(results.size());
}

Task<> firstException(QStringList &log)
{
    try {
        co_await gather(worker(log, 1, 10), worker(log, 2, 1, true));
    } catch (const std::runtime_error &error) {
        log << QString::fromUtf8(error.what());
    }
    co_await letTurnsPass(20);
}

Task<> gathering(QStringList &log)
{
    co_await gather(worker(log, 1, forEver), worker(log, 2, forEver));
}

Task<> cancelled(QStringList &log)
{
    const auto task = EventLoop::running()->createTask(gathering(log));
    co_await Sleep(0ns);
    co_await Sleep(0ns);
    task.cancel();
    try {
        co_await task;
    } catch (const Cancelled &) {
        log << QStringLiteral("the gatherer, too");
    }
}

Task<> childCancelled(QStringList &log)
{
    std::vector<Task<int>> tasks;
    tasks.push_back(worker(log, 1, forEver));
    tasks.push_back(worker(log, 2, 10));
    const auto all = gather(std::move(tasks));
    co_await Sleep(0ns);
    static_cast<Detail::GatherFuture<int> &>(*all.future()).children[0].cancel();
    try {
        co_await all;
    } catch (const Cancelled &) {
        log << QStringLiteral("raised");
    }
    co_await letTurnsPass(20);
}

Task<> cancelledTooLate(QStringList &log)
{
    auto all = gather(worker(log, 1, 10), worker(log, 2, 1, true));
    try {
        co_await all;
    } catch (const std::runtime_error &) {
        log << QStringLiteral("failed");
    }
    log << (all.future()->cancel() ? QStringLiteral("cancels") : QStringLiteral("is over"));
    co_await letTurnsPass(20);
}

} // namespace

class GatherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultsComeInTheOrderGiven()
    {
        QCOMPARE(writtenBy(inOrder), QStringLiteral("2 done, 3 done, 1 done, 1, 2, 3"));
    }

    void ofNothingIsDoneAtOnce() { QCOMPARE(writtenBy(ofNothing), QStringLiteral("0")); }

    void theFirstExceptionIsRaisedAndTheOthersRunOn()
    {
        QCOMPARE(writtenBy(firstException), QStringLiteral("oh, 1 done"));
    }

    void cancellingItCancelsAll()
    {
        QCOMPARE(writtenBy(cancelled), QStringLiteral("1 cancelled, 2 cancelled, the gatherer, too"));
    }

    void aCancelledChildIsRaisedAndTheOthersRunOn()
    {
        QCOMPARE(writtenBy(childCancelled), QStringLiteral("1 cancelled, raised, 2 done"));
    }

    void onceOverItLeavesItsTasksAlone()
    {
        QCOMPARE(writtenBy(cancelledTooLate), QStringLiteral("failed, is over, 1 done"));
    }

    void itsTasksAreNumberedAndTheirWaitIsAGather()
    {
        QStringList log;
        const Trace trace = recordedTask(log, inOrder);
        QCOMPARE(lifeOf(trace, "main"), QStringLiteral("start suspend(gather) resume finish(finished)"));
        for (const char *name : {"worker 1", "worker 2", "worker 3"})
            QCOMPARE(lifeOf(trace, name), QStringLiteral("start suspend(await) resume finish(finished)"));
    }
};

QTEST_GUILESS_MAIN(GatherTest)
#include "tst_gather.moc"

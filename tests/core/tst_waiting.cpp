// wait, wait_for and as_completed, as asyncio's documentation has them; the same programs under
// CPython 3.11 print the same words.
#include "core/executors/waiting.h"
#include "tests/support/taskrun.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr int forEver = -1;

Task<> turns(int count)
{
    if (count == forEver)
        co_await Sleep(1h);
    for (int turn = 0; turn < count; ++turn)
        co_await Sleep(0ns);
}

Task<int> job(QStringList &log, int number, int forTurns, bool fails = false)
{
    try {
        co_await turns(forTurns);
    } catch (const Cancelled &) {
        log << QStringLiteral("%1 cancelled").arg(number);
        throw;
    }
    if (fails)
        throw std::runtime_error("oh");
    co_return number;
}

TaskHandle<int> begin(Task<int> task) { return EventLoop::running()->createTask(std::move(task)); }

std::vector<TaskHandle<int>> slowQuickFailing(QStringList &log)
{
    return {begin(job(log, 1, 14)), begin(job(log, 2, 1)), begin(job(log, 3, 8, true))};
}

QString count(const Waited<int> &waited)
{
    return QStringLiteral("%1 done, %2 pending").arg(waited.done.size()).arg(waited.pending.size());
}

Task<> forAll(QStringList &log)
{
    const Waited<int> waited = co_await wait(slowQuickFailing(log));
    log << count(waited) << QString::number(waited.done[1].future()->result());
}

Task<> forTheFirst(QStringList &log)
{
    const Waited<int> waited = co_await wait(slowQuickFailing(log), std::nullopt, ReturnWhen::FirstCompleted);
    log << count(waited) << QString::number(waited.done[0].future()->result());
}

Task<> forTheFirstException(QStringList &log)
{
    const Waited<int> waited = co_await wait(slowQuickFailing(log), std::nullopt, ReturnWhen::FirstException);
    log << count(waited);
}

Task<> withoutException(QStringList &log)
{
    std::vector<TaskHandle<int>> tasks(1, begin(job(log, 1, 3)));
    tasks.push_back(begin(job(log, 2, 1)));
    const Waited<int> waited = co_await wait(tasks, std::nullopt, ReturnWhen::FirstException);
    log << count(waited);
}

Task<> untilTheTimeIsOver(QStringList &log)
{
    std::vector<TaskHandle<int>> tasks(1, begin(job(log, 1, forEver)));
    tasks.push_back(begin(job(log, 2, 1)));
    const Waited<int> waited = co_await wait(tasks, 5ms);
    log << count(waited) << (waited.pending[0].isDone() ? QStringLiteral("ended") : QStringLiteral("runs on"));
}

Task<> waitCancelled(QStringList &log)
{
    std::vector<TaskHandle<int>> tasks(1, begin(job(log, 1, forEver)));
    const auto waiting = EventLoop::running()->createTask(wait(tasks), "waits");
    co_await turns(2);
    waiting.cancel();
    co_await turns(2);
    log << (waiting.isCancelled() && !tasks[0].isDone() ? QStringLiteral("the task runs on") : QStringLiteral("no"));
}

Task<> forNothing(QStringList &log)
{
    try {
        co_await wait(std::vector<TaskHandle<int>>());
    } catch (const std::invalid_argument &) {
        log << QStringLiteral("refused");
    }
}

Task<> inTime(QStringList &log)
{
    const int result = co_await waitFor(job(log, 5, 3), 1h);
    log << QString::number(result);
    const int withoutTimeout = co_await waitFor(job(log, 6, 3), std::nullopt);
    log << QString::number(withoutTimeout);
}

Task<> tooLate(QStringList &log)
{
    try {
        co_await waitFor(job(log, 1, forEver), 2ms);
    } catch (const TimeoutError &) {
        log << QStringLiteral("timed out");
    }
}

Task<> itsException(QStringList &log)
{
    try {
        co_await waitFor(job(log, 1, 1, true), 1h);
    } catch (const std::runtime_error &error) {
        log << QString::fromUtf8(error.what());
    }
}

Task<int> slowToEnd(QStringList &log)
{
    bool cancelled = false;
    try {
        co_await Sleep(1h);
    } catch (const Cancelled &) {
        cancelled = true;
    }
    co_await Sleep(1ms);
    log << QStringLiteral("cleaned up");
    if (cancelled)
        throw Cancelled();
    co_return 0;
}

Task<> waitsForTheEnd(QStringList &log)
{
    try {
        co_await waitFor(slowToEnd(log), 2ms);
    } catch (const TimeoutError &) {
        log << QStringLiteral("timed out");
    }
}

Task<int> refuses()
{
    try {
        co_await Sleep(1h);
    } catch (const Cancelled &) {
    }
    co_return 9;
}

Task<> refusal(QStringList &log)
{
    const int result = co_await waitFor(refuses(), 2ms);
    log << QString::number(result);
}

Task<> noTimeAtAll(QStringList &log)
{
    try {
        co_await waitFor(job(log, 1, 1), 0ns);
    } catch (const TimeoutError &) {
        log << QStringLiteral("timed out before it began");
    }
    const auto done = begin(job(log, 2, 0));
    co_await turns(2);
    const int result = co_await waitFor(done, 0ns);
    log << QString::number(result);
}

Task<> waitForCancelled(QStringList &log)
{
    const auto inner = begin(job(log, 1, forEver));
    const auto outer = begin(waitFor(inner, 1h));
    co_await turns(2);
    outer.cancel();
    co_await turns(4);
    log << (outer.isCancelled() && inner.isCancelled() ? QStringLiteral("both") : QStringLiteral("not both"));
}

/// Cancelled in the turn in which the result arrives: CPython 3.11 gives the result.
Task<> cancelledTogetherWithTheResult(QStringList &log)
{
    const auto inner = begin(job(log, 4, 2));
    const auto outer = begin(waitFor(inner, 1h));
    while (!inner.isDone())
        co_await Sleep(0ns);
    outer.cancel();
    co_await turns(3);
    log << (outer.isCancelled() ? QStringLiteral("lost") : QString::number(outer.future()->result()));
}

Task<> inTheOrderOfTheirEnds(QStringList &log)
{
    for (Task<int> &next : asCompleted(slowQuickFailing(log))) {
        try {
            const int result = co_await std::move(next);
            log << QString::number(result);
        } catch (const std::runtime_error &error) {
            log << QString::fromUtf8(error.what());
        }
    }
}

Task<> asCompletedTimesOut(QStringList &log)
{
    std::vector<TaskHandle<int>> tasks(1, begin(job(log, 1, forEver)));
    tasks.push_back(begin(job(log, 2, 1)));
    for (Task<int> &next : asCompleted(tasks, 5ms)) {
        try {
            const int result = co_await std::move(next);
            log << QString::number(result);
        } catch (const TimeoutError &) {
            log << QStringLiteral("timed out") << (tasks[0].isDone() ? QStringLiteral("ended") : QStringLiteral("runs on"));
        }
    }
}

Task<> givenUpHalfway(QStringList &log)
{
    for (Task<int> &next : asCompleted(slowQuickFailing(log), 1h)) {
        const int first = co_await std::move(next);
        log << QString::number(first);
        break;
    }
    co_await turns(18);
}

} // namespace

class WaitingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitReturnsWhenAllAreDoneWhetherTheyFailOrNot() { QCOMPARE(writtenBy(forAll), QStringLiteral("3 done, 0 pending, 2")); }
    void waitReturnsAtTheFirst()
    {
        QCOMPARE(writtenBy(forTheFirst), QStringLiteral("1 done, 2 pending, 2, 1 cancelled, 3 cancelled"));
    }
    void waitReturnsAtTheFirstException() { QCOMPARE(writtenBy(forTheFirstException), QStringLiteral("2 done, 1 pending, 1 cancelled")); }
    void withoutAnExceptionWaitReturnsWhenAllAreDone() { QCOMPARE(writtenBy(withoutException), QStringLiteral("2 done, 0 pending")); }
    void aTimeoutEndsTheWaitAndCancelsNobody()
    {
        QCOMPARE(writtenBy(untilTheTimeIsOver), QStringLiteral("1 done, 1 pending, runs on, 1 cancelled"));
    }
    void cancellingTheWaitCancelsNoneOfItsTasks()
    {
        QCOMPARE(writtenBy(waitCancelled), QStringLiteral("the task runs on, 1 cancelled"));
    }
    void waitingForNothingIsAnError() { QCOMPARE(writtenBy(forNothing), QStringLiteral("refused")); }
    void waitForGivesTheResultThatComesInTime() { QCOMPARE(writtenBy(inTime), QStringLiteral("5, 6")); }
    void waitForCancelsWhatIsTooLate() { QCOMPARE(writtenBy(tooLate), QStringLiteral("1 cancelled, timed out")); }
    void waitForRaisesItsException() { QCOMPARE(writtenBy(itsException), QStringLiteral("oh")); }
    void waitForWaitsUntilTheCancelledTaskHasEnded() { QCOMPARE(writtenBy(waitsForTheEnd), QStringLiteral("cleaned up, timed out")); }
    void waitForGivesTheResultOfWhoRefusesToBeCancelled() { QCOMPARE(writtenBy(refusal), QStringLiteral("9")); }
    void waitForWithoutTimeGivesOnlyWhatIsThere()
    {
        QCOMPARE(writtenBy(noTimeAtAll), QStringLiteral("timed out before it began, 2"));
    }
    void cancellingWaitForCancelsItsTaskFirst() { QCOMPARE(writtenBy(waitForCancelled), QStringLiteral("1 cancelled, both")); }
    void aResultThatComesTogetherWithTheCancelIsGiven()
    {
        QCOMPARE(writtenBy(cancelledTogetherWithTheResult), QStringLiteral("4"));
    }
    void asCompletedGivesThemInTheOrderOfTheirEnds() { QCOMPARE(writtenBy(inTheOrderOfTheirEnds), QStringLiteral("2, oh, 1")); }
    void asCompletedRaisesForThoseThatAreTooLate()
    {
        QCOMPARE(writtenBy(asCompletedTimesOut), QStringLiteral("2, timed out, runs on, 1 cancelled"));
    }
    void asCompletedMayBeGivenUp() { QCOMPARE(writtenBy(givenUpHalfway), QStringLiteral("2")); }

    void whoWaitsIsWokenByTheTaskThatEnds()
    {
        QStringList log;
        const Trace trace = recordedTask(log, inTheOrderOfTheirEnds);
        QCOMPARE(lifeOf(trace, "main"), QStringLiteral("start suspend(wait) resume suspend(wait) resume suspend(wait) resume "
                                                       "finish(finished)"));
        QStringList wakers;
        for (const Event &event : laneNamed(trace, "main")->events) {
            if (event.kind() == EventKind::Wake)
                wakers << QString::fromStdString(trace.lane(*event.peer())->name);
        }
        QCOMPARE(wakers.mid(1), QStringList({QStringLiteral("job 2"), QStringLiteral("job 3"), QStringLiteral("job")}));
    }

    void whoseTimeIsOverIsWokenByTheLoopsTimer()
    {
        QStringList log;
        const Trace trace = recordedTask(log, tooLate);
        const Lane *main = laneNamed(trace, "main");
        QCOMPARE(lifeOf(trace, "main"), QStringLiteral("start suspend(wait) resume suspend(wait) resume finish(finished)"));
        std::vector<LaneId> wakers;
        for (const Event &event : main->events) {
            if (event.kind() == EventKind::Suspend)
                QCOMPARE(event.peer()->value(), laneNamed(trace, "job")->id.value());
            if (event.kind() == EventKind::Wake)
                wakers.push_back(*event.peer());
        }
        QVERIFY(wakers[1] == laneNamed(trace, "event loop")->id);
        QVERIFY(wakers[2] == laneNamed(trace, "job")->id);
    }
};

QTEST_GUILESS_MAIN(WaitingTest)
#include "tst_waiting.moc"

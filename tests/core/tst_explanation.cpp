#include "core/analysis/explanation.h"
#include "core/analysis/reasontext.h"
#include "core/trace/names.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// Two tasks on a loop: `sleeper` asks for 40 ms at 10 ms, is woken at 52 ms while `worker` runs, and goes on at 60 ms.
struct TwoTasks : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId process = lane(LaneKind::Process, "program", host);
    LaneId thread = lane(LaneKind::Thread, "main thread", process);
    LaneId loop = lane(LaneKind::EventLoop, "event loop", thread);
    LaneId sleeper = lane(LaneKind::Task, "sleeper", loop);
    LaneId worker = lane(LaneKind::Task, "worker", loop);

    TwoTasks()
    {
        start(thread, 0ms);
        start(sleeper, 5ms);
        sleep(sleeper, 10ms, 40ms);
        start(worker, 11ms);
        wake(sleeper, 52ms, host);
        suspend(worker, 60ms, Reason::Await, sleeper);
        resume(sleeper, 60ms);
        finish(sleeper, 70ms);
        wake(worker, 70ms, sleeper);
        resume(worker, 75ms);
        finish(worker, 80ms);
    }

    std::string at(LaneId lane, Nanos time) const { return explain(trace, lane, time, trace.end())->text(); }
};

} // namespace

class TestExplanation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWaitIsExplainedFromItsReasonToWhoRanMeanwhile()
    {
        const TwoTasks run;
        QCOMPARE(run.at(run.sleeper, 20ms),
                 std::string("sleeper sleeps: it asked for 40 ms. It waited for 42.0 ms, from 10.000 ms to 52.000 ms. Then its "
                             "time had come, 2.00 ms later than it asked for. It was ready for 8.00 ms before it got its turn; "
                             "meanwhile ran worker (8.00 ms)."));
    }

    void oneThatIsReadySaysWhoHasTheTurn()
    {
        const TwoTasks run;
        QCOMPARE(run.at(run.sleeper, 55ms),
                 std::string("sleeper is ready: it could go on, but it does not have its turn yet. Before that it waited for "
                             "42.0 ms because it slept: it had asked for 40 ms, until its time had come. Its turn came after "
                             "8.00 ms, at 60.000 ms; meanwhile ran worker (8.00 ms)."));
    }

    void whoeverIsReadyForTheFirstTimeSaysWhoMadeIt()
    {
        TwoTasks run;
        const LaneId third = run.lane(LaneKind::Task, "third", run.loop);
        run.wake(third, 61ms, run.sleeper);
        run.start(third, 70ms);
        run.finish(third, 71ms, Outcome::Failed);
        QCOMPARE(run.at(third, 65ms), std::string("third is ready to begin, but it does not have its turn yet. It was made by sleeper "
                                                  "at 61.000 ms. Its turn came after 9.00 ms, at 70.000 ms; meanwhile ran sleeper "
                                                  "(9.00 ms)."));
        QCOMPARE(run.at(third, 70ms), std::string("third runs. It ran for 1.00 ms, from 70.000 ms to 71.000 ms. It was made by sleeper "
                                                  "and begins here. That was its end: failed."));
    }

    void whatRunsSaysWhatItWaitedForAndHowItEnded()
    {
        const TwoTasks run;
        QCOMPARE(run.at(run.worker, 76ms),
                 std::string("worker runs. It ran for 5.00 ms, from 75.000 ms to 80.000 ms. Before that it waited for 10.0 ms "
                             "because it awaited sleeper, which had no result yet, until sleeper was done, and then was ready for "
                             "5.00 ms. That was its end: finished."));
        QCOMPARE(run.at(run.sleeper, 62ms),
                 std::string("sleeper runs. It ran for 10.0 ms, from 60.000 ms to 70.000 ms. Before that it waited for 42.0 ms "
                             "because it slept: it had asked for 40 ms, until its time had come, and then was ready for 8.00 ms. In "
                             "that time it woke worker. That was its end: finished."));
    }

    void aWaitThatIsNotOverIsNotSaidToBe()
    {
        TwoTasks run;
        const LaneId third = run.lane(LaneKind::Task, "third", run.loop);
        run.start(third, 60ms);
        run.suspend(third, 62ms, Reason::QueueEmpty);
        run.trace.info.outcome = RunOutcome::Finished;
        QCOMPARE(run.at(third, 70ms),
                 std::string("third waits because the queue is empty. It has waited for 18.0 ms since 62.000 ms, and that is where "
                             "the recording ends."));
        run.trace.info = {.scenario = "async.count"};
        QVERIFY(run.at(third, 70ms).ends_with("since 62.000 ms and goes on."));
    }

    void aLaneThatIsNotThereYetOrNoMoreSaysSo()
    {
        const TwoTasks run;
        QCOMPARE(run.at(run.sleeper, 1ms), std::string("sleeper does not exist yet: it begins at 5.000 ms."));
        QCOMPARE(run.at(run.sleeper, 75ms), std::string("sleeper is over: its end was at 70.000 ms (finished). Of its 65.0 ms it ran "
                                                        "for 15.0 ms, was ready for 8.00 ms and waited for 42.0 ms."));
        QVERIFY(!explain(run.trace, LaneId(99), 1ms, run.trace.end()));
        QVERIFY(!explain(run.trace, run.sleeper, 1ms, run.trace.end())->segment);
    }

    void everyReasonHasItsWords_data()
    {
        QTest::addColumn<int>("reason");
        for (int reason = int(Reason::Sleep); reason <= int(Reason::Elsewhere); ++reason) {
            const std::string_view name = reasonName(Reason(reason));
            QTest::newRow(std::string(name).c_str()) << reason;
        }
    }
    /// While it lasts, once it is over, and without the lane that it names.
    void everyReasonHasItsWords()
    {
        QFETCH(int, reason);
        TwoTasks run;
        const LaneId waiting = run.lane(LaneKind::Task, "waiting", run.loop), other = run.lane(LaneKind::Task, "other", run.loop);
        run.start(waiting, 20ms);
        run.suspend(waiting, 21ms, Reason(reason), Reason(reason) == Reason::Sleep ? std::nullopt : std::optional(other));
        run.wake(waiting, 22ms, other);
        run.resume(waiting, 23ms);
        run.suspend(waiting, 24ms, Reason(reason));
        const Segment ended = *segmentAt(*run.trace.lane(waiting), run.trace.end(), 21ms);
        const Segment unnamed = *segmentAt(*run.trace.lane(waiting), run.trace.end(), 25ms);
        const std::string now = becauseText(run.trace, ended, Tense::Present), then = becauseText(run.trace, ended, Tense::Past);
        QVERIFY(!now.empty() && !then.empty() && !becauseText(run.trace, unnamed, Tense::Present).empty());
        QVERIFY(endText(run.trace, ended).starts_with("other "));
        QCOMPARE(endText(run.trace, unnamed), std::string("who ended that was not recorded"));
    }

    void whoIsCancelledWhileItWaitsIsNotSaidToHaveGotWhatItWaitedFor()
    {
        TwoTasks run;
        const LaneId taker = run.lane(LaneKind::Task, "taker", run.loop);
        run.start(taker, 20ms);
        run.suspend(taker, 21ms, Reason::QueueEmpty);
        run.wake(taker, 30ms, run.worker);
        run.resume(taker, 31ms);
        run.finish(taker, 32ms, Outcome::Cancelled);
        QVERIFY(run.at(taker, 25ms).find("Then worker cancelled it.") != std::string::npos);
    }

    void aHeldLockNamesItsHolderAndAWaiterNamesTheLock()
    {
        TraceBuilder run;
        const LaneId process = run.lane(LaneKind::Process, "program");
        const LaneId one = run.lane(LaneKind::Thread, "one", process), two = run.lane(LaneKind::Thread, "two", process);
        const LaneId door = run.lane(LaneKind::Lock, "door", process);
        run.start(one, 0ms);
        run.start(two, 0ms);
        run.start(door, 0ms);
        run.suspend(door, 0ms, Reason::Free);
        run.wake(door, 1ms, one);
        run.resume(door, 1ms);
        run.suspend(two, 2ms, Reason::Lock, one);
        run.suspend(door, 5ms, Reason::Free);
        run.wake(two, 5ms, one);
        run.resume(two, 6ms);
        run.finish(one, 9ms);
        const auto at = [&](LaneId lane, Nanos time) { return explain(run.trace, lane, time, run.trace.end())->text(); };
        QVERIFY(at(door, 3ms).starts_with("door is held by one."));
        QVERIFY(at(two, 3ms).starts_with("two waits because one holds the lock \"door\"."));
        QVERIFY(at(two, 3ms).find("Then one let go of the lock.") != std::string::npos);
        QVERIFY(at(door, 7ms).starts_with("door is free: nobody holds it."));
    }
};

QTEST_APPLESS_MAIN(TestExplanation)
#include "tst_explanation.moc"

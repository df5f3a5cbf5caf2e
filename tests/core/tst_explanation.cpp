#include "core/analysis/explanation.h"
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

    std::string at(LaneId lane, Nanos time) const
    {
        std::string text;
        if (const std::optional<Explanation> found = explain(trace, lane, time)) {
            for (const std::string &sentence : found->sentences)
                text += (text.empty() ? "" : " ") + sentence;
        }
        return text;
    }
};

} // namespace

class TestExplanation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWaitIsExplainedFromItsReasonToWhoRanMeanwhile()
    {
        QCOMPARE(TwoTasks().at(TwoTasks().sleeper, 20ms),
                 std::string("sleeper is suspended: it sleeps: it asked for 40 ms. It waited for 42.0 ms, from 10.000 ms to "
                             "52.000 ms. Then its time had come, 2.00 ms later than it asked for. It then was ready for "
                             "8.00 ms until its turn came; meanwhile ran worker (8.00 ms)."));
    }

    void oneThatIsReadySaysWhoHasTheTurn()
    {
        const TwoTasks run;
        QCOMPARE(run.at(run.sleeper, 55ms),
                 std::string("sleeper is ready: it could go on, but it does not have its turn yet. It waited before: it sleeps: "
                             "it asked for 40 ms. At 52.000 ms its time had come. Its turn came after 8.00 ms, at 60.000 ms; "
                             "meanwhile ran worker (8.00 ms)."));
    }

    void whoEndedAWaitIsItsCause()
    {
        const TwoTasks run;
        const std::optional<Explanation> found = explain(run.trace, run.worker, 65ms);
        QVERIFY(found && found->cause);
        QVERIFY(*found->cause == (LaneMoment{run.sleeper, 70ms}));
        QVERIFY(found->sentences[2].starts_with("Then sleeper was done"));
    }

    void whatRunsSaysWhatItWaitedForAndHowItEnded()
    {
        const TwoTasks run;
        QCOMPARE(run.at(run.worker, 76ms),
                 std::string("worker runs. It ran for 5.00 ms, from 75.000 ms to 80.000 ms. Before that it waited for 10.0 ms: "
                             "it awaits sleeper, which has no result yet. Then sleeper was done. Then it was over: finished."));
    }

    void aWaitThatIsNotOverIsNotSaidToBe()
    {
        TwoTasks run;
        const LaneId third = run.lane(LaneKind::Task, "third", run.loop);
        run.start(third, 60ms);
        run.suspend(third, 62ms, Reason::QueueEmpty);
        QCOMPARE(run.at(third, 70ms),
                 std::string("third is suspended: it wants to take something from a queue, which is empty. It has waited for "
                             "18.0 ms, since 62.000 ms, and the recording ends there."));
    }

    void whereTheLaneIsInNoStateThereIsNothingToExplain()
    {
        const TwoTasks run;
        QVERIFY(!explain(run.trace, run.sleeper, 1ms));
        QVERIFY(!explain(run.trace, run.sleeper, 75ms));
        QVERIFY(!explain(run.trace, LaneId(99), 1ms));
    }
};

QTEST_APPLESS_MAIN(TestExplanation)
#include "tst_explanation.moc"

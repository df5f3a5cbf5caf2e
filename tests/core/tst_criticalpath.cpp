#include "core/analysis/criticalpath.h"
#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// "main running 0-5; t1 suspended 5-9"
std::string textOf(const Trace &trace, const std::vector<PathStep> &path)
{
    std::string text;
    for (const PathStep &step : path) {
        text += (text.empty() ? "" : "; ") + trace.lane(step.lane)->name + " " + std::string(stateName(step.state)) + " "
                + std::to_string(step.begin.count()) + "-" + std::to_string(step.end.count());
    }
    return text;
}

struct Threads : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId process = lane(LaneKind::Process, "program", host);
    LaneId main = lane(LaneKind::Thread, "main", process);

    std::string path() const { return textOf(trace, criticalPath(trace)); }
};

} // namespace

class TestCriticalPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyRunHasNone()
    {
        QVERIFY(criticalPath(Trace()).empty());
    }

    void ofTwoThreadsThatAreJoinedTheLongerOneDecides()
    {
        Threads run;
        const LaneId quick = run.lane(LaneKind::Thread, "quick", run.process);
        const LaneId slow = run.lane(LaneKind::Thread, "slow", run.process);
        run.start(run.main, 0ns);
        run.add(quick, 10ns, EventKind::Start, 0, run.main.value());
        run.add(slow, 20ns, EventKind::Start, 0, run.main.value());
        run.suspend(run.main, 30ns, Reason::Join, quick);
        run.finish(quick, 50ns);
        run.wake(run.main, 50ns, quick);
        run.resume(run.main, 55ns);
        run.suspend(run.main, 60ns, Reason::Join, slow);
        run.finish(slow, 90ns);
        run.wake(run.main, 90ns, slow);
        run.resume(run.main, 95ns);
        run.finish(run.main, 100ns);
        QCOMPARE(run.path(), std::string("main running 0-20; slow running 20-90; main ready 90-95; main running 95-100"));
    }

    void aSleepIsTheSleepersOwnPart()
    {
        Threads run;
        run.start(run.main, 0ns);
        run.sleep(run.main, 10ns, 50ns);
        run.wake(run.main, 60ns, run.host);
        run.resume(run.main, 62ns);
        run.finish(run.main, 70ns);
        QCOMPARE(run.path(), std::string("main running 0-10; main suspended 10-60; main ready 60-62; main running 62-70"));
    }

    void onALoopTheTasksDecideAndNotTheirThread()
    {
        Threads run;
        const LaneId loop = run.lane(LaneKind::EventLoop, "loop", run.main);
        const LaneId task = run.lane(LaneKind::Task, "task", loop);
        run.start(run.main, 0ns);
        run.start(loop, 1ns);
        run.add(task, 5ns, EventKind::Start);
        run.sleep(task, 10ns, 80ns);
        run.suspend(run.main, 12ns, Reason::Poll);
        run.wake(task, 90ns, run.host);
        run.wake(run.main, 90ns, run.host);
        run.resume(run.main, 91ns);
        run.resume(task, 92ns);
        run.finish(task, 97ns);
        run.finish(loop, 99ns);
        run.finish(run.main, 100ns);
        QCOMPARE(run.path(), std::string("main running 0-5; task running 5-10; task suspended 10-90; task ready 90-92; "
                                         "task running 92-97; main running 97-100"));
    }

    void whatTheLoopDoesBetweenAnEndAndItsWakeBelongsToTheWait()
    {
        Threads run;
        const LaneId loop = run.lane(LaneKind::EventLoop, "loop", run.main);
        const LaneId one = run.lane(LaneKind::Task, "one", loop), all = run.lane(LaneKind::Task, "all", loop);
        run.start(run.main, 0ns);
        run.start(loop, 0ns);
        run.start(all, 2ns);
        run.wake(one, 5ns, all);
        run.suspend(all, 6ns, Reason::Gather);
        run.start(one, 7ns);
        run.finish(one, 50ns);
        run.wake(all, 55ns, one); // the callback of a future comes a turn later
        run.resume(all, 56ns);
        run.finish(all, 60ns);
        run.finish(run.main, 60ns);
        QCOMPARE(run.path(), std::string("main running 0-2; all running 2-5; one ready 5-7; one running 7-50; all suspended 50-55; "
                                         "all ready 55-56; all running 56-60"));
    }

    void itCoversTheRunWithoutGapOrOverlap()
    {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            const Trace trace = sampleTrace(seed, 8, 400);
            const std::vector<PathStep> path = criticalPath(trace);
            QVERIFY(!path.empty());
            QCOMPARE(path.back().end, trace.events(LaneId(3)).back().time()); // its thread's
            Nanos sum(0);
            for (std::size_t i = 0; i < path.size(); ++i) {
                QVERIFY(path[i].begin < path[i].end);
                QVERIFY(i == 0 || path[i].begin == path[i - 1].end);
                sum += path[i].duration();
            }
            Nanos shared(0);
            for (const PathShare &share : pathShares(path))
                shared += share.total();
            QCOMPARE(shared, sum);
        }
    }
};

QTEST_APPLESS_MAIN(TestCriticalPath)
#include "tst_criticalpath.moc"

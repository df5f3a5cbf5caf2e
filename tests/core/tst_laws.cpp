// Lawful runs stay silent; each broken one has one fault and is told by the law that it breaks.
#include "core/analysis/laws.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// One process, its thread and loop, from 0 to 100 ns. finishRun() closes them; the run is over
/// and its rings add up unless a test says otherwise.
struct Run : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId process = lane(LaneKind::Process, "main", host, 100);
    LaneId thread = lane(LaneKind::Thread, "main thread", process, 100, 100);
    LaneId loop = lane(LaneKind::EventLoop, "loop", thread);

    Run()
    {
        trace.info.scenario = "async.count";
        for (const LaneId id : {process, thread, loop})
            start(id, 0ns);
    }
    LaneId task(const char *name) { return lane(LaneKind::Task, name, loop); }
    LaneId worker(std::uint32_t tid) { return lane(LaneKind::Thread, "worker", process, 100, tid); }
    void live(LaneId id, Nanos from, Nanos to)
    {
        start(id, from);
        finish(id, to);
    }
    /// A whole task: runs 10–20, waits, runs 40–50.
    LaneId goodTask()
    {
        const LaneId id = task("good");
        wake(id, 5ns, loop);
        start(id, 10ns);
        sleep(id, 20ns, 15ns);
        wake(id, 35ns, loop);
        resume(id, 40ns);
        finish(id, 50ns);
        return id;
    }
    void finishRun(RunOutcome outcome = RunOutcome::Finished)
    {
        for (const LaneId id : {loop, thread, process})
            finish(id, 100ns);
        trace.info.outcome = outcome;
        addRing();
    }
    void addRing() { trace.rings = {{100, 100, trace.recordCount(), trace.recordCount(), 0}}; }

    /// "start, waker": the laws broken, in the order reported.
    std::string broken() const
    {
        std::string names;
        for (const Violation &violation : violatedLaws(trace))
            names += (names.empty() ? "" : ", ") + violation.law;
        return names;
    }
    std::string sentence() const
    {
        const std::vector<Violation> violations = violatedLaws(trace);
        return violations.size() == 1 ? violations[0].sentence : "there are " + std::to_string(violations.size());
    }
};

} // namespace

class TestLaws : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWholeRunIsLawful()
    {
        Run run;
        run.goodTask();
        run.print(run.loop, 60ns, "hello");
        run.finishRun();
        QCOMPARE(run.broken(), "");
    }
    void anEmptyTraceIsLawful() { QCOMPARE(violatedLaws(Trace()).size(), std::size_t(0)); }

    // start
    void aRunThatGoesOnMayHaveOpenLanes()
    {
        Run run;
        const LaneId task = run.task("open");
        run.start(task, 10ns);
        run.suspend(task, 20ns, Reason::Event);
        run.task("not started yet");
        QCOMPARE(run.broken(), "");
    }
    void aLaneStillOpenBreaksAFinishedRun()
    {
        Run run;
        run.start(run.task("open"), 10ns);
        run.finishRun();
        QCOMPARE(run.sentence(), "task \"open\" (lane 5) has not finished, though the run is over, at 100 ns");
    }
    void aLaneStillSuspendedBreaksAFinishedRun()
    {
        Run run;
        const LaneId task = run.task("open");
        run.start(task, 10ns);
        run.suspend(task, 20ns, Reason::Event);
        run.finishRun(RunOutcome::Cancelled);
        QCOMPARE(run.broken(), "start");
    }
    void aLaneThatNeverStartedBreaksOnlyARunThatFinishedByItself_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<bool>("lawful");
        QTest::newRow("finished") << int(RunOutcome::Finished) << false;
        QTest::newRow("running") << int(RunOutcome::Running) << true;
        QTest::newRow("failed") << int(RunOutcome::Failed) << true;
        QTest::newRow("cancelled") << int(RunOutcome::Cancelled) << true;
        QTest::newRow("timed out") << int(RunOutcome::TimedOut) << true;
    }
    void aLaneThatNeverStartedBreaksOnlyARunThatFinishedByItself()
    {
        QFETCH(int, outcome);
        QFETCH(bool, lawful);
        Run run;
        run.worker(101);
        run.finishRun(RunOutcome(outcome));
        QCOMPARE(run.broken(), lawful ? "" : "start");
    }
    void aLaneEndedBeforeItStartedIsLawfulWhenTheRunWasStopped()
    {
        Run run;
        run.finish(run.task("stopped"), 50ns, Outcome::Cancelled);
        run.finish(run.worker(101), 50ns, Outcome::Killed, true);
        run.finishRun(RunOutcome::Cancelled);
        QCOMPARE(run.broken(), "");
        run.trace.info.outcome = RunOutcome::Finished;
        QCOMPARE(run.broken(), "start, start");
    }
    void eventsBeforeTheStartAreUnlawful_data()
    {
        QTest::addColumn<QByteArray>("events");
        QTest::newRow("suspend") << QByteArray("zwrf");
        QTest::newRow("resume") << QByteArray("rf");
        QTest::newRow("finish") << QByteArray("f");
        QTest::newRow("output") << QByteArray("osf");
        QTest::newRow("two starts") << QByteArray("ssf");
        QTest::newRow("start after the finish") << QByteArray("sfs");
        QTest::newRow("two finishes") << QByteArray("sff");
        QTest::newRow("output after the finish") << QByteArray("sfo");
        QTest::newRow("suspend after the finish") << QByteArray("sfz");
    }
    void eventsBeforeTheStartAreUnlawful()
    {
        QFETCH(QByteArray, events);
        Run run;
        const LaneId task = run.task("broken");
        Nanos time = 10ns;
        for (const char event : events) {
            switch (event) {
            case 's': run.start(task, time); break;
            case 'z': run.suspend(task, time, Reason::Io); break;
            case 'w': run.wake(task, time, run.loop); break;
            case 'r': run.resume(task, time); break;
            case 'o': run.print(task, time, "text"); break;
            default: run.finish(task, time); break;
            }
            time += 1ns;
        }
        run.finishRun();
        QCOMPARE(run.broken(), "start");
    }
    void anEventOfALaneThatNobodyDeclaredIsUnlawful()
    {
        Run run;
        run.add(LaneId(9), 10ns, EventKind::Note);
        run.finishRun();
        QCOMPARE(run.broken(), "start");
    }
    void queuesAndHostsNeedNoLife()
    {
        Run run;
        const LaneId queue = run.lane(LaneKind::Queue, "queue", run.process);
        run.trace.appendCounter(Event(10, EventKind::Counter, 0, queue), 3, "depth");
        run.print(run.host, 11ns, "remark");
        run.finishRun();
        QCOMPARE(run.broken(), "");
    }

    // alternation
    void twoSuspendsInARowAreUnlawful()
    {
        Run run;
        const LaneId task = run.task("broken");
        run.start(task, 10ns);
        run.suspend(task, 20ns, Reason::Io);
        run.suspend(task, 30ns, Reason::Io);
        run.wake(task, 35ns, run.loop);
        run.resume(task, 40ns);
        run.finish(task, 50ns);
        run.finishRun();
        QCOMPARE(run.sentence(), "task \"broken\" (lane 5) is suspended while it is suspended at 30 ns");
    }
    void aResumeWithoutASuspendIsUnlawful()
    {
        Run run;
        const LaneId task = run.task("broken");
        run.start(task, 10ns);
        run.resume(task, 20ns);
        run.finish(task, 30ns);
        run.finishRun();
        QCOMPARE(run.broken(), "alternation");
    }
    void whoFinishesWhileSuspendedWasEndedFromOutside_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<bool>("inferred");
        QTest::addColumn<bool>("lawful");
        QTest::newRow("finished") << int(Outcome::Finished) << false << false;
        QTest::newRow("failed") << int(Outcome::Failed) << false << false;
        QTest::newRow("finished, inferred") << int(Outcome::Finished) << true << true;
        QTest::newRow("killed, inferred") << int(Outcome::Killed) << true << true;
        QTest::newRow("killed") << int(Outcome::Killed) << false << true;
        QTest::newRow("cancelled") << int(Outcome::Cancelled) << false << true;
        QTest::newRow("generator closed") << int(Outcome::Closed) << false << true;
    }
    void whoFinishesWhileSuspendedWasEndedFromOutside()
    {
        QFETCH(int, outcome);
        QFETCH(bool, inferred);
        QFETCH(bool, lawful);
        Run run;
        const LaneId task = run.task("waits");
        run.start(task, 10ns);
        run.suspend(task, 20ns, Reason::Io);
        run.finish(task, 30ns, Outcome(outcome), inferred);
        run.finishRun();
        QCOMPARE(run.broken(), lawful ? "" : "alternation");
    }
    void whoIsKilledWhileRunningIsLawful()
    {
        Run run;
        const LaneId task = run.task("runs");
        run.start(task, 10ns);
        run.finish(task, 20ns, Outcome::Killed, true);
        run.finishRun(RunOutcome::Failed);
        QCOMPARE(run.broken(), "");
    }

    // time-order
    void anEventBeforeItsLanesDeclarationIsUnlawful()
    {
        Run run;
        const LaneId task = run.lane(LaneKind::Task, "late", run.loop, 0, 0, 30ns);
        run.live(task, 29ns, 40ns);
        run.finishRun();
        QCOMPARE(run.sentence(), "task \"late\" (lane 5) has an event (start) before its declaration, at 29 ns");
    }
    void anEventAtItsLanesDeclarationIsLawful()
    {
        Run run;
        run.live(run.lane(LaneKind::Task, "prompt", run.loop, 0, 0, 30ns), 30ns, 40ns);
        run.finishRun();
        QCOMPARE(run.broken(), "");
    }

    // one-at-a-time
    void twoTasksOfAThreadAtOnceAreUnlawful()
    {
        Run run;
        run.live(run.task("first"), 10ns, 20ns);
        run.live(run.task("second"), 19ns, 30ns);
        run.finishRun();
        QCOMPARE(run.sentence(),
                 "task \"second\" (lane 6) runs at the same time as task \"first\" (lane 5) at 19 ns");
    }
    void anOverlapWithALongTurnIsFoundBehindAShortOne()
    {
        Run run;
        run.live(run.task("long"), 10ns, 60ns);
        run.live(run.task("short"), 20ns, 30ns);
        run.live(run.task("late"), 40ns, 50ns);
        run.finishRun();
        QCOMPARE(run.broken(), "one-at-a-time, one-at-a-time");
    }
    void aParentThatRunsWithItsCoroutineIsUnlawful()
    {
        Run run;
        const LaneId task = run.task("task");
        run.live(task, 10ns, 40ns);
        run.live(run.lane(LaneKind::Coroutine, "part", task), 20ns, 30ns);
        run.finishRun();
        QCOMPARE(run.broken(), "one-at-a-time");
    }
    void tasksThatHandOverAtOneTimeAreLawful()
    {
        Run run;
        const LaneId task = run.task("task");
        const LaneId part = run.lane(LaneKind::Coroutine, "part", task);
        run.start(task, 10ns);
        run.suspend(task, 20ns, Reason::Await, part);
        run.live(part, 20ns, 30ns);
        run.wake(task, 30ns, part);
        run.resume(task, 30ns);
        run.finish(task, 40ns);
        run.live(run.task("next"), 40ns, 40ns);
        run.finishRun();
        QCOMPARE(run.broken(), "");
    }
    void tasksOfDifferentThreadsMayRunAtOnce()
    {
        Run run;
        const LaneId other = run.worker(101);
        run.start(other, 5ns);
        run.live(run.task("here"), 10ns, 20ns);
        run.live(run.lane(LaneKind::Task, "there", other), 10ns, 20ns);
        run.finish(other, 30ns);
        run.finishRun();
        QCOMPARE(run.broken(), "");
    }

    // waker
    void aResumeWithoutAWakeIsUnlawful()
    {
        Run run;
        const LaneId task = run.task("self-made");
        run.wake(task, 5ns, run.loop); // before its wait: not of it
        run.start(task, 10ns);
        run.suspend(task, 20ns, Reason::Io);
        run.resume(task, 30ns);
        run.wake(task, 31ns, run.loop); // too late
        run.finish(task, 40ns);
        run.finishRun();
        QCOMPARE(run.sentence(), "task \"self-made\" (lane 5) is resumed without being woken at 30 ns");
    }
    void aWakeAtTheTimeOfSuspendOrResumeIsLawful()
    {
        Run run;
        const LaneId task = run.task("tight");
        run.start(task, 10ns);
        run.wake(task, 20ns, run.loop); // another thread's record of the same time came first
        run.suspend(task, 20ns, Reason::Io);
        run.resume(task, 30ns);
        run.suspend(task, 40ns, Reason::Io);
        run.resume(task, 50ns);
        run.wake(task, 50ns, run.loop); // and here last
        run.finish(task, 60ns);
        run.finishRun();
        QCOMPARE(run.broken(), "");
    }
    void aSecondWakeOfOneWaitIsUnlawful()
    {
        Run run;
        const LaneId task = run.task("popular");
        run.start(task, 10ns);
        run.suspend(task, 20ns, Reason::Condition);
        run.wake(task, 25ns, run.loop);
        run.wake(task, 26ns, run.thread);
        run.resume(task, 30ns);
        run.wake(task, 35ns, run.loop); // while it runs: nobody's
        run.finish(task, 40ns);
        run.finishRun();
        QCOMPARE(run.sentence(), "task \"popular\" (lane 5) is woken once more in the same wait at 26 ns");
    }
    void aWaitWithoutAReasonIsUnlawful_data()
    {
        QTest::addColumn<int>("reason");
        QTest::newRow("none") << 0;
        QTest::newRow("unknown") << 200;
    }
    void aWaitWithoutAReasonIsUnlawful()
    {
        QFETCH(int, reason);
        Run run;
        const LaneId task = run.task("vague");
        run.start(task, 10ns);
        run.suspend(task, 20ns, Reason(reason));
        run.wake(task, 25ns, run.loop);
        run.resume(task, 30ns);
        run.finish(task, 40ns);
        run.finishRun();
        QCOMPARE(run.broken(), "waker");
    }
    void aWakerThatDoesNotExistIsUnlawful()
    {
        Run run;
        const LaneId task = run.task("haunted");
        run.start(task, 10ns);
        run.suspend(task, 20ns, Reason::Io);
        run.wake(task, 25ns, LaneId(999));
        run.resume(task, 30ns);
        run.finish(task, 40ns);
        run.finishRun();
        QCOMPARE(run.sentence(),
                 "task \"haunted\" (lane 5) is woken by lane 999, which does not exist, at 25 ns");
    }
    void whereRecordsWereLostTheLifeOfLanesIsNotJudged_data()
    {
        QTest::addColumn<bool>("byRing");
        QTest::newRow("the ring says so") << true;
        QTest::newRow("an event says so") << false;
    }
    void whereRecordsWereLostTheLifeOfLanesIsNotJudged()
    {
        QFETCH(bool, byRing);
        Run run;
        const LaneId task = run.task("torn");
        run.resume(task, 20ns);
        if (!byRing)
            run.add(task, 25ns, EventKind::Lost, 0, 3);
        run.finishRun();
        QCOMPARE(run.broken(), byRing ? "start" : "");
        if (byRing) {
            run.trace.rings[0].recorded += 3;
            run.trace.rings[0].lost = 3;
            QCOMPARE(run.broken(), "");
        }
    }

    // identity
    void numbersMustBeThereAndDistinct_data()
    {
        QTest::addColumn<bool>("process");
        QTest::addColumn<quint32>("first");
        QTest::addColumn<quint32>("second");
        QTest::addColumn<bool>("lawful");
        QTest::newRow("distinct pids") << true << 201u << 202u << true;
        QTest::newRow("one pid twice") << true << 201u << 201u << false;
        QTest::newRow("no pid") << true << 201u << 0u << false;
        QTest::newRow("the parent's pid") << true << 201u << 100u << false;
        QTest::newRow("distinct tids") << false << 201u << 202u << true;
        QTest::newRow("one tid twice") << false << 201u << 201u << false;
        QTest::newRow("no tid") << false << 0u << 201u << false;
        QTest::newRow("the main thread's tid") << false << 201u << 100u << false;
    }
    void numbersMustBeThereAndDistinct()
    {
        QFETCH(bool, process);
        QFETCH(quint32, first);
        QFETCH(quint32, second);
        QFETCH(bool, lawful);
        Run run;
        const LaneKind kind = process ? LaneKind::Process : LaneKind::Thread;
        run.live(run.lane(kind, "first", run.process, first, first), 10ns, 50ns);
        run.live(run.lane(kind, "second", run.process, second, second), 20ns, 60ns);
        run.finishRun();
        QCOMPARE(run.broken(), lawful ? "" : "identity");
    }
    void aNumberMayComeAgainAfterItsOwnersEnd()
    {
        Run run;
        run.live(run.worker(101), 10ns, 20ns);
        run.live(run.worker(101), 20ns, 30ns);
        run.live(run.lane(LaneKind::Process, "child", run.process, 300), 10ns, 20ns);
        run.live(run.lane(LaneKind::Process, "child", run.process, 300), 21ns, 30ns);
        run.finishRun();
        QCOMPARE(run.broken(), "");
    }

    // conservation
    void aRingThatDoesNotAddUpIsUnlawful()
    {
        Run run;
        run.finishRun();
        run.trace.rings[0].recorded += 1;
        QCOMPARE(run.sentence(), "the ring of thread 100 recorded 16, but 15 are stored and 0 lost");
        QVERIFY(!violatedLaws(run.trace)[0].time && !violatedLaws(run.trace)[0].lane);
    }
    void aRecordTooManyIsUnlawful()
    {
        Run run;
        run.finishRun();
        run.trace.appendText(Event(50, EventKind::Note, 0, run.host), "");
        QCOMPARE(run.broken(), "conservation");
    }
    void aForeignTraceHasNoNumbersAndNoRings()
    {
        Run run;
        run.live(run.worker(0), 10ns, 50ns);
        run.live(run.worker(0), 10ns, 50ns);
        run.finishRun();
        run.trace.rings.clear();
        QCOMPARE(run.broken(), "identity, identity");
        run.trace.info.scenario.clear();
        QCOMPARE(run.broken(), "");
    }

    void aForeignTraceIsNotAskedForWakersNorForTheStartOfWhatItOnlyNames()
    {
        Run run;
        const LaneId worker = run.worker(7);
        run.start(worker, 10ns);
        run.suspend(worker, 20ns, Reason::None);
        run.resume(worker, 30ns);
        run.finish(worker, 50ns);
        run.lane(LaneKind::Process, "only named", std::nullopt, 200);
        run.finishRun();
        run.trace.rings.clear();
        QCOMPARE(run.broken(), "start, waker, waker");
        run.trace.info.scenario.clear();
        QCOMPARE(run.broken(), "");
        run.start(worker, 60ns);
        QVERIFY(run.broken().starts_with("start"));
    }

    // the report
    void violationsComeByTimeAndAtMostTheLimit()
    {
        Run run;
        for (int i = 4'000; i > 0; --i)
            run.suspend(run.task("broken"), Nanos(i), Reason::Io);
        run.finishRun();
        const std::vector<Violation> violations = violatedLaws(run.trace, 3);
        QCOMPARE(violations.size(), std::size_t(3));
        QVERIFY(violations[0].time == 1ns && violations[1].time == 2ns && violations[2].time == 3ns);
        QCOMPARE(violatedLaws(run.trace).size(), std::size_t(100));
        QCOMPARE(violatedLaws(run.trace, 0).size(), std::size_t(0));
    }
    void timesCountFromTheRunsFirstEvent()
    {
        TraceBuilder built;
        const LaneId task = built.lane(LaneKind::Task, "task");
        built.start(task, 1000ns);
        built.resume(task, 1007ns);
        const std::vector<Violation> violations = violatedLaws(built.trace);
        QCOMPARE(violations.size(), std::size_t(1));
        QVERIFY(violations[0].time == 7ns && violations[0].lane == task);
    }
};

QTEST_APPLESS_MAIN(TestLaws)
#include "tst_laws.moc"

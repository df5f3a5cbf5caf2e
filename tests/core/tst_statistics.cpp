#include "core/analysis/statistics.h"
#include "tests/support/sampletrace.h"
#include "tests/support/thorough.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// A process with its main thread and a loop, running from 100 ms to 200 ms of the clock.
struct Loop : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId process = lane(LaneKind::Process, "main", host, 100);
    LaneId thread = lane(LaneKind::Thread, "main thread", process, 100, 100);
    LaneId loop = lane(LaneKind::EventLoop, "loop", thread);

    Loop()
    {
        for (const LaneId id : {process, thread, loop})
            start(id, 100ms);
    }
    void close()
    {
        for (const LaneId id : {loop, thread, process})
            finish(id, 200ms);
    }
    LaneId task(const char *name) { return lane(LaneKind::Task, name, loop); }
};

const LaneStatistics &figuresOf(const RunStatistics &statistics, LaneId id)
{
    for (const LaneStatistics &figures : statistics.lanes) {
        if (figures.id == id)
            return figures;
    }
    qFatal("no figures for a lane");
}

} // namespace

class TestStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresOfALiveRunBecomeThoseOfTheWhole()
    {
        for (unsigned seed = 1; seed <= thorough(2u, 8u); ++seed) {
            Trace finished = sampleTrace(seed, 12, 3'000);
            finished.info.scenario = "sample";
            Trace live;
            live.info.scenario = "sample";
            std::vector<Event> events;
            for (const Lane &lane : finished.lanes()) {
                live.declareLane(lane.id, lane.parent, lane.kind, lane.name, lane.pid, lane.tid, lane.declared);
                events.insert(events.end(), lane.events.begin(), lane.events.end());
            }
            std::stable_sort(events.begin(), events.end(),
                             [](const Event &a, const Event &b) { return a.rawTime() < b.rawTime(); });
            LiveStatistics statistics;
            for (std::size_t i = 0; i < events.size(); ++i) {
                live.append(events[i]);
                if (i % 97 == 0)
                    QVERIFY(statistics.update(live).maxRunning <= statisticsOf(finished).maxRunning);
            }
            live.info.outcome = RunOutcome::Finished;
            const RunStatistics whole = statisticsOf(live), &known = statistics.update(live);
            QVERIFY(statistics.isComplete());
            QCOMPARE(known.maxRunning, whole.maxRunning);
            QCOMPARE(summaryText(live, known), summaryText(live, whole));
        }
    }
    void howManyRanIsNotSaidOfARunThatIsOverUntilAllOfItIsCounted()
    {
        Trace trace;
        trace.info.outcome = RunOutcome::Finished;
        trace.declareLane(LaneId(1), std::nullopt, LaneKind::Thread, "thread", 1, 1, Event(0, EventKind::Lane, 2, LaneId(1)));
        for (std::uint64_t i = 0; i < 3 * LiveStatistics::mostEventsAtOnce; ++i)
            trace.append(Event(10 * i, i % 2 ? EventKind::Suspend : EventKind::Resume, 0, LaneId(1)));
        LiveStatistics statistics;
        QVERIFY(!QString::fromStdString(summaryText(trace, statistics.update(trace))).contains(QStringLiteral("never more")));
        while (!statistics.isComplete())
            statistics.catchUp(trace);
        QCOMPARE(statistics.update(trace).maxRunning, 1u);
    }
    void aLargeRunIsCountedInPieces()
    {
        Trace trace;
        for (std::uint32_t lane = 1; lane <= 3; ++lane)
            trace.declareLane(LaneId(lane), std::nullopt, LaneKind::Thread, "thread", 1, lane,
                              Event(0, EventKind::Lane, 2, LaneId(lane)));
        for (std::uint64_t i = 0; i < 30'000; ++i)
            trace.append(Event(10 * i, i / 3 % 2 ? EventKind::Suspend : EventKind::Resume, 0, LaneId(1 + i % 3)));
        RunningPeak peak;
        int calls = 0;
        do {
            peak.update(trace, 5'000);
        } while (++calls < 100 && !peak.isUpToDate());
        QVERIFY(calls > 4 && calls < 20);
        QCOMPARE(peak.most(), statisticsOf(trace).maxRunning);
        QCOMPARE(peak.most(), 3u);
        peak.update(Trace(), 5'000); // another one
        QCOMPARE(peak.most(), 0u);
    }
    void anEmptyTraceHasNothing()
    {
        const RunStatistics statistics = statisticsOf(Trace());
        QVERIFY(statistics.wall == 0ns && statistics.lanes.empty() && statistics.waits.empty());
        QCOMPARE(statistics.maxRunning, 0u);
        QCOMPARE(statistics.events, std::uint64_t(0));
    }
    void timesCountFromTheRunsFirstEvent()
    {
        Loop built;
        const LaneId task = built.task("count");
        built.wake(task, 110ms, built.loop);
        built.start(task, 115ms);
        built.sleep(task, 120ms, 30ms);
        built.wake(task, 150ms, built.loop);
        built.resume(task, 160ms);
        built.finish(task, 180ms, Outcome::Failed);
        built.close();
        const RunStatistics statistics = statisticsOf(built.trace);
        QVERIFY(statistics.wall == 100ms);
        const LaneStatistics &figures = figuresOf(statistics, task);
        QVERIFY(figures.started && figures.start == 15ms && figures.finish == 80ms);
        QVERIFY(figures.running == 25ms && figures.ready == 15ms && figures.suspended == 30ms);
        QVERIFY(figures.outcome == Outcome::Failed && figures.resumes == 1);
        QCOMPARE(statistics.waits.size(), std::size_t(1));
        const Wait &wait = statistics.waits.front();
        QVERIFY(wait.lane == task && wait.reason == Reason::Sleep && wait.start == 20ms && wait.end == 60ms);
        QVERIFY(wait.wokenBy == built.loop && wait.wake == 50ms);
    }
    void waitsComeInOrderOfStartWithWhatIsKnown()
    {
        Loop built;
        const LaneId first = built.task("first");
        const LaneId second = built.task("second");
        const LaneId third = built.task("third");
        for (const LaneId id : {first, second, third})
            built.start(id, 100ms);
        built.suspend(first, 130ms, Reason::Future);   // lasts
        built.suspend(second, 110ms, Reason::Event);   // woken, not resumed yet
        built.wake(second, 120ms, first);
        built.suspend(third, 120ms, Reason::Io);       // killed
        built.finish(third, 140ms, Outcome::Killed, true);
        const std::vector<Wait> waits = statisticsOf(built.trace).waits;
        QCOMPARE(waits.size(), std::size_t(3));
        QVERIFY(waits[0].lane == second && !waits[0].end && waits[0].wokenBy == first && waits[0].wake == 20ms);
        QVERIFY(waits[1].lane == third && waits[1].end == 40ms && !waits[1].wokenBy && !waits[1].wake);
        QVERIFY(waits[2].lane == first && !waits[2].end && !waits[2].wake);
    }
    void aReadyLaneThatNeverWaitedEndsNoWaitOfAnother()
    {
        Loop built;
        const LaneId first = built.task("first");
        const LaneId second = built.task("second");
        built.start(first, 100ms);
        built.suspend(first, 110ms, Reason::Event);
        built.wake(second, 120ms, first);
        built.start(second, 130ms);
        const std::vector<Wait> waits = statisticsOf(built.trace).waits;
        QCOMPARE(waits.size(), std::size_t(1));
        QVERIFY(!waits[0].end && !waits[0].wokenBy);
    }
    void anOpenLaneLastsUntilTheTracesEnd()
    {
        Loop built;
        const LaneId task = built.task("open");
        built.start(task, 150ms);
        built.print(built.loop, 170ms, "later");
        const RunStatistics statistics = statisticsOf(built.trace);
        const LaneStatistics &figures = figuresOf(statistics, task);
        QVERIFY(!figures.finish && !figures.outcome && figures.running == 20ms);
    }
    void aLaneThatNeverRanIsNotStarted()
    {
        Loop built;
        const LaneId declared = built.task("declared");
        const LaneId woken = built.task("woken");
        built.wake(woken, 110ms, built.loop);
        built.close();
        const RunStatistics statistics = statisticsOf(built.trace);
        QVERIFY(!figuresOf(statistics, declared).started && figuresOf(statistics, declared).start == 0ns);
        QVERIFY(!figuresOf(statistics, woken).started && figuresOf(statistics, woken).ready == 90ms);
        QCOMPARE(statistics.tasks, 2u);
    }
    void kindsAreCounted()
    {
        Loop built;
        const LaneId child = built.lane(LaneKind::Process, "child", built.process, 101);
        built.lane(LaneKind::Thread, "child thread", child, 101, 101);
        for (int i = 0; i < 3; ++i)
            built.lane(LaneKind::Coroutine, "part", built.task("task"));
        const RunStatistics statistics = statisticsOf(built.trace);
        QCOMPARE(statistics.processes, 2u);
        QCOMPARE(statistics.threads, 2u);
        QCOMPARE(statistics.tasks, 3u);
    }
    void aLoopThatRunsATaskCountsOnce()
    {
        Loop built;
        const LaneId task = built.task("task");
        const LaneId part = built.lane(LaneKind::Coroutine, "part", task);
        built.start(task, 110ms);
        built.start(part, 120ms); // even while its task is said to run
        built.finish(part, 130ms);
        built.finish(task, 140ms);
        built.close();
        QCOMPARE(statisticsOf(built.trace).maxRunning, 1u);
    }
    void handingOverIsNotRunningTogether()
    {
        Loop built;
        const LaneId first = built.task("first");
        const LaneId second = built.task("second");
        built.start(first, 110ms);
        built.finish(first, 120ms);
        built.start(second, 120ms);
        built.finish(second, 130ms);
        built.close();
        QCOMPARE(statisticsOf(built.trace).maxRunning, 1u);
    }
    void whatOverlapsRunsTogether()
    {
        Loop built;
        const LaneId first = built.task("first");
        const LaneId second = built.task("second");
        built.start(first, 110ms);
        built.start(second, 120ms - 1ns);
        built.finish(first, 120ms);
        built.finish(second, 130ms);
        built.close();
        QCOMPARE(statisticsOf(built.trace).maxRunning, 2u);
    }
    void aTurnOfNoLengthOverlapsNothing()
    {
        Loop built;
        const LaneId first = built.task("first");
        const LaneId second = built.task("second");
        built.start(first, 110ms);
        built.start(second, 115ms);
        built.finish(second, 115ms);
        built.finish(first, 120ms);
        built.close();
        QCOMPARE(statisticsOf(built.trace).maxRunning, 1u);
    }
    void aThreadRunsBesideWhoeverStartedIt()
    {
        Loop built;
        const LaneId worker = built.lane(LaneKind::Thread, "worker", built.thread, 100, 102);
        built.start(worker, 110ms);
        built.finish(worker, 120ms);
        built.close();
        QCOMPARE(statisticsOf(built.trace).maxRunning, 2u);
    }
    void aSuspendedThreadDoesNotCount()
    {
        Loop built;
        const LaneId worker = built.lane(LaneKind::Thread, "worker", built.process, 100, 102);
        built.suspend(built.loop, 110ms, Reason::Poll);
        built.suspend(built.thread, 110ms, Reason::Join, worker);
        built.start(worker, 110ms);
        built.finish(worker, 120ms);
        built.resume(built.thread, 120ms);
        built.resume(built.loop, 120ms);
        built.close();
        QCOMPARE(statisticsOf(built.trace).maxRunning, 1u);
    }
    void theOutputIsAllLinesInOrderOfTime()
    {
        Loop built;
        built.print(built.loop, 120ms, "two");
        built.print(built.thread, 110ms, "one");
        built.print(built.loop, 130ms, "");
        QCOMPARE(statisticsOf(built.trace).output, "one\ntwo\n\n");
    }
    void tenThousandLanesAreCounted()
    {
        Loop built;
        std::vector<LaneId> tasks;
        for (int i = 0; i < 10'000; ++i)
            tasks.push_back(built.task("task"));
        std::int64_t now = 100'000'000;
        for (const LaneId id : tasks) {
            built.start(id, Nanos(now));
            built.suspend(id, Nanos(++now), Reason::Turn);
        }
        for (int round = 0; round < 9; ++round) {
            for (const LaneId id : tasks) {
                built.wake(id, Nanos(now), built.loop);
                built.resume(id, Nanos(now++));
                built.suspend(id, Nanos(now), Reason::Turn);
            }
        }
        const RunStatistics statistics = statisticsOf(built.trace);
        QCOMPARE(statistics.events, std::uint64_t(3 + 20'000 + 9 * 30'000));
        QCOMPARE(statistics.maxRunning, 1u);
        QCOMPARE(statistics.waits.size(), std::size_t(10 * 10'000));
    }
    void theSummarySaysOutcomeCountsAndLosses_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("begins");
        const auto row = [](const char *name, RunOutcome outcome, const char *reason, const char *begins) {
            QTest::newRow(name) << int(outcome) << QString::fromUtf8(reason) << QString::fromUtf8(begins);
        };
        row("running", RunOutcome::Running, "", "Running for 100 ms · ");
        row("finished", RunOutcome::Finished, "", "Finished in 100 ms · ");
        row("failed", RunOutcome::Failed, "exit code 3", "Failed after 100 ms (exit code 3) · ");
        row("failed without a reason", RunOutcome::Failed, "", "Failed after 100 ms · ");
        row("cancelled", RunOutcome::Cancelled, "", "Stopped after 100 ms · ");
        row("timed out", RunOutcome::TimedOut, "", "Timed out after 100 ms · ");
    }
    void theSummarySaysOutcomeCountsAndLosses()
    {
        QFETCH(int, outcome);
        QFETCH(QString, reason);
        QFETCH(QString, begins);
        Loop built;
        built.close();
        built.trace.info.scenario = "async.count";
        built.trace.info.outcome = RunOutcome(outcome);
        built.trace.info.reason = reason.toStdString();
        const std::string text = summaryText(built.trace, statisticsOf(built.trace));
        QCOMPARE(QString::fromStdString(text),
                 begins + QStringLiteral("1 process · 1 thread · never more than 1 running · 6 events"));
    }
    void theSummaryCountsInSingularPluralAndGroups()
    {
        Trace trace;
        trace.info.outcome = RunOutcome::Finished;
        RunStatistics statistics;
        statistics.wall = 1s;
        statistics.processes = 2;
        statistics.threads = 3;
        statistics.tasks = 1;
        statistics.maxRunning = 2;
        statistics.events = 1'234'567;
        statistics.lost = 12;
        QCOMPARE(summaryText(trace, statistics),
                 "Finished in 1.00 s · 2 processes · 3 threads · 1 task · never more than 2 running"
                 " · 1 234 567 events · 12 lost");
        statistics.events = 1'000;
        QVERIFY(summaryText(trace, statistics).find("· 1 000 events") != std::string::npos);
        statistics.events = 1;
        QVERIFY(summaryText(trace, statistics).find("· 1 event ·") != std::string::npos);
    }
    void theSummarySaysWhatTheOperatingSystemCounted()
    {
        Trace trace;
        trace.info.outcome = RunOutcome::Finished;
        trace.info.cpuNs = 12'345'678;
        trace.info.peakRssBytes = 1'031'400'000;
        RunStatistics statistics;
        statistics.wall = 1s;
        statistics.tasks = 4;
        statistics.maxRunning = 1;
        QCOMPARE(summaryText(trace, statistics),
                 "Finished in 1.00 s · 4 tasks · CPU 12.3 ms · 1 031 MB · never more than 1 running · 0 events");
    }
    void nobodyKnowsHowAForeignTraceEnded()
    {
        Loop built;
        built.close();
        QVERIFY(summaryText(built.trace, statisticsOf(built.trace)).starts_with("Lasted 100 ms · "));
    }
};

QTEST_APPLESS_MAIN(TestStatistics)
#include "tst_statistics.moc"

#include "core/analysis/comparison.h"
#include "core/analysis/statistics.h"
#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// A process with a thread, a loop and tasks "task 1" … that run when they are told to.
struct Tasks : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId process, thread, loop;
    std::vector<LaneId> tasks;
    Nanos now{0};

    explicit Tasks(int count, const std::string &scenario = "tasks")
    {
        trace.info.scenario = scenario;
        trace.info.outcome = RunOutcome::Finished;
        process = lane(LaneKind::Process, scenario, host, 100);
        thread = lane(LaneKind::Thread, "main thread", process, 100, 100);
        loop = lane(LaneKind::EventLoop, "event loop", thread);
        for (const LaneId id : {process, thread, loop})
            start(id, now);
        for (int number = 1; number <= count; ++number) {
            tasks.push_back(lane(LaneKind::Task, "task " + std::to_string(number), loop));
            start(tasks.back(), now += 10us);
            sleep(tasks.back(), now += 10us, 1ms);
        }
    }
    /// Each resumes and ends; what is printed is its place in the order.
    Tasks &end(std::initializer_list<int> order, Nanos pause = 10us)
    {
        int place = 0;
        for (const int number : order) {
            resume(tasks[std::size_t(number - 1)], now += pause);
            print(tasks[std::size_t(number - 1)], now, std::to_string(place++));
            finish(tasks[std::size_t(number - 1)], now += pause);
        }
        return *this;
    }
};

const Difference *row(const Comparison &comparison, std::string_view name)
{
    for (const Difference &difference : comparison.differences) {
        if (difference.name == name)
            return &difference;
    }
    return nullptr;
}

Comparison comparisonOf(const Trace &a, const Trace &b)
{
    auto found = compared(a, b);
    if (!found)
        qFatal("a comparison that nobody cancelled gives nothing");
    return std::move(*found);
}

std::string sentenceOf(const Trace &a, const Trace &b) { return comparisonOf(a, b).sentence; }

} // namespace

class TestComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunIsTheSameAsItself()
    {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            const Trace trace = sampleTrace(seed, 12, 2'000);
            const Comparison comparison = comparisonOf(trace, trace);
            QVERIFY(comparison.parting.isNone());
            QVERIFY(!comparison.firstDifferentLine);
            QCOMPARE(comparison.lanesOnlyInA + comparison.lanesOnlyInB, 0u);
            for (const Difference &difference : comparison.differences)
                QCOMPARE(difference.a, difference.b);
            for (const Lane &lane : trace.lanes())
                QCOMPARE(comparison.pairs.fromA(lane.id),
                         lane.kind == LaneKind::Host ? std::nullopt : std::optional(lane.id));
        }
    }

    void timesAloneDoNotPartRuns()
    {
        Tasks a(3), b(3);
        const Comparison comparison = comparisonOf(a.end({1, 2, 3}).trace, b.end({1, 2, 3}, 7ms).trace);
        QVERIFY(comparison.parting.isNone());
        QCOMPARE(comparison.sentence, "The same to the end, for 17 events.");
        QVERIFY(row(comparison, "wall")->a < row(comparison, "wall")->b);
    }

    void theSentenceSaysWhoGoesOnFirst()
    {
        Tasks a(3), b(3);
        const Comparison comparison = comparisonOf(a.end({1, 2, 3}).trace, b.end({3, 1, 2}).trace);
        QCOMPARE(comparison.sentence, "The same for 8 events; then B resumes task 3 first, A task 1.");
        QCOMPARE(comparison.parting.same, 8u);
        QCOMPARE(comparison.parting.a->lane, a.tasks[0]);
        QCOMPARE(comparison.parting.b->lane, b.tasks[2]);
        QVERIFY(a.trace.events(a.tasks[0])[comparison.parting.a->number].kind() == EventKind::Resume);
    }

    void theSentenceSaysWhatEitherDoes()
    {
        Tasks a(1), b(1), over(1);
        a.resume(a.tasks[0], 1ms);
        b.finish(b.tasks[0], 1ms, Outcome::Cancelled);
        QCOMPARE(sentenceOf(a.trace, b.trace), "The same for 4 events; then A resumes task 1, B ends task 1 (cancelled).");
        QCOMPARE(sentenceOf(a.trace, over.trace), "The same for 4 events; then B is over, A resumes task 1.");
        QCOMPARE(sentenceOf(over.trace, b.trace), "The same for 4 events; then A is over, B ends task 1 (cancelled).");
        QCOMPARE(sentenceOf(Trace(), Trace()), "Neither run has an event to compare.");
        over.trace.info.outcome = RunOutcome::Running;
        QCOMPARE(sentenceOf(over.trace, b.trace), "The same for 4 events; then A has not come further yet, B ends task 1 (cancelled).");
        QCOMPARE(sentenceOf(over.trace, over.trace), "The same so far, for 4 events.");
    }

    void anotherReasonIsAnotherEvent()
    {
        Tasks a(1), b(1);
        for (Tasks *run : {&a, &b})
            run->resume(run->tasks[0], 1ms);
        a.suspend(a.tasks[0], 2ms, Reason::Lock);
        b.suspend(b.tasks[0], 2ms, Reason::QueueEmpty);
        QCOMPARE(sentenceOf(a.trace, b.trace),
                 "The same for 5 events; then A suspends task 1 (lock), B suspends task 1 (queue empty).");
    }

    void lanesThatDoNotExecuteDisturbNothing()
    {
        Tasks a(2), b(2);
        const LaneId lock = b.lane(LaneKind::Lock, "lock", b.process);
        b.start(lock, 1us);
        const LaneId cpu = b.lane(LaneKind::Cpu, "CPU 0", b.host);
        b.start(cpu, 2us);
        b.finish(cpu, 3us);
        const Comparison comparison = comparisonOf(a.end({1, 2}).trace, b.end({1, 2}).trace);
        QVERIFY(comparison.parting.isNone());
        QCOMPARE(comparison.lanesOnlyInB, 0u);
    }

    void lanesPairByKindNameAndPlaceWhateverTheirNumbers()
    {
        TraceBuilder a, b;
        const LaneId pa = a.lane(LaneKind::Process, "first"), pb = b.lane(LaneKind::Process, "second");
        a.trace.info.scenario = b.trace.info.scenario = "both";
        const LaneId extra = b.lane(LaneKind::Thread, "only here", pb);
        const LaneId a1 = a.lane(LaneKind::Thread, "t", pa), a2 = a.lane(LaneKind::Thread, "t", pa);
        const LaneId b1 = b.lane(LaneKind::Thread, "t", pb), b2 = b.lane(LaneKind::Thread, "t", pb);
        const LaneId task = a.lane(LaneKind::Task, "t", pa), under1 = b.lane(LaneKind::Task, "t", b1);
        const LanePairs pairs(a.trace, b.trace);
        QCOMPARE(pairs.fromA(pa), pb); // the runs' own processes, whatever they are called
        QCOMPARE(pairs.fromA(a1), b1);
        QCOMPARE(pairs.fromA(a2), b2);
        QCOMPARE(pairs.fromB(b2), a2);
        QVERIFY(!pairs.fromB(extra));
        QVERIFY(!pairs.fromA(task));   // another kind than the threads, another place than the task
        QVERIFY(!pairs.fromB(under1));
        QVERIFY(!pairs.fromA(LaneId(99)));
    }

    void foreignRunsPairTheirProcessesByName()
    {
        TraceBuilder a, b;
        const LaneId web = a.lane(LaneKind::Process, "web"), store = a.lane(LaneKind::Process, "store");
        const LaneId storeToo = b.lane(LaneKind::Process, "store"), webToo = b.lane(LaneKind::Process, "web");
        const LanePairs pairs(a.trace, b.trace);
        QCOMPARE(pairs.fromA(web), webToo);
        QCOMPARE(pairs.fromA(store), storeToo);
    }

    void titlesTellLanesOfOneNameApart()
    {
        TraceBuilder run;
        run.trace.info.scenario = "pool";
        const LaneId main = run.lane(LaneKind::Process, "pool", std::nullopt, 10);
        const LaneId mainThread = run.lane(LaneKind::Thread, "main thread", main, 10, 10);
        const LaneId worker = run.lane(LaneKind::Process, "worker 1", main, 11);
        const LaneId workerThread = run.lane(LaneKind::Thread, "main thread", worker, 11, 11);
        const LaneId one = run.lane(LaneKind::Task, "fetch", mainThread), two = run.lane(LaneKind::Task, "fetch", mainThread);
        const LaneId there = run.lane(LaneKind::Task, "fetch", workerThread);
        LaneMatching matching;
        const auto numbers = matching.take(run.trace);
        const auto title = [&](LaneId lane) { return matching.title(*numbers[lane.value()]); };
        QCOMPARE(title(mainThread), "main thread");
        QCOMPARE(title(workerThread), "worker 1");
        QCOMPARE(title(one), "main thread › fetch (1st)");
        QCOMPARE(title(two), "main thread › fetch (2nd)");
        QCOMPARE(title(there), "worker 1 › fetch");
    }

    void theTableSaysWhatTheStatisticsSay()
    {
        const Trace a = sampleTrace(3, 9, 3'000), b = sampleTrace(4, 12, 2'000);
        const Comparison comparison = comparisonOf(a, b);
        const RunStatistics ofA = statisticsOf(a), ofB = statisticsOf(b);
        QCOMPARE(row(comparison, "wall")->a, ofA.wall.count());
        QCOMPARE(row(comparison, "wall")->b, ofB.wall.count());
        QCOMPARE(row(comparison, "cpu")->a, a.info.cpuNs);
        QCOMPARE(row(comparison, "peak memory")->b, b.info.peakRssBytes);
        QCOMPARE(row(comparison, "processes")->a, ofA.processes);
        QCOMPARE(row(comparison, "threads")->a, ofA.threads);
        QCOMPARE(row(comparison, "tasks")->b, ofB.tasks);
        QCOMPARE(row(comparison, "max running")->b, ofB.maxRunning);
        QCOMPARE(row(comparison, "events")->a, std::int64_t(ofA.events));
        QCOMPARE(comparison.lanesOnlyInB, 3u);
        std::uint64_t sleeps = 0;
        Nanos slept{0};
        for (const Wait &wait : ofA.waits) {
            sleeps += wait.reason == Reason::Sleep;
            if (wait.reason == Reason::Sleep)
                slept += (wait.wake ? *wait.wake : *wait.end) - wait.start;
        }
        QCOMPARE(row(comparison, "wait sleep")->timesA, sleeps);
        QCOMPARE(row(comparison, "wait sleep")->a, slept.count());
    }

    void whatNobodyCountedIsNotZero()
    {
        Tasks a(1), b(1);
        b.trace.info.cpuNs = 1'000;
        const Comparison comparison = comparisonOf(a.trace, b.trace);
        const Difference &cpu = *row(comparison, "cpu");
        QVERIFY(!cpu.a);
        QCOMPARE(cpu.b, 1'000);
        QCOMPARE(changeText(cpu), "");
    }

    void theFirstDifferentLineIsFound()
    {
        Tasks a(2), b(2);
        a.end({1, 2});
        b.end({1, 2});
        QVERIFY(!comparisonOf(a.trace, b.trace).firstDifferentLine);
        b.print(b.tasks[0], 1s, "more");
        QCOMPARE(comparisonOf(a.trace, b.trace).firstDifferentLine, 2u);
        a.print(a.tasks[0], 1s, "less");
        QCOMPARE(comparisonOf(a.trace, b.trace).firstDifferentLine, 2u);
    }

    void changesReadAsPeopleSayThem()
    {
        using Unit = Difference::Unit;
        const auto change = [](Unit unit, std::int64_t a, std::int64_t b) { return changeText({"", unit, a, b, {}, {}}); };
        QCOMPARE(change(Unit::Time, 1'000'000'000, 3'000'000'000), "+2.00 s (3.00 ×)");
        QCOMPARE(change(Unit::Time, 3'000'000'000, 1'000'000'000), "−2.00 s (0.33 ×)");
        QCOMPARE(change(Unit::Bytes, 22'000'000, 34'500'000), "+12.5 MB (1.57 ×)");
        QCOMPARE(change(Unit::Count, 1, 4), "+3");
        QCOMPARE(change(Unit::Time, 0, 5), "+5 ns");
        QCOMPARE(change(Unit::Count, 4, 4), "=");
    }

    void aCancelledOneGivesNothing()
    {
        const Trace trace = sampleTrace(1, 8, 20'000);
        const std::atomic<bool> cancelled = true;
        QVERIFY(!compared(trace, trace, &cancelled));
        QVERIFY(!partingOf(trace, trace, &cancelled));
    }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"

// How many run over time, and how waits are distributed, beside sums over the segments themselves.
#include "core/analysis/activity.h"
#include "core/analysis/states.h"
#include "core/analysis/waitdistribution.h"
#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

#include <numeric>

using namespace Interleave;
using namespace std::chrono_literals;

class TestActivity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLoopCountsAsTheTaskThatItRuns();
    void eachColumnSaysWhatWasSpentInIt();
    void columnsTogetherAreTheTimesOfTheLanes();
    void aRangeShorterThanItsColumnsHasOneForEachNanosecond();
    void quartilesAreValuesOfNearestRank();
    void aWaitCountsWhereItEnded();
    void everyWaitOfARunIsCountedOnce();
    void aCancelledReadingGivesNothing();
};

/// One thread with a loop and a task in it: runs 0–10 ms, sleeps to 30 ms, is ready to 40 ms, runs to 50 ms.
static Trace loopWithTask()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "main", std::nullopt, 1, 1);
    const LaneId loop = build.lane(LaneKind::EventLoop, "loop", thread);
    const LaneId task = build.lane(LaneKind::Task, "task", loop);
    for (const LaneId lane : {thread, loop, task})
        build.start(lane, 0ms);
    build.sleep(task, 10ms, 20ms);
    build.wake(task, 30ms, loop);
    build.resume(task, 40ms);
    for (const LaneId lane : {task, loop, thread})
        build.finish(lane, 50ms);
    return std::move(build.trace);
}

void TestActivity::aLoopCountsAsTheTaskThatItRuns()
{
    const Trace trace = loopWithTask();
    const Activity activity = activityOf(trace, trace.end(), 0ms, 50ms, 5);
    QCOMPARE(activity.running, (std::vector<double>{1, 0, 0, 0, 1}));
    QCOMPARE(activity.suspended, (std::vector<double>{0, 1, 1, 0, 0}));
    QCOMPARE(activity.ready, (std::vector<double>{0, 0, 0, 1, 0}));
}

void TestActivity::eachColumnSaysWhatWasSpentInIt()
{
    const Trace trace = loopWithTask();
    const Activity activity = activityOf(trace, trace.end(), 5ms, 45ms, 2);
    QCOMPARE(activity.running, (std::vector<double>{0.25, 0.25}));
    QCOMPARE(activity.suspended, (std::vector<double>{0.75, 0.25}));
    QCOMPARE(activity.ready, (std::vector<double>{0, 0.5}));
}

void TestActivity::columnsTogetherAreTheTimesOfTheLanes()
{
    const Trace trace = SampleTraceBuilder(3, 9, 3000).build();
    const Nanos from = trace.begin(), to = trace.end();
    constexpr int columns = 7;
    const Activity activity = activityOf(trace, to, from, to, columns);
    double running = 0;
    for (const Lane &lane : trace.lanes()) {
        if (lane.kind != LaneKind::Task) // of its lanes that execute, only tasks hold no other
            continue;
        for (const Segment &segment : segmentsOf(lane, to))
            running += segment.state == State::Running ? double(segment.duration().count()) : 0;
    }
    const double width = double((to - from).count()) / columns;
    const double counted = std::accumulate(activity.running.begin(), activity.running.end(), 0.0) * width;
    QVERIFY2(std::abs(counted - running) <= double((to - from).count()) * 1e-6, qPrintable(QString::number(counted / running)));
}

void TestActivity::aRangeShorterThanItsColumnsHasOneForEachNanosecond()
{
    const Trace trace = loopWithTask();
    QCOMPARE(activityOf(trace, trace.end(), 3ns, 6ns, 400).running, (std::vector<double>{1, 1, 1}));
    QCOMPARE(activityOf(trace, trace.end(), 3ns, 3ns, 400).running.size(), std::size_t(1));
}

void TestActivity::quartilesAreValuesOfNearestRank()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "main", std::nullopt, 1, 1);
    build.start(thread, 0ms);
    Nanos time = 0ms;
    for (const Nanos wait : {5ms, 1ms, 4ms, 2ms, 3ms}) {
        build.sleep(thread, time += 1ms, wait);
        build.resume(thread, time += wait);
    }
    build.finish(thread, 100ms);
    const auto waits = waitDistributions(build.trace, build.trace.end(), 0ms, 200ms);
    QVERIFY(waits);
    QCOMPARE(waits->size(), std::size_t(1));
    QVERIFY((waits->front() == WaitDistribution{Reason::Sleep, 5, 15ms, 1ms, 2ms, 3ms, 4ms, 5ms}));
}

void TestActivity::aWaitCountsWhereItEnded()
{
    const Trace trace = loopWithTask();
    const auto waitsWithin = [&trace](Nanos from, Nanos to) { return waitDistributions(trace, trace.end(), from, to)->size(); };
    QCOMPARE(waitsWithin(0ms, 30ms), std::size_t(0));
    QCOMPARE(waitsWithin(30ms, 31ms), std::size_t(1));
    QCOMPARE(waitsWithin(31ms, 50ms), std::size_t(0));
}

void TestActivity::everyWaitOfARunIsCountedOnce()
{
    const Trace trace = SampleTraceBuilder(5, 9, 3000).build();
    std::uint64_t ended = 0;
    Nanos total{0};
    for (const Lane &lane : trace.lanes()) {
        if (!executes(lane.kind))
            continue;
        for (const Segment &segment : segmentsOf(lane, trace.end())) {
            if (segment.state == State::Suspended && !segment.open) {
                ++ended;
                total += segment.duration();
            }
        }
    }
    std::uint64_t counted = 0;
    const Nanos half = (trace.begin() + trace.end()) / 2;
    for (const auto &[from, to] : {std::pair(trace.begin(), half), std::pair(half, trace.end() + 1ns)}) {
        const auto waits = waitDistributions(trace, trace.end(), from, to);
        for (const WaitDistribution &wait : *waits) {
            counted += wait.count;
            total -= wait.total;
            QVERIFY(wait.shortest <= wait.lowerQuartile && wait.lowerQuartile <= wait.median
                    && wait.median <= wait.upperQuartile && wait.upperQuartile <= wait.longest);
        }
    }
    QVERIFY(ended > 0);
    QCOMPARE(counted, ended);
    QCOMPARE(total.count(), 0);
}

void TestActivity::aCancelledReadingGivesNothing()
{
    const Trace trace = loopWithTask();
    const std::atomic<bool> cancelled = true;
    QVERIFY(!waitDistributions(trace, trace.end(), 0ms, 50ms, &cancelled));
}

QTEST_APPLESS_MAIN(TestActivity)
#include "tst_activity.moc"

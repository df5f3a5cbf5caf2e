#include "core/analysis/rangestatistics.h"
#include "core/analysis/statistics.h"
#include "tests/support/thorough.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

#include <random>

using namespace Interleave;
using namespace std::chrono_literals;

class TestRangeStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sharesAreTheSlowSum();
    void waitsByReasonAreTheSlowSumAndMakeUpTheSuspended();
    void theMostRunningIsCountedMomentByMoment();
    void piecesAddUpToTheWhole();
    void theWholeRunSaysWhatItsStatisticsSay();
    void aLoopAndItsTaskCountOnce();
    void whatOnlyHoldsOthersIsLeftOut();
    void aCancelledOneGivesNothing();
};

/// Threads that run, wait for this or that, and are ready, at random.
static Trace randomTrace(unsigned seed, int lanes, int turns, int longest)
{
    std::mt19937 random(seed);
    TraceBuilder build;
    const LaneId process = build.lane(LaneKind::Process, "p");
    build.start(process, 0ns);
    for (int i = 0; i < lanes; ++i) {
        const LaneId lane = build.lane(LaneKind::Thread, "t", process);
        Nanos time(random() % 200);
        const auto later = [&] { return time += Nanos(random() % unsigned(longest)); };
        build.start(lane, time);
        for (int turn = 0; turn < turns; ++turn) {
            build.suspend(lane, later(), Reason(random() % 24));
            if (random() % 3)
                build.wake(lane, later(), process);
            build.resume(lane, later());
        }
        if (i % 2)
            build.finish(lane, later());
    }
    return std::move(build.trace);
}

static Nanos within(const Segment &segment, Nanos from, Nanos to)
{
    return std::max(Nanos(0), std::min(segment.end, to) - std::max(segment.begin, from));
}

void TestRangeStatistics::sharesAreTheSlowSum()
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        const Trace trace = randomTrace(seed, 6, 300, 50);
        const Nanos from(random() % 8000), to = from + Nanos(random() % 9000), end = trace.end() + 10ns;
        const RangeShares shares = rangeShares(trace, end, from, to);
        QCOMPARE(shares.length, to - from);
        Nanos running{0}, ready{0}, suspended{0};
        for (const RangeShares::LaneShare &share : shares.lanes) {
            Nanos sums[3]{};
            for (const Segment &segment : segmentsOf(*trace.lane(share.lane), end))
                sums[int(segment.state)] += within(segment, from, to);
            QCOMPARE(share.sums.ready, sums[int(State::Ready)]);
            QCOMPARE(share.sums.running, sums[int(State::Running)]);
            QCOMPARE(share.sums.suspended, sums[int(State::Suspended)]);
            running += sums[int(State::Running)];
            ready += sums[int(State::Ready)];
            suspended += sums[int(State::Suspended)];
        }
        QCOMPARE(shares.together.running, running);
        QCOMPARE(shares.together.ready, ready);
        QCOMPARE(shares.together.suspended, suspended);
    }
}

void TestRangeStatistics::waitsByReasonAreTheSlowSumAndMakeUpTheSuspended()
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        const Trace trace = randomTrace(seed, 5, 200, 40);
        const Nanos from(random() % 5000), to = from + 1ns + Nanos(random() % 6000), end = trace.end();
        const RangeWaits waits = *rangeWaits(trace, end, from, to);
        std::map<Reason, Nanos> slow;
        for (const Lane &lane : trace.lanes()) {
            if (!executes(lane.kind))
                continue;
            for (const Segment &segment : segmentsOf(lane, end)) {
                if (segment.state == State::Suspended && within(segment, from, to) > 0ns)
                    slow[segment.reason] += within(segment, from, to);
            }
        }
        QVERIFY(waits.byReason == slow);
        Nanos together{0};
        for (const auto &[reason, time] : waits.byReason)
            together += time;
        QCOMPARE(together, rangeShares(trace, end, from, to).together.suspended);
    }
}

void TestRangeStatistics::theMostRunningIsCountedMomentByMoment()
{
    for (unsigned seed = 0; seed < 30; ++seed) {
        std::mt19937 random(seed);
        const Trace trace = randomTrace(seed, 6, 20, 30);
        const Nanos from(random() % 500), to = from + 1ns + Nanos(random() % 300), end = trace.end();
        std::uint32_t most = 0;
        for (Nanos time = from; time < to; ++time) {
            std::uint32_t now = 0;
            for (const Lane &lane : trace.lanes()) {
                const auto segment = executes(lane.kind) ? segmentAt(lane, end, time) : std::nullopt;
                now += segment && segment->state == State::Running;
            }
            most = std::max(most, now);
        }
        QCOMPARE(rangeWaits(trace, end, from, to)->maxRunning, most);
    }
}

/// More events than are looked at in one piece.
void TestRangeStatistics::piecesAddUpToTheWhole()
{
    const Trace trace = randomTrace(1, 4, thorough(7'000, 40'000), 30);
    const Nanos end = trace.end();
    QVERIFY(eventsInRange(trace, 0ns, end) > thorough(70'000u, 400'000u));
    const RangeWaits whole = *rangeWaits(trace, end, 0ns, end);
    std::map<Reason, Nanos> parts;
    std::uint32_t most = 0;
    for (Nanos from{0}; from < end; from += end / 37) {
        const RangeWaits part = *rangeWaits(trace, end, from, std::min(end, from + end / 37));
        for (const auto &[reason, time] : part.byReason)
            parts[reason] += time;
        most = std::max(most, part.maxRunning);
    }
    QVERIFY(whole.byReason == parts);
    QCOMPARE(whole.maxRunning, most);
}

void TestRangeStatistics::theWholeRunSaysWhatItsStatisticsSay()
{
    const Trace trace = randomTrace(4, 7, 100, 60);
    QCOMPARE(rangeWaits(trace, trace.end(), trace.begin(), trace.end())->maxRunning, statisticsOf(trace).maxRunning);
}

void TestRangeStatistics::aLoopAndItsTaskCountOnce()
{
    TraceBuilder build;
    const LaneId loop = build.lane(LaneKind::EventLoop, "loop"), task = build.lane(LaneKind::Task, "task", loop);
    build.start(loop, 0us);
    build.start(task, 2us);
    build.finish(task, 5us);
    build.finish(loop, 9us);
    QCOMPARE(rangeWaits(build.trace, 9us, 0us, 9us)->maxRunning, 1u);
    QCOMPARE(rangeWaits(build.trace, 9us, 3us, 4us)->maxRunning, 1u);
}

void TestRangeStatistics::whatOnlyHoldsOthersIsLeftOut()
{
    const Trace trace = randomTrace(2, 3, 10, 20);
    const RangeShares shares = rangeShares(trace, trace.end(), 0ns, trace.end());
    QCOMPARE(shares.lanes.size(), std::size_t(3));
    for (const RangeShares::LaneShare &share : shares.lanes)
        QVERIFY(share.lane != LaneId(1));
    QVERIFY(rangeShares(trace, trace.end(), trace.end() + 1s, trace.end() + 2s).together.running == 0ns);
}

void TestRangeStatistics::aCancelledOneGivesNothing()
{
    const Trace trace = randomTrace(3, 3, 10, 20);
    QVERIFY(!rangeWaits(trace, trace.end(), 0ns, trace.end(), [](double) { return false; }));
    double last = 0;
    QVERIFY(!rangeWaits(trace, trace.end(), 0ns, trace.end(), [&](double share) { return (last = share) < 1; })); // at the very end
    QCOMPARE(last, 1.0);
}

QTEST_GUILESS_MAIN(TestRangeStatistics)
#include "tst_rangestatistics.moc"

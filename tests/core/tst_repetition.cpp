#include "core/analysis/repetition.h"
#include "core/analysis/statistics.h"
#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// Threads "t1" … that finish in that order, a millisecond apart.
Trace finishing(std::initializer_list<int> order, RunOutcome outcome = RunOutcome::Finished)
{
    TraceBuilder run;
    run.trace.info.scenario = "threads";
    run.trace.info.outcome = outcome;
    const LaneId process = run.lane(LaneKind::Process, "threads", std::nullopt, 10);
    std::vector<LaneId> threads;
    for (std::size_t number = 1; number <= order.size(); ++number)
        threads.push_back(run.lane(LaneKind::Thread, "t" + std::to_string(number), process, 10, 10 + std::uint32_t(number)));
    run.start(process, 5ms);
    for (const LaneId thread : threads)
        run.start(thread, 5ms);
    Nanos time = 5ms;
    for (const int number : order)
        run.finish(threads[std::size_t(number - 1)], time += 1ms);
    return std::move(run.trace);
}

QStringList ordersOf(const Repetition &repetition)
{
    QStringList lines;
    for (const FinishingOrder &order : repetition.orders())
        lines << QStringLiteral("%1: %2").arg(order.runs.size()).arg(QString::fromStdString(repetition.orderText(order)));
    return lines;
}

} // namespace

class TestRepetition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersAreCountedTheMostFrequentFirst()
    {
        Repetition repetition;
        repetition.take(finishing({1, 2, 3}));
        repetition.take(finishing({2, 1, 3}));
        repetition.take(finishing({3, 2, 1}));
        repetition.take(finishing({2, 1, 3}));
        QCOMPARE(ordersOf(repetition), QStringList({QStringLiteral("2: t2, t1, t3"), QStringLiteral("1: t1, t2, t3"),
                                                    QStringLiteral("1: t3, t2, t1")}));
        QCOMPARE(repetition.orders().front().runs, std::vector<std::uint32_t>({2, 4}));
    }

    void eachLaneHasItsLeastMedianAndMost()
    {
        Repetition repetition;
        for (const auto order : {std::initializer_list<int>{1, 2, 3}, {2, 1, 3}, {3, 2, 1}})
            repetition.take(finishing(order));
        const std::vector<LaneSpread> lanes = repetition.lanes();
        QCOMPARE(lanes.size(), 3u);
        QCOMPARE(repetition.title(lanes[0].lane), "t1");
        QCOMPARE(lanes[0].runs, 3u);
        QCOMPARE(lanes[0].finish, (Spread{1ms, 2ms, 3ms}));
        QCOMPARE(lanes[0].running, (Spread{1ms, 2ms, 3ms}));
        QCOMPARE(lanes[1].finish, (Spread{1ms, 2ms, 2ms}));
        QCOMPARE(repetition.wall(), (Spread{3ms, 3ms, 3ms}));
    }

    void aLanesTimesAreThoseOfItsStatistics()
    {
        const Trace trace = sampleTrace(5, 12, 30'000);
        Repetition repetition;
        repetition.take(trace);
        const RunStatistics statistics = statisticsOf(trace);
        std::size_t compared = 0;
        LaneMatching matching;
        const auto numbers = matching.take(trace);
        for (const LaneSpread &spread : repetition.lanes()) {
            for (const LaneStatistics &lane : statistics.lanes) {
                if (numbers[lane.id.value()] != spread.lane)
                    continue;
                ++compared;
                QCOMPARE(spread.finish.median, *lane.finish);
                QCOMPARE(spread.running.median, lane.running);
            }
        }
        QCOMPARE(compared, 10u); // thread, loop and eight tasks
    }

    void aRunThatWasStoppedHasNoOrder()
    {
        Repetition repetition;
        repetition.take(finishing({1, 2}, RunOutcome::Cancelled));
        QCOMPARE(repetition.runs(), 1u);
        QCOMPARE(repetition.finishedRuns(), 0u);
        QVERIFY(repetition.orders().empty());
        QVERIFY(!repetition.wall());
        repetition.take(finishing({1, 2}));
        QCOMPARE(repetition.orders().front().runs, std::vector<std::uint32_t>{2}); // its number counts all
    }

    void onlyLanesWithinWhichNoneExecutesAreInTheOrder()
    {
        TraceBuilder run;
        run.trace.info.outcome = RunOutcome::Finished;
        const LaneId thread = run.lane(LaneKind::Thread, "thread");
        const LaneId task = run.lane(LaneKind::Task, "task", thread), coroutine = run.lane(LaneKind::Coroutine, "inner", task);
        const LaneId lock = run.lane(LaneKind::Lock, "lock", coroutine), beside = run.lane(LaneKind::Thread, "beside", coroutine);
        for (const LaneId lane : {thread, task, coroutine, lock, beside})
            run.start(lane, 0ns);
        QCOMPARE(leafLanes(run.trace), std::vector<LaneId>({coroutine, beside}));
        for (const LaneId lane : {lock, coroutine, thread, beside, task})
            run.finish(lane, 1ms);
        Repetition repetition;
        repetition.take(run.trace);
        QCOMPARE(ordersOf(repetition), QStringList(QStringLiteral("1: inner, beside")));
    }

    void aLongOrderIsShortened()
    {
        Repetition repetition;
        repetition.take(finishing({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
        const FinishingOrder order = repetition.orders().front();
        QCOMPARE(order.lanes.size(), 12u);
        QCOMPARE(repetition.orderText(order, 3), "t1, t2, t3 … and 9 more");
        QCOMPARE(repetition.orderText(order, 11), "t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12");
    }

    void theMedianOccurred()
    {
        QCOMPARE(spreadOf({4ns}), (Spread{4ns, 4ns, 4ns}));
        QCOMPARE(spreadOf({9ns, 1ns}), (Spread{1ns, 1ns, 9ns}));
        QCOMPARE(spreadOf({9ns, 1ns, 5ns}), (Spread{1ns, 5ns, 9ns}));
    }
};

QTEST_GUILESS_MAIN(TestRepetition)
#include "tst_repetition.moc"

#include "tests/support/tracebuilder.h"
#include "ui/timeline/lanelayout.h"
#include "ui/timeline/lanetexts.h"
#include "ui/timeline/timelinegeometry.h"
#include "ui/timeline/wakearrows.h"

#include <QTest>

#include <random>

using namespace Interleave;
using namespace std::chrono_literals;

class TestLaneLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesBecomeShapesAtTheirExactPlaces();
    void waitsCarryTheirReasonWhereThereIsRoom();
    void rowsFollowTheTreeWithoutWhatIsCollapsed();
    void aLoopShowsWhoHadTheTurn();
    void aBlockedThreadSaysSoOverTheTurnThatBlocksIt();
    void openSegmentsReachTheLiveEdge();
    void nothingIsDroppedAtAnyZoom();
    void aBurstIsFoundByItsLineAndSaysHowMany();
    void hittingABarFindsItsSegment();
    void onlyRowsInSightGetBars();
    void lanesNobodyDeclaredAreShown();
    void coloursGoInOrderAndRepeat();
    void aWokenSegmentHasAnArrowFromItsWaker();
};

static LaneLayout laidOut(const Trace &trace, TimeRange range, int width, const std::set<LaneId> &collapsed = {})
{
    LayoutRequest request;
    request.range = range;
    request.width = width;
    request.liveEdge = trace.end();
    LaneChoices choices;
    for (const LaneId lane : collapsed)
        choices.folds[lane] = true;
    const LaneColours colours(trace);
    auto rows = std::make_shared<const LaneRows>(laneRows(trace, colours, choices, RowMetrics(), trace.end()));
    return layOutLanes(trace, colours, std::move(rows), request);
}

static QRect rectOf(const Bar &bar) { return {bar.x, bar.y, bar.width, bar.height}; }

/// A thread that runs, sleeps, is woken by another, and runs again.
static TraceBuilder sleeper()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "sleeper", std::nullopt, 0, 7);
    build.start(thread, 0us);
    build.sleep(thread, 100us, 500us);
    build.wake(thread, 600us, thread);
    build.resume(thread, 650us);
    build.finish(thread, 1000us);
    return build;
}

/// A lane whose states change at random, from nanoseconds to milliseconds.
static std::shared_ptr<Trace> randomTrace(unsigned seed)
{
    std::mt19937 random(seed);
    auto trace = std::make_shared<Trace>();
    const LaneId id(1);
    trace->declareLane(id, {}, LaneKind::Thread, "t", 0, 1, Event(0, EventKind::Lane, std::uint8_t(LaneKind::Thread), id));
    std::uint64_t now = 0;
    const auto pass = [&] { now += std::uint64_t(std::pow(10.0, double(random() % 7000) / 1000.0)); };
    trace->append(Event(now, EventKind::Start, 0, id));
    for (int i = 0; i < 300; ++i) {
        pass();
        trace->append(Event(now, EventKind::Suspend, std::uint8_t(Reason::Lock), id));
        pass();
        trace->append(Event(now, EventKind::Wake, 0, id, 1));
        pass();
        trace->append(Event(now, EventKind::Resume, 0, id));
    }
    pass();
    trace->append(Event(now, EventKind::Finish, 0, id));
    return trace;
}

void TestLaneLayout::statesBecomeShapesAtTheirExactPlaces()
{
    const Trace trace = sleeper().trace;
    const LaneLayout layout = laidOut(trace, {0us, 1000us}, 1000);
    QCOMPARE(layout.rows.size(), std::size_t(1));
    QCOMPARE(layout.height(), 30);
    QCOMPARE(layout.bars.size(), std::size_t(4));
    QCOMPARE(rectOf(layout.bars[0]), QRect(0, 4, 100, 22));
    QCOMPARE(layout.bars[0].shape, BarShape::Running);
    QCOMPARE(layout.bars[0].colour, LaneColour{0});
    QCOMPARE(rectOf(layout.bars[1]), QRect(100, 9, 500, 12));
    QCOMPARE(layout.bars[1].shape, BarShape::Suspended);
    QCOMPARE(rectOf(layout.bars[2]), QRect(600, 8, 50, 14));
    QCOMPARE(layout.bars[2].shape, BarShape::Ready);
    QCOMPARE(rectOf(layout.bars[3]), QRect(650, 4, 350, 22));
    QCOMPARE(layout.bars[3].shape, BarShape::Running);
}

void TestLaneLayout::waitsCarryTheirReasonWhereThereIsRoom()
{
    const Trace trace = sleeper().trace;
    const LaneLayout wide = laidOut(trace, {0us, 1000us}, 1000);
    QCOMPARE(wide.labels.size(), std::size_t(2));
    QCOMPARE(wide.labels[0].text, std::string("sleep 500 µs"));
    QCOMPARE(wide.labels[0].width, 500);
    QVERIFY(laidOut(trace, {0us, 1000us}, 20).labels.empty());
}

void TestLaneLayout::rowsFollowTheTreeWithoutWhatIsCollapsed()
{
    TraceBuilder build;
    const LaneId host = build.lane(LaneKind::Host, "here");
    const LaneId process = build.lane(LaneKind::Process, "p", host, 4711);
    const LaneId thread = build.lane(LaneKind::Thread, "t", process, 4711, 4712);
    const LaneId loop = build.lane(LaneKind::EventLoop, "event loop", thread);
    build.lane(LaneKind::Task, "main", loop);
    build.start(process, 1us);
    const LaneLayout open = laidOut(build.trace, {0us, 10us}, 100);
    QCOMPARE(open.rows.size(), std::size_t(4));
    QCOMPARE(open.rows[0].name + "/" + open.rows[0].hint, std::string("p/pid 4711"));
    QCOMPARE(open.rows[1].hint, std::string("tid 4712"));
    QCOMPARE(open.rows[2].hint, std::string());
    QCOMPARE(open.rows[3].hint, std::string("task"));
    QCOMPARE(open.rows[3].depth, 3);
    QCOMPARE(open.rows[3].y, 90);
    QVERIFY(open.rows[2].hasChildren && !open.rows[3].hasChildren);
    const LaneLayout folded = laidOut(build.trace, {0us, 10us}, 100, {thread});
    QCOMPARE(folded.rows.size(), std::size_t(2));
    QVERIFY(folded.rows[1].collapsed);
    QCOMPARE(folded.rowShowing(build.trace, loop)->lane, thread);
    QCOMPARE(containerText(build.trace, *build.trace.lane(process)), std::string("1 process, 1 thread"));
}

void TestLaneLayout::aLoopShowsWhoHadTheTurn()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "t", std::nullopt, 0, 1);
    const LaneId loop = build.lane(LaneKind::EventLoop, "event loop", thread);
    const LaneId first = build.lane(LaneKind::Task, "first", loop);
    const LaneId second = build.lane(LaneKind::Task, "second", loop);
    build.start(first, 0us);
    build.finish(first, 40us);
    build.start(second, 40us);
    build.finish(second, 100us);
    const LaneLayout layout = laidOut(build.trace, {0us, 100us}, 100);
    const LaneRow *row = layout.rowOf(loop);
    QVERIFY(row);
    QCOMPARE(row->barCount, std::size_t(2));
    QCOMPARE(rectOf(layout.bars[row->firstBar]), QRect(0, 34, 40, 22));
    QCOMPARE(layout.bars[row->firstBar].colour, LaneColour{0});
    QCOMPARE(layout.bars[row->firstBar + 1].colour, LaneColour{1});
    const auto hit = layout.hit(70, 45);
    QVERIFY(hit);
    QCOMPARE(hit->row, loop);
    QCOMPARE(hit->lane, std::optional(second));
}

void TestLaneLayout::openSegmentsReachTheLiveEdge()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "t", std::nullopt, 0, 1);
    build.start(thread, 10us);
    LayoutRequest request;
    request.range = {0us, 100us};
    request.width = 100;
    request.liveEdge = 80us;
    const LaneLayout layout = layOutLanes(build.trace, LaneColours(build.trace), request);
    QCOMPARE(layout.bars.size(), std::size_t(1));
    QCOMPARE(rectOf(layout.bars[0]), QRect(10, 4, 70, 22));
}

/// Whether somebody ran in the stacked bar's columns at x or beside it.
static bool ranNear(const LaneLayout &layout, const Bar &bar, int x)
{
    for (int column = std::max(bar.x, x - 1); column <= std::min(bar.x + bar.width - 1, x + 1); ++column) {
        if (layout.columns[bar.columns + std::size_t(column - bar.x)].ran() > 0)
            return true;
    }
    return false;
}

void TestLaneLayout::nothingIsDroppedAtAnyZoom()
{
    for (unsigned seed = 1; seed <= 3; ++seed) {
        const auto trace = randomTrace(seed);
        const auto segments = segmentsOf(*trace->lane(LaneId(1)), trace->end());
        QCOMPARE(segments.size(), std::size_t(901));
        for (Nanos length = trace->end(); length > 100ns; length /= 5) {
            const TimeRange range{trace->end() / 3, trace->end() / 3 + length};
            const LaneLayout layout = laidOut(*trace, range, 500);
            for (const Segment &segment : segments) {
                if (segment.end <= range.begin || segment.begin >= range.end)
                    continue;
                const int x = std::clamp(pixelOf(segment.begin, range, 500), 0, 500);
                const bool shown = std::any_of(layout.bars.begin(), layout.bars.end(), [&](const Bar &bar) {
                    const bool near = bar.x - BarMerger::markWidth <= x && x <= bar.x + bar.width + 1;
                    const bool stacked = bar.shape == BarShape::Stacked;
                    const bool holds = stacked || (bar.begin <= segment.begin && bar.end >= segment.end);
                    const bool told = segment.state != State::Running || (stacked ? ranNear(layout, bar, x)
                                                                                  : bar.state == State::Running);
                    return holds && near && told && bar.width > 0 && bar.height > 0;
                });
                QVERIFY2(shown, qPrintable(QStringLiteral("segment at %1 ns, view of %2 ns")
                                               .arg(segment.begin.count()).arg(length.count())));
            }
        }
    }
}

void TestLaneLayout::aBurstIsFoundByItsLineAndSaysHowMany()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "t", std::nullopt, 0, 1);
    build.start(thread, 500'000us);
    for (int us = 500'001; us < 500'050; us += 2) {
        build.suspend(thread, us * 1us, Reason::Lock);
        build.resume(thread, (us + 1) * 1us);
    }
    build.finish(thread, 500'051us);
    const LaneLayout layout = laidOut(build.trace, {0s, 1s}, 1000);
    QCOMPARE(layout.bars.size(), std::size_t(1));
    QCOMPARE(rectOf(layout.bars[0]), QRect(499, 4, BarMerger::markWidth, 22));
    QCOMPARE(layout.bars[0].shape, BarShape::Stacked);
    QCOMPARE(layout.bars[0].count, 51u);
    for (const StackedColumn &column : layout.columns)
        QVERIFY(column.isMerged());
    QCOMPARE(layout.columns[0].height(), 0);
    QVERIFY(layout.columns[1].ran() >= 2 && layout.columns[1].suspended >= 1); // 5 % of the pixel, but to be seen
    QVERIFY(layout.columns[1].height() <= 4);
    const auto hit = layout.hit(500, 24);
    QVERIFY(hit);
    QCOMPARE(hit->count, 51u);
    QCOMPARE(hit->begin, Nanos(500'000us));
    QCOMPARE(hit->end, Nanos(500'051us));
}

void TestLaneLayout::hittingABarFindsItsSegment()
{
    const auto trace = randomTrace(9);
    int alone = 0;
    for (Nanos length = trace->end(); length > 1us; length /= 10) {
        const TimeRange range{trace->end() / 2, trace->end() / 2 + length};
        const LaneLayout layout = laidOut(*trace, range, 700);
        for (const Bar &bar : layout.bars) {
            const int x = bar.x + bar.width / 2;
            if (x < 0 || x >= 700)
                continue;
            const auto hit = layout.hit(x, bar.y + bar.height / 2);
            QVERIFY(hit && hit->lane);
            const auto segment = segmentAt(*trace->lane(*hit->lane), trace->end(), hit->time);
            QVERIFY(segment);
            const bool within = segment->begin >= hit->begin && segment->end <= hit->end;
            const bool touches = segment->begin <= hit->end && segment->end >= hit->begin;
            QVERIFY(bar.shape == BarShape::Stacked ? touches : within);
            alone += hit->count == 1;
        }
    }
    QVERIFY(alone > 20);
    const Trace single = sleeper().trace;
    const LaneLayout layout = laidOut(single, {0us, 1000us}, 1000);
    QCOMPARE(layout.hit(300, 15)->time, Nanos(300us));
    QCOMPARE(layout.hit(300, 2)->lane, std::optional(LaneId(1))); // above the low bar, still its column
    QVERIFY(!layout.hit(300, 30));
}

void TestLaneLayout::onlyRowsInSightGetBars()
{
    TraceBuilder build;
    for (int i = 0; i < 10; ++i) {
        const LaneId thread = build.lane(LaneKind::Thread, "t", std::nullopt, 0, std::uint32_t(i + 1));
        build.start(thread, 0us);
        build.finish(thread, 100us);
    }
    LayoutRequest request;
    request.range = {0us, 100us};
    request.width = 100;
    request.top = 61;
    request.bottom = 120;
    const LaneLayout layout = layOutLanes(build.trace, LaneColours(build.trace), request);
    QCOMPARE(layout.all->rows.size(), std::size_t(10));
    QCOMPARE(layout.rows.size(), std::size_t(2));
    QCOMPARE(layout.height(), 300);
    QCOMPARE(layout.bars.size(), std::size_t(2));
}

void TestLaneLayout::lanesNobodyDeclaredAreShown()
{
    Trace trace;
    trace.append(Event(0, EventKind::Start, 0, LaneId(3)));
    trace.append(Event(1000, EventKind::Finish, 0, LaneId(3)));
    const LaneLayout layout = laidOut(trace, {0us, 1us}, 100);
    QCOMPARE(layout.rows.size(), std::size_t(1));
    QCOMPARE(layout.rows[0].name, std::string("lane 3"));
    QCOMPARE(layout.bars.size(), std::size_t(1));
}

void TestLaneLayout::coloursGoInOrderAndRepeat()
{
    TraceBuilder build;
    const LaneId process = build.lane(LaneKind::Process, "p", std::nullopt, 1);
    const LaneId thread = build.lane(LaneKind::Thread, "t", process, 1, 1);
    const LaneId loop = build.lane(LaneKind::EventLoop, "event loop", thread);
    std::vector<LaneId> tasks;
    for (int i = 0; i < 9; ++i)
        tasks.push_back(build.lane(LaneKind::Task, "task", loop));
    const LaneColours colours(build.trace);
    QCOMPARE(colours.of(thread), LaneColour());
    QCOMPARE(colours.of(loop), LaneColour());
    QCOMPARE(colours.of(tasks[0]), LaneColour{0});
    QCOMPARE(colours.of(tasks[7]), LaneColour{7});
    QCOMPARE(colours.of(tasks[8]), LaneColour{0});
    const LaneId child = build.lane(LaneKind::Process, "child", process, 2);
    const LaneId main = build.lane(LaneKind::Thread, "main", child, 2, 2);
    QCOMPARE(LaneColours(build.trace).of(child), LaneColours(build.trace).of(main));
    const LaneId awaited = build.lane(LaneKind::Coroutine, "part1", tasks[4]);
    const LaneId below = build.lane(LaneKind::Coroutine, "sleep", awaited);
    const LaneId alone = build.lane(LaneKind::Coroutine, "alone", main);
    QCOMPARE(LaneColours(build.trace).of(awaited), LaneColour{4});
    QCOMPARE(LaneColours(build.trace).of(below), LaneColour{4});
    QCOMPARE(LaneColours(build.trace).of(alone), LaneColour{2}); // its own: after nine tasks and a thread
}

void TestLaneLayout::aWokenSegmentHasAnArrowFromItsWaker()
{
    TraceBuilder build;
    const LaneId waker = build.lane(LaneKind::Thread, "waker", std::nullopt, 0, 1);
    const LaneId woken = build.lane(LaneKind::Thread, "woken", std::nullopt, 0, 2);
    build.start(waker, 0us);
    build.start(woken, 0us);
    build.suspend(woken, 10us, Reason::Lock);
    build.wake(woken, 60us, waker);
    build.resume(woken, 80us);
    build.finish(woken, 100us);
    build.finish(waker, 100us);
    const LaneLayout layout = laidOut(build.trace, {0us, 100us}, 100);
    const WakeArrow expected{60, 15, 80, 45, {waker, woken, 60us, 80us}};
    const auto at = [&](LaneId lane, Nanos time) { return *segmentAt(*build.trace.lane(lane), build.trace.end(), time); };
    for (const Nanos time : {20us, 70us, 90us})
        QCOMPARE(wakeArrows(build.trace, layout, at(woken, time), build.trace.end()), std::vector{expected});
    QCOMPARE(wakeArrows(build.trace, layout, at(waker, 5us), build.trace.end()), std::vector{expected});
    QVERIFY(wakeArrows(build.trace, layout, at(woken, 5us), build.trace.end()).empty());
}

void TestLaneLayout::aBlockedThreadSaysSoOverTheTurnThatBlocksIt()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "thread", std::nullopt, 0, 1);
    const LaneId loop = build.lane(LaneKind::EventLoop, "loop", thread);
    const LaneId task = build.lane(LaneKind::Task, "task", loop);
    for (const LaneId lane : {thread, loop, task})
        build.start(lane, 0us);
    build.sleep(thread, 20us, 60us);
    build.suspend(loop, 20us, Reason::Held, task);
    for (const LaneId lane : {thread, loop}) {
        build.wake(lane, 80us, thread);
        build.resume(lane, 80us);
    }
    for (const LaneId lane : {task, loop, thread})
        build.finish(lane, 100us);
    const LaneLayout layout = laidOut(build.trace, {0us, 100us}, 100);
    for (const LaneId lane : {thread, loop}) {
        const LaneRow &row = *layout.rowOf(lane);
        for (std::uint32_t index = row.firstBar; index < row.firstBar + row.barCount; ++index) {
            const Bar &bar = layout.bars[index];
            if (bar.lane == task)
                QVERIFY(bar.x + bar.width <= 20 || bar.x >= 80);
        }
    }
    const LaneRow &own = *layout.rowOf(task);
    QCOMPARE(own.barCount, 1u);
    QCOMPARE(layout.bars[own.firstBar].width, 100);
}

QTEST_GUILESS_MAIN(TestLaneLayout)
#include "tst_lanelayout.moc"

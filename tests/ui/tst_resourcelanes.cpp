// How locks, queues, semaphores, items and jobs are laid out, and what is said of them.
#include "core/analysis/levels.h"
#include "tests/support/resourcetrace.h"
#include "ui/models/segmentdetails.h"
#include "ui/timeline/lanelayout.h"
#include "ui/timeline/lanerows.h"
#include "ui/timeline/picture.h"
#include "ui/timeline/segmenttext.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

LaneLayout laidOut(const Trace &trace, TimeRange range, int width, const std::set<LaneId> &collapsed = {})
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

std::vector<Bar> barsOf(const LaneLayout &layout, LaneId lane)
{
    const LaneRow &row = *layout.rowOf(lane);
    return {layout.bars.begin() + std::ptrdiff_t(row.firstBar),
            layout.bars.begin() + std::ptrdiff_t(row.firstBar + row.barCount)};
}

/// "0-100 free, 100-400 running"
QString shapesOf(const std::vector<Bar> &bars)
{
    static const char *const names[] = {"container", "suspended", "ready", "running", "stacked",
                                        "free", "unobserved", "level", "peak"};
    QStringList texts;
    for (const Bar &bar : bars)
        texts << QStringLiteral("%1-%2 %3").arg(bar.x).arg(bar.x + bar.width).arg(QLatin1String(names[int(bar.shape)]));
    return texts.join(QStringLiteral(", "));
}

std::vector<std::string> labelsIn(const LaneLayout &layout, LaneId lane)
{
    const LaneRow &row = *layout.rowOf(lane);
    std::vector<std::string> texts;
    for (const BarLabel &label : layout.labels) {
        if (label.y >= row.y && label.y < row.y + row.height)
            texts.push_back(label.text);
    }
    return texts;
}

} // namespace

class TestResourceLanes : public QObject
{
    Q_OBJECT

    ResourceTrace run;
    LaneLayout whole = laidOut(run.trace, {0us, 1000us}, 1000);

    Segment at(LaneId lane, Nanos time) const { return *segmentAt(*run.trace.lane(lane), run.trace.end(), time); }

private Q_SLOTS:
    void aLockIsDrawnInItsHoldersColourWithTheHoldersName()
    {
        const std::vector<Bar> bars = barsOf(whole, run.lock);
        QCOMPARE(shapesOf(bars), QStringLiteral("0-100 free, 100-400 running, 400-410 free, 410-700 running, 700-1000 free"));
        const LaneColours colours(run.trace);
        QCOMPARE(bars[1].colour, colours.of(run.t1));
        QCOMPARE(bars[3].colour, colours.of(run.t2));
        QVERIFY(bars[1].colour != bars[3].colour);
        QCOMPARE(labelsIn(whole, run.lock), (std::vector<std::string>{"t1", "t2"}));
    }

    void theHolderIsKnownAlsoWhereTheViewBeginsWithinTheHold()
    {
        const LaneLayout within = laidOut(run.trace, {200us, 300us}, 100);
        const std::vector<Bar> bars = barsOf(within, run.lock);
        QCOMPARE(bars.size(), std::size_t(1));
        QCOMPARE(bars[0].colour, LaneColours(run.trace).of(run.t1));
    }

    void manyShortHoldsKeepTheirHoldersColours()
    {
        TraceBuilder build;
        const LaneId lock = build.lane(LaneKind::Lock, "lock");
        const LaneId a = build.lane(LaneKind::Thread, "a", std::nullopt, 1, 1);
        const LaneId b = build.lane(LaneKind::Thread, "b", std::nullopt, 1, 2);
        build.start(lock, 0us);
        build.suspend(lock, 0us, Reason::Free);
        for (int i = 0; i < 1000; ++i) {
            build.wake(lock, 1us * (2 * i), i % 2 ? a : b);
            build.resume(lock, 1us * (2 * i));
            build.suspend(lock, 1us * (2 * i + 1), Reason::Free);
        }
        build.finish(lock, 2000us);
        int ofA = 0, ofB = 0, free = 0;
        const LaneColours colours(build.trace);
        const LaneLayout layout = laidOut(build.trace, {0us, 2000us}, 100);
        QCOMPARE(barsOf(layout, lock).size(), std::size_t(1));
        QCOMPARE(barsOf(layout, lock)[0].waiting, BarShape::Free);
        for (const StackedColumn &column : layout.columns) {
            for (std::size_t place = 0; place < column.running.size(); ++place)
                (column.colour[place] == colours.of(a) ? ofA : ofB) += column.running[place];
            free += column.suspended;
        }
        QVERIFY(ofA > 0 && std::abs(ofA - ofB) <= ofA / 5); // half of the holds each, as far as they are looked at
        QVERIFY(std::abs(free - ofA - ofB) <= free / 10);   // held half of the time
    }

    void whoHoldsItIsSaidWhenHovering()
    {
        QVERIFY(segmentText(run.trace, at(run.lock, 200us)).contains(QStringLiteral("held by t1")));
        QVERIFY(segmentText(run.trace, at(run.lock, 50us)).contains(QStringLiteral("\nfree\n")));
        QCOMPARE(segmentHeading(run.trace, at(run.lock, 500us)), QStringLiteral("counter lock · held by t2"));
        QCOMPARE(segmentHeading(run.trace, at(run.lock, 800us)), QStringLiteral("counter lock · free"));
        QCOMPARE(segmentHeading(run.trace, at(run.jobs[1], 400us)), QStringLiteral("job 1 · run by t2"));
        QCOMPARE(segmentHeading(run.trace, at(run.jobs[1], 100us)), QStringLiteral("job 1 · queued"));
        QCOMPARE(segmentHeading(run.trace, at(run.t1, 100us)), QStringLiteral("t1 · running"));
    }

    void aQueueIsDrawnAsItsDepth()
    {
        const std::vector<Bar> bars = barsOf(whole, run.queue);
        QCOMPARE(shapesOf(bars), QStringLiteral("0-100 level, 100-200 level, 200-300 level, 300-500 level, "
                                                "500-700 level, 700-1000 level"));
        std::vector<int> heights;
        for (const Bar &bar : bars)
            heights.push_back(bar.height);
        QCOMPARE(heights, (std::vector<int>{1, 7, 14, 22, 14, 1}));
        QCOMPARE(whole.rowOf(run.queue)->hint, std::string("depth 0 … 3"));
        QCOMPARE(whole.rowOf(run.semaphore)->hint, std::string("free 0 … 3"));
        QCOMPARE(shapesOf(barsOf(whole, run.semaphore)), QStringLiteral("0-150 level, 150-800 level, 800-1000 level"));
    }

    void aShortRiseIsSeenAtAnyZoom()
    {
        TraceBuilder build;
        const LaneId queue = build.lane(LaneKind::Queue, "q");
        build.start(queue, 0us);
        for (const auto &[time, value] : {std::pair<Nanos, int>{0us, 0}, {500us, 9}, {501us, 0}})
            build.trace.appendCounter(Event(std::uint64_t(time.count()), EventKind::Counter, 0, queue), value, "depth");
        build.finish(queue, 1s);
        int peak = 0;
        for (const Bar &bar : barsOf(laidOut(build.trace, {0us, 1s}, 100), queue))
            peak = std::max(peak, bar.shape == BarShape::Peak ? bar.height : 0);
        QCOMPARE(peak, 21); // a pixel less than the whole: the line at the bottom
    }

    void whatItCountedThenIsSaidWhenHovering()
    {
        const QString text = levelText(run.trace, *run.trace.lane(run.queue), run.trace.end(), 350us);
        QVERIFY(text.contains(QStringLiteral("depth 3, at most 3")));
        QVERIFY(levelText(run.trace, *run.trace.lane(run.t1), run.trace.end(), 350us).isEmpty());
        const auto hit = whole.hit(350, whole.rowOf(run.queue)->y + 15);
        QVERIFY(hit && hit->lane == run.queue);
    }

    void levelsAreWhatWasCounted()
    {
        const Lane &queue = *run.trace.lane(run.queue);
        QCOMPARE(levelAt(run.trace, queue, run.trace.end(), 250us), (std::optional<Level>({200us, 300us, 2})));
        QCOMPARE(levelAt(run.trace, queue, run.trace.end(), 999us), (std::optional<Level>({700us, 1000us, 0})));
        QVERIFY(!levelAt(run.trace, queue, run.trace.end(), 1500us));
        QCOMPARE(levelRange(run.trace, *run.trace.lane(run.t1)), LevelRange());
        QVERIFY(levelName(run.trace, *run.trace.lane(run.lock)).empty());
    }

    void anItemIsQueuedAndAJobThenRunsInItsWorkersColour()
    {
        QCOMPARE(shapesOf(barsOf(whole, run.items[0])), QStringLiteral("100-500 suspended, 500-503 running"));
        const std::vector<Bar> job = barsOf(whole, run.jobs[0]);
        QCOMPARE(shapesOf(job), QStringLiteral("0-120 suspended, 120-600 running"));
        QCOMPARE(job[1].colour, LaneColours(run.trace).of(run.t1));
        QCOMPARE(labelsIn(whole, run.jobs[0]), (std::vector<std::string>{"queued in pool", "t1"}));
    }

    void aThreadThatCannotBeObservedSaysSoQuietly()
    {
        QCOMPARE(shapesOf(barsOf(whole, run.library)), QStringLiteral("0-1000 unobserved"));
        QCOMPARE(labelsIn(whole, run.library), std::vector<std::string>{"not observed"});
    }

    void whatExecutesStandsAboveWhatItUses()
    {
        QString order;
        for (const LaneRow &row : whole.rows)
            order += QStringLiteral("%1%2\n").arg(QString(row.depth, QLatin1Char(' ')), QString::fromStdString(row.name));
        QCOMPARE(order, QStringLiteral("example\n t1\n t2\n Qt HTTP thread\n counter lock\n queue\n  item 0\n  item 1\n"
                                       "  item 2\n connections\n pool\n  job 0\n  job 1\n"));
    }

    void manyItemsBeginFolded()
    {
        TraceBuilder build;
        const LaneId few = build.lane(LaneKind::Queue, "few"), many = build.lane(LaneKind::Queue, "many");
        const LaneId loop = build.lane(LaneKind::EventLoop, "loop");
        for (int i = 0; i < 1000; ++i) {
            if (i < 10)
                build.lane(LaneKind::Item, "item", few);
            build.lane(LaneKind::Item, "item", many);
            build.lane(LaneKind::Task, "task", loop); // who executes is never hidden
        }
        for (const Lane &lane : build.trace.lanes())
            QCOMPARE(isFoldedByDefault(build.trace, lane), lane.id == many);
    }

    void aPictureFoldsThemToo()
    {
        TraceBuilder build;
        const LaneId queue = build.lane(LaneKind::Queue, "queue");
        build.start(queue, 0us);
        build.finish(queue, 10us);
        const QSize alone = pictureSize(build.trace, {});
        for (int i = 0; i < 1000; ++i)
            build.lane(LaneKind::Item, "item", queue);
        QCOMPARE(pictureSize(build.trace, {}), alone);
    }
};

QTEST_MAIN(TestResourceLanes)
#include "tst_resourcelanes.moc"

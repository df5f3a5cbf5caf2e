#include "tests/support/threadtimeline.h"
#include "ui/timeline/arrowhover.h"

using namespace Interleave;
using namespace std::chrono_literals;

class TestArrowHover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNearestArrowIsPointedAt();
    void anArrowSaysWhoWhomWhenAndHowLong();
    void hoveringOverTheSelectedSegmentsArrowSaysIt();
    void ofTooManyWakesItIsSaid();
};

void TestArrowHover::theNearestArrowIsPointedAt()
{
    const std::vector<WakeArrow> arrows{{100, 15, 100, 165}, {300, 165, 300, 15}, {304, 165, 304, 15}};
    for (const WakeArrow &arrow : arrows) {
        for (const double share : {0.0, 0.3, 0.7, 1.0})
            QCOMPARE(arrowAt(arrows, arrowPath(arrow).pointAtPercent(share)), &arrow);
    }
    QVERIFY(!arrowAt(arrows, QPointF(100, 200)));
    QVERIFY(!arrowAt(arrows, QPointF(200, 90)));
    QVERIFY(!arrowAt({}, QPointF(100, 90)));
    QCOMPARE(arrowAt(arrows, arrowPath(arrows[0]).pointAtPercent(0.5) - QPointF(4, 0)), &arrows[0]);
}

void TestArrowHover::anArrowSaysWhoWhomWhenAndHowLong()
{
    const auto trace = tenThreads();
    const WakeArrow wake{0, 0, 0, 0, {LaneId(2), LaneId(3), 600ms, 700ms}};
    QCOMPARE(arrowText(*trace, wake), QStringLiteral("t0 → t1\nwoke it at 600.000 ms\nit went on at 700.000 ms, 100 ms later"));
    const WakeArrow atOnce{0, 0, 0, 0, {LaneId(2), LaneId(3), 600ms, 600ms}};
    QCOMPARE(arrowText(*trace, atOnce), QStringLiteral("t0 → t1\nwoke it at 600.000 ms\nit went on at once"));
    const WakeArrow foreign{0, 0, 0, 0, {LaneId(2), LaneId(99), 600ms, 650ms}, false};
    QCOMPARE(arrowText(*trace, foreign), QStringLiteral("t0 → an unknown lane\nleft at 600.000 ms\narrived at 650.000 ms, 50.0 ms later"));
}

void TestArrowHover::hoveringOverTheSelectedSegmentsArrowSaysIt()
{
    ThreadTimeline timeline;
    const QPoint from = timeline.at(600ms, 1), to = timeline.at(700ms, 2);
    const WakeArrow drawn{from.x(), from.y(), to.x(), to.y()};
    const QPoint middle = arrowPath(drawn).pointAtPercent(0.5).toPoint();
    QVERIFY(!timeline.canvas->hoverText(middle).contains(QStringLiteral("→"))); // nothing is selected yet
    timeline.state.selection->select({LaneId(3), 300ms});
    QVERIFY2(timeline.canvas->hoverText(middle).startsWith(QStringLiteral("t0 → t1")), qPrintable(timeline.canvas->hoverText(middle)));
    QVERIFY(timeline.canvas->hoverText(timeline.at(300ms, 2)).startsWith(QStringLiteral("t1 · thread")));
}

void TestArrowHover::ofTooManyWakesItIsSaid()
{
    TraceBuilder build;
    const LaneId waker = build.lane(LaneKind::Thread, "waker", std::nullopt, 1, 1), woken = build.lane(LaneKind::Thread, "woken", std::nullopt, 1, 2);
    build.start(waker, 0ms);
    build.start(woken, 0ms);
    for (int turn = 0; turn < 300; ++turn) {
        build.suspend(woken, turn * 3ms, Reason::Event);
        build.wake(woken, turn * 3ms + 1ms, waker);
        build.resume(woken, turn * 3ms + 2ms);
    }
    build.finish(waker, 1s);
    ThreadTimeline timeline;
    timeline.view.setTrace(std::make_shared<Trace>(std::move(build.trace)));
    QStringList told;
    connect(timeline.view.navigator(), &Navigator::told, this, [&](const QString &sentence) { told << sentence; });
    timeline.state.selection->select({woken, 100ms});
    QCOMPARE(told, QStringList());
    timeline.state.selection->select({waker, 100ms});
    QCOMPARE(told, QStringList{QStringLiteral("It woke more lanes than arrows are drawn for.")});
}

QTEST_MAIN(TestArrowHover)
#include "tst_arrowhover.moc"

#include "ui/models/zoomstate.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace Interleave;
using namespace std::chrono_literals;

class TestZoomState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeStaysWholeWhileTheRunGrows();
    void aChosenRangeStaysWhereItIsWhileTheRunGrows();
    void followingKeepsItsLengthAtTheLiveEdge();
    void zoomingInKeepsTheTimeUnderTheCursor();
    void anyZoomingKeepsThePixelUnderTheCursor();
    void aThousandZoomsInAndOutComeBack();
    void panningByFractionsLosesNothing();
    void zoomingNeverLeavesItsBounds();
    void panningNeverLosesTheRun();
    void panningStopsFollowing();
    void beingCarriedAlongIsNoStep();
    void undoAndRedoGoThereAndBack();
    void aNewRunIsShownWholeWithoutOldViews();
    void nothingIsSaidWhenNothingChanges();
};

void TestZoomState::wholeStaysWholeWhileTheRunGrows()
{
    ZoomState zoom;
    QVERIFY(zoom.visible().length() > 0ns);
    zoom.setRun({1s, 2s});
    zoom.setRun({1s, 5s});
    QVERIFY(zoom.isWhole());
    QCOMPARE(zoom.visible(), (TimeRange{1s, 5s}));
}

void TestZoomState::aChosenRangeStaysWhereItIsWhileTheRunGrows()
{
    ZoomState zoom;
    zoom.setRun({0s, 10s});
    zoom.setVisible({2s, 3s});
    zoom.setRun({0s, 20s});
    QCOMPARE(zoom.visible(), (TimeRange{2s, 3s}));
    QVERIFY(!zoom.isWhole());
    zoom.showWhole();
    QCOMPARE(zoom.visible(), (TimeRange{0s, 20s}));
    QVERIFY(zoom.isWhole());
}

void TestZoomState::followingKeepsItsLengthAtTheLiveEdge()
{
    ZoomState zoom;
    zoom.setRun({0s, 10s});
    zoom.setVisible({2s, 4s});
    zoom.setFollowing(true);
    QCOMPARE(zoom.visible(), (TimeRange{8s, 10s}));
    zoom.setRun({0s, 11s});
    QCOMPARE(zoom.visible(), (TimeRange{9s, 11s}));
}

void TestZoomState::zoomingInKeepsTheTimeUnderTheCursor()
{
    ZoomState zoom;
    zoom.setRun({0s, 10s});
    const Nanos anchor = 7s;
    for (int step = 0; step < 40; ++step) {
        const double before = double((anchor - zoom.visible().begin).count()) / double(zoom.visible().length().count());
        zoom.zoomAt(anchor, 0.8);
        const double after = double((anchor - zoom.visible().begin).count()) / double(zoom.visible().length().count());
        QVERIFY2(std::abs(after - before) * 1000 < 1, "moved by more than a thousandth of the view");
    }
    QVERIFY(zoom.visible().length() < 10ms);
}

/// Where the time is, in pixels of a view that is so wide.
static double pixelOf(long double time, const ZoomState &zoom, int width)
{
    return double((time - zoom.fine().begin) / zoom.fine().length * width);
}

void TestZoomState::anyZoomingKeepsThePixelUnderTheCursor()
{
    constexpr int width = 3840;
    std::mt19937_64 random(7);
    ZoomState zoom;
    zoom.setRun({5s, 5s + 9h});
    long double least = zoom.fine().length;
    for (int step = 0; step < 20'000; ++step) {
        const double x = std::uniform_real_distribution(0.0, double(width))(random);
        const long double time = zoom.fine().begin + zoom.fine().length * x / width;
        // Not at the bounds, where a view must give way to stay near the run.
        const bool wide = zoom.fine().length > 1e9L * 3600, narrow = zoom.fine().length < 20;
        const bool inward = step / 500 % 2 == 0;
        const double some = std::uniform_real_distribution(inward ? 0.4 : 0.8, inward ? 1.3 : 2.5)(random);
        const double factor = wide ? 0.5 : narrow ? 3 : some;
        if (time < 6e9L || time > 5e9L + 8 * 3600e9L)
            zoom.setVisible({1h, 1h + 1s});
        else {
            zoom.zoomAtPlace(x / width, factor);
            QVERIFY2(std::abs(pixelOf(time, zoom, width) - x) < 0.5, qPrintable(QString::number(pixelOf(time, zoom, width) - x)));
        }
        least = std::min(least, zoom.fine().length);
    }
    QVERIFY(least < 20);
}

void TestZoomState::aThousandZoomsInAndOutComeBack()
{
    constexpr int width = 3840;
    for (const TimeRange start : {TimeRange{1h, 1h + 100ns}, TimeRange{1h, 2h}, TimeRange{2h, 2h + 1ms}}) {
        std::mt19937_64 random(11);
        ZoomState zoom;
        zoom.setRun({0s, 9h});
        zoom.setVisible(start);
        const FineRange before = zoom.fine();
        std::vector<std::pair<double, double>> done;
        for (int step = 0; step < 1000; ++step) {
            const double place = std::uniform_real_distribution(0.0, 1.0)(random);
            const bool in = zoom.fine().length > 1e11L || (zoom.fine().length > 15 && random() % 2);
            done.emplace_back(place, in ? 0.8 : 1.25);
            zoom.zoomAtPlace(place, done.back().second);
        }
        for (; !done.empty(); done.pop_back())
            zoom.zoomAtPlace(done.back().first, 1 / done.back().second);
        QVERIFY(std::abs(pixelOf(before.begin, zoom, width)) < 1);
        QVERIFY(std::abs(pixelOf(before.begin + before.length, zoom, width) - width) < 1);
    }
}

void TestZoomState::panningByFractionsLosesNothing()
{
    ZoomState zoom;
    zoom.setRun({0s, 1h});
    zoom.setVisible({10s, 10s + 10ns});
    for (int step = 0; step < 1000; ++step)
        zoom.panByShare(0.0011); // a hundredth of a nanosecond, which rounding would lose
    QCOMPARE(zoom.visible(), (TimeRange{10s + 11ns, 10s + 21ns}));
}

void TestZoomState::beingCarriedAlongIsNoStep()
{
    ZoomState zoom;
    zoom.setRun({0s, 10s});
    zoom.setVisible({1s, 2s});
    zoom.carryTo(4s);
    QCOMPARE(zoom.visible(), (TimeRange{4s, 5s}));
    zoom.undo();
    QVERIFY(zoom.isWhole());
    zoom.setFollowing(true);
    zoom.carryTo(3s);
    QVERIFY(zoom.isFollowing());
}

void TestZoomState::zoomingNeverLeavesItsBounds()
{
    ZoomState zoom;
    zoom.setRun({0s, 1s});
    for (int step = 0; step < 200; ++step)
        zoom.zoomAt(500ms, 0.5);
    QCOMPARE(zoom.visible().length(), ZoomState::shortestRange);
    QVERIFY(zoom.visible().contains(500ms));
    for (int step = 0; step < 200; ++step)
        zoom.zoomAt(500ms, 2);
    QCOMPARE(zoom.visible().length(), Nanos(4s));
    zoom.setVisible({3s, 2s}); // the wrong way round
    QVERIFY(zoom.visible().length() > 0ns);
}

void TestZoomState::panningNeverLosesTheRun()
{
    ZoomState zoom;
    zoom.setRun({0s, 10s});
    zoom.setVisible({4s, 5s});
    zoom.panBy(24h);
    QVERIFY(zoom.visible().begin < 10s);
    zoom.panBy(-48h);
    QVERIFY(zoom.visible().end > 0s);
    QCOMPARE(zoom.visible().length(), Nanos(1s));
}

void TestZoomState::panningStopsFollowing()
{
    ZoomState zoom;
    zoom.setRun({0s, 10s});
    zoom.setVisible({4s, 5s});
    zoom.setFollowing(true);
    QSignalSpy followed(&zoom, &ZoomState::followingChanged);
    zoom.panBy(-1s);
    QVERIFY(!zoom.isFollowing());
    QCOMPARE(followed.count(), 1);
    QCOMPARE(followed.first().first().toBool(), false);
}

void TestZoomState::undoAndRedoGoThereAndBack()
{
    ZoomState zoom;
    zoom.setRun({0s, 10s});
    QVERIFY(!zoom.canUndo());
    zoom.setVisible({1s, 2s});
    zoom.setVisible({5s, 6s});
    zoom.undo();
    QCOMPARE(zoom.visible(), (TimeRange{1s, 2s}));
    zoom.undo();
    QVERIFY(zoom.isWhole());
    QVERIFY(!zoom.canUndo());
    zoom.redo();
    zoom.redo();
    QCOMPARE(zoom.visible(), (TimeRange{5s, 6s}));
    QVERIFY(!zoom.canRedo());
    zoom.undo();
    zoom.setVisible({7s, 8s});
    QVERIFY(!zoom.canRedo());
}

void TestZoomState::aNewRunIsShownWholeWithoutOldViews()
{
    ZoomState zoom;
    zoom.setRun({0s, 10s});
    zoom.setVisible({1s, 2s});
    zoom.setRun({0s, 1s});
    QVERIFY(zoom.isWhole());
    QCOMPARE(zoom.visible(), (TimeRange{0s, 1s}));
    QVERIFY(!zoom.canUndo());
}

void TestZoomState::nothingIsSaidWhenNothingChanges()
{
    ZoomState zoom;
    zoom.setRun({0s, 10s});
    QSignalSpy ranges(&zoom, &ZoomState::rangeChanged);
    QSignalSpy runs(&zoom, &ZoomState::runChanged);
    zoom.setRun({0s, 10s});
    zoom.showWhole();
    zoom.undo();
    QCOMPARE(ranges.count(), 0);
    QCOMPARE(runs.count(), 0);
    zoom.setVisible({1s, 2s});
    QCOMPARE(ranges.count(), 1);
}

QTEST_GUILESS_MAIN(TestZoomState)
#include "tst_zoomstate.moc"

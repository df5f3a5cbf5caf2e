#include "ui/models/zoomstate.h"

#include <QSignalSpy>
#include <QTest>

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
    void zoomingNeverLeavesItsBounds();
    void panningNeverLosesTheRun();
    void panningStopsFollowing();
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

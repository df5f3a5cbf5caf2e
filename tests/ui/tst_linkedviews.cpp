#include "tests/support/tracebuilder.h"
#include "ui/models/linkedviews.h"
#include "ui/models/playhead.h"
#include "ui/models/selection.h"
#include "ui/models/zoomstate.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// Runs from 1 s to 11 s and from 100 s to 102 s.
struct Pair {
    QObject owner;
    ViewState a{&owner}, b{&owner};
    LinkedViews linked{a, b};

    Pair()
    {
        linked.setRuns({1s, 11s}, {100s, 102s});
        a.playhead->setRun({1s, 11s});
        b.playhead->setRun({100s, 102s});
        linked.align(1s, 100s);
    }
};

} // namespace

class TestLinkedViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothShowTheWholeAxis()
    {
        Pair pair;
        QCOMPARE(pair.a.zoom->visible(), (TimeRange{1s, 11s}));
        QCOMPARE(pair.b.zoom->visible(), (TimeRange{100s, 110s})); // longer than the run
        QVERIFY(pair.a.zoom->isWhole() && pair.b.zoom->isWhole());
    }

    void zoomAndPanGoTogetherFromEitherSide()
    {
        Pair pair;
        pair.a.zoom->setVisible({2s, 4s});
        QCOMPARE(pair.b.zoom->visible(), (TimeRange{101s, 103s}));
        pair.b.zoom->panBy(500ms);
        QCOMPARE(pair.a.zoom->visible(), (TimeRange{2500ms, 4500ms}));
        pair.b.zoom->zoomAt(102s, 1e-6);
        QVERIFY(pair.a.zoom->fine().length == pair.b.zoom->fine().length);
        QVERIFY(std::abs(pair.b.zoom->fine().begin - pair.a.zoom->fine().begin - 99e9L) < 1e-3L);
        pair.b.zoom->showWhole();
        QVERIFY(pair.a.zoom->isWhole());
    }

    void aligningPutsTheOneMomentOverTheOther()
    {
        Pair pair;
        pair.linked.align(9s, 101s);
        QCOMPARE(pair.linked.shift(), 92s);
        QCOMPARE(pair.a.zoom->visible(), (TimeRange{1s, 11s}));
        QCOMPARE(pair.b.zoom->visible(), (TimeRange{93s, 103s}));
        pair.linked.align(2s, 101s); // again within A
        QCOMPARE(pair.a.zoom->visible(), (TimeRange{1s, 11s}));
        pair.linked.align(1s, 102s);
        QCOMPARE(pair.a.zoom->visible(), (TimeRange{-1s, 11s}));
        QCOMPARE(pair.b.zoom->visible(), (TimeRange{100s, 112s}));
    }

    void aligningKeepsTheOnesRangeThatIsZoomedInto()
    {
        Pair pair;
        pair.a.zoom->setVisible({5s, 6s});
        pair.linked.align(5s, 100s);
        QCOMPARE(pair.a.zoom->visible(), (TimeRange{5s, 6s}));
        QCOMPARE(pair.b.zoom->visible(), (TimeRange{100s, 101s}));
    }

    void aRunThatGrowsGivesBothMoreRoom()
    {
        Pair pair;
        pair.linked.setRuns({1s, 11s}, {100s, 120s});
        QCOMPARE(pair.a.zoom->visible(), (TimeRange{1s, 21s}));
        QCOMPARE(pair.b.zoom->visible(), (TimeRange{100s, 120s}));
        pair.a.zoom->setRun({1s, 12s}); // what the timeline itself says: the room is ours to give
        QCOMPARE(pair.a.zoom->visible(), (TimeRange{1s, 21s}));
    }

    void playheadsStandUnderEachOther()
    {
        Pair pair;
        pair.a.playhead->moveTo(2s);
        QCOMPARE(pair.b.playhead->time(), 101s);
        pair.b.playhead->moveTo(100500ms);
        QCOMPARE(pair.a.playhead->time(), 1500ms);
        pair.a.playhead->moveTo(9s); // B is over by then
        QCOMPARE(pair.a.playhead->time(), 9s);
        pair.a.playhead->clear();
        QVERIFY(!pair.b.playhead->time());
    }

    void theSameLaneIsSelectedInBoth()
    {
        TraceBuilder a, b;
        a.trace.info.scenario = b.trace.info.scenario = "x";
        b.lane(LaneKind::Thread, "only here");
        const LaneId inA = a.lane(LaneKind::Thread, "t"), alone = a.lane(LaneKind::Thread, "alone");
        const LaneId inB = b.lane(LaneKind::Thread, "t");
        Pair pair;
        pair.linked.setPairs(LanePairs(a.trace, b.trace));
        pair.a.selection->select({inA, 2s});
        QCOMPARE(pair.b.selection->current(), (Selected{inB, 101s}));
        pair.b.selection->select({inB, 100s});
        QCOMPARE(pair.a.selection->current(), (Selected{inA, 1s}));
        pair.a.selection->select({alone, 1s});
        QVERIFY(!pair.b.selection->current());
        QVERIFY(pair.a.selection->current());
        pair.linked.setSelectsBoth(false);
        pair.b.selection->select({inB, 100s});
        QCOMPARE(pair.a.selection->current(), (Selected{alone, 1s}));
    }

    void followingTheLiveEdgeIsShared()
    {
        Pair pair;
        pair.b.zoom->setFollowing(true);
        QVERIFY(pair.a.zoom->isFollowing());
        pair.a.zoom->setVisible({2s, 3s});
        QVERIFY(!pair.b.zoom->isFollowing());
    }
};

QTEST_GUILESS_MAIN(TestLinkedViews)
#include "tst_linkedviews.moc"

// Another machine's clock, from looks at it that take their time.
#include "core/trace/clockoffset.h"
#include "core/base/pyrandom.h"

#include <QTest>

using namespace Interleave;

namespace {

constexpr std::int64_t us = 1'000, ms = 1'000'000, s = 1'000'000'000;

/// A look at a clock that is ahead by `offset`, with so long a way there and back.
ClockLook look(std::int64_t at, std::int64_t offset, std::int64_t there, std::int64_t back)
{
    return {at, at + there + back, at + there + offset};
}

} // namespace

class TestClockOffset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beforeTheFirstLookNothingIsKnown()
    {
        QVERIFY(!ClockOffset().at(0));
    }

    void theOffsetLiesWithinTheBoundsHoweverUnevenTheWay()
    {
        for (const auto &[there, back] : {std::pair(ms, ms), std::pair(ms, 9 * ms), std::pair(9 * ms, std::int64_t(0))}) {
            ClockOffset offset;
            offset.look(look(5 * s, 1800 * s, there, back));
            const OffsetBounds bounds = *offset.at(5 * s + there + back);
            QVERIFY(bounds.lowNs <= 1800 * s && bounds.highNs >= 1800 * s);
            QCOMPARE(bounds.uncertaintyNs(), (there + back + 1) / 2);
        }
    }

    void theShortestRoundTripDecides()
    {
        ClockOffset offset;
        offset.look(look(0, -s, 50 * ms, 3 * ms));
        offset.look(look(s, -s, 100 * us, 20 * us));
        offset.look(look(2 * s, -s, 400 * ms, 2 * ms));
        const OffsetBounds bounds = *offset.at(2 * s + 402 * ms);
        QVERIFY(bounds.lowNs <= -s && bounds.highNs >= -s);
        QVERIFY(bounds.uncertaintyNs() < ms);
    }

    void whatIsKnownGrowsOld()
    {
        ClockOffset offset;
        offset.look(look(0, 0, us, us));
        QVERIFY(offset.at(1000 * s)->uncertaintyNs() > 100 * ms);
        QVERIFY(offset.at(s)->uncertaintyNs() < ms);
    }

    void aClockThatIsSetIsFollowed()
    {
        ClockOffset offset;
        offset.look(look(0, 0, us, us));
        offset.look(look(s, 1800 * s, ms, ms));
        QCOMPARE(offset.steps(), 1);
        const OffsetBounds bounds = *offset.at(s + 2 * ms);
        QVERIFY(bounds.lowNs <= 1800 * s && bounds.highNs >= 1800 * s);
    }

    void aClockThatTellsWholeMicrosecondsIsNotTakenForExact()
    {
        ClockOffset offset(us);
        ClockLook coarse = look(0, 0, 100, 100);
        coarse.theirsNs = 100 - 900; // cut off
        offset.look(coarse);
        const OffsetBounds bounds = *offset.at(200);
        QVERIFY(bounds.lowNs <= 0 && bounds.highNs >= 0);
    }

    void driftingClocksStayWithinTheBounds()
    {
        PythonRandom random(444);
        ClockOffset offset;
        for (std::int64_t at = 0; at < 600 * s; at += s / 10) {
            const std::int64_t ahead = 7 * s + at / 1'000'000 * 80; // 80 parts in a million too fast
            const std::int64_t there = random.randInt(us, 3 * ms), back = random.randInt(us, 3 * ms);
            offset.look(look(at, ahead, there, back));
            const OffsetBounds bounds = *offset.at(at + there + back);
            QVERIFY(bounds.lowNs <= ahead + us && bounds.highNs >= ahead - us);
            QVERIFY(bounds.uncertaintyNs() <= 3 * ms);
        }
        QCOMPARE(offset.steps(), 0);
    }

    void oneClockToAnotherByWayOfAThird()
    {
        // The third is 10 s ahead of the first, give or take 1 ms, and 4 s ahead of the second, give or take 2.
        const OffsetBounds toFirst{10 * s - ms, 10 * s + ms}, toSecond{4 * s - 2 * ms, 4 * s + 2 * ms};
        const OffsetBounds between = OffsetBounds::between(toFirst, toSecond); // what is added to the first's times
        QCOMPARE(between.middleNs(), 6 * s);
        QCOMPARE(between.uncertaintyNs(), 3 * ms);
    }
};

QTEST_GUILESS_MAIN(TestClockOffset)
#include "tst_clockoffset.moc"

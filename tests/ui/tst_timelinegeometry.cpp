#include "ui/timeline/timelinegeometry.h"

#include <QTest>

#include <vector>

using namespace Interleave;
using namespace std::chrono_literals;

class TestTimelineGeometry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstTimeOfAPixelFallsIntoThatPixel_data();
    void theFirstTimeOfAPixelFallsIntoThatPixel();
    void theEndIsTheFirstPixelOutside();
    void anEdgeIsTheNearestOne();
    void anEmptyRangeHasEverythingAtZero();
    void timesFarAwayStayWithinInt();
    void aFineViewIsShownToThePixel();
    void aCoarseViewIsItself();
    void aRowIsFoundByItsHeightAndAGapIsNone();
};

void TestTimelineGeometry::theFirstTimeOfAPixelFallsIntoThatPixel_data()
{
    QTest::addColumn<qint64>("begin");
    QTest::addColumn<qint64>("length");
    QTest::addColumn<int>("width");
    QTest::newRow("one second") << qint64(0) << qint64(1'000'000'000) << 800;
    QTest::newRow("a prime of everything") << qint64(7'919) << qint64(1'000'003) << 997;
    QTest::newRow("as many as pixels") << qint64(5) << qint64(640) << 640;
    QTest::newRow("three days") << qint64(1) << qint64(259'200'000'000'001) << 3841;
}

void TestTimelineGeometry::theFirstTimeOfAPixelFallsIntoThatPixel()
{
    QFETCH(qint64, begin);
    QFETCH(qint64, length);
    QFETCH(int, width);
    const TimeRange range{Nanos(begin), Nanos(begin + length)};
    for (int x = -width; x < 2 * width; ++x) {
        const Nanos time = timeAt(x, range, width);
        QCOMPARE(pixelOf(time, range, width), x);
        QCOMPARE(pixelOf(time - 1ns, range, width), x - 1);
    }
}

void TestTimelineGeometry::theEndIsTheFirstPixelOutside()
{
    const TimeRange range{10us, 20us};
    QCOMPARE(pixelOf(10us, range, 300), 0);
    QCOMPARE(pixelOf(20us, range, 300), 300);
    QCOMPARE(pixelOf(20us - 1ns, range, 300), 299);
    QCOMPARE(pixelOf(10us - 1ns, range, 300), -1);
}

void TestTimelineGeometry::anEdgeIsTheNearestOne()
{
    const TimeRange range{0ns, 100ns};
    QCOMPARE(edgeOf(4ns, range, 10), 0);
    QCOMPARE(edgeOf(5ns, range, 10), 1);
    QCOMPARE(edgeOf(14ns, range, 10), 1);
    QCOMPARE(edgeOf(Nanos(-6), range, 10), -1);
}

void TestTimelineGeometry::anEmptyRangeHasEverythingAtZero()
{
    QCOMPARE(pixelOf(5s, {1s, 1s}, 100), 0);
    QCOMPARE(edgeOf(5s, {1s, 1s}, 100), 0);
    QCOMPARE(pixelOf(5s, {1s, 2s}, 0), 0);
    QCOMPARE(timeAt(5, {1s, 2s}, 0), Nanos(1s));
}

void TestTimelineGeometry::timesFarAwayStayWithinInt()
{
    const TimeRange range{0ns, 10ns};
    QCOMPARE(pixelOf(Nanos(std::int64_t(1) << 47), range, 4000), Geometry::farAway);
    QCOMPARE(edgeOf(-Nanos(std::int64_t(1) << 47), range, 4000), -Geometry::farAway);
}

void TestTimelineGeometry::aFineViewIsShownToThePixel()
{
    constexpr int width = 1200;
    for (long double begin = 100; begin < 102; begin += 0.007L) {
        const FineRange view{begin, 10.3L};
        const PixelFrame frame = pixelFrame(view, width);
        QVERIFY(frame.range.begin.count() <= begin && frame.range.end.count() >= begin + view.length);
        for (int time = 101; time < 110; ++time) {
            const double exact = double((time - begin) / view.length * width);
            const int shown = edgeOf(Nanos(time), frame.range, frame.width) - frame.before;
            QVERIFY2(std::abs(shown - exact) <= 1.5, qPrintable(QString::number(shown - exact)));
        }
    }
}

void TestTimelineGeometry::aCoarseViewIsItself()
{
    const PixelFrame frame = pixelFrame({1e9L, 5e9L}, 1200);
    QCOMPARE(frame, (PixelFrame{{1s, 6s}, 1200, 0}));
}

void TestTimelineGeometry::aRowIsFoundByItsHeightAndAGapIsNone()
{
    struct Row { int y, height; };
    const std::vector<Row> rows{{0, 10}, {10, 10}, {30, 5}};
    const std::span<const Row> all(rows);
    QCOMPARE(rowAt(all, -1), rows.size());
    QCOMPARE(rowAt(all, 0), std::size_t(0));
    QCOMPARE(rowAt(all, 10), std::size_t(1));
    QCOMPARE(rowAt(all, 25), rows.size());
    QCOMPARE(rowAt(all, 34), std::size_t(2));
    QCOMPARE(rowAt(all, 35), rows.size());
}

QTEST_GUILESS_MAIN(TestTimelineGeometry)
#include "tst_timelinegeometry.moc"

#include "tests/support/tracebuilder.h"
#include "ui/theme/theme.h"
#include "ui/timeline/comparisonpicture.h"
#include "ui/timeline/lanecolours.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// So many threads; the first ends last, after `length`.
Trace threads(int count, Nanos length, Nanos begin = 0ns)
{
    TraceBuilder run;
    run.trace.info.scenario = "threads";
    run.trace.info.title = "Threads";
    const LaneId process = run.lane(LaneKind::Process, "threads", std::nullopt, 10, 0, begin);
    run.start(process, begin);
    for (int number = 1; number <= count; ++number) {
        const LaneId thread = run.lane(LaneKind::Thread, "t" + std::to_string(number), process, 10, std::uint32_t(number), begin);
        run.start(thread, begin);
        run.finish(thread, begin + length / number);
    }
    run.finish(process, begin + length);
    return std::move(run.trace);
}

QImage drawn(const Trace &a, const Trace &b, const PictureOptions &options = {})
{
    const auto comparison = compared(a, b);
    auto image = renderComparison(a, b, *comparison, options);
    return image.hasValue() ? image.value() : QImage();
}

constexpr int lanesFrom = 102; // below title, legend and axis
constexpr int belowLanes = 46; // the sentence and the margin

/// Where the second run begins, when both have as many lanes.
int middleOf(const QImage &image)
{
    return (lanesFrom + image.height() - belowLanes) / 2;
}

/// From the first to the last pixel of the colour in that row of the picture.
int widthOf(const QImage &image, int y, const QColor &colour)
{
    int first = -1, last = -1;
    for (int x = 0; x < image.width(); ++x) {
        if (image.pixelColor(x, y) != colour)
            continue;
        first = first < 0 ? x : first;
        last = x;
    }
    return first < 0 ? 0 : last - first + 1;
}

/// The widest stretch of the colour in rows from top to bottom.
int widest(const QImage &image, const QColor &colour, int top, int bottom)
{
    int most = 0;
    for (int y = top; y < std::min(bottom, image.height()); ++y)
        most = std::max(most, widthOf(image, y, colour));
    return most;
}

} // namespace

class TestComparisonPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothRunsHaveOneScale()
    {
        // The second begins elsewhere on its clock, and takes half as long.
        const QImage image = drawn(threads(1, 100ms), threads(1, 50ms, 7s));
        const QColor colour = Theme::light().lanes.front();
        const int middle = middleOf(image);
        const int above = widest(image, colour, lanesFrom, middle), below = widest(image, colour, middle, image.height());
        QVERIFY2(above > 800, qPrintable(QString::number(above)));
        QVERIFY2(std::abs(below * 2 - above) <= 4, qPrintable(QStringLiteral("%1 and %2").arg(above).arg(below)));
    }

    void lanesThatAreTheSameHaveTheSameColour()
    {
        const Trace a = threads(3, 1ms);
        TraceBuilder b;
        b.trace.info.scenario = "threads";
        const LaneId process = b.lane(LaneKind::Process, "threads", std::nullopt, 10);
        const LaneId extra = b.lane(LaneKind::Thread, "extra", process), t3 = b.lane(LaneKind::Thread, "t3", process);
        const LaneColours ofA(a);
        const LanePairs pairs(a, b.trace);
        const LaneColours ofB(b.trace, ofA, pairs.ofB);
        QCOMPARE(ofB.of(t3), ofA.of(*pairs.fromB(t3)));
        QCOMPARE(ofB.of(extra), LaneColours(b.trace).of(extra));
        QVERIFY(ofB.of(t3) != LaneColours(b.trace).of(t3));
    }

    void itIsAsHighAsBothNeed()
    {
        const int few = drawn(threads(1, 1ms), threads(1, 1ms)).height();
        const int more = drawn(threads(1, 1ms), threads(5, 1ms)).height();
        QCOMPARE(drawn(threads(5, 1ms), threads(1, 1ms)).height(), more);
        QVERIFY(more > few);
    }

    void aSizeIsKeptAndLanesThatDoNotFitAreCounted()
    {
        PictureOptions options;
        options.size = QSize(800, 400);
        options.scale = 2;
        const QImage image = drawn(threads(100, 1ms), threads(2, 1ms), options);
        QCOMPARE(image.size(), QSize(1600, 800));
    }

    void whereTheyPartIsMarkedInBoth()
    {
        const Trace a = threads(3, 1ms), same = threads(3, 3ms);
        const Trace b = threads(4, 1ms);
        const QColor marker = Theme::light().marker;
        const QImage parted = drawn(a, b), united = drawn(a, same);
        QVERIFY(widest(parted, marker, lanesFrom, middleOf(parted)) > 0);
        QVERIFY(widest(parted, marker, middleOf(parted), parted.height()) > 0);
        QCOMPARE(widest(united, marker, lanesFrom, united.height()), 0);
    }

    void darkIsDark()
    {
        PictureOptions options;
        options.dark = true;
        const QImage image = drawn(threads(1, 1ms), threads(1, 1ms), options);
        QCOMPARE(image.pixelColor(2, 2), Theme::darkOne().background);
    }

    void whatCannotBeIsAUsageError()
    {
        const Trace trace = threads(1, 1ms);
        PictureOptions options;
        options.scale = 9;
        const auto image = renderComparison(trace, trace, *compared(trace, trace), options);
        QVERIFY(!image.hasValue());
        QCOMPARE(image.error().code, ErrorCode::Usage);
    }
};

QTEST_MAIN(TestComparisonPicture)
#include "tst_comparisonpicture.moc"

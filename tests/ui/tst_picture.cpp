#include "tests/support/tracebuilder.h"
#include "ui/theme/theme.h"
#include "ui/timeline/picture.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

class TestPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsAsLargeAsAskedTimesTheScale();
    void withoutASizeItIsAsHighAsItsLanes();
    void lanesBeyondWhatAnImageHoldsAreCounted();
    void whatCannotBeEncodedIsAnError();
    void theSameTraceGivesTheSameBytes();
    void titleLegendAxisAndBarsAreInIt();
    void aRangeShowsOnlyThat();
    void darkIsDark();
    void whatCannotBeIsAUsageError();
    void thePngSaysItsResolution();
    void thePngHoldsEveryPixel();
};

static Trace sample()
{
    TraceBuilder build;
    const LaneId thread = build.lane(LaneKind::Thread, "worker", std::nullopt, 0, 7);
    build.start(thread, 0ms);
    build.sleep(thread, 500ms, 200ms);
    build.wake(thread, 700ms, thread);
    build.resume(thread, 800ms);
    build.finish(thread, 1000ms);
    build.trace.info.title = "A sample";
    return std::move(build.trace);
}

static QImage drawn(const PictureOptions &options)
{
    const auto picture = renderPicture(sample(), options);
    return picture.hasValue() ? picture.value() : QImage();
}

static QByteArray png(const QImage &image)
{
    return encodePng(image).takeValue();
}

/// This many threads that run.
static Trace manyThreads(std::uint32_t count)
{
    TraceBuilder build;
    for (std::uint32_t i = 0; i < count; ++i)
        build.start(build.lane(LaneKind::Thread, "worker", std::nullopt, 0, i + 1), 0ms);
    return std::move(build.trace);
}

/// Pixels of exactly this colour between two heights, in logical pixels.
static int count(const QImage &image, const QColor &colour, int top, int bottom)
{
    const int scale = int(image.devicePixelRatio());
    int found = 0;
    for (int y = top * scale; y < std::min(bottom * scale, image.height()); ++y) {
        for (int x = 0; x < image.width(); ++x)
            found += image.pixelColor(x, y) == colour;
    }
    return found;
}

constexpr int lanesFrom = 120; // below title, legend and axis

void TestPicture::itIsAsLargeAsAskedTimesTheScale()
{
    for (int scale = 1; scale <= 4; ++scale) {
        PictureOptions options;
        options.size = QSize(640, 300);
        options.scale = scale;
        const QImage image = drawn(options);
        QCOMPARE(image.size(), QSize(640, 300) * scale);
        QCOMPARE(pictureSize(sample(), options), image.size());
        QCOMPARE(image.devicePixelRatio(), qreal(scale));
        // The same drawing, only finer: bars cover the same area.
        const double area = double(count(image, Theme::light().lanes[0], lanesFrom, 300)) / (scale * scale);
        QVERIFY2(std::abs(area - 22 * 0.7 * 444) < 800, qPrintable(QString::number(area)));
    }
}

void TestPicture::withoutASizeItIsAsHighAsItsLanes()
{
    QCOMPARE(drawn({}).width(), 1440);
    QVERIFY(drawn({}).height() >= 160);
    const auto picture = renderPicture(manyThreads(20), {});
    QVERIFY(picture.hasValue());
    QVERIFY(picture.value().height() > 20 * 30 + 100);
}

void TestPicture::lanesBeyondWhatAnImageHoldsAreCounted()
{
    const Trace trace = manyThreads(1200);
    const auto picture = renderPicture(trace, {});
    QVERIFY(picture.hasValue());
    QVERIFY(picture.value().height() <= 32'767);
    QVERIFY(picture.value().height() > 32'767 - 30);
    QCOMPARE(pictureSize(trace, {}), picture.value().size());
    for (int scale = 2; scale <= 4; ++scale)
        QVERIFY(pictureSize(trace, {.range = {}, .size = {}, .scale = scale}).height() <= 32'767);
    PictureOptions options;
    options.scale = 3; // as good as none for vectors
    const auto svg = renderSvg(trace, options);
    QVERIFY(svg.hasValue());
    const auto shown = svg.value().count(">worker</text>") + svg.value().count(">worker </text>");
    QVERIFY(shown > 1000);
    const QString remark = QStringLiteral("… and %1 more lanes").arg(1200 - shown);
    QVERIFY2(QString::fromUtf8(svg.value()).contains(remark), qPrintable(remark));
}

void TestPicture::whatCannotBeEncodedIsAnError()
{
    const auto bytes = encodePng(QImage());
    QVERIFY(!bytes.hasValue());
    QCOMPARE(bytes.error().code, ErrorCode::NoResources);
}

void TestPicture::theSameTraceGivesTheSameBytes()
{
    QCOMPARE(png(drawn({})), png(drawn({})));
}

void TestPicture::titleLegendAxisAndBarsAreInIt()
{
    const Theme &theme = Theme::light();
    const QImage image = drawn({});
    QVERIFY(count(image, theme.text, 0, 44) > 50);           // the title
    QVERIFY(count(image, theme.ready, 60, 92) > 50);         // the legend's shapes
    QVERIFY(count(image, theme.lanes[0], 60, 92) > 50);
    QVERIFY(count(image, theme.minorTick, 92, lanesFrom + 4) > 20); // the axis
    QVERIFY(count(image, theme.lanes[0], lanesFrom, 160) > 1000);   // the bars
    QVERIFY(count(image, theme.ready, lanesFrom, 160) > 500);
    QVERIFY(count(image, theme.suspended, lanesFrom, 160) > 500);
}

void TestPicture::aRangeShowsOnlyThat()
{
    PictureOptions options;
    options.range = TimeRange{100ms, 300ms};
    const QImage image = drawn(options);
    QVERIFY(count(image, Theme::light().lanes[0], lanesFrom, 160) > 20'000);
    QCOMPARE(count(image, Theme::light().ready, lanesFrom, 160), 0);
}

void TestPicture::darkIsDark()
{
    PictureOptions options;
    options.dark = true;
    const QImage image = drawn(options);
    QCOMPARE(image.pixelColor(2, 2), Theme::darkOne().background);
    QVERIFY(count(image, Theme::darkOne().lanes[0], lanesFrom, 160) > 1000);
}

void TestPicture::whatCannotBeIsAUsageError()
{
    const auto codeOf = [](const PictureOptions &options) {
        const auto picture = renderPicture(sample(), options);
        return picture.hasValue() ? std::nullopt : std::optional(picture.error().code);
    };
    for (int scale : {0, -1, 5})
        QCOMPARE(codeOf({.range = {}, .size = {}, .scale = scale}), std::optional(ErrorCode::Usage));
    for (const QSize &size : {QSize(10, 10), QSize(100'000, 400), QSize(20'000, 20'000)})
        QCOMPARE(codeOf({.range = {}, .size = size}), std::optional(ErrorCode::Usage));
    QCOMPARE(codeOf({.range = {}, .size = QSize(9'000, 400), .scale = 4}), std::optional(ErrorCode::Usage));
    QCOMPARE(codeOf({.range = TimeRange{2ms, 1ms}}), std::optional(ErrorCode::Usage));
    QCOMPARE(codeOf({}), std::optional<ErrorCode>());
}

void TestPicture::thePngSaysItsResolution()
{
    PictureOptions options;
    options.scale = 2;
    const QImage read = QImage::fromData(png(drawn(options)), "PNG");
    QCOMPARE(read.width(), 2880);
    QCOMPARE(read.dotsPerMeterX(), 7559);
}

void TestPicture::thePngHoldsEveryPixel()
{
    for (const QSize &size : {QSize(1, 1), QSize(3, 2), QSize(701, 37), QSize(64, 1000)}) {
        QImage image(size, QImage::Format_RGB32);
        quint32 noise = 1;
        for (int y = 0; y < size.height(); ++y) {
            for (int x = 0; x < size.width(); ++x)
                image.setPixel(x, y, qRgb(0, 0, 0) | (y % 7 ? 0x204060 : (noise = noise * 1664525 + 1013904223) >> 8));
        }
        QCOMPARE(QImage::fromData(png(image), "PNG").convertToFormat(QImage::Format_RGB32), image);
    }
    PictureOptions options;
    options.scale = 3;
    const QImage image = drawn(options);
    QVERIFY(QImage::fromData(png(image), "PNG").convertToFormat(QImage::Format_RGB32) == image.copy());
}

QTEST_MAIN(TestPicture)
#include "tst_picture.moc"

#include "core/analysis/states.h"
#include "tests/support/tracebuilder.h"
#include "ui/timeline/lanepainter.h"
#include "ui/timeline/pixelscale.h"
#include "ui/timeline/stackpainter.h"
#include "ui/timeline/timelinegeometry.h"

#include <QPainter>
#include <QPicture>
#include <QTest>

#include <cmath>
#include <random>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr int width = 600;
constexpr double honest = 0.15; // of a pixel's time
constexpr std::uint32_t many = 5; // segments in a pixel

struct Shares {
    double running = 0, ready = 0, suspended = 0;
    std::uint32_t segments = 0;
};

LaneLayout laidOut(const Trace &trace, TimeRange range)
{
    LayoutRequest request;
    request.range = range;
    request.width = width;
    request.liveEdge = trace.end();
    return layOutLanes(trace, LaneColours(trace), request);
}

/// A thread whose events are so many, `pause(random)` nanoseconds apart.
template<class Pause>
Trace randomTrace(unsigned seed, int events, Pause pause)
{
    std::mt19937 random(seed);
    Trace trace;
    const LaneId id(1);
    trace.declareLane(id, {}, LaneKind::Thread, "t", 0, 1, Event(0, EventKind::Lane, std::uint8_t(LaneKind::Thread), id));
    std::uint64_t now = 1000;
    const bool wakes = seed % 2;
    trace.append(Event(now, EventKind::Start, 0, id));
    for (int i = 0; i < events; ++i) {
        now += pause(random);
        const int step = i % (wakes ? 3 : 2);
        const EventKind kind = step == 0 ? EventKind::Suspend : wakes && step == 1 ? EventKind::Wake : EventKind::Resume;
        trace.append(Event(now, kind, kind == EventKind::Suspend ? std::uint8_t(Reason::Lock) : 0, id));
        if (random() % 997 == 0) { // an end, and a time without life
            trace.append(Event(now += pause(random), EventKind::Finish, 0, id));
            trace.append(Event(now += 50 * pause(random), EventKind::Start, 0, id));
        }
    }
    return trace;
}

/// Time by state in each pixel, summed from the segments one by one.
std::vector<Shares> exactShares(const std::vector<Segment> &segments, TimeRange range)
{
    std::vector<Shares> columns(width);
    for (const Segment &segment : segments) {
        if (segment.end < range.begin || segment.begin >= range.end)
            continue;
        const int first = std::max(0, pixelOf(segment.begin, range, width));
        const int last = std::min(width - 1, std::max(first, pixelOf(segment.end - Nanos(1), range, width)));
        for (int x = first; x <= last; ++x) {
            const Nanos from = timeAt(x, range, width), to = timeAt(x + 1, range, width);
            const Nanos overlap = std::min(segment.end, to) - std::max(segment.begin, from);
            const double share = std::max(0.0, double(overlap.count())) / double(std::max<std::int64_t>(1, (to - from).count()));
            Shares &column = columns[std::size_t(x)];
            (segment.state == State::Running ? column.running
                 : segment.state == State::Ready ? column.ready : column.suspended) += share;
            ++column.segments;
        }
    }
    return columns;
}

/// What is drawn there: the last bar over the column counts.
std::vector<Shares> drawnShares(const LaneLayout &layout)
{
    std::vector<Shares> columns(width);
    for (const Bar &bar : layout.bars) {
        for (int x = std::max(0, bar.x); x < std::min(width, bar.x + bar.width); ++x) {
            if (bar.shape != BarShape::Stacked) {
                columns[std::size_t(x)] = {double(bar.state == State::Running), double(bar.state == State::Ready),
                                           double(bar.state == State::Suspended), 1};
                continue;
            }
            const StackedColumn &column = layout.columns[bar.columns + std::size_t(x - bar.x)];
            if (column.height() == 0)
                continue; // only the line below
            const double height = bar.height;
            columns[std::size_t(x)] = {column.ran() / height, column.ready / height, column.suspended / height, column.count};
        }
    }
    return columns;
}

/// One of every shape, kind and small width in turn.
Bar barOfMany(int number, int x, int rowY)
{
    const RowMetrics metrics;
    Bar bar;
    bar.shape = std::array{BarShape::Container, BarShape::Suspended, BarShape::Ready, BarShape::Running, BarShape::Free,
                           BarShape::Unobserved, BarShape::Level, BarShape::Peak}[std::size_t(number % 8)];
    bar.state = bar.shape == BarShape::Suspended ? State::Suspended : bar.shape == BarShape::Ready ? State::Ready : State::Running;
    bar.colour.index = std::uint8_t(number % (LaneColour::count + 1));
    bar.wait = WaitKind(number % 3);
    bar.inferred = number % 11 == 0;
    bar.x = x;
    bar.width = number % 7 == 0 ? 300 : 1 + number % 13;
    bar.height = metrics.barHeight(bar.shape) / (number % 17 == 0 ? 2 : 1);
    bar.y = rowY + (metrics.row - bar.height) / 2;
    return bar;
}

/// So many rows, each with stacks and bars beside them; some are dim.
LaneLayout everyBar(int rows)
{
    const Trace trace = randomTrace(3, 20'000, [](std::mt19937 &random) { return 20 + random() % 2000; });
    LaneLayout layout = laidOut(trace, {trace.begin(), trace.end()});
    std::vector<Bar> stacks = std::exchange(layout.bars, {});
    std::erase_if(stacks, [](const Bar &bar) { return bar.shape != BarShape::Stacked; });
    const LaneRow model = layout.rows.front();
    layout.rows.assign(std::size_t(rows), model);
    int made = 0;
    for (std::size_t number = 0; number < layout.rows.size(); ++number) {
        LaneRow &row = layout.rows[number];
        row.y = int(number) * RowMetrics().row;
        row.dim = number % 5 == 4;
        row.firstBar = layout.bars.size();
        for (const Bar &stack : stacks) {
            layout.bars.push_back(stack);
            layout.bars.back().y += row.y - model.y;
        }
        for (int x = -20; x < width; x += 41)
            layout.bars.push_back(barOfMany(made++, x, row.y));
        row.barCount = layout.bars.size() - row.firstBar;
    }
    layout.labels.clear();
    return layout;
}

} // namespace

class TestLevelOfDetail : public QObject
{
    Q_OBJECT

private:
    static void compareShares(const Trace &trace, unsigned seed)
    {
        const auto segments = segmentsOf(*trace.lane(LaneId(1)), trace.end());
        std::mt19937 random(seed);
        double worst = 0;
        for (int zoom = 0; zoom < 24; ++zoom) {
            const Nanos whole = trace.end() - trace.begin();
            const Nanos length(std::max<std::int64_t>(width, std::int64_t(double(whole.count()) / std::pow(1.7, zoom))));
            const Nanos begin = trace.begin() + Nanos(std::int64_t(random()) * (whole - length + 1ns).count() / (std::int64_t(1) << 32));
            const TimeRange range{begin, begin + length};
            const auto exact = exactShares(segments, range), drawn = drawnShares(laidOut(trace, range));
            for (int x = 0; x < width; ++x) {
                const Shares &is = exact[std::size_t(x)], &shown = drawn[std::size_t(x)];
                if (is.segments < many)
                    continue;
                const double error = std::max({std::abs(is.running - shown.running), std::abs(is.ready - shown.ready),
                                               std::abs(is.suspended - shown.suspended)});
                worst = std::max(worst, error);
                QVERIFY2(error <= honest, qPrintable(QStringLiteral("pixel %1 of zoom %2: running %3 as %4, ready %5 as %6, suspended %7 as %8")
                                                         .arg(x).arg(zoom).arg(is.running).arg(shown.running).arg(is.ready)
                                                         .arg(shown.ready).arg(is.suspended).arg(shown.suspended)));
            }
        }
        qInfo("worst error of a share: %.3f", worst);
    }

private Q_SLOTS:
    void sharesAreHonestWherePausesAreAlike()
    {
        for (unsigned seed = 1; seed <= 4; ++seed)
            compareShares(randomTrace(seed, 60'000, [](std::mt19937 &random) { return 20 + random() % 200; }), seed);
    }

    void sharesAreHonestWherePausesAreWide()
    {
        for (unsigned seed = 5; seed <= 8; ++seed)
            compareShares(randomTrace(seed, 60'000, [](std::mt19937 &random) {
                return std::uint64_t(std::pow(10.0, double(random() % 5000) / 1000.0));
            }), seed);
    }

    void sharesAreHonestInBurstsAndLulls()
    {
        for (unsigned seed = 9; seed <= 12; ++seed)
            compareShares(randomTrace(seed, 60'000, [n = 0](std::mt19937 &random) mutable {
                return ++n % 3000 == 0 ? 3'000'000 + random() % 1'000'000 : 10 + random() % 100;
            }), seed);
    }

    void aLongSegmentThatEndsInTheFirstPixelHasOnlyItsPartOfIt()
    {
        TraceBuilder build;
        const LaneId thread = build.lane(LaneKind::Thread, "t", std::nullopt, 0, 1);
        build.start(thread, 0ns);
        build.suspend(thread, 1s, Reason::Io);
        build.resume(thread, 1s + 10ns);
        build.finish(thread, 1s + 20ns); // the rest of the pixel is nobody's life
        build.start(thread, 1s + 5us);
        build.finish(thread, 1s + 601us);
        const TimeRange range{1s - 100ns, 1s - 100ns + width * 1us};
        const std::vector<Shares> drawn = drawnShares(laidOut(build.trace, range));
        const std::vector<Shares> exact = exactShares(segmentsOf(*build.trace.lane(thread), build.trace.end()), range);
        QVERIFY(exact.front().running < 0.25);
        QVERIFY2(std::abs(drawn.front().running - exact.front().running) <= honest, qPrintable(QString::number(drawn.front().running)));
    }

    void nothingDisappearsHoweverRare()
    {
        std::mt19937 random(7);
        TraceBuilder build;
        const LaneId thread = build.lane(LaneKind::Thread, "t", std::nullopt, 0, 1);
        build.start(thread, 0ns);
        build.suspend(thread, 50ns, Reason::Io);
        std::vector<Nanos> moments;
        for (Nanos now = 1s; now < 3600s; now += Nanos(200'000'000 + std::int64_t(random() % 900'000'000))) {
            moments.push_back(now);
            build.resume(thread, now);
            build.suspend(thread, now + 50ns, Reason::Io);
        }
        build.finish(thread, 3600s);
        QVERIFY(moments.size() > 5000); // several blocks, whose units are longer than a moment by far
        for (const Nanos length : {3600s, 900s, 120s, 10s}) {
            const TimeRange range{500s * (length < 3600s), 500s * (length < 3600s) + length};
            const LaneLayout layout = laidOut(build.trace, range);
            for (const Nanos moment : moments) {
                if (!range.contains(moment))
                    continue;
                const int x = pixelOf(moment, range, width);
                const bool shown = std::any_of(layout.bars.begin(), layout.bars.end(), [&](const Bar &bar) {
                    if (bar.shape != BarShape::Stacked)
                        return bar.state == State::Running && bar.x <= x + 1 && bar.x + bar.width >= x;
                    for (int near = std::max(bar.x, x - 1); near <= std::min(bar.x + bar.width - 1, x + 1); ++near) {
                        if (layout.columns[bar.columns + std::size_t(near - bar.x)].ran() > 0)
                            return true;
                    }
                    return false;
                });
                QVERIFY2(shown, qPrintable(QStringLiteral("at %1 ns, view of %2 ns").arg(moment.count()).arg(length.count())));
            }
        }
    }

    void oneMomentInAnHourIsAMark()
    {
        TraceBuilder build;
        const LaneId thread = build.lane(LaneKind::Thread, "t", std::nullopt, 0, 1);
        build.start(thread, 0ns);
        build.suspend(thread, 1s, Reason::Io);
        build.resume(thread, 1800s);
        build.suspend(thread, 1800s + 50ns, Reason::Io);
        build.finish(thread, 3600s);
        const LaneLayout layout = laidOut(build.trace, {0s, 3600s});
        const auto mark = std::find_if(layout.bars.begin(), layout.bars.end(), [](const Bar &bar) {
            return bar.state == State::Running && bar.begin == 1800s;
        });
        QVERIFY(mark != layout.bars.end());
        QCOMPARE(QRect(mark->x, mark->y, mark->width, mark->height), QRect(300, 4, BarMerger::markWidth, 22));
    }

    void manySegmentsLookDifferentFromOne()
    {
        for (const bool several : {false, true}) {
            TraceBuilder build;
            const LaneId thread = build.lane(LaneKind::Thread, "t", std::nullopt, 0, 1);
            build.start(thread, 0us);
            for (int us = 1; several && us < 10'000; ++us)
                build.resume(thread, us * 1us); // never a pause: only their number tells
            build.finish(thread, 10'000us);
            const LaneLayout layout = laidOut(build.trace, {0us, 10'000us});
            QCOMPARE(layout.bars.size(), std::size_t(1));
            QCOMPARE(layout.bars[0].shape, several ? BarShape::Stacked : BarShape::Running);
            QCOMPARE(layout.bars[0].width, width);
            if (!several)
                continue;
            for (const StackedColumn &column : layout.columns) {
                QVERIFY(column.isMerged());
                QCOMPARE(column.ran(), layout.bars[0].height);
            }
        }
    }

    void aRasterAndADeviceOfVectorsShowTheSame()
    {
        const Trace trace = randomTrace(3, 20'000, [](std::mt19937 &random) { return 20 + random() % 2000; });
        const LaneLayout layout = laidOut(trace, {trace.begin(), trace.end()});
        StackPainter stacks(Theme::light());
        QImage raster(width, 30, QImage::Format_RGB32), vectors(width, 30, QImage::Format_RGB32);
        QPicture picture;
        int stacked = 0;
        for (QPaintDevice *device : {static_cast<QPaintDevice *>(&raster), static_cast<QPaintDevice *>(&picture)}) {
            QPainter painter(device);
            painter.fillRect(0, 0, width, 30, Qt::white);
            for (const Bar &bar : layout.bars) {
                if (bar.shape == BarShape::Stacked) {
                    stacks.paint(painter, bar, std::span(layout.columns).subspan(bar.columns, std::size_t(bar.width)));
                    ++stacked;
                }
            }
        }
        QVERIFY(stacked >= 2);
        QPainter(&vectors).drawPicture(0, 0, picture);
        QCOMPARE(raster, vectors);
    }

    /// Also where a painter is moved and cut, rows are dim, and two threads share them. The other painter
    /// may draw one pixel more, at a place without bars, which keeps it from writing straight.
    void barsWrittenStraightAreThoseThatAPainterDraws()
    {
        const LaneLayout layout = everyBar(200);
        const QRect clip(20, 40, width - 100, 200 * RowMetrics().row - 110);
        for (const ColourBy by : {ColourBy::Lane, ColourBy::State}) {
            LanePainter lanes(Theme::chosen(by == ColourBy::State, by));
            QImage written(width, 200 * RowMetrics().row, QImage::Format_RGB32);
            written.fill(Qt::white);
            QImage painted = written;
            const QImage blank = written;
            const auto paint = [&](QImage &image, const QRegion &where, bool straight) {
                QPainter painter(&image);
                painter.translate(7, 3);
                painter.setClipRegion(where);
                QCOMPARE(RasterPixels::of(painter).has_value(), straight);
                lanes.paintBars(painter, layout);
            };
            paint(written, clip, true);
            paint(painted, QRegion(clip) + QRect(-7, -3, 1, 1), false);
            QCOMPARE(written, painted);
            QVERIFY(written != blank);
        }
    }

    void pixelsAreTakenOnlyWhereThePainterWouldWriteThemAsTheyAre()
    {
        QImage image(50, 50, QImage::Format_RGB32), small(50, 50, QImage::Format_RGB16);
        QPicture picture;
        QVERIFY(!RasterPixels::of(QPainter(&picture)));
        QVERIFY(!RasterPixels::of(QPainter(&small)));
        QPainter painter(&image);
        QCOMPARE(RasterPixels::of(painter)->bounds(), QRect(0, 0, 50, 50));
        painter.setClipRegion(QRegion(0, 0, 10, 10) + QRegion(20, 20, 10, 10));
        QVERIFY(!RasterPixels::of(painter));
        painter.setClipRect(5, 5, 10, 10);
        QCOMPARE(RasterPixels::of(painter)->bounds(), QRect(5, 5, 10, 10));
        painter.scale(2, 2);
        QVERIFY(!RasterPixels::of(painter));
    }

    void anAxisFindsPixelsAsTheGeometryDoes()
    {
        std::mt19937_64 random(11);
        for (const TimeRange range : {TimeRange{0ns, 1ns}, TimeRange{5ns, 22ns}, TimeRange{-7ns, 1'000'003ns},
                                      TimeRange{3600s, 7200s}, TimeRange{0ns, 100h}}) {
            for (const int wide : {1, 7, 1650}) {
                const PixelScale scale(range, wide, 8);
                for (int i = 0; i < 2000; ++i) {
                    const Nanos time = range.begin - range.length() + Nanos(std::int64_t(random() % std::uint64_t(3 * range.length().count())));
                    QCOMPARE(scale.pixelOf(time), std::clamp(pixelOf(time, range, wide), -8, wide + 8));
                    QCOMPARE(scale.edgeOf(time), std::clamp(edgeOf(time, range, wide), -8, wide + 8));
                }
                for (int pixel = -8; pixel <= wide + 8; ++pixel)
                    QCOMPARE(scale.timeAt(pixel), timeAt(pixel, range, wide));
            }
        }
    }
};

QTEST_MAIN(TestLevelOfDetail)
#include "tst_levelofdetail.moc"

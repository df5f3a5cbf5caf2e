#include "tests/support/threadtimeline.h"
#include "ui/shell/colourbymenu.h"
#include "ui/shell/settings.h"
#include "ui/theme/windowlook.h"
#include "ui/timeline/lanepainter.h"
#include "ui/timeline/picture.h"

#include <QPainter>
#include <QTemporaryDir>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// Two threads that run, and wait for a lock, a file and a time.
Trace threeWaits()
{
    TraceBuilder build;
    const LaneId process = build.lane(LaneKind::Process, "p", std::nullopt, 4711);
    for (std::uint32_t i = 0; i < 2; ++i) {
        const LaneId thread = build.lane(LaneKind::Thread, "t", process, 4711, 4711 + i);
        build.start(thread, 0ms);
        Nanos time = 100ms;
        for (const Reason reason : {Reason::Lock, Reason::Io, Reason::Sleep}) {
            build.suspend(thread, time, reason);
            build.resume(thread, time + 100ms);
            time += 200ms;
        }
        build.finish(thread, time);
    }
    return std::move(build.trace);
}

bool has(const QImage &image, const QColor &colour)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) == colour.rgb())
                return true;
        }
    }
    return false;
}

QImage greySwatch(ColourBy by, WaitKind wait)
{
    QImage image(18, 20, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    LanePainter(Theme::chosen(false, by), 1).paintSwatch(painter, 0, 10, BarShape::Suspended, false, wait);
    painter.end();
    return image.convertToFormat(QImage::Format_Grayscale8).convertToFormat(QImage::Format_Mono, Qt::ThresholdDither);
}

} // namespace

class TestColourBy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { applyColourBy(ColourBy::Lane); }
    void byStateAllLanesRunInOneColour_data();
    void byStateAllLanesRunInOneColour();
    void aLockAndAFileAreToldFromOtherWaits();
    void patternsDifferWithoutColour();
    void theMenuChangesTheTimelineAtOnceAndIsRemembered();
};

void TestColourBy::byStateAllLanesRunInOneColour_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestColourBy::byStateAllLanesRunInOneColour()
{
    QFETCH(bool, dark);
    const Theme &lanes = Theme::chosen(dark), &states = Theme::chosen(dark, ColourBy::State);
    const auto picture = [&](ColourBy by) {
        return renderPicture(threeWaits(), {.range = std::nullopt, .size = {800, 400}, .dark = dark, .colourBy = by}).takeValue();
    };
    const QImage byLane = picture(ColourBy::Lane), byState = picture(ColourBy::State);
    QVERIFY(has(byLane, lanes.lanes[0]) && has(byLane, lanes.lanes[1]));
    QVERIFY(!has(byState, lanes.lanes[0]) && !has(byState, lanes.lanes[1]));
    QVERIFY(has(byState, states.lanes[0]));
    QCOMPARE(states.lanes[0], states.lanes[7]);
    QVERIFY(!has(byLane, states.locked));
}

void TestColourBy::aLockAndAFileAreToldFromOtherWaits()
{
    const Theme &states = Theme::chosen(false, ColourBy::State);
    const QImage picture = renderPicture(threeWaits(), {.range = TimeRange{90ms, 650ms}, .size = {800, 400}, .colourBy = ColourBy::State}).takeValue();
    for (const WaitKind wait : {WaitKind::Other, WaitKind::Lock, WaitKind::Io})
        QVERIFY(has(picture, states.waiting(wait)));
    QCOMPARE(Theme::light().waiting(WaitKind::Lock), Theme::light().suspended);
}

void TestColourBy::patternsDifferWithoutColour()
{
    const QImage other = greySwatch(ColourBy::State, WaitKind::Other), lock = greySwatch(ColourBy::State, WaitKind::Lock),
                 io = greySwatch(ColourBy::State, WaitKind::Io);
    QVERIFY(other != lock && lock != io && io != other);
    QCOMPARE(greySwatch(ColourBy::Lane, WaitKind::Lock), greySwatch(ColourBy::Lane, WaitKind::Io));
}

void TestColourBy::theMenuChangesTheTimelineAtOnceAndIsRemembered()
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("settings.ini")));
    ColourByMenu menu(&settings, nullptr);
    QVERIFY(menu.actions().at(0)->isChecked());
    ThreadTimeline timeline;
    const QColor green = Theme::chosen(Theme::of(timeline.canvas->palette()).dark, ColourBy::State).lanes[0];
    QVERIFY(!has(timeline.canvas->grab().toImage(), green));
    menu.actions().at(1)->trigger();
    QVERIFY(has(timeline.canvas->grab().toImage(), green));
    QCOMPARE(settings.colourBy(), ColourBy::State);
    const ColourByMenu next(&settings, nullptr);
    QVERIFY(next.actions().at(1)->isChecked());
    menu.actions().at(0)->trigger();
    QVERIFY(!has(timeline.canvas->grab().toImage(), green));
}

QTEST_MAIN(TestColourBy)
#include "tst_colourby.moc"

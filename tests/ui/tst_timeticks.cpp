#include "ui/timeline/timelinegeometry.h"
#include "ui/timeline/timeticks.h"

#include <QTest>

#include <set>

using namespace Interleave;
using namespace std::chrono_literals;

class TestTimeTicks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void labelsHaveTheirUnitAndJustEnoughDigits();
    void aSecondHasTenthsWhereTheyFit();
    void minutesGoByTheClock();
    void labelsNeverTouchAtAnyZoom();
    void ticksStandEvenlyAndInsideTheRange();
    void timesCountFromTheOrigin();
    void nothingHasNoTicks();
};

static std::vector<std::string> labels(const std::vector<TimeTick> &ticks)
{
    std::vector<std::string> found;
    for (const TimeTick &tick : ticks) {
        if (tick.isMajor())
            found.push_back(tick.label);
    }
    return found;
}

void TestTimeTicks::labelsHaveTheirUnitAndJustEnoughDigits()
{
    QCOMPARE(tickLabel(500ms, 500ms, 3s), std::string("0.5 s"));
    QCOMPARE(tickLabel(250us, 50us, 900us), std::string("250 µs"));
    QCOMPARE(tickLabel(90s, 30s, 5min), std::string("1:30 min"));
    QCOMPARE(tickLabel(0ns, 1s, 9s), std::string("0 s"));
    QCOMPARE(tickLabel(40ns, 20ns, 100ns), std::string("40 ns"));
    QCOMPARE(tickLabel(1234567ns, 1us, 2ms), std::string("1.234 ms"));
    QCOMPARE(tickLabel(3s + 50us, 50us, 4s), std::string("3.00005 s"));
    QCOMPARE(tickLabel(90s + 250ms, 250ms, 5min), std::string("1:30.25 min"));
    QCOMPARE(tickLabel(-500ms, 500ms, 3s), std::string("−0.5 s"));
}

void TestTimeTicks::aSecondHasTenthsWhereTheyFit()
{
    const auto found = labels(timeTicks({0s, 1s}, 1000, 0s));
    QCOMPARE(found, (std::vector<std::string>{"0.0 s", "0.1 s", "0.2 s", "0.3 s", "0.4 s", "0.5 s", "0.6 s", "0.7 s",
                                              "0.8 s", "0.9 s", "1.0 s"}));
}

void TestTimeTicks::minutesGoByTheClock()
{
    const auto found = labels(timeTicks({0s, 5min}, 900, 0s));
    QCOMPARE(found, (std::vector<std::string>{"0:00 min", "0:30 min", "1:00 min", "1:30 min", "2:00 min", "2:30 min",
                                              "3:00 min", "3:30 min", "4:00 min", "4:30 min", "5:00 min"}));
}

void TestTimeTicks::labelsNeverTouchAtAnyZoom()
{
    const int charWidth = 7;
    for (std::int64_t length = 10; length < 400'000'000'000'000; length = length * 7 / 4) {
        for (int width : {120, 640, 1920}) {
            const TimeRange range{17s, 17s + Nanos(length)};
            int free = -Geometry::farAway;
            std::set<std::string> seen;
            for (const TimeTick &tick : timeTicks(range, width, 0s, charWidth)) {
                if (!tick.isMajor())
                    continue;
                const int half = int(QString::fromStdString(tick.label).size()) * charWidth / 2;
                const int x = pixelOf(tick.time, range, width);
                QVERIFY2(x - half >= free, tick.label.c_str());
                QVERIFY2(seen.insert(tick.label).second, tick.label.c_str());
                free = x + half;
            }
        }
    }
}

void TestTimeTicks::ticksStandEvenlyAndInsideTheRange()
{
    for (const TimeRange range : {TimeRange{3ms, 17ms}, TimeRange{1s, 100s}, TimeRange{123ns, 987ns}}) {
        const auto ticks = timeTicks(range, 800, 0s);
        QVERIFY(ticks.size() > 4);
        const Nanos step = ticks[1].time - ticks[0].time;
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            QVERIFY(ticks[i].time >= range.begin && ticks[i].time <= range.end);
            if (i > 0)
                QCOMPARE(ticks[i].time - ticks[i - 1].time, step);
        }
    }
}

void TestTimeTicks::timesCountFromTheOrigin()
{
    const auto ticks = timeTicks({10s, 11s}, 500, 10s);
    QCOMPARE(ticks.front().time, Nanos(10s));
    QCOMPARE(ticks.front().label, std::string("0.0 s"));
    QCOMPARE(labels(ticks).back(), std::string("1.0 s"));
}

void TestTimeTicks::nothingHasNoTicks()
{
    QVERIFY(timeTicks({1s, 1s}, 100, 0s).empty());
    QVERIFY(timeTicks({1s, 2s}, 0, 0s).empty());
}

QTEST_GUILESS_MAIN(TestTimeTicks)
#include "tst_timeticks.moc"

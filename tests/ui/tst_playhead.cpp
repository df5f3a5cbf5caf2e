#include "ui/models/playhead.h"

#include <QSignalSpy>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

class TestPlayhead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunLastsAboutTenSeconds();
    void itStaysWithinTheRun();
    void speedGoesFromAMillionthToFour();
    void aChosenSpeedStaysForThisRun();
    void slowMotionLosesNoFraction();
    void itStopsAtTheEndAndBeginsAgain();
    void itWaitsAtTheEdgeOfAGrowingRun();
    void aStepPauses();
    void nothingIsSaidWhenNothingChanges();
};

void TestPlayhead::aRunLastsAboutTenSeconds()
{
    for (const Nanos length : {Nanos(3ms), Nanos(1s), Nanos(7s), Nanos(30s)}) {
        Playhead playhead;
        playhead.setRun({5s, 5s + length});
        const double seconds = double(length.count()) / 1e9 / playhead.speed();
        QVERIFY2(seconds > 5 && seconds < 17, qPrintable(QString::number(seconds)));
    }
    Playhead hours;
    hours.setRun({0s, 9h});
    QCOMPARE(hours.speed(), Playhead::fastest);
}

void TestPlayhead::itStaysWithinTheRun()
{
    Playhead playhead;
    playhead.setRun({1s, 2s});
    QVERIFY(!playhead.time());
    playhead.moveTo(5s);
    QCOMPARE(playhead.time(), std::optional<Nanos>(2s));
    playhead.moveTo(0s);
    QCOMPARE(playhead.time(), std::optional<Nanos>(1s));
    playhead.setRun({0s, 9s}); // another run
    QVERIFY(!playhead.time());
}

void TestPlayhead::speedGoesFromAMillionthToFour()
{
    Playhead playhead;
    playhead.setRun({0s, 10s});
    QCOMPARE(playhead.speed(), 1.0);
    for (int step = 0; step < 30; ++step)
        playhead.slower();
    QCOMPARE(playhead.speed(), Playhead::slowest);
    QCOMPARE(speedText(playhead.speed()).remove(QLocale().groupSeparator()), QStringLiteral("1/1000000 ×"));
    for (int step = 0; step < 30; ++step)
        playhead.faster();
    QCOMPARE(playhead.speed(), Playhead::fastest);
    QCOMPARE(speedText(playhead.speed()), QStringLiteral("4 ×"));
}

void TestPlayhead::aChosenSpeedStaysForThisRun()
{
    Playhead playhead;
    playhead.setRun({0s, 1s});
    playhead.slower();
    const double chosen = playhead.speed();
    playhead.setRun({0s, 60s});
    QCOMPARE(playhead.speed(), chosen);
    playhead.clear();
    QVERIFY(playhead.speed() > chosen);
}

void TestPlayhead::slowMotionLosesNoFraction()
{
    Playhead playhead;
    playhead.setRun({0s, 1s});
    playhead.moveTo(10ms);
    for (int step = 0; step < 30; ++step)
        playhead.slower();
    for (int frame = 0; frame < 1000; ++frame)
        playhead.advance(16ms + 100us); // 16.1 ns of the run each
    QVERIFY(std::chrono::abs(*playhead.time() - (10ms + 16'100ns)) <= 1ns);
}

void TestPlayhead::itStopsAtTheEndAndBeginsAgain()
{
    Playhead playhead;
    playhead.setRun({1s, 11s});
    playhead.play();
    QCOMPARE(playhead.time(), std::optional<Nanos>(1s));
    playhead.advance(4s);
    QCOMPARE(playhead.time(), std::optional<Nanos>(5s));
    QVERIFY(playhead.isPlaying());
    playhead.advance(60s);
    QCOMPARE(playhead.time(), std::optional<Nanos>(11s));
    QVERIFY(!playhead.isPlaying());
    playhead.toggle();
    QCOMPARE(playhead.time(), std::optional<Nanos>(1s));
}

void TestPlayhead::itWaitsAtTheEdgeOfAGrowingRun()
{
    Playhead playhead;
    playhead.setRun({0s, 10s});
    playhead.setGrowing(true);
    playhead.play();
    playhead.advance(20s);
    QCOMPARE(playhead.time(), std::optional<Nanos>(10s));
    QVERIFY(playhead.isPlaying());
    playhead.setRun({0s, 12s});
    playhead.advance(1s);
    QCOMPARE(playhead.time(), std::optional<Nanos>(11s));
    playhead.setGrowing(false);
    playhead.advance(5s);
    QVERIFY(!playhead.isPlaying());
}

void TestPlayhead::aStepPauses()
{
    Playhead playhead;
    playhead.setRun({0s, 10s});
    playhead.play();
    QSignalSpy playing(&playhead, &Playhead::playingChanged);
    playhead.stepTo(3s, {LaneId(2), 5});
    QCOMPARE(playing.count(), 1);
    QCOMPARE(playhead.event()->number, std::size_t(5));
    playhead.moveTo(4s);
    QVERIFY(!playhead.event());
}

void TestPlayhead::nothingIsSaidWhenNothingChanges()
{
    Playhead playhead;
    playhead.setRun({0s, 10s});
    QSignalSpy moved(&playhead, &Playhead::moved);
    playhead.clear();
    playhead.pause();
    QCOMPARE(moved.count(), 0);
    playhead.moveTo(1s);
    playhead.moveTo(1s);
    QCOMPARE(moved.count(), 1);
}

QTEST_GUILESS_MAIN(TestPlayhead)
#include "tst_playhead.moc"

#include "core/analysis/causes.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

/// A starts B, which waits for a queue; A puts something there, stops at that moment, and B goes on.
class TestCauses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aRunLeadsBackToWhoWokeIt();
    void aWakerThatStopsAtThatMomentIsFoundRunning();
    void aTimerLeadsBackToTheRunBefore();
    void theFirstRunLeadsBackToWhoStartedIt();
    void aRunLeadsOnToWhomItWoke();
    void aWaitLeadsOnToTheRunAfterIt();
    void thereAndBackIsTheSamePlace();
    void nothingFollowsFromTheLast();

private:
    Segment at(LaneId lane, Nanos time) const { return *segmentAt(*m_build.trace.lane(lane), 10us, time); }
    auto cause(LaneId lane, Nanos time) const { return momentOfCause(m_build.trace, at(lane, time), 10us); }
    auto effect(LaneId lane, Nanos time) const { return momentOfEffect(m_build.trace, at(lane, time), time, 10us); }

    TraceBuilder m_build;
    LaneId m_host, m_a, m_b;
};

void TestCauses::initTestCase()
{
    m_host = m_build.lane(LaneKind::Host, "host");
    m_a = m_build.lane(LaneKind::Thread, "a");
    m_b = m_build.lane(LaneKind::Thread, "b");
    m_build.start(m_a, 0us);
    m_build.add(m_b, 1us, EventKind::Start, 0, m_a.value());
    m_build.suspend(m_b, 2us, Reason::QueueEmpty);
    m_build.wake(m_b, 4us, m_a);
    m_build.sleep(m_a, 4us, 2us);
    m_build.resume(m_b, 5us);
    m_build.wake(m_a, 6us, m_host);
    m_build.resume(m_a, 7us);
    m_build.finish(m_b, 8us);
    m_build.finish(m_a, 10us);
}

void TestCauses::aRunLeadsBackToWhoWokeIt()
{
    QCOMPARE(cause(m_b, 6us)->lane, m_a);
    QCOMPARE(cause(m_b, 3us)->lane, m_a); // the wait that it ended
}

void TestCauses::aWakerThatStopsAtThatMomentIsFoundRunning()
{
    const auto moment = cause(m_b, 6us);
    QCOMPARE(at(m_a, moment->time).state, State::Running);
    QCOMPARE(moment->time, 4us - 1ns);
}

void TestCauses::aTimerLeadsBackToTheRunBefore()
{
    QCOMPARE(cause(m_a, 8us), (LaneMoment{m_a, 4us - 1ns}));
}

void TestCauses::theFirstRunLeadsBackToWhoStartedIt()
{
    QCOMPARE(cause(m_b, 1500ns), (LaneMoment{m_a, 1us}));
    QVERIFY(!cause(m_a, 1us));
}

void TestCauses::aRunLeadsOnToWhomItWoke()
{
    QCOMPARE(effect(m_a, 500ns), (LaneMoment{m_b, 1us})); // it started b
    QCOMPARE(effect(m_a, 2us), (LaneMoment{m_b, 5us}));   // which went on a microsecond after its wake
}

void TestCauses::aWaitLeadsOnToTheRunAfterIt()
{
    QCOMPARE(effect(m_b, 3us), (LaneMoment{m_b, 5us}));
    QCOMPARE(effect(m_b, 4500ns), (LaneMoment{m_b, 5us}));
}

void TestCauses::thereAndBackIsTheSamePlace()
{
    const auto back = cause(m_b, 6us);
    const auto forth = effect(back->lane, back->time);
    QCOMPARE(at(forth->lane, forth->time), at(m_b, 6us));
}

void TestCauses::nothingFollowsFromTheLast()
{
    QVERIFY(!effect(m_b, 6us));
    QVERIFY(!effect(m_a, 9us));
}

QTEST_GUILESS_MAIN(TestCauses)
#include "tst_causes.moc"

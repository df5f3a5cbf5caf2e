#include "core/analysis/ancestry.h"

#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

/// Task main starts task parent, which starts child; others wake child, and bystander is by itself.
class TestAncestry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aLaneComesFromItsParentsAndItsCreators();
    void theStartNamesTheCreatorBeforeTheWakeDoes();
    void everyWakerIsNamedOnceAndTheLaneItselfNever();
    void whatIsTooLargeIsNotSearchedForWakers();
    void circlesAndUnknownLanesEnd();
    void litLanesAreTheWholeFamilyAndNobodyElse();

private:
    Ancestry of(LaneId lane, std::size_t most = 1000) const { return ancestryOf(m_build.trace, lane, most); }

    TraceBuilder m_build;
    LaneId m_process, m_thread, m_loop, m_main, m_parent, m_child, m_below, m_bystander, m_other, m_waker;
};

void TestAncestry::init()
{
    m_build = {};
    m_process = m_build.lane(LaneKind::Process, "process");
    m_thread = m_build.lane(LaneKind::Thread, "thread", m_process);
    m_loop = m_build.lane(LaneKind::EventLoop, "loop", m_thread);
    m_main = m_build.lane(LaneKind::Task, "main", m_loop);
    m_parent = m_build.lane(LaneKind::Task, "parent", m_loop);
    m_child = m_build.lane(LaneKind::Task, "child", m_loop);
    m_below = m_build.lane(LaneKind::Coroutine, "awaited", m_child);
    m_bystander = m_build.lane(LaneKind::Task, "bystander", m_loop);
    m_other = m_build.lane(LaneKind::Process, "other");
    m_waker = m_build.lane(LaneKind::Thread, "waker", m_other);
    m_build.start(m_main, 0ms);
    m_build.wake(m_parent, 1ms, m_main);
    m_build.start(m_parent, 2ms);
    m_build.wake(m_child, 3ms, m_parent);
    m_build.start(m_child, 4ms);
    for (const Nanos at : {10ms, 20ms, 30ms}) {
        m_build.suspend(m_child, at, Reason::Lock);
        m_build.wake(m_child, at + 1ms, at == 20ms ? m_child : m_waker);
        m_build.resume(m_child, at + 2ms);
    }
    m_build.wake(m_bystander, 5ms, m_child);
    m_build.start(m_bystander, 6ms);
}

void TestAncestry::aLaneComesFromItsParentsAndItsCreators()
{
    const Ancestry ancestry = of(m_child);
    QCOMPARE(ancestry.around, (std::vector{m_loop, m_thread, m_process}));
    QCOMPARE(ancestry.creators, (std::vector{m_parent, m_main}));
    QVERIFY(of(m_main).creators.empty());
    QVERIFY(of(m_process).around.empty());
}

void TestAncestry::theStartNamesTheCreatorBeforeTheWakeDoes()
{
    const LaneId made = m_build.lane(LaneKind::Thread, "made", m_process);
    m_build.wake(made, 1ms, m_main);
    m_build.add(made, 2ms, EventKind::Start, 0, m_thread.value());
    QCOMPARE(creatorOf(m_build.trace, *m_build.trace.lane(made)), std::optional(m_thread));
}

void TestAncestry::everyWakerIsNamedOnceAndTheLaneItselfNever()
{
    const Ancestry ancestry = of(m_child);
    QVERIFY(ancestry.knowsWakers);
    QCOMPARE(ancestry.wakers, (std::vector{m_parent, m_waker}));
}

void TestAncestry::whatIsTooLargeIsNotSearchedForWakers()
{
    const std::size_t events = m_build.trace.lane(m_child)->events.size();
    QVERIFY(of(m_child, events).knowsWakers);
    const Ancestry ancestry = of(m_child, events - 1);
    QVERIFY(!ancestry.knowsWakers);
    QVERIFY(ancestry.wakers.empty());
    QCOMPARE(ancestry.creators, (std::vector{m_parent, m_main})); // few events say that
}

void TestAncestry::circlesAndUnknownLanesEnd()
{
    const LaneId egg = m_build.lane(LaneKind::Task, "egg"), hen = m_build.lane(LaneKind::Task, "hen");
    m_build.wake(egg, 1ms, hen);
    m_build.wake(hen, 1ms, egg);
    QCOMPARE(of(egg).creators, std::vector{hen});
    const LaneId lost = m_build.lane(LaneKind::Task, "lost");
    m_build.wake(lost, 1ms, LaneId(5000));
    QVERIFY(of(lost).creators.empty());
    QVERIFY(of(lost).wakers.empty());
    QVERIFY(of(LaneId(7000)).around.empty());
}

void TestAncestry::litLanesAreTheWholeFamilyAndNobodyElse()
{
    const std::vector<bool> lit = litLanes(m_build.trace, m_child, of(m_child));
    std::vector<LaneId> dark;
    for (const Lane &lane : m_build.trace.lanes()) {
        if (!lit[lane.id.value()])
            dark.push_back(lane.id);
    }
    QCOMPARE(dark, std::vector{m_bystander});
    QVERIFY(lit[m_below.value()] && lit[m_other.value()]); // below it, and around who woke it
    QVERIFY(!litLanes(m_build.trace, m_bystander, of(m_bystander))[m_waker.value()]);
}

QTEST_GUILESS_MAIN(TestAncestry)
#include "tst_ancestry.moc"

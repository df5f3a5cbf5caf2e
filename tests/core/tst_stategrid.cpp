#include "core/trace/stategrid.h"

#include "core/trace/trace.h"

#include <QTest>

using namespace Interleave;

namespace {

constexpr std::uint64_t step = 100;

/// One lane that runs and is suspended by turns, but for event `odd`, which is of that kind.
Trace turns(std::size_t count, std::size_t odd, EventKind kind)
{
    Trace trace;
    trace.append(Event(0, EventKind::Start, 0, LaneId(1)));
    for (std::size_t i = 1; i < count; ++i) {
        const EventKind usual = i % 2 ? EventKind::Suspend : EventKind::Resume;
        trace.append(Event(i * step, i == odd ? kind : usual, 0, LaneId(1)));
    }
    return trace;
}

Nanos timeOf(std::size_t event)
{
    return Nanos(std::int64_t(event * step));
}

} // namespace

class TestStateGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLaneThatTakesTurnsIsKnownTo()
    {
        constexpr std::size_t block = EventSequence::blockEvents;
        const Trace trace = turns(5 * block, 0, EventKind::None);
        const StateGrid &grid = trace.lane(LaneId(1))->grid;
        QVERIFY(!grid.alternates(timeOf(10), timeOf(20))); // within the first block it began
        QVERIFY(grid.alternates(timeOf(block + 10), timeOf(block + 20)));
        QVERIFY(grid.alternates(timeOf(block + 10), timeOf(3 * block + 20)));
        QVERIFY(!grid.alternates(timeOf(3 * block), timeOf(5 * block))); // where nothing is indexed yet
        QVERIFY(!grid.alternates(timeOf(6 * block), timeOf(7 * block)));
    }
    void whatIsNoTurnIsSeen_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("runs on") << int(EventKind::Resume);
        QTest::newRow("becomes ready") << int(EventKind::Wake);
        QTest::newRow("ends") << int(EventKind::Finish);
        QTest::newRow("says something") << int(EventKind::Note); // its turn is missing then
    }
    void whatIsNoTurnIsSeen()
    {
        QFETCH(int, kind);
        constexpr std::size_t block = EventSequence::blockEvents;
        for (const std::size_t odd : {block + 7, block + 8}) {
            const Trace trace = turns(5 * block, odd, EventKind(kind));
            const StateGrid &grid = trace.lane(LaneId(1))->grid;
            const bool same = EventKind(kind) == EventKind::Resume && odd % 2 == 0; // as it is anyway
            QCOMPARE(grid.alternates(timeOf(block + 100), timeOf(block + 200)), same);
            QVERIFY(grid.alternates(timeOf(2 * block + 100), timeOf(2 * block + 200)));
            QCOMPARE(grid.alternates(timeOf(block + 100), timeOf(2 * block + 200)), same);
        }
    }
};

QTEST_APPLESS_MAIN(TestStateGrid)
#include "tst_stategrid.moc"

#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

std::vector<std::int64_t> timesOf(const EventSequence &events)
{
    std::vector<std::int64_t> times;
    for (const Event &event : events)
        times.push_back(event.time().count());
    return times;
}

using Times = std::vector<std::int64_t>;

} // namespace

class TestTrace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyTraceBeginsAndEndsAtZero()
    {
        const Trace trace;
        QVERIFY(trace.empty() && trace.begin() == 0ns && trace.end() == 0ns);
        QVERIFY(trace.lanes().empty() && !trace.lane(LaneId(1)) && trace.events(LaneId(1)).empty());
        QVERIFY(trace.children(std::nullopt).empty());
    }
    void lateEventsFindTheirPlaceByTime()
    {
        TraceBuilder built;
        const LaneId lane = built.lane(LaneKind::Task, "task");
        built.start(lane, 10ns);
        built.finish(lane, 30ns);
        built.suspend(lane, 20ns, Reason::Io);
        built.wake(lane, 5ns, lane);
        QVERIFY(timesOf(built.trace.events(lane)) == Times({5, 10, 20, 30}));
        QVERIFY(built.trace.begin() == 5ns && built.trace.end() == 30ns);
    }
    void eventsOfOneTimeKeepTheirOrder()
    {
        TraceBuilder built;
        const LaneId lane = built.lane(LaneKind::Task, "task");
        built.start(lane, 10ns);
        built.suspend(lane, 10ns, Reason::Turn);
        built.finish(lane, 20ns);
        built.resume(lane, 10ns);
        const EventSequence &events = built.trace.events(lane);
        QVERIFY(events[0].kind() == EventKind::Start && events[1].kind() == EventKind::Suspend
                && events[2].kind() == EventKind::Resume && events[3].kind() == EventKind::Finish);
    }
    void lanesFormATreeInOrderOfTheirIds()
    {
        Trace trace;
        const auto declare = [&](std::uint32_t id, std::optional<LaneId> parent) {
            return trace.declareLane(LaneId(id), parent, LaneKind::Task, "lane", 0, 0,
                                     Event(0, EventKind::Lane, 0, LaneId(id)));
        };
        QVERIFY(declare(1, std::nullopt) && declare(4, LaneId(1)) && declare(2, LaneId(1)) && declare(3, LaneId(2)));
        const std::span<const LaneId> children = trace.children(LaneId(1));
        QVERIFY(std::vector(children.begin(), children.end()) == std::vector({LaneId(2), LaneId(4)}));
        QCOMPARE(trace.children(std::nullopt).size(), std::size_t(1));
        QVERIFY(trace.children(LaneId(4)).empty());
        QVERIFY(trace.problems.empty());
    }
    void aLaneThatCannotBeIsRefusedAndSaid_data()
    {
        QTest::addColumn<quint32>("id");
        QTest::addColumn<int>("parent");
        QTest::newRow("zero") << 0u << -1;
        QTest::newRow("too many") << Trace::maxLanes + 1 << -1;
        QTest::newRow("its own parent") << 2u << 2;
        QTest::newRow("below a later one") << 2u << 3;
        QTest::newRow("below none") << 2u << 0;
        QTest::newRow("twice") << 1u << -1;
    }
    void aLaneThatCannotBeIsRefusedAndSaid()
    {
        QFETCH(quint32, id);
        QFETCH(int, parent);
        TraceBuilder built;
        built.lane(LaneKind::Host, "host");
        const std::uint64_t records = built.trace.recordCount();
        const std::optional<LaneId> above = parent < 0 ? std::nullopt : std::optional(LaneId(std::uint32_t(parent)));
        QVERIFY(!built.trace.declareLane(LaneId(id), above, LaneKind::Task, "no", 0, 0,
                                         Event(0, EventKind::Lane, 0, LaneId(id))));
        QCOMPARE(built.trace.problems.size(), std::size_t(1));
        QCOMPARE(built.trace.recordCount(), records);
        QCOMPARE(built.trace.lane(LaneId(1))->name, "host");
    }
    void anEventOfALaneThatCannotBeIsRefusedAndSaid()
    {
        Trace trace;
        QVERIFY(!trace.append(Event(1, EventKind::Start, 0, LaneId(0))));
        QVERIFY(!trace.append(Event(1, EventKind::Start, 0, LaneId(Trace::maxLanes + 1))));
        QVERIFY(!trace.appendText(Event(1, EventKind::Output, 0, LaneId(0)), "lost"));
        QVERIFY(trace.empty() && trace.outputs().empty() && trace.recordCount() == 0);
        QCOMPARE(trace.problems.size(), std::size_t(3));
    }
    void anEventMayComeBeforeItsLanesDeclaration()
    {
        Trace trace;
        QVERIFY(trace.append(Event(5, EventKind::Start, 0, LaneId(2))));
        QVERIFY(trace.lane(LaneId(2))->name.empty() && trace.lane(LaneId(1)));
        QVERIFY(trace.declareLane(LaneId(2), LaneId(1), LaneKind::Thread, "late", 3, 4,
                                  Event(1, EventKind::Lane, 2, LaneId(2), 1)));
        const Lane &lane = *trace.lane(LaneId(2));
        QVERIFY(lane.name == "late" && lane.pid == 3 && lane.tid == 4 && lane.events.size() == 1);
        QVERIFY(lane.parent == LaneId(1) && lane.kind == LaneKind::Thread);
    }
    void textsAndCountersComeBackByTheirEvents()
    {
        TraceBuilder built;
        const LaneId lane = built.lane(LaneKind::Process, "main");
        built.print(lane, 20ns, "second");
        built.print(lane, 10ns, "first");
        built.trace.appendText(Event(15, EventKind::Note, 0, lane), "remark");
        built.trace.appendCounter(Event(16, EventKind::Counter, 0, lane), -7, "depth");
        const std::span<const Event> outputs = built.trace.outputs();
        QCOMPARE(outputs.size(), std::size_t(2)); // a note is not printed
        QCOMPARE(built.trace.text(outputs[0]), std::string_view("first"));
        QCOMPARE(built.trace.text(outputs[1]), std::string_view("second"));
        const EventSequence &events = built.trace.events(lane);
        QCOMPARE(built.trace.text(events[1]), std::string_view("remark"));
        QVERIFY(!built.trace.counter(events[1]));
        QCOMPARE(built.trace.counter(events[2])->value, std::int64_t(-7));
        QCOMPARE(built.trace.counter(events[2])->name, "depth");
        QCOMPARE(built.trace.text(events[2]), std::string_view());
    }
    void aTextIsCutAtItsLimit()
    {
        TraceBuilder built;
        const LaneId lane = built.lane(LaneKind::Process, "main");
        built.print(lane, 1ns, std::string(Trace::maxTextBytes + 5, 'x'));
        QCOMPARE(built.trace.text(built.trace.outputs()[0]).size(), Trace::maxTextBytes);
    }
    void recordsCountEachContinuation()
    {
        TraceBuilder built;
        const LaneId lane = built.lane(LaneKind::Process, "123456"); // 8 + 6 bytes: one continuation
        QCOMPARE(built.trace.recordCount(), std::uint64_t(2));
        built.start(lane, 1ns);
        QCOMPARE(built.trace.recordCount(), std::uint64_t(3));
        built.print(lane, 2ns, "");
        QCOMPARE(built.trace.recordCount(), std::uint64_t(4));
        built.print(lane, 3ns, "fifteen letters");
        QCOMPARE(built.trace.recordCount(), std::uint64_t(7));
        built.trace.appendCounter(Event(4, EventKind::Counter, 0, lane), 1, "1234567"); // 8 + 7 bytes
        QCOMPARE(built.trace.recordCount(), std::uint64_t(10));
        QCOMPARE(built.trace.eventCount(), std::uint64_t(4)); // the declaration is none
    }
    void theRevisionGrowsWithEveryChange()
    {
        TraceBuilder built;
        std::uint64_t revision = built.trace.revision();
        const auto hasGrown = [&] { return std::exchange(revision, built.trace.revision()) < built.trace.revision(); };
        const LaneId lane = built.lane(LaneKind::Process, "main");
        QVERIFY(hasGrown());
        built.start(lane, 1ns);
        QVERIFY(hasGrown());
        built.print(lane, 1ns, "text");
        QVERIFY(hasGrown());
    }
    void theJournalHasWhatWasAddedSinceItWasTaken()
    {
        TraceBuilder built;
        const LaneId early = built.lane(LaneKind::Process, "early");
        built.start(early, 1ns);
        built.trace.keepJournal();
        QVERIFY(built.trace.takeJournal().empty());
        const LaneId lane = built.lane(LaneKind::Thread, "lane", early);
        built.print(lane, 9ns, "text");
        built.start(lane, 5ns);
        const std::vector<Event> journal = built.trace.takeJournal();
        QCOMPARE(journal.size(), std::size_t(3)); // in order of recording
        QVERIFY(journal[0] == built.trace.lane(lane)->declared);
        QCOMPARE(built.trace.text(journal[1]), std::string_view("text"));
        QVERIFY(journal[2] == built.trace.events(lane)[0]);
        QVERIFY(built.trace.takeJournal().empty());
    }
    void lossesAddUpOverTheRings()
    {
        Trace trace;
        trace.rings = {{1, 1, 10, 8, 2}, {1, 2, 5, 5, 0}, {1, 3, 9, 6, 3}};
        QCOMPARE(trace.lost(), std::uint64_t(5));
        for (const RingTotals &ring : trace.rings)
            QVERIFY(ring.holds());
        QVERIFY(!(RingTotals{1, 1, 10, 8, 1}).holds());
    }
};

QTEST_APPLESS_MAIN(TestTrace)
#include "tst_trace.moc"

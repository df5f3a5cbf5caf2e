// The table of all events is compared with telling them all from the first, which it is there to avoid.
#include "core/analysis/mergedevents.h"
#include "core/analysis/states.h"
#include "core/io/eventorder.h"
#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

#include <random>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// The events in the order of the exports, without the declarations.
std::vector<Event> inOrder(const Trace &trace)
{
    std::vector<Event> events;
    forEachInOrder(trace, [&](const Event &event) {
        if (event.kind() != EventKind::Lane)
            events.push_back(event);
        return true;
    });
    return events;
}

Event eventAt(const Trace &trace, EventPlace place)
{
    return trace.lane(place.lane)->events[place.number];
}

std::vector<Event> rowsOf(const Trace &trace, const MergedEvents &merged, std::uint64_t row, std::size_t count)
{
    std::vector<Event> events;
    for (const EventPlace &place : merged.rows(row, count))
        events.push_back(eventAt(trace, place));
    return events;
}

} // namespace

class TestMergedEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStretchOfRowsIsThatOfTheWholeOrder()
    {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            const Trace trace = sampleTrace(seed, 12, 2'000);
            const std::vector<Event> all = inOrder(trace);
            const MergedEvents merged(trace);
            QCOMPARE(merged.size(), all.size());
            for (std::size_t row = 0; row < all.size(); row += 37) {
                const std::size_t count = std::min<std::size_t>(100, all.size() - row);
                const auto first = all.begin() + std::ptrdiff_t(row);
                QCOMPARE(rowsOf(trace, merged, row, 100), std::vector<Event>(first, first + std::ptrdiff_t(count)));
            }
            QVERIFY(merged.rows(all.size(), 1).empty());
        }
    }

    void everyEventLeadsBackToItsRow()
    {
        const Trace trace = sampleTrace(7, 20, 3'000);
        const MergedEvents merged(trace);
        const std::vector<EventPlace> places = merged.rows(0, merged.size());
        QCOMPARE(places.size(), merged.size());
        for (std::size_t row = 0; row < places.size(); ++row)
            QCOMPARE(merged.rowOf(places[row]), row);
    }

    void thousandsOfEventsOfOneNanosecondAreToldApart()
    {
        static constexpr EventKind kinds[] = {EventKind::Suspend, EventKind::Wake, EventKind::Resume, EventKind::Counter, EventKind::Finish};
        std::mt19937 random(5);
        TraceBuilder built;
        std::vector<LaneId> lanes;
        for (int i = 0; i < 12; ++i)
            lanes.push_back(built.lane(LaneKind::Task, "task"));
        for (int i = 0; i < 6'000; ++i) {
            const LaneId lane = lanes[random() % (i % 3 == 0 ? 1 : lanes.size())];
            const Nanos time(1 + i / 2'500);
            if (random() % 9 == 0)
                built.print(lane, time, "line");
            else
                built.add(lane, time, kinds[random() % std::size(kinds)]);
        }
        const std::vector<Event> all = inOrder(built.trace);
        const MergedEvents merged(built.trace);
        const std::vector<EventPlace> places = merged.rows(0, merged.size());
        for (std::size_t row = 0; row < all.size(); row += 7) {
            QCOMPARE(rowsOf(built.trace, merged, row, 1), std::vector{all[row]});
            QCOMPARE(merged.rows(row, 1).front(), places[row]);
            QCOMPARE(merged.rowOf(places[row]), row);
        }
    }

    void eventsOfOneMomentKeepTheirLanesOrder()
    {
        TraceBuilder built;
        const LaneId one = built.lane(LaneKind::Task, "one"), other = built.lane(LaneKind::Task, "other");
        for (int i = 0; i < 1'000; ++i) {
            built.add(i % 2 == 0 ? one : other, 5ms, EventKind::Counter);
            built.suspend(one, 5ms, Reason::Turn);
            built.resume(one, 5ms);
        }
        const std::vector<Event> all = inOrder(built.trace);
        const MergedEvents merged(built.trace);
        QCOMPARE(rowsOf(built.trace, merged, 0, all.size()), all);
        QCOMPARE(rowsOf(built.trace, merged, 1'500, 1), std::vector<Event>{all[1'500]});
        QCOMPARE(merged.rowOf(merged.rows(1'500, 1).front()), 1'500u);
    }

    void someLanesAloneMakeATableOfTheirOwn()
    {
        const Trace trace = sampleTrace(3, 10, 1'000);
        const LaneId chosen[] = {LaneId(5), LaneId(7)};
        std::vector<Event> wanted;
        for (const Event &event : inOrder(trace)) {
            if (event.lane() == chosen[0] || event.lane() == chosen[1])
                wanted.push_back(event);
        }
        const MergedEvents merged(trace, {chosen[0], chosen[1]});
        QCOMPARE(merged.size(), wanted.size());
        QCOMPARE(rowsOf(trace, merged, 0, wanted.size()), wanted);
        QCOMPARE(MergedEvents(trace, {LaneId(99)}).size(), 0u);
    }

    void countingBeforeATimeGivesTheRowOfWhatFollows()
    {
        const Trace trace = sampleTrace(4);
        const std::vector<Event> all = inOrder(trace);
        const MergedEvents merged(trace);
        QCOMPARE(merged.countBefore(trace.begin()), 0u);
        QCOMPARE(merged.countBefore(trace.end() + 1ns), all.size());
        const Nanos time = all[100].time();
        const auto first = std::find_if(all.begin(), all.end(), [&](const Event &event) { return event.time() >= time; });
        QCOMPARE(merged.countBefore(time), std::uint64_t(first - all.begin()));
    }

    void withoutEventsThereAreNoRows()
    {
        const Trace trace;
        QCOMPARE(MergedEvents(trace).size(), 0u);
        QVERIFY(MergedEvents(trace).rows(0, 10).empty());
    }

    void everySegmentIsBegunByOneEvent()
    {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            const Trace trace = sampleTrace(seed, 9, 1'000);
            for (const Lane &lane : trace.lanes()) {
                std::vector<std::pair<Nanos, Nanos>> begun, segments;
                for (std::size_t number = 0; number < lane.events.size(); ++number) {
                    if (const auto lasts = durationBegunBy(lane, number, trace.end()))
                        begun.emplace_back(lane.events[number].time(), *lasts);
                }
                for (const Segment &segment : segmentsOf(lane, trace.end()))
                    segments.emplace_back(segment.begin, segment.duration());
                QCOMPARE(begun, segments);
            }
        }
    }

    void aWakeThatChangesNothingBeginsNothing()
    {
        TraceBuilder built;
        const LaneId lane = built.lane(LaneKind::Task, "task");
        built.wake(lane, 1ms, lane);
        built.wake(lane, 2ms, lane);
        built.start(lane, 3ms);
        built.wake(lane, 4ms, lane);
        built.suspend(lane, 5ms, Reason::Io);
        built.wake(lane, 6ms, lane);
        const Lane &task = *built.trace.lane(lane);
        const auto lasts = [&](std::size_t number) { return durationBegunBy(task, number, 10ms); };
        QCOMPARE(lasts(0), std::optional<Nanos>(2ms));
        QCOMPARE(lasts(1), std::optional<Nanos>());
        QCOMPARE(lasts(2), std::optional<Nanos>(2ms));
        QCOMPARE(lasts(3), std::optional<Nanos>());
        QCOMPARE(lasts(4), std::optional<Nanos>(1ms));
        QCOMPARE(lasts(5), std::optional<Nanos>(4ms)); // not over
    }

    void aMomentIsShownByItsOwnEventOrByTheOneThatBeganItsSegment()
    {
        TraceBuilder built;
        const LaneId lane = built.lane(LaneKind::Task, "task");
        built.start(lane, 10ms);
        built.print(lane, 20ms, "hello");
        built.suspend(lane, 30ms, Reason::Io);
        const Lane &task = *built.trace.lane(lane);
        const auto shown = [&](Nanos time) { return eventShowing(task, time); };
        QCOMPARE(shown(9ms), std::optional<EventPlace>());
        QCOMPARE(shown(10ms)->number, 0u);
        QCOMPARE(shown(20ms)->number, 1u);
        QCOMPARE(shown(25ms)->number, 0u);
        QCOMPARE(shown(99ms)->number, 2u);
    }
};

QTEST_GUILESS_MAIN(TestMergedEvents)
#include "tst_mergedevents.moc"

#include "core/io/mixedevents.h"

#include "core/trace/trace.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace Interleave;

namespace {

Event eventOf(std::uint32_t lane, std::uint64_t time, std::uint16_t line = 0)
{
    return Event(time, EventKind::Resume, 0, LaneId(lane), 0, line);
}

/// In order of recording, some a little late; the line numbers those of one lane.
std::vector<Event> recorded(std::size_t count, std::uint32_t lanes)
{
    std::mt19937 random(7);
    std::vector<Event> events;
    std::vector<std::uint16_t> next(lanes + 1);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t lane = 1 + random() % lanes;
        events.push_back(eventOf(lane, 1000 + i / 4 * 10 - random() % 50, next[lane]++));
    }
    return events;
}

/// One by one, as the quick way has to have it.
std::vector<std::vector<Event>> byLane(const std::vector<Event> &events, std::uint32_t lanes)
{
    std::vector<std::vector<Event>> result(lanes);
    for (const Event &event : events)
        result[event.lane().value() - 1].push_back(event);
    for (std::vector<Event> &lane : result)
        std::stable_sort(lane.begin(), lane.end(), [](const Event &a, const Event &b) { return a.rawTime() < b.rawTime(); });
    return result;
}

} // namespace

class TestMixedEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachLaneHasItsEventsInOrder_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("one") << 1;
        QTest::newRow("a few") << 1'000;
        QTest::newRow("for several threads") << 700'000;
    }
    void eachLaneHasItsEventsInOrder()
    {
        QFETCH(int, count);
        constexpr std::uint32_t lanes = 37;
        const std::vector<Event> events = recorded(std::size_t(count), lanes);
        MixedEvents mixed;
        for (std::size_t from = 0; from < events.size(); from += 999)
            mixed.add(std::span(events).subspan(from, std::min<std::size_t>(999, events.size() - from)));
        QCOMPARE(mixed.count(), std::uint64_t(count));
        const std::vector<EventSequence> split = mixed.split();
        const auto wanted = byLane(events, lanes);
        for (std::size_t lane = 0; lane < split.size(); ++lane)
            QVERIFY(std::equal(split[lane].begin(), split[lane].end(), wanted[lane].begin(), wanted[lane].end()));
        for (std::size_t lane = split.size(); lane < lanes; ++lane)
            QVERIFY(wanted[lane].empty());
        QCOMPARE(mixed.vanished(), std::uint64_t(0));
    }
    void whatSplitsOffOutlivesItsSource()
    {
        std::vector<EventSequence> split;
        {
            std::vector<Event> events{eventOf(2, 5), eventOf(1, 6), eventOf(2, 7)};
            MixedEvents mixed;
            mixed.add(events);
            split = mixed.split();
            std::fill(events.begin(), events.end(), Event());
        }
        QCOMPARE(split.size(), std::size_t(2));
        QVERIFY(split[0].size() == 1 && split[0][0] == eventOf(1, 6));
        QVERIFY(split[1].size() == 2 && split[1][0] == eventOf(2, 5) && split[1][1] == eventOf(2, 7));
    }
    void whatChangedMeanwhileFindsNoRoomAndIsCounted()
    {
        std::vector<Event> events{eventOf(1, 5), eventOf(2, 6), eventOf(1, 7), eventOf(2, 8)};
        MixedEvents mixed;
        mixed.add(events);
        events[1] = Event();                            // as where a file was cut off
        events[2] = eventOf(Trace::maxLanes + 1, 7);    // a lane that cannot be
        events[3] = eventOf(3, 8);                      // one that was not there
        const std::vector<EventSequence> split = mixed.split();
        QCOMPARE(split.size(), std::size_t(2));
        QVERIFY(split[0].size() == 1 && split[0][0] == eventOf(1, 5));
        QVERIFY(split[1].empty());
        QCOMPARE(mixed.vanished(), std::uint64_t(3));
    }
};

QTEST_APPLESS_MAIN(TestMixedEvents)
#include "tst_mixedevents.moc"

#include "core/trace/eventsequence.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace Interleave;

namespace {

Event at(std::uint64_t time, std::uint32_t argument = 0)
{
    return Event(time, EventKind::Wake, 0, LaneId(1), argument);
}

bool holds(const EventSequence &sequence, const std::vector<Event> &expected)
{
    return sequence.size() == expected.size() && std::equal(sequence.begin(), sequence.end(), expected.begin());
}

} // namespace

class TestEventSequence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsAppendedStandsThereInItsOrder_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {0, 1, 4, 5, 4095, 4096, 4097, 20'000})
            QTest::addRow("%d", count) << count;
    }
    void whatIsAppendedStandsThereInItsOrder()
    {
        QFETCH(int, count);
        EventSequence sequence;
        std::vector<Event> expected;
        for (int i = 0; i < count; ++i) {
            sequence.push_back(at(std::uint64_t(i), std::uint32_t(i)));
            expected.push_back(at(std::uint64_t(i), std::uint32_t(i)));
        }
        QVERIFY(holds(sequence, expected));
        QCOMPARE(sequence.empty(), count == 0);
        QVERIFY(count == 0 || (sequence.front() == expected.front() && sequence.back() == expected.back()));
        std::size_t inBlocks = 0;
        for (std::size_t block = 0; block < sequence.blockCount(); ++block)
            inBlocks += sequence.block(block).size();
        QCOMPARE(inBlocks, std::size_t(count));
    }
    void whatStandsInAFullBlockNeverMoves()
    {
        EventSequence sequence;
        for (std::uint64_t i = 0; i <= EventSequence::blockEvents; ++i)
            sequence.push_back(at(i));
        const Event *first = &sequence.front();
        for (std::uint64_t i = 0; i < 100'000; ++i)
            sequence.push_back(at(10'000 + i));
        QCOMPARE(&sequence.front(), first);
    }
    void lateEventsGoBehindThoseOfTheirTime()
    {
        std::mt19937 random(3);
        for (const std::uint64_t lateness : {3u, 200u, 9'000u}) {
            EventSequence sequence;
            std::vector<Event> expected;
            for (std::uint32_t i = 0; i < 12'000; ++i) {
                const std::uint64_t time = 10'000 + i - random() % lateness;
                const std::size_t place = sequence.insert(at(time, i));
                const auto behind = std::upper_bound(expected.begin(), expected.end(), time, [](std::uint64_t t, const Event &event) {
                    return t < event.rawTime();
                });
                QCOMPARE(place, std::size_t(behind - expected.begin()));
                expected.insert(behind, at(time, i));
            }
            QVERIFY(holds(sequence, expected));
        }
    }
    void theFirstAtOrAfterATimeIsFound()
    {
        EventSequence sequence;
        QCOMPARE(sequence.firstAtOrAfter(Nanos(0)), std::size_t(0));
        std::vector<Event> expected;
        for (std::uint64_t i = 0; i < 10'000; ++i) {
            expected.push_back(at(i / 7 * 3)); // many of one time, across blocks too
            sequence.push_back(expected.back());
        }
        for (std::int64_t time = -1; time < 4'300; ++time) {
            const auto found = std::lower_bound(expected.begin(), expected.end(), Nanos(time),
                                                [](const Event &event, Nanos t) { return event.time() < t; });
            QCOMPARE(sequence.firstAtOrAfter(Nanos(time)), std::size_t(found - expected.begin()));
        }
    }
    void algorithmsOfTheStandardWorkOnIt()
    {
        EventSequence sequence;
        for (std::uint64_t i = 0; i < 5'000; ++i)
            sequence.push_back(at(i, std::uint32_t(i)));
        static_assert(std::random_access_iterator<EventSequence::const_iterator>);
        QVERIFY(std::is_sorted(sequence.begin(), sequence.end(),
                               [](const Event &a, const Event &b) { return a.rawTime() < b.rawTime(); }));
        const auto found = std::find_if(sequence.begin(), sequence.end(),
                                        [](const Event &event) { return event.argument() == 4'500; });
        QCOMPARE(found - sequence.begin(), std::ptrdiff_t(4'500));
        QCOMPARE((sequence.end() - 1)->argument(), 4'999u);
    }
    void sortingKeepsTheOrderOfOneTime()
    {
        EventSequence sequence;
        std::vector<Event> expected;
        std::mt19937 random(5);
        for (std::uint32_t i = 0; i < 9'000; ++i) {
            expected.push_back(at(random() % 100, i));
            sequence.push_back(expected.back());
        }
        sequence.sortByTime();
        std::stable_sort(expected.begin(), expected.end(),
                         [](const Event &a, const Event &b) { return a.rawTime() < b.rawTime(); });
        QVERIFY(holds(sequence, expected));
    }
    void aCopyIsItsOwn()
    {
        for (const std::uint32_t count : {3u, 9'000u}) {
            EventSequence sequence;
            for (std::uint32_t i = 0; i < count; ++i)
                sequence.push_back(at(i));
            EventSequence copy = sequence;
            copy.push_back(at(count));
            copy.changeableBlock(0)[0] = at(0, 77);
            QCOMPARE(sequence.size(), std::size_t(count));
            QCOMPARE(copy.size(), std::size_t(count + 1));
            QCOMPARE(sequence.front().argument(), 0u);
            EventSequence moved = std::move(copy);
            QCOMPARE(moved.size(), std::size_t(count + 1));
            QVERIFY(copy.empty() && copy.begin() == copy.end()); // and may be used again
            copy.push_back(at(1));
            QCOMPARE(copy.size(), std::size_t(1));
        }
    }
    void whatLiesElsewhereIsLookedAtAndCopiedOnlyToBeChanged()
    {
        auto memory = std::make_shared<std::vector<Event>>();
        for (std::uint32_t i = 0; i < 5'000; ++i)
            memory->push_back(at(2 * i, i));
        const std::vector<Event> expected = *memory;
        const std::weak_ptr<std::vector<Event>> watched = memory;
        EventSequence sequence = EventSequence::lookingAt({memory->data(), memory->data() + EventSequence::blockEvents},
                                                          memory->size(), memory);
        memory.reset();
        QVERIFY(!watched.expired() && sequence.isMapped() && holds(sequence, expected));
        QCOMPARE(&sequence.front(), watched.lock()->data());
        EventSequence copy = sequence;
        QCOMPARE(&copy.front(), &sequence.front());
        copy.insert(at(1'001, 99));
        QCOMPARE(copy[501].argument(), 99u);
        QVERIFY(!copy.isMapped() && holds(sequence, expected));
        sequence = EventSequence();
        QVERIFY(watched.expired());
    }
};

QTEST_APPLESS_MAIN(TestEventSequence)
#include "tst_eventsequence.moc"

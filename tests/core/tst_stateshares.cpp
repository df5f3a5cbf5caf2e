#include "core/analysis/states.h"
#include "core/analysis/stateshares.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace Interleave;

namespace {

/// A lane that starts, waits, is woken, goes on and ends as random has it, with pauses from
/// nanoseconds to seconds and events that decide nothing in between. What it does at one time it
/// does in bursts.
class RandomLane
{
public:
    Trace trace;
    explicit RandomLane(unsigned seed, int events, double spread = 6) : m_random(seed), m_spread(spread)
    {
        for (int i = 0; i < events; ++i) {
            trace.append(Event(m_time, nextKind(), std::uint8_t(Reason::Io), lane));
            pass();
        }
    }
    static constexpr LaneId lane{1};
    const Lane &theLane() const { return *trace.lane(lane); }

private:
    EventKind nextKind()
    {
        static constexpr EventKind usual[] = {EventKind::Suspend, EventKind::Wake, EventKind::Resume};
        static constexpr EventKind any[] = {EventKind::Start, EventKind::Finish, EventKind::Wake, EventKind::Lost,
                                            EventKind::Suspend, EventKind::Resume};
        return m_random() % 8 ? usual[m_step++ % 3] : any[m_random() % 6];
    }
    void pass()
    {
        const double exponent = std::uniform_real_distribution<double>(0, m_spread)(m_random);
        m_time += m_random() % 5 == 0 ? 0 : std::uint64_t(std::pow(10.0, exponent));
        if (m_random() % 3'000 == 0)
            m_time += 1'000'000'000;
    }
    std::mt19937 m_random;
    double m_spread;
    std::uint64_t m_time = 5'000;
    int m_step = 0;
};

struct Exact {
    StateSums sums;
    std::uint64_t touching = 0;
};

Exact exactly(const Lane &lane, Nanos traceEnd, Nanos from, Nanos to)
{
    Exact exact;
    forEachSegment(lane, traceEnd, from, to, [&](const Segment &segment) {
        const Nanos within = std::max(Nanos(0), std::min(segment.end, to) - std::max(segment.begin, from));
        (segment.state == State::Running ? exact.sums.running
         : segment.state == State::Ready ? exact.sums.ready : exact.sums.suspended) += within;
        exact.sums.begun += segment.begin >= from;
        ++exact.touching;
    });
    return exact;
}

/// What forEachSegment tells, cut at the edges of the columns.
std::vector<StateSums> exactColumns(const Lane &lane, Nanos traceEnd, const std::vector<Nanos> &edges)
{
    std::vector<StateSums> columns(edges.size() - 1);
    std::size_t first = 0;
    forEachSegment(lane, traceEnd, edges.front(), edges.back(), [&](const Segment &segment) {
        while (first + 1 < columns.size() && edges[first + 1] <= segment.begin)
            ++first;
        for (std::size_t at = first; at < columns.size() && edges[at] < segment.end; ++at) {
            const Nanos within = std::min(segment.end, edges[at + 1]) - std::max(segment.begin, edges[at]);
            (segment.state == State::Running ? columns[at].running
             : segment.state == State::Ready ? columns[at].ready : columns[at].suspended) += within;
        }
    });
    return columns;
}

double worstShareError(const Lane &lane, Nanos traceEnd, Nanos from, Nanos to, int columns)
{
    std::vector<Nanos> edges;
    for (int column = 0; column <= columns; ++column)
        edges.push_back(from + (to - from) * column / columns);
    const std::vector<StateSums> truth = exactColumns(lane, traceEnd, edges);
    ColumnReader reader(lane, traceEnd, from, (to - from) / columns);
    double worst = 0;
    for (std::size_t column = 0; column < truth.size(); ++column) {
        const StateSums read = reader.upTo(edges[column + 1]), &exact = truth[column];
        const double width = double((edges[column + 1] - edges[column]).count());
        for (const auto &[a, b] : {std::pair(read.running, exact.running), std::pair(read.ready, exact.ready),
                                   std::pair(read.suspended, exact.suspended)})
            worst = std::max(worst, std::abs(double((a - b).count())) / width);
    }
    return worst;
}

} // namespace

class TestStateShares : public QObject
{
    Q_OBJECT

private:
    /// By the grid and through all events, at, before and behind some of them.
    static void compareSearches(const Lane &lane, Nanos traceEnd)
    {
        for (const Nanos beside : {Nanos(-1), Nanos(0), Nanos(1)}) {
            for (std::size_t i = 0; i < lane.events.size(); i += 3) {
                const Nanos time = lane.events[i].time() + beside;
                QCOMPARE(lane.firstAtOrAfter(time), lane.events.firstAtOrAfter(time));
            }
            QCOMPARE(lane.firstAtOrAfter(traceEnd + beside), lane.events.firstAtOrAfter(traceEnd + beside));
        }
        QCOMPARE(lane.firstAtOrAfter(Nanos(0)), std::size_t(0));
    }

private Q_SLOTS:
    void sumsOfAnyStretchAreThoseOfItsSegments_data()
    {
        QTest::addColumn<int>("events");
        for (const int events : {1, 3, 50, 300, 4'095, 4'096, 4'097, 5'121, 13'000})
            QTest::addRow("%d", events) << events;
    }
    void sumsOfAnyStretchAreThoseOfItsSegments()
    {
        QFETCH(int, events);
        for (unsigned seed = 1; seed <= 3; ++seed) {
            const RandomLane built(seed, events);
            const Lane &lane = built.theLane();
            const std::int64_t end = built.trace.end().count();
            std::mt19937_64 random(seed);
            for (int i = 0; i < 40; ++i) {
                // A moment of some event as often as one between.
                const auto moment = [&] {
                    return random() % 2 ? lane.events[random() % lane.events.size()].time()
                                        : Nanos(std::int64_t(random() % std::uint64_t(end + 2'000)));
                };
                const Nanos from = moment(), to = from + Nanos(1 + std::int64_t(random() % std::uint64_t(i % 2 ? 100 : end)));
                const Nanos traceEnd(end + std::int64_t(random() % 3) * 500);
                const Exact exact = exactly(lane, traceEnd, from, to);
                const StateSums sums = stateSums(lane, traceEnd, from, to);
                QCOMPARE(sums.running.count(), exact.sums.running.count());
                QCOMPARE(sums.ready.count(), exact.sums.ready.count());
                QCOMPARE(sums.suspended.count(), exact.sums.suspended.count());
                QCOMPARE(sums.begun, exact.sums.begun);
                QCOMPARE(segmentCount(lane, traceEnd, from, to), exact.touching);
            }
            const StateSums whole = lane.grid.totals(lane.events, built.trace.end());
            QVERIFY(whole == stateSums(lane, built.trace.end(), Nanos(0), built.trace.end() + Nanos(1)));
        }
    }
    void noShareOfAColumnIsFarFromTheTruthAtAnyZoom_data()
    {
        QTest::addColumn<double>("spread"); // decades of pauses
        QTest::newRow("even") << 0.5;
        QTest::newRow("usual") << 4.0;
        QTest::newRow("heavy tails") << 7.0;
    }
    void noShareOfAColumnIsFarFromTheTruthAtAnyZoom()
    {
        QFETCH(double, spread);
        constexpr int columns = 400;
        for (unsigned seed = 1; seed <= 4; ++seed) {
            const RandomLane built(seed, 40'000, spread);
            std::mt19937_64 random(seed);
            const std::int64_t end = built.trace.end().count();
            for (std::int64_t width = end; width > columns; width /= 2) {
                const Nanos from(std::int64_t(random() % std::uint64_t(end - width + 1)));
                const double worst = worstShareError(built.theLane(), built.trace.end(), from, from + Nanos(width), columns);
                QVERIFY2(worst <= 0.15, qPrintable(QStringLiteral("%1 within %2 ns").arg(worst).arg(width)));
            }
        }
    }
    void columnsAreExactWhereTheyHoldFewEvents()
    {
        const RandomLane built(9, 20'000, 1); // a cell is four events, a column far less
        const std::int64_t end = built.trace.end().count();
        for (std::int64_t at = 5'000; at < end - 400; at += end / 50)
            QCOMPARE(worstShareError(built.theLane(), built.trace.end(), Nanos(at), Nanos(at + 400), 200), 0.0);
    }
    void nothingThatBeginsIsLostBetweenColumns()
    {
        const RandomLane built(10, 30'000);
        for (const int columns : {7, 300, 2'000}) {
            const Nanos end = built.trace.end() + Nanos(1);
            ColumnReader reader(built.theLane(), built.trace.end(), Nanos(0), end / columns);
            StateSums sum;
            for (int column = 1; column <= columns; ++column)
                sum += reader.upTo(end * column / columns);
            const StateSums whole = stateSums(built.theLane(), built.trace.end(), Nanos(0), end);
            QCOMPARE(sum.begun, whole.begun);
            QVERIFY(std::abs(double((sum.alive() - whole.alive()).count())) <= 0.001 * double(whole.alive().count()));
        }
    }
    void eventsThatComeLateAreInTheSums()
    {
        std::mt19937 random(11);
        for (const std::uint64_t lateness : {5u, 900u, 6'000u}) {
            std::vector<Event> arrivals;
            for (std::uint64_t i = 0; i < 25'000; ++i) {
                const EventKind kinds[] = {EventKind::Suspend, EventKind::Wake, EventKind::Resume};
                const std::uint64_t late = i % 3 == 1 ? random() % lateness : 0; // the wakers' ring
                arrivals.push_back(Event(20'000 + 2 * i - std::min<std::uint64_t>(2 * i, late), kinds[i % 3], 0, LaneId(1)));
            }
            Trace trace;
            for (std::size_t i = 0; i < arrivals.size(); ++i) {
                trace.append(arrivals[i]);
                if (i % 2'500 != 2'499)
                    continue;
                const Lane &lane = *trace.lane(LaneId(1));
                const Exact exact = exactly(lane, trace.end(), Nanos(0), Nanos::max());
                QVERIFY(lane.grid.totals(lane.events, trace.end()).running == exact.sums.running);
                QVERIFY(lane.grid.totals(lane.events, trace.end()).suspended == exact.sums.suspended);
                QCOMPARE(lane.grid.totals(lane.events, trace.end()).begun, exact.sums.begun);
                QVERIFY(worstShareError(lane, trace.end(), Nanos(0), trace.end(), 100) <= 0.15);
                compareSearches(lane, trace.end());
            }
        }
    }
    void aGridThatWasCompletedGoesOn()
    {
        for (const int events : {10, 700, 4'096, 9'000}) {
            RandomLane built(12, events);
            Lane lane = built.theLane();
            lane.grid.complete(lane.events);
            QCOMPARE(lane.grid.blocks().size(), lane.events.blockCount());
            std::uint64_t time = std::uint64_t(built.trace.end().count());
            for (int i = 0; i < 12'000; ++i) {
                const Event event(time += 10, i % 2 ? EventKind::Suspend : EventKind::Resume, 0, LaneId(1));
                lane.grid.noteInserted(lane.events, lane.events.insert(event));
                if (i % 1'500 == 0) {
                    const Nanos end{std::int64_t(time)};
                    QVERIFY(lane.grid.totals(lane.events, end).running
                            == exactly(lane, end, Nanos(0), Nanos::max()).sums.running);
                    QVERIFY(worstShareError(lane, end, Nanos(0), end, 50) <= 0.15);
                }
            }
        }
    }
    void theGridFindsTheEventsThatASearchFinds()
    {
        for (const int events : {1, 100, 4'096, 5'500, 13'000}) {
            RandomLane built(14, events);
            compareSearches(built.theLane(), built.trace.end());
            Lane whole = built.theLane();
            whole.grid.complete(whole.events);
            compareSearches(whole, built.trace.end());
        }
    }
    void columnsReadTogetherAreThoseReadOneByOne()
    {
        const RandomLane built(15, 30'000);
        const Nanos end = built.trace.end() + Nanos(500);
        for (const int columns : {9, 400, 20'000}) {
            std::vector<Nanos> ends;
            for (int column = 1; column <= columns; ++column)
                ends.push_back(end * column / columns);
            std::vector<StateSums> together(ends.size());
            ColumnReader(built.theLane(), end, Nanos(0), end / columns).upTo(ends, together);
            ColumnReader reader(built.theLane(), end, Nanos(0), end / columns);
            for (std::size_t column = 0; column < ends.size(); ++column)
                QVERIFY(reader.upTo(ends[column]) == together[column]);
        }
    }
    void theNearestEventsAreFound()
    {
        const RandomLane built(13, 9'000);
        const Lane &lane = built.theLane();
        QVERIFY(!eventBefore(lane, lane.events.front().time()));
        QVERIFY(!eventAtOrAfter(lane, lane.events.back().time() + Nanos(1)));
        for (std::size_t i = 1; i < lane.events.size(); i += 7) {
            const Nanos time = lane.events[i].time();
            QVERIFY(eventAtOrAfter(lane, time)->time() == time);
            const Event *before = eventBefore(lane, time);
            QVERIFY(!before || before->time() < time);
        }
    }
    void rangesOfAllLanesStandInTheirOrder()
    {
        Trace trace;
        trace.append(Event(10, EventKind::Start, 0, LaneId(2)));
        trace.append(Event(30, EventKind::Finish, 0, LaneId(2)));
        trace.append(Event(15, EventKind::Wake, 0, LaneId(3)));
        const std::vector<StateSums> sums = stateSumsOfLanes(trace, trace.end(), Nanos(20), Nanos(50));
        QCOMPARE(sums.size(), std::size_t(3));
        QVERIFY(sums[0] == StateSums());
        QVERIFY(sums[1].running == Nanos(10) && sums[2].ready == Nanos(10));
    }
};

QTEST_APPLESS_MAIN(TestStateShares)
#include "tst_stateshares.moc"

#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"
#include "ui/models/eventtext.h"
#include "ui/models/search.h"
#include "ui/timeline/searchmarks.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// All events that contain the text, looked at one by one in words, by time and lane.
std::vector<SearchHit> foundOneByOne(const Trace &trace, const QString &text)
{
    std::vector<std::tuple<Nanos, LaneId, std::size_t>> moments;
    for (const Lane &lane : trace.lanes()) {
        for (std::size_t number = 0; number < lane.events.size(); ++number) {
            const Event &event = lane.events[number];
            const bool isLabel = event.kind() == EventKind::Suspend || event.kind() == EventKind::Finish;
            QString words = isLabel ? eventReasonText(trace, event) : eventValueText(trace, event);
            if (event.kind() == EventKind::Counter)
                words = QString::fromStdString(trace.counter(event)->name);
            if (words.contains(text, Qt::CaseInsensitive))
                moments.emplace_back(event.time(), lane.id, number);
        }
    }
    std::sort(moments.begin(), moments.end());
    std::vector<SearchHit> hits;
    for (const auto &[time, lane, number] : moments)
        hits.push_back({lane, number});
    return hits;
}

std::vector<SearchHit> lanesNamed(const Trace &trace, const QString &text)
{
    std::vector<SearchHit> hits;
    for (const Lane &lane : trace.lanes()) {
        if (QString::fromStdString(lane.name).contains(text, Qt::CaseInsensitive))
            hits.push_back({lane.id, std::nullopt});
    }
    return hits;
}

} // namespace

class TestSearch : public QObject
{
    Q_OBJECT

    static void complete(const Search &search) { QTRY_VERIFY(search.isComplete()); }

private Q_SLOTS:
    void aHitSetKnowsWhatAListOfBitsKnows()
    {
        std::mt19937 random(1);
        for (const unsigned rarity : {1u, 7u, 3'000u, 50'000u}) {
            std::vector<bool> bits;
            HitSet hits;
            for (int i = 0; i < 30'000; ++i) {
                bits.push_back(random() % rarity == 0);
                hits.append(bits.back());
            }
            std::vector<std::size_t> numbers;
            for (std::size_t i = 0; i < bits.size(); ++i) {
                if (bits[i])
                    numbers.push_back(i);
            }
            QCOMPARE(hits.count(), numbers.size());
            for (std::size_t i = 0; i <= bits.size(); i += 13) {
                const auto next = std::lower_bound(numbers.begin(), numbers.end(), i);
                QCOMPARE(hits.countBefore(i), std::uint64_t(next - numbers.begin()));
                QCOMPARE(hits.firstFrom(i), next == numbers.end() ? std::nullopt : std::optional(*next));
                QCOMPARE(hits.lastBefore(i), next == numbers.begin() ? std::nullopt : std::optional(*(next - 1)));
                QCOMPARE(hits.contains(i), i < bits.size() && bits[i]);
            }
        }
    }

    void everythingThatSaysItIsFoundInOrder_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"One", "ñ", "sleep", "await co", "DEPTH 2", "finished", "Queue<", "1", "nowhere at all"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void everythingThatSaysItIsFoundInOrder()
    {
        QFETCH(QString, text);
        const auto trace = std::make_shared<const Trace>(sampleTrace(5, 30, 4'000));
        std::vector<SearchHit> wanted = lanesNamed(*trace, text);
        const std::vector<SearchHit> events = foundOneByOne(*trace, text);
        wanted.insert(wanted.end(), events.begin(), events.end());
        Search search;
        search.setTrace(trace);
        search.setText(text, Nanos(0));
        complete(search);
        QCOMPARE(search.count(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            QCOMPARE(search.current(), std::optional(wanted[i]));
            QCOMPARE(search.position(), i + 1);
            search.next();
        }
        for (std::size_t i = wanted.size(); i-- > 0;) {
            search.previous(); // from the first again, round to the last
            QCOMPARE(search.current(), std::optional(wanted[i]));
        }
        QCOMPARE(search.current().has_value(), !wanted.empty());
    }

    void itBeginsAtTheFirstHitFromWhereOneLooks()
    {
        const auto built = std::make_shared<TraceBuilder>();
        const LaneId lane = built->lane(LaneKind::Task, "task");
        for (int i = 0; i < 5; ++i)
            built->print(lane, 10ms * i, "line");
        Search search;
        search.setTrace({built, &built->trace});
        QSignalSpy moved(&search, &Search::currentChanged);
        search.setText(QStringLiteral("line"), 15ms);
        complete(search);
        QCOMPARE(search.position(), 3u);
        QCOMPARE(moved.size(), 1);
        search.setText(QStringLiteral("LINE"), 45ms); // behind the last: round to the first
        complete(search);
        QCOMPARE(search.position(), 1u);
        search.setText(QString(), 0ms);
        QCOMPARE(search.count(), 0u);
        QVERIFY(!search.current() && !search.hits(lane));
    }

    void aNewTextForgetsWhatWasBegun()
    {
        const auto trace = std::make_shared<const Trace>(sampleTrace(6, 30, 20'000));
        Search search;
        search.setTrace(trace);
        search.setText(QStringLiteral("sleep"), Nanos(0));
        search.setText(QStringLiteral("two"), Nanos(0)); // before a slice of the other was done
        complete(search);
        QCOMPARE(search.count(), foundOneByOne(*trace, QStringLiteral("two")).size());
    }

    void aGrowingRunIsLookedAtFurther()
    {
        const auto built = std::make_shared<TraceBuilder>();
        const LaneId lane = built->lane(LaneKind::Task, "task");
        built->print(lane, 10ms, "a line");
        built->print(lane, 30ms, "another line");
        Search search;
        search.setTrace({built, &built->trace});
        search.setText(QStringLiteral("line"), 0ms);
        complete(search);
        QCOMPARE(search.count(), 2u);
        built->print(lane, 40ms, "a third line");
        built->print(lane, 20ms, "nothing, and late: it moves the others");
        const LaneId late = built->lane(LaneKind::Task, "pipeline");
        search.refresh();
        complete(search);
        QCOMPARE(search.count(), 4u);
        QVERIFY(search.matchesLane(late));
        QVERIFY(search.matches({lane, 0}) && !search.matches({lane, 1}) && search.matches({lane, 3}));
    }

    void whatIsFoundIsMarkedFromTheBeginOfItsSegmentToItsEnd()
    {
        const auto built = std::make_shared<TraceBuilder>();
        const LaneId lane = built->lane(LaneKind::Task, "task");
        built->start(lane, 0us);
        built->suspend(lane, 100us, Reason::Io);
        built->resume(lane, 200us);
        built->print(lane, 300us, "i/o done");
        built->suspend(lane, 900us, Reason::Io);
        Search search;
        search.setTrace({built, &built->trace});
        search.setText(QStringLiteral("i/o"), 0us);
        complete(search);
        const Lane &task = *built->trace.lane(lane);
        const auto spans = [&](TimeRange range) { return foundSpans(search, task, 1ms, range, 1'000); };
        QCOMPARE(spans({0us, 1ms}), std::vector<FoundSpan>({{100, 200}, {300, 304}, {900, 1'000}}));
        QCOMPARE(spans({150us, 250us}), std::vector<FoundSpan>({{-8, 500}})); // begun before the picture
        QCOMPARE(spans({0us, 100ms}), std::vector<FoundSpan>({{1, 5}, {9, 13}})); // near ones are one
        const std::vector<bool> columns = foundColumns(search, {0us, 1ms}, 10);
        QCOMPARE(columns, std::vector<bool>({false, true, false, true, false, false, false, false, false, true}));
    }

    void theColumnsOfAnOverviewMissNothing()
    {
        const auto trace = std::make_shared<const Trace>(sampleTrace(8, 20, 5'000));
        const QString text = QStringLiteral("await");
        Search search;
        search.setTrace(trace);
        search.setText(text, Nanos(0));
        complete(search);
        const TimeRange run{trace->begin(), trace->end()};
        for (const int width : {1, 17, 300, 2'000}) {
            std::vector<bool> wanted(std::size_t(width), false);
            for (const SearchHit &hit : foundOneByOne(*trace, text)) {
                const Nanos time = trace->lane(hit.lane)->events[*hit.event].time() - run.begin;
                const auto column = std::size_t(__int128(time.count()) * width / run.length().count());
                wanted[std::min(column, std::size_t(width) - 1)] = true;
            }
            QCOMPARE(foundColumns(search, run, width), wanted);
        }
    }
};

QTEST_MAIN(TestSearch)
#include "tst_search.moc"

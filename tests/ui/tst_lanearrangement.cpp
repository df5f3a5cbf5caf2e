#include "tests/support/tracebuilder.h"
#include "ui/models/lanearrangement.h"
#include "ui/timeline/lanetexts.h"
#include "ui/timeline/shownlanes.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace Interleave;
using namespace std::chrono_literals;

/// Two processes with three threads each: of process p, thread i runs i × 10 ms and waits the rest
/// of 100 ms; those of the second began last thread first.
class TestLaneArrangement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void changesAreToldOnce();
    void anotherRunKeepsOrderAndHeightAlone();
    void rowHeightsStayWithinReason();
    void hidingTakesWhatIsBelowAndCountsIt();
    void hidingOthersLeavesTheWayToTheLane();
    void pinnedLanesStandFirstInTheOrderOfPinning();
    void aPinnedLaneIsSeenThoughItsProcessIsFolded();
    void theFilterLeavesMatchesAndWhatIsAroundThem();
    void theFilterOpensWhatIsFolded();
    void lanesSortByStartRunningAndWaiting();
    void inOneListLanesSayTheirProcess();
    void rowsFindTheirLanesWhateverIsArranged();
    void barsGrowWithTheirRowsAndStayCentred();
    void aProcessStaysAboveItsLanesAndIsPushedByTheNext();
    void pinnedRowsLeaveRoomForTheOthers();
    void revealingScrollsJustEnough();
    void hitsFindTheRowThatIsSeenThere();
    void rowsAreMadeAgainOnlyWhenLanesChange();

private:
    LaneRows rows() const { return laneRows(m_build.trace, m_colours, m_choices, RowMetrics(), m_build.trace.end()); }
    QString names(const LaneRows &rows) const;
    QString names() const { return names(rows()); }

    TraceBuilder m_build;
    LaneColours m_colours;
    LaneChoices m_choices;
    std::vector<LaneId> m_processes, m_threads;
};

void TestLaneArrangement::init()
{
    m_build = {};
    m_choices = {};
    m_processes.clear();
    m_threads.clear();
    for (std::uint32_t p = 0; p < 2; ++p) {
        const Nanos begin = p * 10ms;
        m_processes.push_back(m_build.lane(LaneKind::Process, p == 0 ? "first" : "second", {}, 100 + p, 0, begin));
        m_build.start(m_processes.back(), begin);
        for (std::uint32_t i = 0; i < 3; ++i) {
            const Nanos at = p == 0 ? begin + i * 1ms : begin + (3 - i) * 1ms;
            const std::string name = (p == 0 ? "a" : "b") + std::to_string(i + 1);
            m_threads.push_back(m_build.lane(LaneKind::Thread, name, m_processes.back(), 100 + p, 200 + i, at));
            m_build.start(m_threads.back(), at);
        }
    }
    for (std::uint32_t i = 0; i < 6; ++i) {
        m_build.suspend(m_threads[i], 20ms + (i + 1) * 10ms, Reason::Lock);
        m_build.finish(m_threads[i], 200ms + (i % 2) * 100ms);
    }
    m_colours = LaneColours(m_build.trace);
}

QString TestLaneArrangement::names(const LaneRows &rows) const
{
    QString text;
    for (const LaneRow &row : rows.rows)
        text += QString(row.depth, QLatin1Char('.')) + QString::fromStdString(laneTitle(*m_build.trace.lane(row.lane)))
            + QLatin1Char(' ');
    return text.trimmed();
}

void TestLaneArrangement::changesAreToldOnce()
{
    LaneArrangement arrangement;
    QSignalSpy changed(&arrangement, &LaneArrangement::changed);
    const LaneId lane(1);
    arrangement.pin(lane);
    arrangement.pin(lane);
    arrangement.setFilter(QStringLiteral("x "));
    arrangement.setFilter(QStringLiteral(" x"));
    arrangement.setOrder(LaneOrder::Tree);
    arrangement.showAll();
    arrangement.unpin(LaneId(2));
    QCOMPARE(changed.count(), 2);
    QVERIFY(arrangement.isPinned(lane));
    const std::uint64_t before = arrangement.revision();
    arrangement.hide({lane});
    QVERIFY(!arrangement.isPinned(lane));
    QVERIFY(arrangement.revision() > before);
    arrangement.pin(lane);
    QVERIFY(arrangement.choices().hidden.empty()); // what is pinned is to be seen
}

void TestLaneArrangement::anotherRunKeepsOrderAndHeightAlone()
{
    LaneArrangement arrangement;
    arrangement.setOrder(LaneOrder::Busiest);
    arrangement.setRowPercent(LaneArrangement::tallRows);
    arrangement.pin(LaneId(1));
    arrangement.hide({LaneId(2)});
    arrangement.setFolded({LaneId(3)}, true);
    arrangement.setFilter(QStringLiteral("x"));
    arrangement.forgetLanes();
    LaneChoices kept;
    kept.order = LaneOrder::Busiest;
    QCOMPARE(arrangement.choices(), kept);
    QCOMPARE(arrangement.rowPercent(), LaneArrangement::tallRows);
}

void TestLaneArrangement::rowHeightsStayWithinReason()
{
    LaneArrangement arrangement;
    arrangement.setRowPercent(-5);
    QCOMPARE(arrangement.rowPercent(), LaneArrangement::lowestRows);
    arrangement.setRowPercent(1'000'000);
    QCOMPARE(arrangement.rowPercent(), LaneArrangement::highestRows);
}

void TestLaneArrangement::hidingTakesWhatIsBelowAndCountsIt()
{
    QCOMPARE(names(), QStringLiteral("first .a1 .a2 .a3 second .b1 .b2 .b3"));
    m_choices.hidden = {m_processes[0], m_threads[4]};
    QCOMPARE(names(), QStringLiteral("second .b1 .b3"));
    QCOMPARE(rows().hidden, std::size_t(5));
    QCOMPARE(rows().lanes, std::size_t(8));
    QCOMPARE(rows().rowShowing(m_build.trace, m_threads[0]), nullptr);
}

void TestLaneArrangement::hidingOthersLeavesTheWayToTheLane()
{
    const std::vector<LaneId> beside = lanesBeside(m_build.trace, m_threads[1]);
    m_choices.hidden = {beside.begin(), beside.end()};
    QCOMPARE(names(), QStringLiteral("first .a2"));
}

void TestLaneArrangement::pinnedLanesStandFirstInTheOrderOfPinning()
{
    m_choices.pinned = {m_threads[4], m_threads[0]};
    QCOMPARE(names(), QStringLiteral("b2 a1 first .a2 .a3 second .b1 .b3"));
    QCOMPARE(rows().pinnedHeight, 2 * RowMetrics().row);
    m_choices.filter = QStringLiteral("a3");
    QCOMPARE(names(), QStringLiteral("b2 a1 first .a3"));
    m_choices.pinned.push_back(LaneId(99)); // of another run, as it were
    QCOMPARE(rows().pinnedHeight, 2 * RowMetrics().row);
}

void TestLaneArrangement::aPinnedLaneIsSeenThoughItsProcessIsFolded()
{
    m_choices.folds[m_processes[0]] = true;
    m_choices.pinned = {m_threads[2]};
    QCOMPARE(names(), QStringLiteral("a3 first second .b1 .b2 .b3"));
}

void TestLaneArrangement::theFilterLeavesMatchesAndWhatIsAroundThem()
{
    m_choices.filter = QStringLiteral("A2");
    QCOMPARE(names(), QStringLiteral("first .a2"));
    QCOMPARE(rows().matching, std::size_t(1));
    m_choices.order = LaneOrder::Busiest;
    QCOMPARE(names(), QStringLiteral("a2"));
    m_choices.filter = QStringLiteral("nobody");
    QVERIFY(rows().rows.empty());
    QCOMPARE(rows().matching, std::size_t(0));
    QCOMPARE(rows().height, 0);
}

void TestLaneArrangement::theFilterOpensWhatIsFolded()
{
    m_choices.folds[m_processes[1]] = true;
    m_choices.filter = QStringLiteral("b");
    QCOMPARE(names(), QStringLiteral("second .b1 .b2 .b3"));
    m_choices.filter.clear();
    QCOMPARE(names(), QStringLiteral("first .a1 .a2 .a3 second"));
}

void TestLaneArrangement::lanesSortByStartRunningAndWaiting()
{
    m_choices.order = LaneOrder::Start;
    QCOMPARE(names(), QStringLiteral("first a1 a2 a3 second b3 b2 b1"));
    m_choices.order = LaneOrder::Busiest; // running 30, 39, 48, 47, 58, 69 ms
    QCOMPARE(names(), QStringLiteral("b3 b2 a3 b1 a2 a1 first second"));
    m_choices.order = LaneOrder::MostWaiting; // waiting 170, 260, 150, 240, 130, 220 ms
    QCOMPARE(names(), QStringLiteral("a2 b1 b3 a1 a3 b2 first second"));
    m_choices.folds[m_processes[0]] = true;
    QCOMPARE(names(), QStringLiteral("b1 b3 b2 first second"));
}

void TestLaneArrangement::inOneListLanesSayTheirProcess()
{
    const Lane &lane = *m_build.trace.lane(m_threads[0]);
    QCOMPARE(laneHint(m_build.trace, rows(), lane), std::string("tid 200"));
    m_choices.order = LaneOrder::Start;
    QCOMPARE(laneHint(m_build.trace, rows(), lane), std::string("first"));
    QCOMPARE(laneHint(m_build.trace, rows(), *m_build.trace.lane(m_processes[0])), std::string("pid 100"));
}

void TestLaneArrangement::rowsFindTheirLanesWhateverIsArranged()
{
    std::mt19937 random(7);
    const auto some = [&] { return LaneId(1 + random() % 8); };
    for (int round = 0; round < 2000; ++round) {
        m_choices = {};
        for (unsigned i = random() % 4; i > 0; --i)
            m_choices.hidden.insert(some());
        for (unsigned i = random() % 3; i > 0; --i) {
            const LaneId lane = some();
            if (std::count(m_choices.pinned.begin(), m_choices.pinned.end(), lane) == 0)
                m_choices.pinned.push_back(lane);
        }
        m_choices.folds[some()] = random() % 2;
        m_choices.order = LaneOrder(random() % laneOrders);
        m_choices.filter = random() % 2 ? QString() : QStringLiteral("%1").arg(random() % 4);
        const LaneRows all = rows();
        int y = 0;
        for (const LaneRow &row : all.rows) {
            QCOMPARE(all.rowOf(row.lane), &row);
            QCOMPARE(row.y, y);
            y += row.height;
        }
        QCOMPARE(all.height, y);
        QCOMPARE(all.lanes, std::size_t(8));
    }
}

void TestLaneArrangement::barsGrowWithTheirRowsAndStayCentred()
{
    QCOMPARE(RowMetrics::ofHeight(RowMetrics().row), RowMetrics());
    for (int row = 18; row <= 120; ++row) {
        const RowMetrics metrics = RowMetrics::ofHeight(row), next = RowMetrics::ofHeight(row + 1);
        for (const int bar : {metrics.running, metrics.suspended, metrics.ready, metrics.container, metrics.free}) {
            QVERIFY(bar > 0 && bar < row);
            QCOMPARE((row - bar) % 2, 0);
        }
        QVERIFY(next.running >= metrics.running - 1);
        QVERIFY(metrics.suspended <= metrics.ready && metrics.ready < metrics.running);
    }
}

void TestLaneArrangement::aProcessStaysAboveItsLanesAndIsPushedByTheNext()
{
    const LaneRows all = rows();
    const int row = RowMetrics().row, viewport = 3 * row;
    const auto strips = [&](int scroll) { return laneStrips(m_build.trace, all, scroll, viewport); };
    QCOMPARE(strips(0).size(), std::size_t(1));
    QCOMPARE(strips(0)[0], (LaneStrip{0, 0, viewport}));
    QCOMPARE(strips(1).size(), std::size_t(2));
    QCOMPARE(strips(2 * row)[1], (LaneStrip{0, 0, row}));
    QCOMPARE(strips(3 * row + 10)[1], (LaneStrip{0, -10, row})); // the second process comes
    QCOMPARE(strips(4 * row).size(), std::size_t(1));
    QCOMPARE(strips(4 * row + 1)[1], (LaneStrip{4 * row, 0, row}));
    m_choices.order = LaneOrder::Start;
    QCOMPARE(laneStrips(m_build.trace, rows(), 2 * row, viewport).size(), std::size_t(1));
}

void TestLaneArrangement::pinnedRowsLeaveRoomForTheOthers()
{
    const int row = RowMetrics().row;
    m_choices.pinned = {m_threads[5], m_threads[4]};
    const auto strips = laneStrips(m_build.trace, rows(), row, 5 * row);
    QCOMPARE(strips.size(), std::size_t(3));
    QCOMPARE(strips[0], (LaneStrip{3 * row, 2 * row, 3 * row}));
    QCOMPARE(strips[1], (LaneStrip{2 * row, 2 * row, row})); // the process of those that scroll
    QCOMPARE(strips[2], (LaneStrip{0, 0, 2 * row}));
    m_choices.pinned = m_threads;
    const auto many = laneStrips(m_build.trace, rows(), 0, 5 * row);
    QCOMPARE(many.back(), (LaneStrip{0, 0, 3 * row}));
    QCOMPARE(many.front(), (LaneStrip{3 * row, 3 * row, 2 * row})); // the other pinned ones scroll
}

void TestLaneArrangement::revealingScrollsJustEnough()
{
    m_choices.pinned = {m_threads[5]};
    const LaneRows all = rows();
    const int row = RowMetrics().row, viewport = 5 * row;
    for (int scroll = 0; scroll <= all.height - viewport; scroll += 7) {
        for (const LaneRow &each : all.rows) {
            const int there = scrollShowing(m_build.trace, all, each, scroll, viewport);
            const auto strips = laneStrips(m_build.trace, all, there, viewport);
            if (each.pinned) {
                QCOMPARE(there, scroll);
                continue;
            }
            const int y = each.y + strips.front().offset();
            const bool covered = strips.size() == 3 && strips[1].content != each.y
                && y < strips[1].screen + strips[1].height;
            QVERIFY(y >= row || strips[1].content == each.y);
            QVERIFY(y + row <= viewport);
            QVERIFY(!covered);
            QCOMPARE(scrollShowing(m_build.trace, all, each, there, viewport), there);
        }
    }
}

void TestLaneArrangement::hitsFindTheRowThatIsSeenThere()
{
    LaneArrangement arrangement;
    arrangement.pin(m_threads[5]);
    auto trace = std::make_shared<const Trace>(std::move(m_build.trace));
    ShownLanes shown(arrangement);
    shown.setTrace(trace);
    LayoutRequest view;
    view.range = {0ms, 400ms};
    view.width = 400;
    view.liveEdge = trace->end();
    const int row = RowMetrics().row;
    const auto &parts = shown.parts(view, row + 5, 5 * row);
    QCOMPARE(parts.size(), std::size_t(3));
    QCOMPARE(shown.hit(0, 10)->row, m_threads[5]);
    QCOMPARE(shown.hit(0, row + 10)->row, m_processes[0]); // its header stays
    QCOMPARE(shown.hit(0, 2 * row)->row, m_threads[1]);
    QCOMPARE(shown.hit(30, 2 * row)->lane, std::optional(m_threads[1]));
    QVERIFY(!shown.hit(0, 5 * row));
    QCOMPARE(shown.screenY(shown.scrolled().all->rowOf(m_threads[1])->y), 2 * row - 5);
    QCOMPARE(shown.screenY(0), 0);
}

void TestLaneArrangement::rowsAreMadeAgainOnlyWhenLanesChange()
{
    LaneArrangement arrangement;
    auto trace = std::make_shared<Trace>(std::move(m_build.trace));
    ShownLanes shown(arrangement);
    shown.setTrace(trace);
    const LaneRows *before = &shown.rows(trace->end());
    trace->append(Event(500'000'000, EventKind::Start, 0, m_threads[0]));
    QCOMPARE(&shown.rows(trace->end()), before);
    arrangement.hide({m_threads[1]});
    QCOMPARE(shown.rows(trace->end()).rows.size(), std::size_t(7));
    trace->append(Event(600'000'000, EventKind::Start, 0, LaneId(20)));
    QCOMPARE(shown.rows(trace->end()).rows.size(), std::size_t(8));
    arrangement.setRowPercent(LaneArrangement::tallRows);
    QCOMPARE(shown.rows(trace->end()).rows.front().height, 48);
}

QTEST_GUILESS_MAIN(TestLaneArrangement)
#include "tst_lanearrangement.moc"

#include "tests/support/tracebuilder.h"
#include "ui/models/lanearrangement.h"
#include "ui/models/selection.h"
#include "ui/models/viewstate.h"
#include "ui/models/zoomstate.h"
#include "ui/timeline/accessibletimeline.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/spokenchanges.h"
#include "ui/timeline/timelineview.h"

#include <QAccessible>
#include <QTest>

#include <random>
#include <set>

using namespace Interleave;
using namespace std::chrono_literals;

static std::vector<std::pair<QAccessible::Event, QString>> told;

static void note(QAccessibleEvent *event)
{
    QAccessibleInterface *about = event->accessibleInterface();
    told.emplace_back(event->type(), about ? about->text(QAccessible::Name) : QString());
}

/// What a screen reader finds in a run of a process with three tasks.
class TestAccessibleTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void rowsAreLanesAndCellsTheirIntervals();
    void anIntervalSaysEverything();
    void partsLieWithinTheTimelineAndKnowTheirPlace();
    void onlyWhatIsVisibleAndNoMoreThanAsManyAsOneCanHear();
    void movingTheSelectionMovesTheFocus();
    void changesAreToldAtMostTwiceASecond();
    void theEndOfTheRunIsAnAlert();
    void anyCallIsSafeWhileTheRunAndTheArrangementChange();

private:
    QAccessibleInterface *timeline() const { return QAccessible::queryAccessibleInterface(m_canvas); }
    QAccessibleTableInterface *table() const { return timeline()->tableInterface(); }

    std::shared_ptr<Trace> m_trace;
    std::unique_ptr<QObject> m_models;
    ZoomState *m_zoom = nullptr;
    Selection *m_selection = nullptr;
    std::unique_ptr<TimelineView> m_view;
    LaneCanvas *m_canvas = nullptr;
    std::unique_ptr<SpokenChanges> m_spoken;
};

void TestAccessibleTimeline::init()
{
    TraceBuilder build;
    const LaneId process = build.lane(LaneKind::Process, "p", std::nullopt, 4711);
    build.start(process, 0ms);
    for (int i = 0; i < 3; ++i) {
        const LaneId task = build.lane(LaneKind::Task, "download-" + std::to_string(i), process);
        build.start(task, 0ms);
        build.suspend(task, 100ms, Reason::Lock, process);
        build.wake(task, 600ms, process);
        build.resume(task, 700ms);
    }
    m_trace = std::make_shared<Trace>(std::move(build.trace));
    m_models = std::make_unique<QObject>();
    const ViewState view(m_models.get());
    m_zoom = view.zoom;
    m_selection = view.selection;
    m_view = std::make_unique<TimelineView>(view);
    m_view->resize(900, 400);
    m_view->setTrace(m_trace);
    m_view->refresh(1000ms);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_canvas = m_view->findChild<LaneCanvas *>();
    m_canvas->setFocus();
    m_spoken = std::make_unique<SpokenChanges>(m_canvas, nullptr, note); // nobody else listens where there is no screen
    m_view->refresh(1000ms);
    told.clear();
}

void TestAccessibleTimeline::cleanup()
{
    m_spoken.reset();
    m_view.reset();
}

void TestAccessibleTimeline::rowsAreLanesAndCellsTheirIntervals()
{
    QVERIFY(timeline() && table());
    QCOMPARE(timeline()->role(), QAccessible::Table);
    QCOMPARE(timeline()->childCount(), 4);
    QCOMPARE(table()->rowCount(), 4);
    QCOMPARE(table()->columnCount(), 4);
    QCOMPARE(table()->rowDescription(2), QStringLiteral("download-1"));
    QCOMPARE(timeline()->child(0)->text(QAccessible::Name), QStringLiteral("p, pid 4711"));
    QVERIFY(timeline()->child(0)->state().expanded);
    QVERIFY(timeline()->child(1)->text(QAccessible::Description).contains(QStringLiteral("running 40.0 %")));
    QCOMPARE(timeline()->child(1)->childCount(), 4);
    QCOMPARE(table()->cellAt(1, 2), timeline()->child(1)->child(2));
    QCOMPARE(table()->cellAt(0, 1), nullptr); // the process has one only
    QCOMPARE(table()->cellAt(9, 0), nullptr);
    QCOMPARE(timeline()->child(-1), nullptr);
}

void TestAccessibleTimeline::anIntervalSaysEverything()
{
    QCOMPARE(table()->cellAt(1, 1)->text(QAccessible::Name),
             QStringLiteral("task download-0, suspended waiting for lock held by p, from 100.000 ms to 600.000 ms, 500 ms, woken by p"));
    QCOMPARE(table()->cellAt(1, 3)->text(QAccessible::Name), QStringLiteral("task download-0, running, from 700.000 ms on, 300 ms"));
    std::set<QString> names;
    for (int row = 1; row < 4; ++row) {
        for (int column = 0; column < 4; ++column)
            QVERIFY(names.insert(table()->cellAt(row, column)->text(QAccessible::Name)).second);
    }
}

void TestAccessibleTimeline::partsLieWithinTheTimelineAndKnowTheirPlace()
{
    const QRect whole = timeline()->rect();
    for (int row = 0; row < table()->rowCount(); ++row) {
        QAccessibleInterface *lane = timeline()->child(row);
        QCOMPARE(timeline()->indexOfChild(lane), row);
        QCOMPARE(lane->parent(), timeline());
        QVERIFY(whole.contains(lane->rect()));
        for (int column = 0; column < lane->childCount(); ++column) {
            QAccessibleInterface *cell = lane->child(column);
            QVERIFY(whole.contains(cell->rect()));
            QVERIFY(lane->rect().contains(cell->rect()));
            QCOMPARE(lane->indexOfChild(cell), column);
            QCOMPARE(cell->parent(), lane);
            QCOMPARE(cell->tableCellInterface()->rowIndex(), row);
            QCOMPARE(cell->tableCellInterface()->columnIndex(), column);
            QCOMPARE(cell->tableCellInterface()->table(), timeline());
        }
    }
    const QPoint middle = table()->cellAt(2, 1)->rect().center();
    QCOMPARE(timeline()->childAt(middle.x(), middle.y()), timeline()->child(2));
    QCOMPARE(timeline()->child(2)->childAt(middle.x(), middle.y()), table()->cellAt(2, 1));
}

void TestAccessibleTimeline::onlyWhatIsVisibleAndNoMoreThanAsManyAsOneCanHear()
{
    m_zoom->setVisible({200ms, 650ms});
    QCOMPARE(timeline()->child(1)->childCount(), 2); // suspended and ready
    const LaneId busy(2);
    for (std::uint64_t us = 800'000; us < 804'000; us += 2) {
        m_trace->append(Event(us * 1000, EventKind::Suspend, std::uint8_t(Reason::Lock), busy));
        m_trace->append(Event((us + 1) * 1000, EventKind::Resume, 0, busy));
    }
    m_zoom->showWhole();
    m_view->refresh(1000ms);
    QCOMPARE(timeline()->child(1)->childCount(), AccessibleTimeline::mostIntervals);
}

void TestAccessibleTimeline::movingTheSelectionMovesTheFocus()
{
    m_selection->select({LaneId(3), 300ms});
    QVERIFY(!told.empty());
    QCOMPARE(told.back().first, QAccessible::Focus);
    QVERIFY(told.back().second.startsWith(QStringLiteral("task download-1, suspended")));
    QTest::keyClick(m_canvas, Qt::Key_Right);
    QVERIFY(told.back().second.startsWith(QStringLiteral("task download-1, ready")));
    QVERIFY(table()->cellAt(2, 2)->state().focused);
    QCOMPARE(table()->selectedCellCount(), 1);
    QCOMPARE(timeline()->focusChild(), table()->cellAt(2, 2));
}

void TestAccessibleTimeline::changesAreToldAtMostTwiceASecond()
{
    const auto changes = [] {
        return std::count_if(told.begin(), told.end(), [](const auto &each) { return each.first == QAccessible::VisibleDataChanged; });
    };
    for (int i = 0; i < 1000; ++i)
        m_view->refresh(1000ms + i * 1ms);
    QVERIFY(changes() <= 1);
    QTRY_VERIFY(changes() >= 1); // what came during the pause is told after it
}

void TestAccessibleTimeline::theEndOfTheRunIsAnAlert()
{
    m_trace->info.outcome = RunOutcome::Finished;
    m_view->refresh(1000ms);
    QVERIFY(std::any_of(told.begin(), told.end(), [](const auto &each) { return each.first == QAccessible::Alert; }));
    QCOMPARE(timeline()->text(QAccessible::Description), QStringLiteral("The run has ended after 700 ms."));
}

void TestAccessibleTimeline::anyCallIsSafeWhileTheRunAndTheArrangementChange()
{
    std::mt19937 random(11);
    std::vector<QAccessibleInterface *> held;
    std::uint64_t now = 1'000'000'000;
    const auto any = [&](int most) { return int(random() % unsigned(std::max(1, most + 2))) - 1; };
    for (int call = 0; call < 1'500; ++call) {
        switch (random() % 12) {
        case 0: m_trace->append(Event(now += 1000, EventKind::Suspend, std::uint8_t(Reason::Lock), LaneId(1 + random() % 6))); break;
        case 1: m_zoom->zoomAt(Nanos(std::int64_t(random() % now)), random() % 2 ? 0.7 : 1.5); break;
        case 2: m_view->arrangement()->hide({LaneId(1 + random() % 5)}); break;
        case 3: m_view->arrangement()->showAll(); break;
        case 4: m_view->arrangement()->setOrder(LaneOrder(random() % laneOrders)); break;
        case 5: m_selection->select({LaneId(1 + random() % 6), Nanos(std::int64_t(random() % now))}); break;
        case 6: m_view->setTrace(random() % 8 ? m_trace : nullptr); break;
        default: break;
        }
        QAccessibleInterface *row = timeline()->child(any(timeline()->childCount()));
        QAccessibleInterface *cell = row ? row->child(any(row->childCount())) : table()->cellAt(any(4), any(600));
        for (QAccessibleInterface *each : {row, cell}) {
            if (each && held.size() < 200)
                held.push_back(each);
        }
        QAccessibleInterface *each = held.empty() ? nullptr : held[random() % held.size()];
        if (!each)
            continue;
        each->text(QAccessible::Name);
        each->text(QAccessible::Description);
        each->rect();
        each->state();
        each->parent();
        each->childCount();
        if (each->isValid() && each->role() == QAccessible::Cell)
            QVERIFY(!each->text(QAccessible::Name).isEmpty());
        timeline()->focusChild();
        table()->selectedCells();
    }
}

QTEST_MAIN(TestAccessibleTimeline)
#include "tst_accessibletimeline.moc"

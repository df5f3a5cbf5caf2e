#include "tests/support/tracebuilder.h"
#include "ui/models/rangemodel.h"
#include "ui/models/rangeselection.h"
#include "ui/models/selection.h"
#include "ui/panels/rangepanel.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QTableView>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

/// Two threads: one runs to 400 ms and sleeps to 1 s, the other waits for a lock from 100 to 900 ms.
class TestRangePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_panel.reset(); }
    void aRangeIsMeasuredAtOnce();
    void theModelKeepsItsRulesWhileTheRangeChanges();
    void figuresAreCopiedAsNumbers();
    void withoutARangeThereIsASentence();
    void manyEventsAreCountedByAnotherThread();
    void manyEventsOfAGrowingRunAreCountedWhenItIsOver();
    void aLaneOfTheTableIsSelectedInTheTimeline();

private:
    QString text(const char *name) const { return m_panel->findChild<QLabel *>(QLatin1String(name))->text(); }
    QString cell(int row, int column) const
    {
        const QAbstractItemModel *model = m_panel->findChild<QTableView *>()->model();
        return model->index(row, column).data().toString();
    }

    QObject m_owner;
    std::unique_ptr<ViewState> m_view;
    std::unique_ptr<RangePanel> m_panel;
};

static std::shared_ptr<Trace> twoThreads()
{
    TraceBuilder build;
    const LaneId a = build.lane(LaneKind::Thread, "a"), b = build.lane(LaneKind::Thread, "b\tc");
    build.start(a, 0ms);
    build.start(b, 0ms);
    build.suspend(b, 100ms, Reason::Lock);
    build.sleep(a, 400ms, 600ms);
    build.wake(b, 850ms, a);
    build.resume(b, 900ms);
    build.resume(a, 1000ms);
    build.finish(a, 1000ms);
    build.finish(b, 1000ms);
    return std::make_shared<Trace>(std::move(build.trace));
}

static std::shared_ptr<Trace> manyTurns()
{
    TraceBuilder build;
    const LaneId a = build.lane(LaneKind::Thread, "a");
    build.start(a, 0ns);
    for (int turn = 0; turn < 60'000; ++turn) {
        build.suspend(a, Nanos(turn * 10 + 4), turn % 2 ? Reason::Lock : Reason::Io);
        build.resume(a, Nanos(turn * 10 + 10));
    }
    return std::make_shared<Trace>(std::move(build.trace));
}

void TestRangePanel::init()
{
    m_view = std::make_unique<ViewState>(&m_owner);
    m_panel = std::make_unique<RangePanel>(*m_view);
    m_panel->setTrace(twoThreads(), false);
}

void TestRangePanel::aRangeIsMeasuredAtOnce()
{
    m_view->range->select(200ms, 600ms);
    QCOMPARE(text("rangeSummary"), QStringLiteral("Δt 400 ms · 200 ms to 600 ms · 2 lanes · never more than 1 running"));
    QCOMPARE(text("rangeReasons"), QStringLiteral("Waited for: lock 400 ms (66.7 %), sleep 200 ms (33.3 %)"));
    QCOMPARE(cell(0, RangeModel::Name), QStringLiteral("All lanes together, of 2 × the range"));
    QCOMPARE(cell(0, RangeModel::Running), QStringLiteral("200 ms"));
    QCOMPARE(cell(0, RangeModel::RunningShare), QStringLiteral("25.0 %"));
    QCOMPARE(cell(0, RangeModel::Waiting), QStringLiteral("600 ms"));
    QCOMPARE(cell(1, RangeModel::Name), QStringLiteral("a"));
    QCOMPARE(cell(1, RangeModel::RunningShare), QStringLiteral("50.0 %"));
    m_view->range->select(850ms, 1000ms);
    QCOMPARE(cell(2, RangeModel::Ready), QStringLiteral("50.0 ms"));
}

void TestRangePanel::theModelKeepsItsRulesWhileTheRangeChanges()
{
    RangeModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto trace = twoThreads();
    for (int step = 0; step < 60; ++step) {
        const Nanos from = step * 17ms, to = from + step % 5 * 40ms;
        model.setShares(trace, rangeShares(*trace, 1000ms, from, to));
        QCOMPARE(model.rowCount(), model.shares().lanes.empty() ? 0 : int(model.shares().lanes.size()) + 1);
    }
    model.setShares(nullptr, {});
    QCOMPARE(model.rowCount(), 0);
}

void TestRangePanel::figuresAreCopiedAsNumbers()
{
    m_view->range->select(200ms, 600ms);
    QCOMPARE(m_panel->copyText(),
             QStringLiteral("from_ns\tto_ns\tlength_ns\n200000000\t600000000\t400000000\n\n"
                            "lane\trunning_ns\trunning_share\tready_ns\tsuspended_ns\n"
                            "All lanes together, of 2 × the range\t200000000\t0.250000\t0\t600000000\n"
                            "a\t200000000\t0.500000\t0\t200000000\nb c\t0\t0.000000\t0\t400000000\n"
                            "\nmax_running\t1\n\nreason\tsuspended_ns\nlock\t400000000\nsleep\t200000000\n"));
}

void TestRangePanel::withoutARangeThereIsASentence()
{
    QVERIFY(text("rangeSummary").contains(QStringLiteral("Drag")));
    QVERIFY(m_panel->copyText().isEmpty());
    m_view->range->select(0ms, 1ms);
    m_view->range->clear();
    QVERIFY(text("rangeReasons").isEmpty());
    QVERIFY(cell(0, 0).isEmpty());
}

void TestRangePanel::manyEventsAreCountedByAnotherThread()
{
    m_panel->setTrace(manyTurns(), false);
    m_view->range->select(0ns, 600'000ns);
    QCOMPARE(cell(1, RangeModel::RunningShare), QStringLiteral("40.0 %"));
    QCOMPARE(text("rangeReasons"), QStringLiteral("Counting what was waited for in 120000 events: 0 %"));
    m_view->range->select(0ns, 599'990ns); // while it counts
    QTRY_VERIFY(text("rangeReasons").startsWith(QStringLiteral("Waited for:")));
    QVERIFY(text("rangeSummary").contains(QStringLiteral("never more than 1 running")));
}

void TestRangePanel::manyEventsOfAGrowingRunAreCountedWhenItIsOver()
{
    m_panel->setTrace(manyTurns(), true);
    m_view->range->select(0ns, 600'000ns);
    QVERIFY(text("rangeReasons").contains(QStringLiteral("when the run is over")));
    m_panel->refresh(600'000ns, true);
    QVERIFY(text("rangeReasons").contains(QStringLiteral("when the run is over")));
    m_panel->refresh(600'000ns, false);
    QTRY_VERIFY(text("rangeReasons").startsWith(QStringLiteral("Waited for:")));
}

void TestRangePanel::aLaneOfTheTableIsSelectedInTheTimeline()
{
    m_view->range->select(200ms, 600ms);
    auto *table = m_panel->findChild<QTableView *>();
    Q_EMIT table->activated(table->model()->index(0, 0));
    QVERIFY(!m_view->selection->current());
    Q_EMIT table->activated(table->model()->index(2, 0));
    QCOMPARE(m_view->selection->current(), (Selected{LaneId(2), 200ms}));
}

QTEST_MAIN(TestRangePanel)
#include "tst_rangepanel.moc"

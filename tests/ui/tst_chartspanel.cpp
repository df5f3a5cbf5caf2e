// The charts of a run: what each shows, that they follow the view and the playhead, saving, copying.
#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"
#include "ui/charts/chartspanel.h"
#include "ui/charts/runchart.h"
#include "ui/models/playhead.h"
#include "ui/models/zoomstate.h"

#include <QAreaSeries>
#include <QBarSet>
#include <QBoxPlotSeries>
#include <QBoxSet>
#include <QChartView>
#include <QHorizontalStackedBarSeries>
#include <QImage>
#include <QLabel>
#include <QLineSeries>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QValueAxis>

using namespace Interleave;
using namespace std::chrono_literals;

/// A queue that fills and empties, and a thread that waits for it twice.
static std::shared_ptr<Trace> queueRun()
{
    TraceBuilder build;
    const LaneId process = build.lane(LaneKind::Process, "p", std::nullopt, 1);
    const LaneId thread = build.lane(LaneKind::Thread, "a <b>consumer</b>", process, 1, 1);
    const LaneId queue = build.lane(LaneKind::Queue, "jobs", process);
    build.start(process, 0ms);
    build.start(thread, 0ms);
    const auto depth = [&](Nanos time, std::int64_t value) {
        build.trace.appendCounter(Event(std::uint64_t(time.count()), EventKind::Counter, 0, queue), value, "depth");
    };
    build.start(queue, 0ms);
    depth(0ms, 0);
    build.suspend(thread, 10ms, Reason::QueueEmpty, queue);
    depth(20ms, 3);
    build.wake(thread, 20ms, process);
    build.resume(thread, 20ms);
    build.suspend(thread, 30ms, Reason::QueueEmpty, queue);
    depth(70ms, 1);
    build.wake(thread, 70ms, process);
    build.resume(thread, 70ms);
    depth(90ms, 0);
    build.finish(thread, 100ms);
    build.finish(queue, 100ms);
    build.finish(process, 100ms);
    return std::make_shared<Trace>(std::move(build.trace));
}

class TestChartsPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theTimesOfEachLaneAreStacked();
    void theNumberThatRunsIsStackedOverTime();
    void aQueueIsALineOfSteps();
    void waitsAreBoxesByReason();
    void itFollowsTheView();
    void thePlayheadIsALineInWhatStandsOnTime();
    void withoutARunASentenceStandsThere();
    void whatCopiesIsATable_data();
    void whatCopiesIsATable();
    void aSavedChartIsAPicture();
    void manyEventsAreReadByAnotherThread();
    void manyEventsOfAGrowingRunWaitForItsEnd();

private:
    template<class Series>
    QList<Series *> shown(RunFigure figure)
    {
        m_panel->choose(figure);
        QList<Series *> found;
        for (QAbstractSeries *series : m_panel->findChild<QChartView *>()->chart()->series()) {
            if (auto *wanted = qobject_cast<Series *>(series))
                found << wanted;
        }
        return found;
    }

    void setRun(const std::shared_ptr<const Trace> &trace)
    {
        m_view->zoom->setRun({trace->begin(), trace->end()});
        m_view->zoom->showWhole();
        m_panel->setTrace(trace, trace->end(), false);
        m_panel->hide();
        m_panel->show();
    }

    QString sentence() const { return m_panel->findChild<QLabel *>(QStringLiteral("chartSentence"))->text(); }

    std::unique_ptr<QObject> m_owner;
    std::unique_ptr<ViewState> m_view;
    std::unique_ptr<ChartsPanel> m_panel;
};

void TestChartsPanel::init()
{
    m_panel.reset();
    m_owner = std::make_unique<QObject>();
    m_view = std::make_unique<ViewState>(m_owner.get());
    m_panel = std::make_unique<ChartsPanel>(*m_view);
    m_panel->resize(800, 300);
    m_panel->show();
}

void TestChartsPanel::theTimesOfEachLaneAreStacked()
{
    setRun(queueRun());
    const auto series = shown<QHorizontalStackedBarSeries>(RunFigure::Times);
    QCOMPARE(series.size(), 1);
    const QList<QBarSet *> sets = series.front()->barSets();
    QCOMPARE(sets.size(), 3);
    QCOMPARE(sets[0]->label(), QStringLiteral("running"));
    QCOMPARE(sets[0]->at(0), 50.0); // ms: 10 + 10 + 30
    QCOMPARE(sets[2]->at(0), 50.0);
}

void TestChartsPanel::theNumberThatRunsIsStackedOverTime()
{
    setRun(queueRun());
    const auto areas = shown<QAreaSeries>(RunFigure::Activity);
    QCOMPARE(areas.size(), 3);
    QCOMPARE(areas[0]->upperSeries()->at(0).y(), 1.0);
    const QList<QPointF> running = areas[0]->upperSeries()->points();
    const auto atHalf = std::ranges::find_if(running, [](const QPointF &point) { return point.x() >= 50; });
    QVERIFY(atHalf->y() < 0.01); // it waits
}

void TestChartsPanel::aQueueIsALineOfSteps()
{
    setRun(queueRun());
    const auto lines = shown<QLineSeries>(RunFigure::Levels);
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines[0]->name(), QStringLiteral("jobs · depth"));
    QCOMPARE(lines[0]->points(), (QList<QPointF>{{0, 0}, {20, 0}, {20, 3}, {70, 3}, {70, 1}, {90, 1}, {90, 0}, {100, 0},
                                                 {100, 0}}));
}

void TestChartsPanel::waitsAreBoxesByReason()
{
    setRun(queueRun());
    const auto boxes = shown<QBoxPlotSeries>(RunFigure::Waits);
    QCOMPARE(boxes.size(), 1);
    QCOMPARE(boxes[0]->count(), 1);
    const QBoxSet *box = boxes[0]->boxSets().front();
    QCOMPARE(box->label(), QStringLiteral("queue empty (2)"));
    QCOMPARE(box->at(QBoxSet::LowerExtreme), 10.0);
    QCOMPARE(box->at(QBoxSet::UpperExtreme), 40.0);
}

void TestChartsPanel::itFollowsTheView()
{
    setRun(queueRun());
    m_panel->choose(RunFigure::Activity);
    m_view->zoom->setVisible({20ms, 40ms});
    const auto axis = [this] {
        return qobject_cast<QValueAxis *>(m_panel->findChild<QChartView *>()->chart()->axes(Qt::Horizontal).constFirst());
    };
    QTRY_COMPARE(axis()->min(), 20.0);
    QCOMPARE(axis()->max(), 40.0);
}

void TestChartsPanel::thePlayheadIsALineInWhatStandsOnTime()
{
    setRun(queueRun());
    m_panel->choose(RunFigure::Activity);
    const auto line = [this] {
        for (QGraphicsItem *item : m_panel->findChild<QChartView *>()->chart()->childItems()) {
            if (auto *found = qgraphicsitem_cast<QGraphicsLineItem *>(item))
                return found;
        }
        return static_cast<QGraphicsLineItem *>(nullptr);
    };
    QVERIFY(!line()->isVisible());
    m_view->playhead->setRun({0ms, 100ms});
    m_view->playhead->moveTo(50ms);
    QVERIFY(line()->isVisible());
    const QRectF area = m_panel->findChild<QChartView *>()->chart()->plotArea();
    QVERIFY(std::abs(line()->line().x1() - area.center().x()) < 1.5);
    m_panel->choose(RunFigure::Times);
    QVERIFY(!line()->isVisible());
}

void TestChartsPanel::withoutARunASentenceStandsThere()
{
    m_panel->choose(RunFigure::Activity);
    QVERIFY(!sentence().isEmpty());
    QVERIFY(!m_panel->findChild<QPushButton *>(QStringLiteral("saveChart"))->isEnabled());
    QVERIFY(m_panel->copyText().isEmpty());
    QVERIFY(!m_panel->savePicture(QStringLiteral("nowhere.png")).hasValue());
}

void TestChartsPanel::whatCopiesIsATable_data()
{
    QTest::addColumn<int>("figure");
    QTest::addColumn<int>("columns");
    QTest::newRow("times") << int(RunFigure::Times) << 4;
    QTest::newRow("activity") << int(RunFigure::Activity) << 4;
    QTest::newRow("levels") << int(RunFigure::Levels) << 3;
    QTest::newRow("waits") << int(RunFigure::Waits) << 8;
}

void TestChartsPanel::whatCopiesIsATable()
{
    QFETCH(int, figure);
    QFETCH(int, columns);
    setRun(queueRun());
    m_panel->choose(RunFigure(figure));
    const QStringList lines = m_panel->copyText().split(u'\n', Qt::SkipEmptyParts);
    QVERIFY(lines.size() > 1);
    for (const QString &line : lines)
        QCOMPARE(line.split(u'\t').size(), columns);
}

void TestChartsPanel::aSavedChartIsAPicture()
{
    setRun(queueRun());
    QTemporaryDir folder;
    for (const RunFigure figure : {RunFigure::Times, RunFigure::Activity, RunFigure::Levels, RunFigure::Waits}) {
        m_panel->choose(figure);
        const QString path = folder.filePath(QStringLiteral("chart%1.png").arg(int(figure)));
        QVERIFY(m_panel->savePicture(path).hasValue());
        QVERIFY(QImage(path).width() >= 960);
    }
}

void TestChartsPanel::manyEventsAreReadByAnotherThread()
{
    setRun(std::make_shared<const Trace>(SampleTraceBuilder(2, 9, 150'000).build()));
    m_panel->choose(RunFigure::Waits);
    QVERIFY(m_panel->copyText().isEmpty() || !m_panel->copyText().startsWith(QStringLiteral("reason")));
    QTRY_VERIFY_WITH_TIMEOUT(m_panel->copyText().startsWith(QStringLiteral("reason")), 30'000);
}

void TestChartsPanel::manyEventsOfAGrowingRunWaitForItsEnd()
{
    const auto trace = std::make_shared<const Trace>(SampleTraceBuilder(2, 9, 150'000).build());
    setRun(trace);
    m_panel->setTrace(trace, trace->end(), true);
    m_panel->choose(RunFigure::Waits);
    QVERIFY(sentence().contains(QStringLiteral("once the run is over")));
    m_panel->refresh(trace->end(), false);
    QTRY_VERIFY_WITH_TIMEOUT(m_panel->copyText().startsWith(QStringLiteral("reason")), 30'000);
}

QTEST_MAIN(TestChartsPanel)
#include "tst_chartspanel.moc"

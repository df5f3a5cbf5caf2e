#include "tests/support/tracebuilder.h"
#include "ui/models/outputmodel.h"
#include "ui/models/playhead.h"
#include "ui/panels/outputpanel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

QStringList texts(const OutputModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row)
        lines << model.textAt(row);
    return lines;
}

} // namespace

class TestOutputModel : public QObject
{
    Q_OBJECT

    std::shared_ptr<TraceBuilder> m_builder;
    LaneId m_first, m_second;

    /// Shares the builder's life: the trace grows under the model as it does in a run.
    std::shared_ptr<const Trace> trace() const { return {m_builder, &m_builder->trace}; }

private Q_SLOTS:
    void init()
    {
        m_builder = std::make_shared<TraceBuilder>();
        m_first = m_builder->lane(LaneKind::Task, "count 1", std::nullopt, 0, 0, 5ms);
        m_second = m_builder->lane(LaneKind::Task, "count 2", std::nullopt, 0, 0, 5ms);
        m_builder->start(m_first, 5ms);
    }

    void linesComeWithTimeAndLane()
    {
        m_builder->print(m_second, 15ms, "One");
        OutputModel model;
        model.setTrace(trace());
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, OutputModel::LaneColumn).data().toString(), QStringLiteral("count 2"));
        QCOMPARE(model.index(0, OutputModel::TextColumn).data().toString(), QStringLiteral("One"));
        QVERIFY(model.index(0, OutputModel::TimeColumn).data().toString().startsWith(QStringLiteral("10")));
        QCOMPARE(model.timeAt(0), Nanos(15ms));
        QCOMPARE(model.laneAt(0), m_second);
    }

    void itStandsAtThePlayhead()
    {
        for (int line = 1; line <= 3; ++line)
            m_builder->print(m_first, line * 10ms, "line");
        OutputPanel panel;
        panel.setTrace(trace());
        QCOMPARE(panel.printedRows(), 3);
        Playhead playhead;
        panel.follow(&playhead);
        playhead.setRun({0ms, 100ms});
        playhead.moveTo(25ms);
        QCOMPARE(panel.printedRows(), 2);
        playhead.moveTo(10ms); // that moment included
        QCOMPARE(panel.printedRows(), 1);
        m_builder->print(m_first, 5ms, "late");
        panel.refresh();
        QCOMPARE(panel.printedRows(), 2);
        playhead.clear();
        QCOMPARE(panel.printedRows(), 4);
    }

    void aGrowingTraceAddsRowsAtTheEnd()
    {
        OutputModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTrace(trace());
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        m_builder->print(m_first, 10ms, "One");
        m_builder->print(m_second, 11ms, "Two");
        model.refresh();
        m_builder->print(m_first, 12ms, "Three");
        model.refresh();
        model.refresh();
        QCOMPARE(texts(model), QStringList({QStringLiteral("One"), QStringLiteral("Two"), QStringLiteral("Three")}));
        QCOMPARE(inserted.size(), 2);
        QCOMPARE(removed.size(), 0);
    }

    void aLineThatComesLateStandsWhereItBelongs()
    {
        OutputModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_builder->print(m_first, 10ms, "One");
        m_builder->print(m_first, 30ms, "Three");
        model.setTrace(trace());
        m_builder->print(m_second, 20ms, "Two");
        m_builder->print(m_second, 40ms, "Four");
        model.refresh();
        QCOMPARE(texts(model), QStringList({QStringLiteral("One"), QStringLiteral("Two"), QStringLiteral("Three"),
                                            QStringLiteral("Four")}));
    }

    void withoutATraceThereIsNothing()
    {
        OutputModel model;
        model.refresh();
        QCOMPARE(model.rowCount(), 0);
        model.setTrace(trace());
        model.setTrace(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void clickingALineSaysItsMomentAndLane()
    {
        m_builder->print(m_first, 10ms, "One");
        m_builder->print(m_second, 20ms, "Two");
        OutputPanel panel;
        panel.resize(500, 200);
        panel.setTrace(trace());
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        auto *view = panel.findChild<QTableView *>();
        Nanos time{0};
        LaneId lane;
        connect(&panel, &OutputPanel::lineActivated, this, [&](Nanos at, LaneId of) {
            time = at;
            lane = of;
        });
        const QPoint second = view->visualRect(view->model()->index(1, OutputModel::TextColumn)).center();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, second);
        QCOMPARE(time, Nanos(20ms));
        QCOMPARE(lane, m_second);
        view->setCurrentIndex(view->model()->index(0, OutputModel::TextColumn));
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(time, Nanos(10ms));
    }

    void copyingGivesTheLinesAsPrinted()
    {
        m_builder->print(m_first, 10ms, "<b>One</b>");
        m_builder->print(m_second, 20ms, "Two & more");
        OutputPanel panel;
        panel.setTrace(trace());
        QCOMPARE(panel.copyText(), QStringLiteral("<b>One</b>\nTwo & more\n"));
        panel.findChild<QTableView *>()->selectRow(1);
        QCOMPARE(panel.copyText(), QStringLiteral("Two & more\n"));
    }
};

QTEST_MAIN(TestOutputModel)
#include "tst_outputmodel.moc"

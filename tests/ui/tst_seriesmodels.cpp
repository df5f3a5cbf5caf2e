// The tables of comparisons, sweeps and repetitions, as text.
#include "tests/support/sampletrace.h"
#include "ui/models/differencemodel.h"
#include "ui/models/ordermodel.h"
#include "ui/models/sweepmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

QString rowText(const QAbstractItemModel &model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells << model.index(row, column).data().toString();
    return cells.join(QStringLiteral(" | "));
}

QString head(const QAbstractItemModel &model)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells << model.headerData(column, Qt::Horizontal).toString();
    return cells.join(QStringLiteral(" | "));
}

} // namespace

class TestSeriesModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void differencesReadAsPeopleSayThem()
    {
        DifferenceModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        using Unit = Difference::Unit;
        model.setDifferences({{"wall", Unit::Time, 1'000'000'000, 3'000'000'000, {}, {}},
                              {"cpu", Unit::Time, std::nullopt, 5'000, {}, {}},
                              {"threads", Unit::Count, 4, 4, {}, {}},
                              {"wait queue empty", Unit::Time, 0, 2'000'000, 0, 7}});
        QCOMPARE(head(model), QStringLiteral("Figure | A | B | B against A"));
        QCOMPARE(rowText(model, 0), QStringLiteral("Wall time | 1.00 s | 3.00 s | +2.00 s (3.00 ×)"));
        QCOMPARE(rowText(model, 1), QStringLiteral("CPU time | not known | 5.00 µs | "));
        QCOMPARE(rowText(model, 2), QStringLiteral("Threads | 4 | 4 | ="));
        QCOMPARE(rowText(model, 3), QStringLiteral("Waited: queue empty | 0 ns in 0 | 2.00 ms in 7 | +2.00 ms"));
        QCOMPARE(model.index(0, 2).data(Qt::AccessibleTextRole).toString(), QStringLiteral("Wall time, B: 3.00 s"));
        QCOMPARE(model.copyText().section(QLatin1Char('\n'), 1, 2),
                 QStringLiteral("Wall time\tns\t1000000000\t3000000000\nCPU time\tns\t\t5000"));
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void everyFigureOfAComparisonHasAName()
    {
        DifferenceModel model;
        const Comparison comparison = *compared(sampleTrace(1), sampleTrace(2));
        model.setDifferences(comparison.differences);
        for (int row = 0; row < model.rowCount(); ++row) {
            const QString name = model.index(row, 0).data().toString();
            QVERIFY2(name.at(0).isUpper(), qPrintable(name));
        }
    }

    void ordersAndTheirShares()
    {
        Repetition repetition;
        for (const unsigned seed : {1u, 2u, 1u})
            repetition.take(sampleTrace(seed));
        OrderModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.show(repetition);
        QCOMPARE(model.rowCount(), int(repetition.orders().size()));
        QCOMPARE(model.index(0, OrderModel::Count).data().toString(), QStringLiteral("2"));
        QCOMPARE(model.index(0, OrderModel::Share).data().toString(), QStringLiteral("67 %"));
        QVERIFY(qAbs(model.index(0, OrderModel::Share).data(OrderModel::shareRole).toDouble() - 2.0 / 3) < 1e-9);
        QVERIFY(!model.index(0, OrderModel::Order).data(OrderModel::shareRole).isValid());
        QCOMPARE(model.index(0, OrderModel::Runs).data().toString(), QStringLiteral("1, 3"));
        QCOMPARE(model.firstRun(0), 1u);
        QCOMPARE(model.firstRun(1), 2u);
        model.show(Repetition());
        QCOMPARE(model.rowCount(), 0);
    }

    void spreadsHaveARowALane()
    {
        Repetition repetition;
        repetition.take(sampleTrace(1));
        SpreadModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.show(repetition);
        QCOMPARE(model.rowCount(), int(repetition.lanes().size()));
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("main"));
        QCOMPARE(model.index(0, 2).data(), model.index(0, 4).data()); // one run: the least is the most
    }

    void aSweepHasARowAValue()
    {
        SweepModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.begin(QStringLiteral("Workers"));
        Trace trace;
        trace.info.outcome = RunOutcome::Finished;
        trace.info.cpuNs = 1'500'000;
        SweepPoint one = pointOf("1", trace), two = pointOf("2", trace);
        one.wall = 2s;
        two.wall = 1s;
        two.maxRunning = 2;
        model.add(one);
        model.add(two);
        model.add(refusedPoint("64", "Too many."));
        QCOMPARE(head(model), QStringLiteral("Workers | Wall time | Speed-up | CPU time | Most running | End"));
        QCOMPARE(rowText(model, 0), QStringLiteral("1 | 2.00 s | 1.00 × | 1.50 ms | 0 | finished"));
        QCOMPARE(rowText(model, 1), QStringLiteral("2 | 1.00 s | 2.00 × | 1.50 ms | 2 | finished"));
        QCOMPARE(rowText(model, 2), QStringLiteral("64 |  |  |  |  | not run: Too many."));
        QCOMPARE(model.copyText().section(QLatin1Char('\n'), 2, 2), QStringLiteral("2\t1000000000\t1500000\t2\tfinished"));
        model.begin(QStringLiteral("Chunk"));
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSeriesModels)
#include "tst_seriesmodels.moc"

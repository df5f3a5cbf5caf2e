#include "core/io/eventorder.h"
#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"
#include "ui/models/eventmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

class TestEventModel : public QObject
{
    Q_OBJECT

    std::shared_ptr<TraceBuilder> m_builder;
    LaneId m_first, m_second;

    /// Shares the builder's life: the trace grows under the model as it does in a run.
    std::shared_ptr<const Trace> trace() const { return {m_builder, &m_builder->trace}; }

    static QStringList lines(const EventModel &model)
    {
        QStringList lines;
        for (int row = 0; row < model.rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < model.columnCount(); ++column)
                cells << model.index(row, column).data().toString();
            lines << cells.join(QStringLiteral(" | "));
        }
        return lines;
    }

    static QStringList lanes(const EventModel &model)
    {
        QStringList lanes;
        for (int row = 0; row < model.rowCount(); ++row)
            lanes << model.index(row, EventModel::LaneColumn).data().toString();
        return lanes;
    }

private Q_SLOTS:
    void init()
    {
        m_builder = std::make_shared<TraceBuilder>();
        m_builder->lane(LaneKind::Host, "computer");
        m_first = m_builder->lane(LaneKind::Task, "first");
        m_second = m_builder->lane(LaneKind::Task, "second");
    }

    void everyEventIsARowInWords()
    {
        m_builder->start(m_first, 10us);
        m_builder->sleep(m_first, 20us, 2s);
        m_builder->wake(m_second, 20us, m_first);
        m_builder->start(m_second, 30us);
        m_builder->print(m_second, 40us, "hello");
        m_builder->wake(m_first, 50us, hostLane);
        m_builder->trace.appendCounter(Event(60'000, EventKind::Counter, 0, m_second), 7, "depth");
        m_builder->finish(m_second, 70us, Outcome::Failed, true);
        EventModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTrace(trace(), 70us);
        QCOMPARE(lines(model), QStringList({
            QStringLiteral("0.000 µs | first | start |  | 10.0 µs | "),
            QStringLiteral("10.000 µs | first | suspend | sleep 2 s | 30.0 µs | "),
            QStringLiteral("10.000 µs | second | wake | by first | 10.0 µs | "),
            QStringLiteral("20.000 µs | second | start |  | 40.0 µs | "),
            QStringLiteral("30.000 µs | second | output |  |  | hello"),
            QStringLiteral("40.000 µs | first | wake | by the operating system | 20.0 µs | "),
            QStringLiteral("50.000 µs | second | counter |  |  | depth = 7"),
            QStringLiteral("60.000 µs | second | finish (inferred) | failed |  | "),
        }));
        QCOMPARE(model.index(1, 0).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("10.000 µs, first, suspend, sleep 2 s, lasts 30.0 µs"));
        for (int column = 0; column < model.columnCount(); ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
    }

    void theRowsAreInTheOrderOfTheExports()
    {
        const auto sample = std::make_shared<const Trace>(sampleTrace(2, 12, 3'000));
        EventModel model;
        model.setTrace(sample, sample->end());
        std::vector<Event> wanted, shown;
        forEachInOrder(*sample, [&](const Event &event) {
            if (event.kind() != EventKind::Lane)
                wanted.push_back(event);
            return true;
        });
        for (int row = 0; row < model.rowCount(); ++row) {
            shown.push_back(model.eventAt(row));
            QCOMPARE(model.rowOf(model.placeAt(row)), std::optional(row));
        }
        QCOMPARE(shown, wanted);
    }

    void aGrowingRunAddsRowsAtTheEnd()
    {
        EventModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTrace(trace(), 0ns);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted), reset(&model, &QAbstractItemModel::modelReset);
        m_builder->start(m_first, 10us);
        m_builder->start(m_second, 20us);
        model.refresh(20us);
        m_builder->finish(m_first, 30us);
        model.refresh(30us);
        model.refresh(30us);
        QCOMPARE(lanes(model), QStringList({QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("first")}));
        QCOMPARE(inserted.size(), 2);
        QCOMPARE(reset.size(), 0);
    }

    void whatComesLateStandsWhereItBelongsAndTheRowsAfterItAreRenewed()
    {
        EventModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_builder->start(m_first, 10us);
        m_builder->suspend(m_first, 30us, Reason::Io);
        m_builder->resume(m_first, 50us);
        model.setTrace(trace(), 50us);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        m_builder->start(m_second, 20us);
        model.refresh(50us);
        QCOMPARE(lanes(model), QStringList({QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("first"),
                                            QStringLiteral("first")}));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
        QCOMPARE(changed.first().at(1).toModelIndex().row(), 2);
        m_builder->print(m_first, 15us, "late within its lane");
        model.refresh(50us);
        QCOMPARE(changed.last().at(0).toModelIndex(), model.index(0, 0));
        QCOMPARE(model.index(1, EventModel::TextColumn).data().toString(), QStringLiteral("late within its lane"));
    }

    void theSegmentThatGoesOnGrowsWithTheRun()
    {
        m_builder->start(m_first, 10us);
        EventModel model;
        model.setTrace(trace(), 20us);
        const QModelIndex lasts = model.index(0, EventModel::DurationColumn);
        QCOMPARE(lasts.data().toString(), QStringLiteral("10.0 µs"));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.refresh(60us);
        QCOMPARE(lasts.data().toString(), QStringLiteral("50.0 µs"));
        QCOMPARE(changed.size(), 1);
    }

    void oneLaneAloneCanBeListed()
    {
        m_builder->start(m_first, 10us);
        m_builder->start(m_second, 20us);
        m_builder->finish(m_first, 30us);
        EventModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTrace(trace(), 30us);
        model.setLanes({m_first});
        QCOMPARE(lanes(model), QStringList({QStringLiteral("first"), QStringLiteral("first")}));
        QCOMPARE(model.rowShowing(m_second, 25us), std::optional<int>());
        m_builder->print(m_second, 40us, "elsewhere");
        m_builder->print(m_first, 50us, "here");
        model.refresh(50us);
        QCOMPARE(model.rowCount(), 3);
        model.setLanes({});
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.rowShowing(m_second, 25us), std::optional(1));
    }

    void rowsAreCopiedForSpreadsheets()
    {
        m_builder->start(m_first, 1s);
        m_builder->print(m_first, 1s + 5us, "a\tb\nc");
        EventModel model;
        model.setTrace(trace(), 2s);
        QCOMPARE(model.asText(0, 1), QStringLiteral("0.000000000\tfirst\tstart\t\t1.000000000\t\n"
                                                    "0.000005000\tfirst\toutput\t\t\ta b c\n"));
    }

    void withoutATraceThereIsNothing()
    {
        EventModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.refresh(1s);
        model.setLanes({m_first});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.rowShowing(m_first, 1s), std::optional<int>());
        model.setTrace(trace(), 0ns);
        model.setTrace(nullptr, 0ns);
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(TestEventModel)
#include "tst_eventmodel.moc"

#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"
#include "ui/models/eventmodel.h"
#include "ui/models/selection.h"
#include "ui/panels/eventspanel.h"
#include "ui/panels/longtableview.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// Any number of rows that say their number.
class Numbers : public QAbstractTableModel
{
public:
    explicit Numbers(int rows) : m_rows(rows) {}
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_rows; }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 2; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(index.row()) : QVariant();
    }

private:
    int m_rows;
};

struct ShownNumbers {
    Numbers numbers;
    LongTableView table;

    explicit ShownNumbers(int rows) : numbers(rows)
    {
        table.setModel(&numbers);
        table.resize(400, 300);
        table.show();
    }
};

QList<std::pair<int, int>> selectedRanges(const LongTableView &view)
{
    QList<std::pair<int, int>> ranges;
    for (const QItemSelectionRange &range : view.selectionModel()->selection())
        ranges << std::pair(range.top(), range.bottom());
    return ranges;
}

} // namespace

class TestEventsPanel : public QObject
{
    Q_OBJECT

    std::shared_ptr<TraceBuilder> m_builder;
    LaneId m_first, m_second;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<EventsPanel> m_panel;

    std::shared_ptr<const Trace> trace() const { return {m_builder, &m_builder->trace}; }
    LongTableView *view() const { return m_panel->findChild<LongTableView *>(); }
    QString count() const { return m_panel->findChild<QLabel *>(QStringLiteral("eventCount"))->text(); }
    QAction *onlyLane() const
    {
        for (QAction *action : view()->actions()) {
            if (action->isCheckable())
                return action;
        }
        return nullptr;
    }

    void clickRow(int row) const
    {
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, view()->visualRect(view()->model()->index(row, 1)).center());
    }

private Q_SLOTS:
    void init()
    {
        m_builder = std::make_shared<TraceBuilder>();
        m_first = m_builder->lane(LaneKind::Task, "first");
        m_second = m_builder->lane(LaneKind::Task, "second");
        m_builder->start(m_first, 10us);
        m_builder->start(m_second, 20us);
        m_builder->suspend(m_first, 30us, Reason::Io);
        m_builder->finish(m_second, 40us);
        m_selection = std::make_unique<Selection>();
        m_panel = std::make_unique<EventsPanel>(m_selection.get());
        m_panel->resize(700, 300);
        m_panel->setTrace(trace(), 50us);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }
    void cleanup() { m_panel.reset(); }

    void aRowSelectsItsMomentEverywhere()
    {
        QSignalSpy chosen(m_panel.get(), &EventsPanel::momentChosen);
        clickRow(1);
        QCOMPARE(m_selection->current(), std::optional(Selected{m_second, 20us}));
        QTest::keyClick(view(), Qt::Key_Down);
        QCOMPARE(m_selection->current(), std::optional(Selected{m_first, 30us}));
        QTest::keyClick(view(), Qt::Key_End);
        QCOMPARE(m_selection->current(), std::optional(Selected{m_second, 40us - 1ns})); // what ended there
        QCOMPARE(view()->currentIndex().row(), 3);
        QCOMPARE(chosen.last().first().value<Nanos>(), Nanos(40us));
    }

    void whatIsSelectedElsewhereIsSelectedHere()
    {
        m_selection->select({m_second, 35us});
        QCOMPARE(selectedRanges(*view()), QList({std::pair(1, 1)}));
        m_selection->select({m_first, 31us});
        QCOMPARE(view()->currentIndex().row(), 2);
        QCOMPARE(m_selection->current(), std::optional(Selected{m_first, 31us})); // and stays as it was
        m_selection->clear();
        QVERIFY(selectedRanges(*view()).isEmpty());
    }

    void whatWasSelectedWhileItWasHiddenIsSelectedWhenItShows()
    {
        m_panel->hide();
        m_builder->print(m_first, 60us, "meanwhile");
        m_panel->refresh(60us);
        m_selection->select({m_first, 60us});
        m_panel->show();
        QCOMPARE(view()->currentIndex().row(), 4);
    }

    void onlyTheSelectedLaneCanBeListed()
    {
        QVERIFY(!onlyLane()->isEnabled());
        QCOMPARE(count(), QStringLiteral("4 events"));
        m_selection->select({m_second, 25us});
        onlyLane()->trigger();
        QCOMPARE(view()->model()->rowCount(), 2);
        QCOMPARE(count(), QStringLiteral("2 of 4 events: second"));
        QCOMPARE(view()->currentIndex().row(), 0);
        m_selection->select({m_first, 30us});
        QCOMPARE(count(), QStringLiteral("2 of 4 events: first"));
        QCOMPARE(view()->currentIndex().row(), 1);
        onlyLane()->trigger();
        QCOMPARE(view()->model()->rowCount(), 4);
        QCOMPARE(view()->currentIndex().row(), 2);
    }

    void selectedRowsAreCopiedInTheirOrder()
    {
        clickRow(2);
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, Qt::ControlModifier,
                          view()->visualRect(view()->model()->index(0, 1)).center());
        QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("0.000000000\tfirst\tstart\t\t0.000020000\t\n"
                                "0.000020000\tfirst\tsuspend\ti/o\t0.000020000\t\n"));
    }

    void aGrowingRunIsFollowedUntilSomebodyLooksBack()
    {
        for (int i = 0; i < 200; ++i)
            m_builder->print(m_first, 100us + i * 1us, "line");
        m_panel->refresh(300us);
        QTRY_COMPARE(view()->model()->rowCount(), 204);
        m_builder->print(m_first, 400us, "last");
        view()->scrollToBottom();
        m_panel->refresh(400us);
        QTRY_COMPARE(view()->lastVisibleRow(), 204);
        view()->scrollToTop();
        m_builder->print(m_first, 500us, "later");
        m_panel->refresh(500us);
        QTRY_COMPARE(view()->model()->rowCount(), 206);
        QCOMPARE(view()->firstVisibleRow(), 0);
    }

    void aHundredMillionRowsScrollAndSelectLikeTen()
    {
        ShownNumbers shown(100'000'000);
        auto &[numbers, table] = shown;
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        table.setCurrentIndex(numbers.index(3, 0));
        QTest::keyClick(&table, Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(selectedRanges(table), QList({std::pair(3, 99'999'999)}));
        QVERIFY(table.isAtEnd());
        QCOMPARE(table.lastVisibleRow(), 99'999'999);
        const int above = table.firstVisibleRow() + 2;
        QTest::mouseClick(table.viewport(), Qt::LeftButton, Qt::ShiftModifier, table.visualRect(numbers.index(above, 0)).center());
        QCOMPARE(selectedRanges(table), QList({std::pair(3, above)}));
        table.scrollTo(numbers.index(50'000'000, 0), QAbstractItemView::PositionAtCenter);
        QCOMPARE(table.indexAt(table.visualRect(numbers.index(50'000'000, 1)).center()), numbers.index(50'000'000, 1));
        QTest::keyClick(&table, Qt::Key_Home);
        QCOMPARE(selectedRanges(table), QList({std::pair(0, 0)}));
    }

    void aDragSelectsTheRowsBetween()
    {
        ShownNumbers shown(1'000);
        auto &[numbers, table] = shown;
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const auto middleOf = [&](int row) { return table.visualRect(numbers.index(row, 0)).center(); };
        QTest::mousePress(table.viewport(), Qt::LeftButton, {}, middleOf(2));
        QTest::mouseMove(table.viewport(), middleOf(3));
        QTest::mouseMove(table.viewport(), middleOf(6));
        QCOMPARE(selectedRanges(table), QList({std::pair(2, 6)}));
        table.verticalScrollBar()->setValue(100);
        QTest::mouseMove(table.viewport(), middleOf(104));
        QCOMPARE(selectedRanges(table), QList({std::pair(2, 104)}));
        QTest::mouseRelease(table.viewport(), Qt::LeftButton, {}, middleOf(104));
    }

    void aScreenReaderFindsATableWithNamedColumns()
    {
        QAccessibleInterface *table = QAccessible::queryAccessibleInterface(view());
        QVERIFY(table && table->tableInterface());
        QCOMPARE(table->text(QAccessible::Name), QStringLiteral("Events"));
        QCOMPARE(table->tableInterface()->rowCount(), 4);
        QCOMPARE(table->tableInterface()->columnDescription(EventModel::LaneColumn), QStringLiteral("Lane"));
        QAccessibleInterface *cell = table->tableInterface()->cellAt(2, 0);
        QVERIFY(cell);
        QCOMPARE(cell->text(QAccessible::Name), QStringLiteral("20.000 µs, first, suspend, i/o, lasts 20.0 µs"));
    }
};

QTEST_MAIN(TestEventsPanel)
#include "tst_eventspanel.moc"

// Sweeps and repetitions in the window, with real runs.
#include "tests/support/testorrun.h"
#include "ui/charts/sweepview.h"
#include "ui/models/ordermodel.h"
#include "ui/models/sweepmodel.h"
#include "ui/shell/comparewindow.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/repeatwindow.h"
#include "ui/shell/runcontroller.h"
#include "ui/shell/settings.h"
#include "ui/shell/sweepwindow.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>

using namespace Interleave;

namespace {

constexpr int patience = 60'000; // ms; only a hang takes that long

template<class Part>
Part *part(QWidget &window, const char *name)
{
    return window.findChild<Part *>(QLatin1String(name));
}

void press(QWidget &window)
{
    part<QPushButton>(window, "startSeries")->click();
}

} // namespace

class TestSeveralRuns : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        qputenv("XDG_STATE_HOME", m_folder.filePath(QStringLiteral("state")).toUtf8());
    }

    void aSweepRunsOnceForEachValue()
    {
        Settings settings;
        const QPointer window = new SweepWindow(findScenario("async.count"), {{"second", "10"}}, &settings, nullptr);
        window->show();
        const auto *model = window->findChild<SweepModel *>();
        auto *parameter = part<QComboBox>(*window, "sweptParameter");
        parameter->setCurrentIndex(parameter->findData(QStringLiteral("tasks")));
        QCOMPARE(part<QLineEdit>(*window, "sweptValues")->text(), QStringLiteral("1..8"));
        part<QLineEdit>(*window, "sweptValues")->setText(QStringLiteral("3, 1..2"));
        QSignalSpy over(window->runs(), &SeriesRuns::finished);
        press(*window);
        QVERIFY(window->runs()->isRunning());
        QVERIFY(window->findChild<QProgressBar *>()->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(over.size(), 1, patience);
        QTRY_COMPARE(model->rowCount(), 3);
        QCOMPARE(window->findChild<SweepView *>()->figure().points.size(), 3u);
        for (int row = 0; row < 3; ++row)
            QCOMPARE(model->index(row, SweepModel::Outcome).data().toString(), QStringLiteral("finished"));
        QSignalSpy shown(window, &SeriesWindow::runRequested);
        auto *table = part<QTableView>(*window, "sweepTable");
        table->setFocus();
        table->setCurrentIndex(model->index(0, 0));
        QTest::keyClick(table, Qt::Key_Return);
        QVERIFY(!window->runs()->isRunning()); // it opens the run, and presses nothing
        Q_EMIT window->findChild<SweepView *>()->pointChosen(2);
        QCOMPARE(shown.size(), 2);
        const auto tasks = [&](int call) {
            return shown.at(call).constFirst().value<std::shared_ptr<const Trace>>()->info.parameters.at("tasks");
        };
        QCOMPARE(tasks(0), "3");
        QCOMPARE(tasks(1), "2");
        window->close();
        QTRY_VERIFY(!window);
    }

    void workersAreProposedFirst()
    {
        Settings settings;
        SweepWindow window(findScenario("pool.map"), {}, &settings, nullptr);
        QCOMPARE(part<QComboBox>(window, "sweptParameter")->currentData().toString(), QStringLiteral("workers"));
    }

    void valuesThatAreNotAllowedAreSaid()
    {
        Settings settings;
        SweepWindow window(findScenario("async.count"), {}, &settings, nullptr);
        part<QLineEdit>(window, "sweptValues")->setText(QStringLiteral("0..3"));
        press(window);
        QVERIFY(!window.runs()->isRunning());
        QCOMPARE(window.findChild<MessageBar *>()->messages().size(), 1);
        QCOMPARE(window.findChild<SweepModel *>()->rowCount(), 0);
    }

    void cancellingKeepsWhatIsDone()
    {
        Settings settings;
        SweepWindow window(findScenario("async.count"), {{"tasks", "1"}}, &settings, nullptr);
        auto *parameter = part<QComboBox>(window, "sweptParameter");
        parameter->setCurrentIndex(parameter->findData(QStringLiteral("second")));
        part<QLineEdit>(window, "sweptValues")->setText(QStringLiteral("10,1000,1000"));
        const auto *model = window.findChild<SweepModel *>();
        QSignalSpy over(window.runs(), &SeriesRuns::finished);
        press(window);
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 1, patience);
        press(window); // it says Cancel now
        QTRY_COMPARE_WITH_TIMEOUT(over.size(), 1, patience);
        QVERIFY(model->rowCount() <= 2);
        QCOMPARE(part<QPushButton>(window, "startSeries")->text().remove(QLatin1Char('&')), QStringLiteral("Sweep"));
        QCOMPARE(model->index(0, SweepModel::Outcome).data().toString(), QStringLiteral("finished"));
        if (window.runs()->done() == 2) { // unless it was told before the second began
            QTRY_COMPARE(model->rowCount(), 2);
            QCOMPARE(model->index(1, SweepModel::Outcome).data().toString(), QStringLiteral("cancelled"));
        }
    }

    void aRepetitionCountsTheOrders()
    {
        RepeatWindow window(findScenario("async.count"), {{"second", "10"}}, nullptr);
        part<QSpinBox>(window, "repetitions")->setValue(3);
        QSignalSpy over(window.runs(), &SeriesRuns::finished);
        press(window);
        QTRY_COMPARE_WITH_TIMEOUT(over.size(), 1, patience);
        const auto *orders = window.findChild<OrderModel *>();
        int runs = 0;
        for (int row = 0; row < orders->rowCount(); ++row)
            runs += orders->index(row, OrderModel::Count).data().toInt();
        QCOMPARE(runs, 3);
        QVERIFY(part<QLabel>(window, "told")->text().startsWith(QStringLiteral("3 runs finished")));
        QVERIFY(window.findChild<SpreadModel *>()->rowCount() >= 4);
        QSignalSpy shown(&window, &SeriesWindow::runRequested);
        Q_EMIT part<QTableView>(window, "orders")->activated(orders->index(0, 0));
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown.constFirst().constFirst().value<std::shared_ptr<const Trace>>(),
                 window.runs()->trace(orders->firstRun(0) - 1));
    }

    void closingStopsWhatRuns()
    {
        auto window = std::make_unique<RepeatWindow>(findScenario("async.count"), ParameterValues{{"second", "1000"}}, nullptr);
        QSignalSpy ended(window->runs(), &SeriesRuns::ended);
        press(*window);
        QVERIFY(window->runs()->isRunning());
        window.reset(); // leaves nothing behind: the run's processes would hold the test's end up
        QCOMPARE(ended.size(), 0);
    }

    void theMenusOfferThem()
    {
        MainWindow window;
        QStringList titles;
        for (const QAction *action : window.findChildren<QAction *>())
            titles << action->text().remove(QLatin1Char('&'));
        for (const char *title : {"Repeat…", "Sweep…", "Compare Runs…"})
            QCOMPARE(titles.count(QString::fromUtf8(title)), 1);
    }

    void aRunThatWasChosenIsShownInTheMainWindow()
    {
        MainWindow window;
        window.show();
        QVERIFY(window.setScenario(QStringLiteral("async.count")));
        window.setParameters({{"second", "10"}});
        for (QAction *action : window.findChildren<QAction *>()) {
            if (action->text().remove(QLatin1Char('&')) == QString::fromUtf8("Repeat…"))
                action->trigger();
        }
        auto *repeat = window.findChild<RepeatWindow *>();
        QVERIFY(repeat && repeat->isVisible());
        part<QSpinBox>(*repeat, "repetitions")->setValue(2);
        QSignalSpy over(repeat->runs(), &SeriesRuns::finished);
        press(*repeat);
        QTRY_COMPARE_WITH_TIMEOUT(over.size(), 1, patience);
        Q_EMIT part<QTableView>(*repeat, "orders")->activated(repeat->findChild<OrderModel *>()->index(0, 0));
        QVERIFY(window.runs().trace());
        QCOMPARE(window.runs().trace()->info.parameters.at("second"), "10");
    }
};

int main(int argc, char **argv) { return testOrRun<TestSeveralRuns>(argc, argv); }
#include "tst_severalruns.moc"

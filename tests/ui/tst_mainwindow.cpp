// The window as people use it, with real runs: the runner is this executable, as it is the
// program itself in the product.
#include "core/io/tracefile.h"
#include "tests/support/testorrun.h"
#include "ui/models/selection.h"
#include "ui/models/zoomstate.h"
#include "ui/panels/detailspanel.h"
#include "ui/panels/rangepanel.h"
#include "ui/shell/filejobs.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/runcaption.h"
#include "ui/shell/runcontroller.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <QWheelEvent>

#include <csignal>

using namespace Interleave;

namespace {

constexpr int patience = 20'000; // milliseconds, for a machine with other things to do

bool processLives(pid_t pid)
{
    return kill(pid, 0) == 0;
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;

    template<class Part>
    Part *part(const char *name) const
    {
        return m_window->findChild<Part *>(QLatin1String(name));
    }

    QPushButton *runButton() const { return part<QPushButton>("runButton"); }
    const Trace &trace() const { return *m_window->runs().trace(); }
    bool isOver() const { return m_window->runs().trace() && !m_window->runs().isRunning(); }

    QAction *action(const QString &text) const
    {
        for (QAction *each : m_window->findChildren<QAction *>()) {
            if (each->text().remove(QLatin1Char('&')) == text)
                return each;
        }
        return nullptr;
    }

    void openWindow()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    /// A short run of async.count: three tasks, a document second of 50 ms.
    void runCount()
    {
        QVERIFY(m_window->setScenario(QStringLiteral("async.count")));
        m_window->setParameters({{"tasks", "3"}, {"second", "50"}});
        QTest::mouseClick(runButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
        QCOMPARE(trace().info.outcome, RunOutcome::Finished);
    }

    std::optional<LaneId> firstTask() const
    {
        for (const Lane &lane : trace().lanes()) {
            if (lane.kind == LaneKind::Task && !lane.events.empty())
                return lane.id;
        }
        return std::nullopt;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        qputenv("XDG_STATE_HOME", m_folder.filePath(QStringLiteral("state")).toUtf8());
    }

    void init() { openWindow(); }
    void cleanup()
    {
        m_window.reset();
        QFile::remove(m_folder.filePath(QStringLiteral("Interleave/Interleave.ini")));
    }

    void atItsSmallestNothingIsCutOff()
    {
        m_window->resize(1000, 700);
        QCOMPARE(m_window->size(), QSize(1000, 700));
        for (const QPushButton *button : m_window->findChildren<QPushButton *>()) {
            if (!button->isVisible())
                continue;
            QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
            const QRect inWindow(button->mapTo(m_window.get(), QPoint(0, 0)), button->size());
            QVERIFY2(m_window->rect().contains(inWindow), qPrintable(button->text()));
        }
    }

    void theRunButtonHasTheFocusSoThatReturnRuns()
    {
        QVERIFY(runButton()->isDefault());
        QTRY_COMPARE(m_window->focusWidget(), runButton());
    }

    void noActionIsWithoutWordsAndEllipsesAreReal()
    {
        for (const QAction *each : m_window->findChildren<QAction *>()) {
            QVERIFY2(!each->text().contains(QStringLiteral("...")), qPrintable(each->text()));
            QCOMPARE(each->text(), each->text().trimmed());
        }
        for (const char *name : {"runButton", "scenarioTree", "scenarioSearch", "outputView", "statusSummary"})
            QVERIFY2(!part<QWidget>(name)->accessibleName().isEmpty(), name);
    }

    void aPictureIsNeverTakenForAnotherScenarios()
    {
        auto *caption = part<RunCaption>("runCaption");
        QCOMPARE(caption->text(), QStringLiteral("No run yet"));
        runCount();
        QCOMPARE(caption->text(), QStringLiteral("Run of Count: async  ·  second 50 · tasks 3"));
        QVERIFY(m_window->setScenario(QStringLiteral("coroutines.print-name")));
        QCOMPARE(caption->text(), QStringLiteral("Still the run of Count: async. Press Run for the chosen scenario."));
        QVERIFY(m_window->setScenario(QStringLiteral("async.count")));
        QVERIFY(caption->text().startsWith(QStringLiteral("Run of Count: async")));
    }

    void aRecordingOfAnotherProgramIsNotTakenForAnOldRun()
    {
        auto *caption = part<RunCaption>("runCaption");
        QVERIFY(m_window->setScenario(QStringLiteral("async.count")));
        QFile file(m_folder.filePath(QStringLiteral("foreign.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"([{"ph":"X","name":"slice","pid":1,"tid":1,"ts":0,"dur":5}])");
        file.close();
        m_window->openFile(file.fileName());
        QTRY_COMPARE_WITH_TIMEOUT(caption->text(), QStringLiteral("Recording of another program"), patience);
        QVERIFY(m_window->setScenario(QStringLiteral("coroutines.print-name")));
        QCOMPARE(caption->text(), QStringLiteral("Still the recording of another program. Press Run for the chosen scenario."));
    }

    void whileARunGoesOnAnotherScenarioHasToWait()
    {
        auto *caption = part<RunCaption>("runCaption");
        m_window->setScenario(QStringLiteral("async.count"));
        m_window->run();
        QVERIFY(m_window->setScenario(QStringLiteral("coroutines.print-name")));
        QCOMPARE(caption->text(), QStringLiteral("Still the run of Count: async, which goes on. "
                                                 "Stop it to run the chosen scenario."));
        m_window->stop();
        QTRY_COMPARE(caption->text(), QStringLiteral("Still the run of Count: async. Press Run for the chosen scenario."));
    }

    void pickDragRunAndReadTheResult()
    {
        QVERIFY(m_window->setScenario(QStringLiteral("async.count")));
        auto *slider = part<QSlider>("secondSlider");
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(part<QSpinBox>("secondBox")->value(), 10);
        QTest::mouseClick(runButton(), Qt::LeftButton);
        QVERIFY(m_window->runs().isRunning());
        QVERIFY(runButton()->text().startsWith(QStringLiteral("Stop")));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
        QVERIFY(runButton()->text().startsWith(QStringLiteral("Run")));
        QCOMPARE(trace().info.outcome, RunOutcome::Finished);
        QCOMPARE(trace().info.parameters.at("second"), std::string("10"));
        QCOMPARE(part<QTableView>("outputView")->model()->rowCount(), int(trace().outputs().size()));
        QVERIFY(part<QLabel>("statusSummary")->text().contains(QStringLiteral("never more than 1 running")));
        QVERIFY(part<QLabel>("statusRecorded")->text().contains(QStringLiteral("0 lost")));
        QVERIFY(m_window->messages().isEmpty());
    }

    void stopEndsTheRunAndLeavesNothing()
    {
        QVERIFY(m_window->setScenario(QStringLiteral("async.count")));
        m_window->setParameters({{"second", "1000"}, {"tasks", "500"}});
        QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(m_window->runs().isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(trace().eventCount() > 0, patience);
        QTest::keyClick(m_window.get(), Qt::Key_Period, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
        QCOMPARE(trace().info.outcome, RunOutcome::Cancelled);
    }

    void closingTheWindowStopsItsRun()
    {
        QVERIFY(m_window->setScenario(QStringLiteral("async.count")));
        m_window->setParameters({{"second", "1000"}, {"tasks", "10000"}});
        m_window->run();
        QTRY_VERIFY_WITH_TIMEOUT(trace().eventCount() > 0, patience);
        std::vector<pid_t> pids;
        for (const Lane &lane : trace().lanes()) {
            if (lane.kind == LaneKind::Process && lane.pid != 0)
                pids.push_back(pid_t(lane.pid));
        }
        QVERIFY(!pids.empty());
        m_window->close();
        m_window.reset();
        for (const pid_t pid : pids)
            QTRY_VERIFY_WITH_TIMEOUT(!processLives(pid), patience);
    }

    void zoomAndFitChangeWhatIsVisible()
    {
        runCount();
        auto *zoom = m_window->findChild<ZoomState *>();
        QVERIFY(zoom->isWhole());
        const TimeRange whole = zoom->visible();
        action(QStringLiteral("Zoom In"))->trigger();
        QVERIFY(zoom->visible().length() < whole.length());
        action(QStringLiteral("Zoom Out"))->trigger();
        action(QStringLiteral("Zoom In"))->trigger();
        action(QStringLiteral("Fit"))->trigger();
        QCOMPARE(zoom->visible(), whole);
    }

    void selectingASegmentShowsItsDetails()
    {
        runCount();
        const auto task = firstTask();
        QVERIFY(task);
        m_window->findChild<Selection *>()->select({*task, trace().lane(*task)->events.front().time() + Nanos(1)});
        const auto *heading = part<QLabel>("segmentHeading");
        QVERIFY(heading->isVisible());
        QVERIFY(heading->text().startsWith(QString::fromStdString(trace().lane(*task)->name)));
    }

    void clickingALineOfOutputSelectsItsMoment()
    {
        runCount();
        auto *view = part<QTableView>("outputView");
        const QPoint place = view->visualRect(view->model()->index(0, 2)).center();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, place);
        const auto selected = m_window->findChild<Selection *>()->current();
        QVERIFY(selected);
        QCOMPARE(selected->time, trace().outputs().front().time());
        QCOMPARE(selected->lane, trace().outputs().front().lane());
    }

    void keysOfTheTimelineWorkInOtherPanelsThatShowTime()
    {
        runCount();
        const auto *zoom = m_window->findChild<ZoomState *>();
        for (QWidget *panel : {m_window->findChild<DetailsPanel *>()->focusProxy(), m_window->findChild<RangePanel *>()->focusProxy(),
                               part<QWidget>("chartView")}) {
            const TimeRange before = zoom->visible();
            QTest::keyClick(panel, Qt::Key_Plus);
            QVERIFY2(zoom->visible().length() < before.length(), panel->metaObject()->className());
        }
    }

    void aSavedRunOpensAgainAsItWas()
    {
        runCount();
        const QString path = m_folder.filePath(QStringLiteral("a & b.ilv"));
        const auto before = m_window->runs().trace();
        m_window->saveFile(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        QTRY_COMPARE(part<QLabel>("statusSummary")->accessibleDescription(), QStringLiteral("Saved to ") + path);
        m_window->openFile(path);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->runs().trace() != before, patience);
        QCOMPARE(trace().eventCount(), before->eventCount());
        QCOMPARE(trace().info.parameters, before->info.parameters);
        QCOMPARE(part<QTableView>("outputView")->model()->rowCount(), int(before->outputs().size()));
        QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("a & b.ilv")));
        QVERIFY(m_window->messages().isEmpty());
    }

    void whatIsNoRunGoesToTheMessageBarAndChangesNothing()
    {
        runCount();
        const auto before = m_window->runs().trace();
        QFile file(m_folder.filePath(QStringLiteral("notes.txt")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no run at all");
        file.close();
        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(file.fileName())});
        QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &drop);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->messages().size(), 1, patience);
        QCOMPARE(m_window->runs().trace(), before);
    }

    void nothingIsOpenedWhileARunGoesOn()
    {
        runCount();
        const QString path = m_folder.filePath(QStringLiteral("kept.ilv"));
        m_window->saveFile(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        m_window->setParameters({{"second", "1000"}, {"tasks", "500"}});
        m_window->run();
        const auto running = m_window->runs().trace();
        m_window->openFile(path);
        QCOMPARE(m_window->messages(), QStringList(QStringLiteral("Stop the run before opening another.")));
        QVERIFY(m_window->runs().isRunning());
        QCOMPARE(m_window->runs().trace(), running);
    }

    void aRunThatBeganMeanwhileStaysWhenAFileHasBeenRead()
    {
        runCount();
        const QString path = m_folder.filePath(QStringLiteral("late.ilv"));
        m_window->saveFile(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        QSignalSpy progress(m_window->findChild<FileJobs *>(), &FileJobs::progressChanged);
        m_window->setParameters({{"second", "1000"}, {"tasks", "500"}});
        m_window->openFile(path);
        m_window->run(); // before what was read can be shown
        const auto running = m_window->runs().trace();
        QTRY_VERIFY_WITH_TIMEOUT(progress.last().first().toString().isEmpty(), patience);
        QVERIFY(m_window->runs().isRunning());
        QCOMPARE(m_window->runs().trace(), running);
    }

    void readingCanBeCancelled()
    {
        const QString path = m_folder.filePath(QStringLiteral("long.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[\n");
        for (int i = 0; i < 400'000; ++i)
            file.write(R"({"ph":"X","name":"slice","pid":1,"tid":1,"dur":1,"ts":)" + QByteArray::number(i) + "},\n");
        file.close();
        auto *files = m_window->findChild<FileJobs *>();
        auto *cancel = m_window->findChild<QToolButton *>(QStringLiteral("cancelReading"));
        QSignalSpy progress(files, &FileJobs::progressChanged), opened(files, &FileJobs::opened);
        QVERIFY(cancel->isHidden());
        m_window->openFile(path);
        QVERIFY(!cancel->isHidden());
        cancel->click();
        QVERIFY(cancel->isHidden());
        QTRY_VERIFY_WITH_TIMEOUT(progress.last().first().toString().isEmpty(), patience);
        QCOMPARE(opened.size(), 0);
        QCOMPARE(m_window->messages(), QStringList());
    }

    void thatRunsCannotBeKeptIsSaidOnce()
    {
        const QByteArray usual = qgetenv("XDG_STATE_HOME");
        QFile file(m_folder.filePath(QStringLiteral("nofolder")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        qputenv("XDG_STATE_HOME", file.fileName().toUtf8());
        runCount();
        runCount();
        qputenv("XDG_STATE_HOME", usual);
        QCOMPARE(m_window->messages().size(), 1);
        QVERIFY2(m_window->messages().first().contains(file.fileName()), qPrintable(m_window->messages().first()));
    }

    void theNextWindowRemembersScenarioParametersAndPlaces()
    {
        QVERIFY(m_window->setScenario(QStringLiteral("async.makerandom")));
        m_window->setParameters({{"second", "70"}});
        m_window->resize(1100, 750);
        m_window->close();
        m_window.reset();
        openWindow();
        QCOMPARE(part<QSpinBox>("secondBox")->value(), 70);
        QCOMPARE(m_window->size(), QSize(1100, 750));
        const auto *tree = part<QTreeView>("scenarioTree");
        QVERIFY(tree->currentIndex().isValid());
    }

    void coloursFollowTheMenuAtOnce()
    {
        const auto ground = [this] { return m_window->grab().toImage().pixelColor(3, 300).lightness(); };
        action(QStringLiteral("Dark"))->trigger();
        QTRY_VERIFY(ground() < 128);
        action(QStringLiteral("Light"))->trigger();
        QTRY_VERIFY(ground() > 128);
    }
};

int main(int argc, char **argv) { return testOrRun<TestMainWindow>(argc, argv); }

#include "tst_mainwindow.moc"

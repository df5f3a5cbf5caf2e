// The command palette in the window itself; the runner of its runs is this executable.
#include "tests/support/testorrun.h"
#include "ui/models/commandmodel.h"
#include "ui/models/fuzzymatch.h"
#include "ui/models/selection.h"
#include "ui/models/zoomstate.h"
#include "ui/panels/commandpalette.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/runcontroller.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>

using namespace Interleave;

namespace {

constexpr int patience = 20'000; // milliseconds, for a machine with other things to do

QList<int> positions(const char *pattern, const char *text)
{
    const auto match = fuzzyMatch(QString::fromUtf8(pattern), QString::fromUtf8(text));
    return match ? match->positions : QList<int>{-1};
}

int score(const char *pattern, const char *text)
{
    const auto match = fuzzyMatch(QString::fromUtf8(pattern), QString::fromUtf8(text));
    return match ? match->score : -1;
}

QString plain(const QAction *action)
{
    return action->text().remove(QLatin1Char('&'));
}

/// All actions of a menu and of those below it.
QStringList actionsOf(const QList<QAction *> &actions)
{
    QStringList texts;
    for (const QAction *action : actions) {
        if (action->menu())
            texts += actionsOf(action->menu()->actions());
        else if (!action->isSeparator() && !action->text().isEmpty())
            texts << plain(action).section(QLatin1Char('\t'), 0, 0); // behind a tab are keys
    }
    return texts;
}

} // namespace

class TestCommands : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;

    CommandPalette *palette() const { return m_window->findChild<CommandPalette *>(); }
    QLineEdit *field() const { return palette()->findChild<QLineEdit *>(); }

    QStringList titles() const
    {
        QStringList titles;
        for (int row = 0; row < palette()->model()->rowCount(); ++row)
            titles << palette()->model()->commandAt(row).title;
        return titles;
    }

    void openPalette() const
    {
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(palette()->isVisible());
        QVERIFY(field()->hasFocus());
    }

    void runByName(const QString &name) const
    {
        openPalette();
        QTest::keyClicks(field(), name);
        QTest::keyClick(field(), Qt::Key_Return);
        QVERIFY(!palette()->isVisible());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        qputenv("XDG_STATE_HOME", m_folder.filePath(QStringLiteral("state")).toUtf8());
    }

    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void lettersMatchInTheirOrderAndBestAtTheBeginningsOfWords()
    {
        QCOMPARE(positions("zi", "Zoom In"), QList<int>({0, 5}));
        QCOMPARE(positions("ZOOM", "Zoom In"), QList<int>({0, 1, 2, 3}));
        QCOMPARE(positions("epng", "Export PNG…"), QList<int>({0, 7, 8, 9}));
        QCOMPARE(positions("w 12", "worker 12"), QList<int>({0, 7, 8}));
        QCOMPARE(positions("niz", "Zoom In"), QList<int>({-1}));
        QCOMPARE(positions("zoom in and out", "Zoom In"), QList<int>({-1}));
        QVERIFY(score("run", "Run") > score("run", "Turn"));
        QVERIFY(score("so", "Stop Output") > score("so", "Also"));
        QVERIFY(score("port", "Export") > score("port", "paxoxrxt"));
        QCOMPARE(fuzzyMatch(QString(), QStringLiteral("anything")), std::optional(FuzzyMatch()));
    }

    void theBestMatchComesFirst()
    {
        CommandModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto command = [](const char *title, const char *place) {
            return Command{.title = QString::fromUtf8(title), .place = QString::fromUtf8(place), .run = [] {}};
        };
        model.setCommands({command("Turn", "Lane"), command("Run", "Run"), command("Dark", "View ▸ Colours")});
        QCOMPARE(model.rowCount(), 3);
        model.setFilter(QStringLiteral("run"));
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("Run"));
        QCOMPARE(model.rowCount(), 1);
        model.setFilter(QStringLiteral("colours dark"));
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("Dark"));
        model.setFilter(QStringLiteral("nothing like it"));
        QCOMPARE(model.rowCount(), 0);
    }

    void everyActionOfTheWindowIsInIt()
    {
        QStringList wanted = actionsOf(m_window->menuBar()->actions());
        for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
            if (!widget->inherits("QMenuBar") && !widget->inherits("QLineEdit"))
                wanted += actionsOf(widget->actions());
        }
        QVERIFY(wanted.size() > 20);
        openPalette();
        for (const QString &text : std::as_const(wanted)) {
            if (text == QStringLiteral("Command Palette…"))
                continue; // it is open
            field()->setText(text);
            const QStringList shown = titles();
            QVERIFY2(shown.contains(text) || shown.contains(text + QStringLiteral(" ✓")), qPrintable(text));
        }
    }

    void everyScenarioAndEveryLaneIsInIt()
    {
        QVERIFY(m_window->setScenario(QStringLiteral("async.count")));
        m_window->setParameters({{"tasks", "3"}, {"second", "20"}});
        m_window->run();
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().isRunning(), patience);
        runByName(QStringLiteral("Count: sync"));
        QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("Count: async"))); // chosen, not run
        openPalette();
        for (const Scenario *scenario : allScenarios()) {
            field()->setText(QString::fromStdString(scenario->title));
            QVERIFY2(titles().contains(QString::fromStdString(scenario->title)), scenario->title.c_str());
        }
        field()->clear();
        QTest::keyClick(field(), Qt::Key_Escape);
        const auto *selection = m_window->findChild<Selection *>();
        QVERIFY(!selection->current());
        for (const Lane &lane : m_window->runs().trace()->lanes()) {
            if (lane.kind != LaneKind::Task)
                continue;
            runByName(QStringLiteral("lane ") + QString::fromStdString(lane.name));
            QVERIFY(selection->current());
            const Lane *chosen = m_window->runs().trace()->lane(selection->current()->lane);
            QCOMPARE(QString::fromStdString(chosen->name), QString::fromStdString(lane.name));
        }
    }

    void returnDoesItAndGivesTheFocusBack()
    {
        QWidget *before = m_window->focusWidget();
        QVERIFY(before);
        auto *zoom = m_window->findChild<ZoomState *>();
        QVERIFY(!zoom->isFollowing());
        runByName(QStringLiteral("follow"));
        QVERIFY(zoom->isFollowing());
        QCOMPARE(m_window->focusWidget(), before);
        openPalette();
        QTest::keyClick(field(), Qt::Key_Escape);
        QVERIFY(!palette()->isVisible());
        QCOMPARE(m_window->focusWidget(), before);
    }

    void whatCannotBeDoneNowSaysWhyAndDoesNothing()
    {
        openPalette();
        QTest::keyClicks(field(), QStringLiteral("stop"));
        const CommandModel *model = palette()->model();
        QCOMPARE(model->commandAt(0).title, QStringLiteral("Stop"));
        QVERIFY(!model->commandAt(0).isEnabled);
        QCOMPARE(model->index(0).data(CommandModel::PlaceRole).toString(), QStringLiteral("Nothing is running"));
        QCOMPARE(model->index(0).data(CommandModel::KeysRole).toString(), QStringLiteral("Ctrl+."));
        QTest::keyClick(field(), Qt::Key_Return);
        QVERIFY(palette()->isVisible()); // nothing happened
        QTest::keyClick(field(), Qt::Key_Escape);
    }
};

int main(int argc, char **argv) { return testOrRun<TestCommands>(argc, argv); }

#include "tst_commands.moc"

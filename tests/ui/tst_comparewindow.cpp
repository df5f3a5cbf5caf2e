#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"
#include "ui/models/differencemodel.h"
#include "ui/models/selection.h"
#include "ui/models/zoomstate.h"
#include "ui/shell/comparewindow.h"
#include "ui/shell/runchooser.h"
#include "ui/shell/runcontroller.h"
#include "ui/shell/settings.h"
#include "ui/timeline/timelineview.h"

#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// Two threads that end in that order, from that moment on.
std::shared_ptr<const Trace> threads(bool firstEndsFirst, Nanos begin)
{
    TraceBuilder run;
    run.trace.info.scenario = "threads";
    run.trace.info.title = "Threads";
    run.trace.info.outcome = RunOutcome::Finished;
    const LaneId process = run.lane(LaneKind::Process, "threads", std::nullopt, 10, 0, begin);
    const LaneId t1 = run.lane(LaneKind::Thread, "t1", process), t2 = run.lane(LaneKind::Thread, "t2", process);
    for (const LaneId id : {process, t1, t2})
        run.start(id, begin);
    run.finish(firstEndsFirst ? t1 : t2, begin + 1ms);
    run.finish(firstEndsFirst ? t2 : t1, begin + 3ms);
    run.finish(process, begin + (firstEndsFirst ? 4ms : 10ms));
    return std::make_shared<const Trace>(std::move(run.trace));
}

} // namespace

class TestCompareWindow : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<CompareWindow> m_window;
    std::shared_ptr<const Trace> m_a = threads(true, 1s), m_b = threads(false, 50s);

    QString sentence() const { return m_window->findChild<QLabel *>(QStringLiteral("partingSentence"))->text(); }
    const DifferenceModel *differences() const { return m_window->findChild<DifferenceModel *>(); }
    QPushButton *goThere() const { return m_window->findChild<QPushButton *>(QStringLiteral("goToParting")); }
    ViewState view(char side) const { return m_window->view(side == 'A'); }

    void compareBoth()
    {
        m_window->setRuns(m_a, m_b);
        QTRY_VERIFY(m_window->comparison());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    }

    void init()
    {
        m_settings = std::make_unique<Settings>();
        m_window = std::make_unique<CompareWindow>(m_settings.get());
        m_window->show();
    }

    void withoutRunsItSaysWhatToDo()
    {
        QVERIFY(sentence().contains(QStringLiteral("Choose two runs")));
        QVERIFY(!goThere()->isEnabled());
        QCOMPARE(differences()->rowCount(), 0);
    }

    void itSaysWhatDiffersAndWhereTheyPart()
    {
        compareBoth();
        QCOMPARE(sentence(), QStringLiteral("The same for 2 events; then B ends t2 first, A t1."));
        QVERIFY(goThere()->isEnabled());
        QCOMPARE(differences()->index(0, DifferenceModel::Change).data().toString(), QStringLiteral("+6.00 ms (2.50 ×)"));
    }

    void bothAreOnOneAxis()
    {
        compareBoth();
        QCOMPARE(view('A').zoom->visible(), (TimeRange{1s, 1s + 10ms}));
        QCOMPARE(view('B').zoom->visible(), (TimeRange{50s, 50s + 10ms}));
        view('B').zoom->setVisible({50s, 50s + 2ms});
        QCOMPARE(view('A').zoom->visible(), (TimeRange{1s, 1s + 2ms}));
    }

    void goingThereSelectsWhatEitherDoes()
    {
        compareBoth();
        goThere()->click();
        QCOMPARE(view('A').selection->current()->lane, LaneId(2));
        QCOMPARE(view('B').selection->current()->lane, LaneId(3));
        QCOMPARE(view('B').selection->current()->time, 50s + 1ms);
        QVERIFY(m_window->views().selectsBoth());
    }

    void alignedAtTheStartWhereTheyPartOrAtSegments()
    {
        compareBoth();
        QCOMPARE(m_window->views().shift(), 49s);
        m_window->alignAtParting(); // 1 ms after the begin of both
        QCOMPARE(m_window->views().shift(), 49s);
        view('A').selection->select({LaneId(2), 1s + 500us});
        view('B').selection->select({LaneId(3), 50s + 500us});
        m_window->alignAtSelection(); // at the segments' begins
        QCOMPARE(m_window->views().shift(), 49s);
        m_window->setRuns(m_a, threads(true, 3s));
        QCOMPARE(m_window->views().shift(), 2s);
    }

    void whatIsNotSelectedCannotBeAligned()
    {
        compareBoth();
        m_window->alignAtSelection();
        QVERIFY(!m_window->messages().isEmpty());
        QCOMPARE(m_window->views().shift(), 49s);
    }

    void theSameRunTwiceDoesNotPart()
    {
        m_window->setRuns(m_a, m_a);
        QTRY_VERIFY(m_window->comparison());
        QVERIFY(sentence().startsWith(QStringLiteral("The same to the end")));
        QVERIFY(!goThere()->isEnabled());
        m_window->alignAtParting();
        QCOMPARE(m_window->messages().size(), 1);
    }

    void aLaterPairReplacesTheOneBefore()
    {
        m_window->setRuns(m_a, m_b);
        m_window->setRuns(m_a, m_a); // before the first is worked out, or after
        QTRY_VERIFY(m_window->comparison());
        QVERIFY(sentence().startsWith(QStringLiteral("The same to the end")));
    }

    void theRunsOfWindowsAndThoseBeforeAreOffered()
    {
        RunController controller;
        OpenRuns::instance()->watch(&controller);
        const auto chooser = m_window->findChild<RunChooser *>();
        const int before = chooser->count();
        controller.showRun(m_a);
        controller.showRun(m_b);
        QCOMPARE(chooser->count(), before + 2);
        QCOMPARE(chooser->itemText(0), QStringLiteral("10.0 ms · Threads"));
        m_window->showWithLatest(m_b);
        QTRY_VERIFY(m_window->comparison());
        QVERIFY(sentence().contains(QStringLiteral("A ends t2 first")) || sentence().contains(QStringLiteral("B ends t1 first")));
        QSignalSpy chosen(chooser, &RunChooser::runChosen);
        chooser->setCurrentIndex(1);
        Q_EMIT chooser->activated(1);
        QCOMPARE(chosen.size(), 1);
        QTRY_VERIFY(m_window->comparison() && m_window->comparison()->parting.isNone());
    }

    void longForgottenRunsGo()
    {
        for (std::size_t number = 0; number < 2 * OpenRuns::mostKept; ++number)
            OpenRuns::instance()->add(threads(true, Nanos(number)));
        QVERIFY(OpenRuns::instance()->runs().size() <= OpenRuns::mostKept + 2);
    }

    void atItsSmallestNothingIsCutOff()
    {
        compareBoth();
        m_window->resize(1000, 700);
        QCOMPARE(m_window->size(), QSize(1000, 700));
        for (const QPushButton *button : m_window->findChildren<QPushButton *>()) {
            if (button->isVisible())
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
        }
    }

    void everythingHasANameToBeSpoken()
    {
        for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
            const bool isOurs = qobject_cast<const TimelineView *>(widget) || qobject_cast<const RunChooser *>(widget)
                || qobject_cast<const QTableView *>(widget);
            QVERIFY2(!isOurs || !widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestCompareWindow)
#include "tst_comparewindow.moc"

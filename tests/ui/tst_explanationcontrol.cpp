// What stands at the playhead: details, output and listing after steps, plays and clicks; and the
// critical path by its key.
#include "core/analysis/currentlines.h"
#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"
#include "ui/models/pathstate.h"
#include "ui/models/playhead.h"
#include "ui/models/selection.h"
#include "ui/models/viewstate.h"
#include "ui/panels/detailspanel.h"
#include "ui/panels/outputpanel.h"
#include "ui/shell/explanationcontrol.h"
#include "ui/shell/runcontroller.h"
#include "ui/timeline/navigator.h"
#include "ui/timeline/timelineview.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// A window's parts that stand at a moment, of a run that is over.
class Parts
{
public:
    explicit Parts(Trace trace) : m_view(&m_owner), m_timeline(m_view)
    {
        m_control = new ExplanationControl(m_view, &m_runs, m_timeline.navigator(), &m_details, &m_owner);
        m_output.follow(m_view.playhead);
        QObject::connect(&m_runs, &RunController::traceReplaced, &m_owner, [this] {
            m_timeline.setTrace(m_runs.trace());
            m_output.setTrace(m_runs.trace());
        });
        m_timeline.resize(900, 300);
        m_runs.showRun(std::make_shared<const Trace>(std::move(trace)));
    }

    void step(bool forward) { m_timeline.navigator()->carryOut(forward ? Navigation::EventAfter : Navigation::EventBefore); }
    void press(Navigation command) { m_timeline.navigator()->carryOut(command); }
    const Trace &trace() const { return *m_runs.trace(); }
    const ViewState &view() const { return m_view; }
    Navigator *navigator() const { return m_timeline.navigator(); }
    QString said(const char *name) const { return m_details.findChild<QLabel *>(QLatin1String(name))->text(); }
    QString explanation() const { return said("explanation"); }

    /// Everything that stands at the moment, as text.
    QString state() const
    {
        const auto selected = m_view.selection->current();
        QString text = QStringLiteral("at %1, lane %2 at %3, %4 printed: %5 | ").arg(m_view.playhead->time()->count())
                           .arg(selected->lane.value()).arg(selected->time.count()).arg(m_output.printedRows()).arg(explanation());
        for (const CurrentLine &line : currentLines(trace(), *m_view.playhead->time()))
            text += QStringLiteral("%1:%2%3 ").arg(line.lane.value()).arg(line.line).arg(int(line.state));
        return text;
    }

private:
    QObject m_owner;
    ViewState m_view;
    RunController m_runs;
    TimelineView m_timeline;
    DetailsPanel m_details;
    OutputPanel m_output;
    ExplanationControl *m_control;
};

/// A thread that sleeps from 100 to 600 ms and prints before and after.
Trace sleeper()
{
    TraceBuilder build;
    const LaneId host = build.lane(LaneKind::Host, "host");
    const LaneId process = build.lane(LaneKind::Process, "program", host, 7);
    const LaneId thread = build.lane(LaneKind::Thread, "sleeper", process, 7, 7);
    build.start(process, 0ms);
    build.start(thread, 0ms);
    build.print(thread, 50ms, "One");
    build.sleep(thread, 100ms, 400ms);
    build.wake(thread, 600ms, host);
    build.resume(thread, 600ms);
    build.print(thread, 700ms, "Two");
    build.finish(thread, 1000ms);
    build.finish(process, 1000ms);
    build.trace.info.scenario = "async.count-sync";
    build.trace.info.outcome = RunOutcome::Finished;
    return std::move(build.trace);
}
constexpr LaneId sleeping{3};

} // namespace

class TestExplanationControl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsForwardAndAsManyBackGiveTheSameState_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 2; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    /// All the way on and back, then k on and k back for every k.
    void stepsForwardAndAsManyBackGiveTheSameState()
    {
        QFETCH(unsigned, seed);
        Parts parts(sampleTrace(seed, 7, 60));
        QSignalSpy atTheEnd(parts.navigator(), &Navigator::told);
        QStringList states;
        for (parts.step(true); atTheEnd.isEmpty(); parts.step(true))
            states << parts.state();
        const int events = int(states.size());
        QVERIFY(events > 50);
        for (int event = events - 2; event >= 0; --event) {
            parts.step(false);
            QCOMPARE(parts.state(), states.at(event));
        }
        for (int k = 1; k < events; ++k) {
            for (int event = 1; event <= k; ++event)
                parts.step(true);
            QCOMPARE(parts.state(), states.at(k));
            for (int event = 1; event <= k; ++event)
                parts.step(false);
            QCOMPARE(parts.state(), states.at(0));
        }
    }

    void aSelectedSegmentIsExplained()
    {
        Parts parts(sleeper());
        parts.view().selection->select({sleeping, 300ms});
        QVERIFY(parts.explanation().startsWith(QStringLiteral("sleeper sleeps: it asked for 400 ms. It waited for 500 ms")));
        parts.view().selection->clear();
        QVERIFY(!parts.view().selection->current());
    }

    void theExplanationStandsAtThePlayheadOnceThatMoves()
    {
        Parts parts(sleeper());
        parts.view().selection->select({sleeping, 300ms});
        parts.view().playhead->moveTo(800ms);
        QVERIFY(parts.explanation().startsWith(QStringLiteral("sleeper runs.")));
        parts.view().playhead->moveTo(400ms);
        QVERIFY(parts.explanation().startsWith(QStringLiteral("sleeper sleeps")));
        parts.view().selection->select({sleeping, 50ms}); // by hand, wherever the playhead is
        QVERIFY(parts.explanation().startsWith(QStringLiteral("sleeper runs. It ran for 100 ms, from 0 ns")));
    }

    void theRunsSentenceComesByItself()
    {
        Parts parts(sleeper());
        QTRY_COMPARE(parts.said("runSentence"), QStringLiteral("One thread, never more than one running: 1.00 s, most of it one wait of 500 ms."));
    }

    void theCriticalPathIsLitAndPutOutByItsKey()
    {
        Parts parts(sleeper());
        parts.press(Navigation::CriticalPath);
        QTRY_VERIFY(parts.view().path->isLit());
        QCOMPARE(parts.view().path->steps().size(), std::size_t(3));
        QVERIFY2(parts.said("pathShares").startsWith(QStringLiteral("100.0 %  sleeper\n    ran 500 ms")), qPrintable(parts.said("pathShares")));
        parts.press(Navigation::CriticalPath);
        QVERIFY(!parts.view().path->isLit() && parts.said("pathShares").isEmpty());
        parts.press(Navigation::CriticalPath);
        QVERIFY(parts.view().path->isLit());
    }
};

QTEST_MAIN(TestExplanationControl)
#include "tst_explanationcontrol.moc"

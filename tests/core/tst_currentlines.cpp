#include "core/analysis/currentlines.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

struct Run : TraceBuilder {
    LaneId thread = lane(LaneKind::Thread, "main");
    LaneId loop = lane(LaneKind::EventLoop, "loop", thread);
    LaneId task = lane(LaneKind::Task, "task", loop);

    Run()
    {
        start(thread, 0ns);
        start(loop, 0ns);
        suspend(loop, 5ns, Reason::Poll);
        start(task, 10ns);
        wait(20ns, 7);
        wake(task, 30ns, loop);
        resume(task, 40ns);
        trace.appendCounter(Event(45, EventKind::Counter, 0, task), 3, "i");
        wait(50ns, 9);
        wake(task, 60ns, loop);
        resume(task, 60ns);
        finish(task, 70ns);
    }
    void wait(Nanos time, std::uint16_t line) { add(task, time, EventKind::Suspend, std::uint8_t(Reason::Io), 0, false, line); }
    std::optional<CurrentLine> at(Nanos time) const
    {
        const auto lines = currentLines(trace, time);
        return lines.empty() ? std::nullopt : std::optional(lines.front());
    }
};

} // namespace

class TestCurrentLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beforeItsFirstWaitALaneHasThatOneAhead()
    {
        QVERIFY(!Run().at(5ns));
        QVERIFY(Run().at(15ns) == (CurrentLine{Run().task, 7, State::Running, {}, true}));
    }
    void whoeverNeverWaitsStandsNowhere()
    {
        Run run;
        const LaneId busy = run.lane(LaneKind::Task, "busy", run.loop);
        run.start(busy, 72ns);
        run.finish(busy, 90ns);
        QVERIFY(!run.at(80ns));
    }
    void whileItWaitsItStandsThere()
    {
        const Run run;
        QVERIFY(run.at(20ns) == (CurrentLine{run.task, 7, State::Suspended, {}}));
        QVERIFY(run.at(29ns) == run.at(20ns));
        QVERIFY(run.at(50ns) == (CurrentLine{run.task, 9, State::Suspended, "i = 3"}));
    }
    void oneThatWasWokenIsReadyAndOneThatWentOnRunsFromThere()
    {
        const Run run;
        QVERIFY(run.at(35ns)->line == 7 && run.at(35ns)->state == State::Ready);
        QVERIFY(run.at(44ns) == (CurrentLine{run.task, 7, State::Running, {}}));
        QVERIFY(run.at(46ns) == (CurrentLine{run.task, 7, State::Running, "i = 3"}));
    }
    void afterItsEndItStandsNowhere()
    {
        QVERIFY(Run().at(69ns) && !Run().at(70ns));
    }
    void loopsHaveNoLine()
    {
        Run run;
        run.add(run.loop, 80ns, EventKind::Suspend, std::uint8_t(Reason::Held), 0, false, 12);
        QVERIFY(!run.at(90ns));
    }
};

QTEST_APPLESS_MAIN(TestCurrentLines)
#include "tst_currentlines.moc"

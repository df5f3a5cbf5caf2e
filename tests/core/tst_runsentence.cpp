#include "core/analysis/runsentence.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

struct Run : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId process = lane(LaneKind::Process, "program", host, 10);
    LaneId main = lane(LaneKind::Thread, "main thread", process, 10, 10);
    LaneId loop{};

    std::string sentence()
    {
        trace.info.scenario = "test";
        trace.info.outcome = RunOutcome::Finished;
        return runSentence(balanceOf(trace));
    }
    void startLoop()
    {
        loop = lane(LaneKind::EventLoop, "event loop", main);
        start(process, 0ms);
        start(main, 0ms);
        start(loop, 0ms);
        suspend(loop, 10ms, Reason::Poll);
        suspend(main, 10ms, Reason::Poll, loop);
    }
    /// Runs for a millisecond, sleeps, and runs for another.
    void sleeper(const std::string &name, Nanos begin, Nanos asked)
    {
        const LaneId task = lane(LaneKind::Task, name, loop);
        start(task, begin);
        sleep(task, begin + 1ms, asked);
        wake(task, begin + 1ms + asked, host);
        resume(task, begin + 1ms + asked);
        finish(task, begin + 2ms + asked);
    }
    void stopLoop(Nanos end)
    {
        for (const LaneId lane : {main, loop}) {
            wake(lane, end - 10ms, host);
            resume(lane, end - 10ms);
        }
        for (const LaneId lane : {loop, main, process})
            finish(lane, end);
    }
};

} // namespace

class TestRunSentence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitsThatOverlapAreWhyItIsShort()
    {
        Run run;
        run.startLoop();
        const LaneId all = run.lane(LaneKind::Task, "all", run.loop);
        run.start(all, 0ms);
        run.suspend(all, 1ms, Reason::Gather);
        run.sleeper("one", 1ms, 990ms);
        run.sleeper("two", 2ms, 990ms);
        run.sleeper("three", 3ms, 990ms);
        run.wake(all, 997ms, run.loop);
        run.resume(all, 997ms);
        run.finish(all, 998ms);
        run.stopLoop(1000ms);
        QCOMPARE(run.sentence(), std::string("Three tasks, one thread, never more than one running: 1.00 s because the three waits "
                                             "overlap; one after the other they would take 2.97 s."));
    }
    void waitsOneAfterTheOtherAreWhyItIsLong()
    {
        Run run;
        run.start(run.process, 0ms);
        run.start(run.main, 0ms);
        for (int i = 0; i < 3; ++i) {
            run.sleep(run.main, i * 1000ms + 1ms, 990ms);
            run.wake(run.main, i * 1000ms + 991ms, run.host);
            run.resume(run.main, i * 1000ms + 991ms);
        }
        run.finish(run.main, 3000ms);
        QCOMPARE(run.sentence(),
                 std::string("One thread, never more than one running: 3.00 s because the three waits come one after the other."));
    }
    void threadsThatRanAtOnceSaveTime()
    {
        Run run;
        const LaneId one = run.lane(LaneKind::Thread, "one", run.process, 10, 11);
        const LaneId two = run.lane(LaneKind::Thread, "two", run.process, 10, 12);
        run.start(run.main, 0ms);
        run.suspend(run.main, 1ms, Reason::Join, one);
        for (const LaneId thread : {one, two}) {
            run.start(thread, 2ms);
            run.finish(thread, 99ms);
        }
        run.wake(run.main, 99ms, one);
        run.resume(run.main, 99ms);
        run.finish(run.main, 100ms);
        QCOMPARE(run.sentence(), std::string("Three threads, at most two running at once: 100 ms because several ran at the same time; "
                                             "one after the other that would take 196 ms."));
    }
    void workThatNeverOverlapsIsSaidToBeOneAfterTheOther()
    {
        Run run;
        const LaneId one = run.lane(LaneKind::Thread, "one", run.process, 10, 11);
        run.start(run.main, 0ms);
        run.suspend(run.main, 50ms, Reason::Join, one);
        run.start(one, 50ms);
        run.finish(one, 90ms);
        run.wake(run.main, 90ms, one);
        run.resume(run.main, 90ms);
        run.finish(run.main, 100ms);
        QCOMPARE(run.sentence(), std::string("Two threads, never more than one running: 100 ms because what ran did so one after the "
                                             "other, 100 ms in all."));
    }
    /// Two threads run from 0 to 100 ms, but one CPU is all that they have.
    void whatRunsWithoutACpuIsNotSaidToHaveRunAtTheSameTime()
    {
        Run run;
        const LaneId one = run.lane(LaneKind::Thread, "one", run.process, 10, 11);
        const LaneId cpus = run.lane(LaneKind::Cpu, "CPUs", run.host), cpu = run.lane(LaneKind::Cpu, "CPU 0", cpus);
        const LaneId mainOnCpu = run.lane(LaneKind::OnCpu, "on CPU", run.main, 10, 10);
        const LaneId oneOnCpu = run.lane(LaneKind::OnCpu, "on CPU", one, 10, 11);
        for (const LaneId thread : {run.main, one})
            run.start(thread, 0ms);
        for (int turn = 0; turn < 10; ++turn) {
            const bool first = turn % 2 == 0;
            const LaneId lane = first ? mainOnCpu : oneOnCpu;
            run.add(lane, turn * 10ms, turn < 2 ? EventKind::Start : EventKind::Resume, 0, cpu.value());
            run.add(cpu, turn * 10ms, EventKind::Resume, 0, (first ? run.main : one).value());
            run.suspend(cpu, turn * 10ms + 10ms, Reason::Elsewhere);
            run.suspend(lane, turn * 10ms + 10ms, Reason::Preempted);
            run.add(lane, turn * 10ms + 10ms, EventKind::Wake);
        }
        for (const LaneId thread : {run.main, one})
            run.finish(thread, 100ms);
        const RunBalance balance = balanceOf(run.trace);
        QCOMPARE(balance.cpus, 1u);
        QCOMPARE(balance.mostOnCpus, 1u);
        QCOMPARE(run.sentence(), std::string("Two threads, at most two running at once, never more than one on a CPU: 100 ms because what "
                                             "ran did so one after the other, 100 ms in all; those that were preempted waited 90.0 ms in "
                                             "all for the one CPU."));
    }
    void aTaskThatHeldTheLoopIsWhyItIsLong()
    {
        Run run;
        run.startLoop();
        run.sleeper("one", 1ms, 90ms);
        const LaneId rude = run.lane(LaneKind::Task, "rude", run.loop);
        run.start(rude, 3ms);
        run.wake(run.loop, 12ms, run.host);
        run.resume(run.loop, 12ms);
        run.suspend(run.loop, 13ms, Reason::Held, rude);
        run.wake(run.loop, 93ms, rude);
        run.resume(run.loop, 93ms);
        run.finish(rude, 93ms);
        run.suspend(run.loop, 94ms, Reason::Poll);
        run.stopLoop(110ms);
        QVERIFY2(run.sentence().ends_with(": 110 ms, for 80.0 ms of which rude held the event loop, and no other task could go on."),
                 run.sentence().c_str());
    }
    void aCoroutinesWaitCountsForItsTask()
    {
        Run run;
        run.startLoop();
        const LaneId task = run.lane(LaneKind::Task, "task", run.loop), inner = run.lane(LaneKind::Coroutine, "inner", task);
        run.start(task, 0ms);
        run.suspend(task, 1ms, Reason::Await, inner);
        run.start(inner, 1ms);
        run.sleep(inner, 2ms, 90ms);
        run.wake(inner, 95ms, run.host);
        run.resume(inner, 95ms);
        run.finish(inner, 96ms);
        run.stopLoop(100ms);
        QCOMPARE(balanceOf(run.trace).tasks, std::uint64_t(1));
        QVERIFY(run.sentence().ends_with("100 ms, most of it one wait of 93.0 ms."));
    }
    void anEmptyRunSaysNothing() { QCOMPARE(runSentence(balanceOf(Trace())), std::string()); }
};

QTEST_APPLESS_MAIN(TestRunSentence)
#include "tst_runsentence.moc"

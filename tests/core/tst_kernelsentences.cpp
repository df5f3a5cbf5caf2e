// What is said of the kernel's record: at a thread's segment, and of its own lanes.
#include "core/analysis/explanation.h"
#include "core/analysis/kernelshare.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// `first` runs from 0 to 48 ms, then sleeps to 60; it shares CPU 0 with `second` and moves to CPU 1.
struct SharedCpus : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId process = lane(LaneKind::Process, "main", host, 100);
    LaneId first = lane(LaneKind::Thread, "first", process, 100, 101);
    LaneId second = lane(LaneKind::Thread, "second", process, 100, 102);
    LaneId task = lane(LaneKind::Task, "task", first);
    LaneId cpu0 = lane(LaneKind::Cpu, "CPU 0", host), cpu1 = lane(LaneKind::Cpu, "CPU 1", host);
    LaneId firstOnCpu = lane(LaneKind::OnCpu, "on CPU", first, 100, 101);
    LaneId secondOnCpu = lane(LaneKind::OnCpu, "on CPU", second, 100, 102);

    SharedCpus()
    {
        start(first, 0ms);
        start(second, 0ms);
        start(task, 5ms);
        finish(task, 15ms);
        on(firstOnCpu, first, cpu0, 0ms, 10ms, Reason::Preempted);
        on(secondOnCpu, second, cpu0, 10ms, 20ms, Reason::Preempted);
        on(firstOnCpu, first, cpu0, 20ms, 30ms, Reason::Preempted);
        on(firstOnCpu, first, cpu1, 37ms, 48ms, Reason::Blocked);
        sleep(first, 48ms, 12ms);
        wake(first, 60ms, host);
        resume(first, 60ms);
        on(firstOnCpu, first, cpu1, 60ms, 70ms, Reason::Blocked);
        finish(first, 70ms);
        finish(firstOnCpu, 70ms);
        finish(second, 70ms);
    }
    void on(LaneId lane, LaneId who, LaneId cpu, Nanos from, Nanos to, Reason then)
    {
        add(lane, from, trace.events(lane).empty() ? EventKind::Start : EventKind::Resume, 0, cpu.value());
        add(cpu, from, EventKind::Resume, 0, who.value());
        suspend(cpu, to, Reason::Elsewhere);
        suspend(lane, to, then);
        if (then == Reason::Preempted)
            add(lane, to, EventKind::Wake);
    }
    Explanation explained(LaneId lane, Nanos time) const { return *explain(trace, lane, time, trace.end()); }
    std::string at(LaneId lane, Nanos time) const { return explained(lane, time).text(); }
};

bool contains(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

class TestKernelSentences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunningThreadSaysWhichCpusItHadAndHowOftenItWasPreempted()
    {
        const SharedCpus run;
        QCOMPARE(run.at(run.first, 12ms),
                 std::string("first runs. It ran for 48.0 ms, from 0 ns to 48.000 ms. At 12.000 ms it was preempted: it could go on, but "
                             "its CPU was given to another; CPU 0 ran second. Of these 48.0 ms it had a CPU for 31.0 ms: CPU 0 for "
                             "20.0 ms and CPU 1 for 11.0 ms. It was preempted twice, for 17.0 ms in all. At the same time ran second "
                             "(48.0 ms). Then it had to wait because it slept: it had asked for 12 ms."));
        QVERIFY(contains(run.at(run.first, 25ms), "At 25.000 ms it was on CPU 0."));
        QVERIFY(contains(run.at(run.first, 35ms), "CPU 0 ran nothing of this run then."));
    }

    void aSentenceHoldsAsLongAsTheKernelDidTheSame()
    {
        const SharedCpus run;
        const Explanation found = run.explained(run.first, 12ms);
        QCOMPARE(found.from, Nanos(10ms));
        QCOMPARE(found.until, Nanos(20ms));
        QCOMPARE(run.at(run.first, 13ms).substr(0, 60), found.text().substr(0, 60));
        QCOMPARE(run.explained(run.process, 12ms).from, run.explained(run.process, 12ms).until); // it has no segment
    }

    void whoeverSleepsNeedsNoCpu()
    {
        const SharedCpus run;
        QVERIFY(contains(run.at(run.first, 50ms), "All that time it needed no CPU: the kernel had it blocked."));
    }

    void whoeverHadACpuAllTheTimeSaysWhich()
    {
        const SharedCpus run;
        QVERIFY(contains(run.at(run.first, 65ms), "All that time it had a CPU: CPU 1."));
    }

    void aTaskSaysWhatItsThreadHad()
    {
        const SharedCpus run;
        QVERIFY(contains(run.at(run.task, 7ms), "At 7.000 ms its thread was on CPU 0. Of these 10.0 ms its thread had a CPU for "
                                                "5.00 ms: CPU 0. It was preempted once, for 5.00 ms."));
    }

    void theBandSaysWhyItsThreadLeftTheCpu()
    {
        const SharedCpus run;
        QCOMPARE(run.at(run.firstOnCpu, 5ms),
                 std::string("first is on CPU 0. It was there for 10.0 ms, from 0 ns to 10.000 ms. Then it was preempted: it could go on, "
                             "but its CPU was given to another; CPU 0 ran second."));
        QCOMPARE(run.at(run.firstOnCpu, 12ms),
                 std::string("first is preempted: it could go on, but its CPU was given to another. It waited for a CPU for 10.0 ms, from "
                             "10.000 ms to 20.000 ms. Meanwhile CPU 0, which it had, ran second (10.0 ms). Then it got CPU 0."));
        QVERIFY(contains(run.at(run.firstOnCpu, 32ms), "CPU 0, which it had, ran nothing of this run meanwhile. Then it got CPU 1."));
        QVERIFY(contains(run.at(run.firstOnCpu, 40ms), "Before that it was ready for 7.00 ms and had no CPU. Then it blocked, and needed no CPU."));
    }

    void aBlockedThreadsOwnRecordSaysWhatFor()
    {
        const SharedCpus run;
        QCOMPARE(run.at(run.firstOnCpu, 50ms),
                 std::string("first is blocked: it waits, and needs no CPU. It was so for 12.0 ms, from 48.000 ms to 60.000 ms. Its own "
                             "record says why: it sleeps: it asked for 12 ms. Then it was on CPU 1; when it could have gone on the kernel "
                             "does not say, so a wait for a CPU may be in it."));
    }

    void aCpuSaysWhomItRanAndWhenItRanNothingOfThisRun()
    {
        const SharedCpus run;
        QCOMPARE(run.at(run.cpu0, 5ms), std::string("CPU 0 runs first. It ran it for 10.0 ms, from 0 ns to 10.000 ms. Then it ran second."));
        QCOMPARE(run.at(run.cpu1, 50ms),
                 std::string("CPU 1 runs nothing of this run: it is idle, or works for other programs, and which the kernel does not tell. "
                             "It was so for 12.0 ms, from 48.000 ms to 60.000 ms. Then it ran first."));
    }

    void whatWasLostIsNotGuessed()
    {
        SharedCpus run;
        const LaneId third = run.lane(LaneKind::Thread, "third", run.process, 100, 103);
        const LaneId thirdOnCpu = run.lane(LaneKind::OnCpu, "on CPU", third, 100, 103);
        run.start(third, 40ms);
        run.add(thirdOnCpu, 40ms, EventKind::Start, 0, run.cpu0.value());
        run.add(thirdOnCpu, 45ms, EventKind::Suspend, std::uint8_t(Reason::Unobserved), 0, true);
        run.add(thirdOnCpu, 55ms, EventKind::Resume, 0, run.cpu0.value());
        run.finish(third, 60ms);
        QVERIFY(contains(run.at(thirdOnCpu, 50ms), "What third does here is not known: records of the kernel were lost."));
        QVERIFY(contains(run.at(third, 50ms), "it was not observed: what the kernel recorded of it was lost."));
        QVERIFY(contains(run.at(third, 50ms), "It was not observed, for 10.0 ms."));
        const KernelShare share = kernelShare(*run.trace.lane(thirdOnCpu), run.trace.end(), 40ms, 60ms);
        QCOMPARE(share.unobserved, Nanos(10ms));
        QCOMPARE(share.blocked, Nanos(0));
    }

    void aShareIsOfTheStretchAlone()
    {
        const SharedCpus run;
        const KernelShare share = kernelShare(*run.trace.lane(run.firstOnCpu), run.trace.end(), 5ms, 40ms);
        QCOMPARE(share.onCpu, Nanos(18ms));
        QCOMPARE(share.preempted, Nanos(17ms));
        QCOMPARE(share.timesPreempted, 2u);
        QCOMPARE(share.all(), Nanos(35ms));
        QCOMPARE(share.cpus, (std::vector<std::pair<LaneId, Nanos>>{{run.cpu0, 15ms}, {run.cpu1, 3ms}}));
    }
};

QTEST_APPLESS_MAIN(TestKernelSentences)
#include "tst_kernelsentences.moc"

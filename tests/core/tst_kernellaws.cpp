// The laws of what the kernel says of a run: silent about an honest account, and told by what breaks it.
#include "core/analysis/laws.h"
#include "core/trace/threadaccount.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// Two threads from 0 to 100 ms on two CPUs, whose lanes a test fills.
struct Machine : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId process = lane(LaneKind::Process, "main", host, 100);
    LaneId first = lane(LaneKind::Thread, "first", process, 100, 100);
    LaneId second = lane(LaneKind::Thread, "second", process, 100, 101);
    LaneId cpu0 = lane(LaneKind::Cpu, "CPU 0", host), cpu1 = lane(LaneKind::Cpu, "CPU 1", host);
    LaneId firstOnCpu = lane(LaneKind::OnCpu, "on CPU", first, 100, 100);
    LaneId secondOnCpu = lane(LaneKind::OnCpu, "on CPU", second, 100, 101);

    Machine()
    {
        trace.info.scenario = "threads.square-cube";
        for (const LaneId id : {process, first, second})
            start(id, 0ms);
    }
    /// The lane's first or next turn.
    void on(LaneId lane, LaneId cpu, Nanos from, Nanos to, Reason then = Reason::Blocked)
    {
        add(lane, from, trace.events(lane).empty() ? EventKind::Start : EventKind::Resume, 0, cpu.value());
        suspend(lane, to, then);
        if (then == Reason::Preempted)
            add(lane, to, EventKind::Wake);
    }
    void count(LaneId lane, std::string_view name, Nanos value)
    {
        trace.appendCounter(Event(std::uint64_t(Nanos(100ms).count()), EventKind::Counter, 0, lane), value.count(),
                            std::string(name));
    }
    void end()
    {
        for (const LaneId id : {firstOnCpu, secondOnCpu}) {
            if (!trace.events(id).empty())
                finish(id, 100ms, Outcome::Finished, true);
        }
        for (const LaneId id : {first, second, process})
            finish(id, 100ms);
        trace.info.outcome = RunOutcome::Finished;
        trace.rings = {{100, 100, trace.recordCount(), trace.recordCount(), 0}};
    }
    QString broken() const
    {
        QStringList sentences;
        for (const Violation &violation : violatedLaws(trace))
            sentences << QString::fromStdString(violation.law + ": " + violation.sentence);
        return sentences.join(QLatin1Char('\n'));
    }
};

} // namespace

class TestKernelLaws : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoThreadsOnTwoCpusAreLawful()
    {
        Machine machine;
        machine.on(machine.firstOnCpu, machine.cpu0, 0ms, 40ms, Reason::Preempted);
        machine.on(machine.firstOnCpu, machine.cpu1, 50ms, 90ms);
        machine.on(machine.secondOnCpu, machine.cpu1, 0ms, 50ms, Reason::Preempted);
        machine.count(machine.first, cpuTimeCounter, 80ms);
        machine.count(machine.first, runDelayCounter, 10ms);
        machine.count(machine.second, cpuTimeCounter, 50ms);
        machine.end();
        QCOMPARE(machine.broken(), QString());
    }

    void twoThreadsOnOneCpuAreNot()
    {
        Machine machine;
        machine.on(machine.firstOnCpu, machine.cpu0, 0ms, 40ms);
        machine.on(machine.secondOnCpu, machine.cpu0, 39ms, 50ms);
        machine.end();
        QCOMPARE(machine.broken(), QStringLiteral("one-on-a-cpu: on cpu \"on CPU\" (lane 8) is on one CPU with on cpu "
                                                  "\"on CPU\" (lane 7) at 39.0 ms"));
    }

    void aTurnThatIsMissingIsSeenByTheCpuTime()
    {
        Machine machine;
        machine.on(machine.firstOnCpu, machine.cpu0, 0ms, 40ms);
        machine.on(machine.firstOnCpu, machine.cpu1, 50ms, 60ms);
        machine.count(machine.first, cpuTimeCounter, 55ms);
        machine.end();
        QCOMPARE(machine.broken(), QStringLiteral("cpu-time: thread \"first\" (lane 3) was on CPUs for 50.0 ms, but had a "
                                                  "CPU time of 55.0 ms at 100 ms"));
    }

    void aTurnTooLongIsSeenButForWhatTheHostWithheld()
    {
        Machine machine;
        machine.on(machine.firstOnCpu, machine.cpu0, 0ms, 60ms);
        machine.count(machine.first, cpuTimeCounter, 55ms);
        machine.end();
        QVERIFY(machine.broken().startsWith(QStringLiteral("cpu-time")));
        machine.trace.info.withheldNs = 5'000'000;
        QCOMPARE(machine.broken(), QString());
    }

    void whereTheKernelsRecordsWereLostItIsNotJudged()
    {
        Machine machine;
        machine.on(machine.firstOnCpu, machine.cpu0, 0ms, 10ms);
        machine.count(machine.first, cpuTimeCounter, 55ms);
        machine.end();
        machine.trace.rings.push_back({0, RingTotals::kernel, 4, 0, 4});
        QCOMPARE(machine.broken(), QString());
        // but what the program says of itself is
        machine.trace.rings.back() = {0, RingTotals::kernel, 4, 0, 3};
        QVERIFY(machine.broken().startsWith(QStringLiteral("conservation")));
    }

    void theAccountOfAThreadIsFoundAtItsEnd()
    {
        Machine machine;
        machine.count(machine.first, cpuTimeCounter, 80ms);
        machine.count(machine.first, runDelayCounter, 10ms);
        machine.count(machine.second, cpuTimeCounter, 50ms);
        machine.end();
        const auto first = threadAccountOf(machine.trace, *machine.trace.lane(machine.first));
        QVERIFY(first && first->cpu == 80ms && first->delay == 10ms);
        const auto second = threadAccountOf(machine.trace, *machine.trace.lane(machine.second));
        QVERIFY(second && second->cpu == 50ms && !second->delay);
        QVERIFY(!threadAccountOf(machine.trace, *machine.trace.lane(machine.process)));
    }
};

QTEST_GUILESS_MAIN(TestKernelLaws)
#include "tst_kernellaws.moc"

// Records of the scheduler, written down by hand, become lanes: the tree, the clipping, the books.
#include "core/analysis/laws.h"
#include "core/analysis/states.h"
#include "core/session/kernellanes.h"
#include "core/trace/names.h"
#include "tests/support/tracebuilder.h"

#include <QStringList>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

using Kind = SchedulerRecord::Kind;
constexpr std::uint32_t pid = 100, mainTid = 100, otherTid = 101;

/// A run of one process that is on the record from 100 to 1000 ns, on two CPUs.
struct Watched : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId process, thread;
    std::uint32_t next = 0;
    KernelLanes kernel{trace, {0, 1}, [this] { return LaneId(++next); }};

    void declareProcess()
    {
        process = lane(LaneKind::Process, "main", host, pid, 0, 100ns);
        thread = lane(LaneKind::Thread, "main thread", process, pid, mainTid, 100ns);
        start(process, 100ns);
        start(thread, 100ns);
        next = 50;
    }
    LaneId declareOther(Nanos from)
    {
        const LaneId id = lane(LaneKind::Thread, "other", process, pid, otherTid, from);
        start(id, from);
        return id;
    }
    void take(Kind kind, std::uint32_t tid, std::uint32_t cpu, Nanos at, std::uint64_t lost = 0)
    {
        kernel.learnLanes();
        kernel.take({kind, pid, tid, cpu, at.count(), lost}, at);
    }
    void end()
    {
        finish(thread, 1000ns);
        finish(process, 1000ns);
        kernel.finish();
        trace.info.scenario = "test";
        trace.info.outcome = RunOutcome::Finished;
        const std::uint64_t ours = trace.recordCount() - kernel.totals().stored;
        trace.rings = {{pid, mainTid, ours, ours, 0}, kernel.totals()};
    }

    /// "running CPU 0 100–300, ready 300–400 preempted": the life of the OnCpu or Cpu lane of that name.
    QString life(const char *name) const
    {
        QStringList segments;
        for (const Lane &each : trace.lanes()) {
            if (!isOfKernel(each.kind) || each.name != name)
                continue;
            for (const Segment &segment : segmentsOf(each, trace.end())) {
                if (segment.duration() > 0ns)
                    segments << text(segment);
            }
        }
        return segments.join(QStringLiteral(", "));
    }
    QString text(const Segment &segment) const
    {
        const std::string what = segment.state == State::Running ? trace.lane(*segment.peer)->name
                                                                  : std::string(reasonName(segment.reason));
        return QStringLiteral("%1%2 %3–%4").arg(QString::fromStdString(what), QLatin1String(segment.inferred ? "?" : ""))
            .arg(segment.begin.count()).arg(segment.end.count());
    }
    QString laws() const
    {
        QStringList broken;
        for (const Violation &violation : violatedLaws(trace))
            broken << QString::fromStdString(violation.sentence);
        return broken.join(QLatin1Char('\n'));
    }
};

} // namespace

class TestKernelLanes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aThreadIsOnItsCpuPreemptedAndBlocked()
    {
        Watched run;
        run.declareProcess();
        run.take(Kind::In, mainTid, 0, 150ns);
        run.take(Kind::Preempted, mainTid, 0, 200ns);
        run.take(Kind::In, mainTid, 1, 260ns);
        run.take(Kind::Blocked, mainTid, 1, 300ns);
        run.take(Kind::In, mainTid, 1, 400ns);
        run.take(Kind::Exit, mainTid, 1, 900ns);
        run.end();
        QCOMPARE(run.life("on CPU"), QStringLiteral("CPU 0 150–200, preempted 200–260, CPU 1 260–300, blocked 300–400, "
                                                    "CPU 1 400–900"));
        QCOMPARE(run.life("CPU 0"), QStringLiteral("nothing of this run 100–150, main thread 150–200, "
                                                   "nothing of this run 200–1000"));
        QCOMPARE(run.life("CPU 1"), QStringLiteral("nothing of this run 100–260, main thread 260–300, "
                                                   "nothing of this run 300–400, main thread 400–900, "
                                                   "nothing of this run 900–1000"));
        QCOMPARE(run.laws(), QString());
    }

    void aPreemptedThreadIsReadyAndABlockedOneIsNot()
    {
        Watched run;
        run.declareProcess();
        run.take(Kind::In, mainTid, 0, 100ns);
        run.take(Kind::Preempted, mainTid, 0, 200ns);
        run.take(Kind::In, mainTid, 0, 300ns);
        run.take(Kind::Blocked, mainTid, 0, 500ns);
        run.take(Kind::In, mainTid, 0, 900ns);
        run.end();
        const Lane &lane = *run.trace.lane(run.trace.children(run.thread).front());
        const StateSums sums = lane.grid.totals(lane.events, run.trace.end());
        QCOMPARE(sums.running, 400ns);
        QCOMPARE(sums.ready, 100ns);
        QCOMPARE(sums.suspended, 400ns);
    }

    void whatCameBeforeTheRunIsLoadingAndIsLeftOut()
    {
        Watched run;
        run.take(Kind::In, mainTid, 0, 10ns);
        run.take(Kind::Blocked, mainTid, 0, 50ns);
        run.take(Kind::In, mainTid, 1, 60ns); // and there it still is when the run begins
        run.declareProcess();
        run.take(Kind::Blocked, mainTid, 1, 300ns);
        run.end();
        QCOMPARE(run.life("on CPU"), QStringLiteral("CPU 1 100–300, blocked 300–1000"));
        QCOMPARE(run.trace.begin(), 100ns);
        QCOMPARE(run.laws(), QString());
    }

    void theTurnThatBeganBeforeTheRunIsSeenAtOnce()
    {
        Watched run;
        run.take(Kind::In, mainTid, 0, 60ns);
        run.declareProcess();
        run.kernel.learnLanes();
        QCOMPARE(run.life("on CPU"), QString()); // it may have left since
        run.kernel.reach(300ns);
        run.print(run.thread, 400ns, "still at it");
        QCOMPARE(run.life("on CPU"), QStringLiteral("CPU 0 100–400"));
    }

    void recordsFromBeforeTheRunMayComeAfterItsDeclaration()
    {
        Watched run;
        run.declareProcess();
        run.take(Kind::In, mainTid, 0, 10ns);
        run.take(Kind::Blocked, mainTid, 0, 50ns);
        run.take(Kind::In, mainTid, 1, 60ns);
        run.take(Kind::Preempted, mainTid, 1, 200ns);
        run.end();
        QCOMPARE(run.life("on CPU"), QStringLiteral("CPU 1 100–200, preempted 200–1000"));
        QCOMPARE(run.laws(), QString());
    }

    void nothingIsRecordedAfterAThreadsOwnFinish()
    {
        Watched run;
        run.declareProcess();
        run.take(Kind::In, mainTid, 0, 200ns);
        run.finish(run.thread, 700ns);
        run.finish(run.process, 700ns);
        run.take(Kind::Blocked, mainTid, 0, 800ns);
        run.take(Kind::In, mainTid, 0, 850ns);
        run.take(Kind::Exit, mainTid, 0, 900ns);
        run.kernel.finish();
        QCOMPARE(run.life("on CPU"), QStringLiteral("CPU 0 200–700"));
        QCOMPARE(run.life("CPU 0"), QStringLiteral("nothing of this run 100–200, main thread 200–700"));
        QCOMPARE(run.trace.end(), 700ns);
    }

    void recordsWaitUntilTheThreadIsDeclared()
    {
        Watched run;
        run.declareProcess();
        run.take(Kind::Fork, otherTid, 0, 200ns);
        run.take(Kind::In, otherTid, 1, 220ns);
        run.take(Kind::Blocked, otherTid, 1, 300ns);
        QCOMPARE(run.life("on CPU"), QString());
        const LaneId other = run.declareOther(230ns);
        run.next = 60;
        run.take(Kind::In, otherTid, 1, 400ns);
        run.finish(other, 500ns);
        run.take(Kind::Exit, otherTid, 1, 510ns);
        run.end();
        QCOMPARE(run.trace.children(other).size(), std::size_t(1));
        QCOMPARE(run.life("on CPU"), QStringLiteral(" 200–220, CPU 1 220–300, blocked 300–400, CPU 1 400–500")); // made, ready
        QCOMPARE(run.laws(), QString());
    }

    void whoIsDeclaredLateDisturbsNobodyWhoCameToItsCpuSince()
    {
        Watched run;
        run.declareProcess();
        run.take(Kind::In, otherTid, 0, 200ns);
        run.take(Kind::Blocked, otherTid, 0, 300ns);
        run.take(Kind::In, mainTid, 0, 310ns);
        const LaneId other = run.declareOther(190ns);
        run.next = 60;
        run.take(Kind::Blocked, mainTid, 0, 400ns);
        run.take(Kind::In, otherTid, 1, 450ns);
        run.finish(other, 500ns);
        run.take(Kind::Exit, otherTid, 1, 510ns);
        run.take(Kind::In, mainTid, 0, 600ns);
        run.end();
        QVERIFY(run.life("on CPU").contains(QStringLiteral("CPU 0 310–400, blocked 400–600, CPU 0 600–1000")));
        QVERIFY(run.life("on CPU").contains(QStringLiteral("CPU 0 200–300, blocked 300–450, CPU 1 450–500")));
        QCOMPARE(run.life("CPU 0"), QStringLiteral("nothing of this run 100–200, other 200–300, nothing of this run 300–310, "
                                                   "main thread 310–400, nothing of this run 400–600, "
                                                   "main thread 600–1000"));
        QCOMPARE(run.laws(), QString());
    }

    void aMissingRecordLeavesNoTwoOnOneCpu()
    {
        Watched run;
        run.declareProcess();
        const LaneId other = run.declareOther(120ns);
        run.next = 60;
        run.take(Kind::In, mainTid, 0, 150ns);
        run.take(Kind::In, otherTid, 0, 200ns); // and nobody said that the first has gone
        run.take(Kind::Blocked, otherTid, 0, 300ns);
        run.finish(other, 310ns);
        run.take(Kind::In, mainTid, 1, 400ns);
        run.end();
        QVERIFY(run.life("on CPU").contains(QStringLiteral("CPU 0 150–200, not observed? 200–400, CPU 1 400–1000")));
        QCOMPARE(run.laws(), QString());
    }

    void aThreadThatNobodyDeclaresStandsBelowItsProcess()
    {
        Watched run;
        run.declareProcess();
        run.take(Kind::In, otherTid, 1, 220ns);
        run.take(Kind::Blocked, otherTid, 1, 300ns);
        run.take(Kind::In, otherTid, 1, 350ns);
        run.take(Kind::Exit, otherTid, 1, 400ns);
        run.end();
        QCOMPARE(run.life("thread 101, not recorded"), QStringLiteral("CPU 1 220–300, blocked 300–350, CPU 1 350–400"));
        QCOMPARE(run.trace.lane(run.trace.children(run.process).back())->kind, LaneKind::OnCpu);
        QCOMPARE(run.life("CPU 1"), QStringLiteral("nothing of this run 100–220, thread 101, not recorded 220–300, "
                                                   "nothing of this run 300–350, thread 101, not recorded 350–400, "
                                                   "nothing of this run 400–1000"));
        QCOMPARE(run.laws(), QString());
    }

    void ofTooManyRecordsOfAnUndeclaredThreadNoneIsLost()
    {
        Watched run;
        run.declareProcess();
        for (std::size_t i = 0; i <= KernelLanes::mostWaiting; ++i)
            run.take(i % 2 ? Kind::Blocked : Kind::In, otherTid, 1, Nanos(200 + std::int64_t(i)));
        const Lane &lane = *run.trace.lane(run.trace.children(run.process).back());
        QCOMPARE(lane.events.size(), KernelLanes::mostWaiting + 1);
    }

    void aNumberUsedAgainIsAnotherThread()
    {
        Watched run;
        run.declareProcess();
        const LaneId first = run.declareOther(200ns);
        run.next = 60;
        run.take(Kind::Fork, otherTid, 0, 200ns);
        run.take(Kind::In, otherTid, 0, 210ns);
        run.finish(first, 300ns);
        run.take(Kind::Exit, otherTid, 0, 310ns);
        run.take(Kind::Fork, otherTid, 0, 400ns);
        run.take(Kind::In, otherTid, 0, 410ns);
        run.take(Kind::Exit, otherTid, 0, 500ns);
        run.end();
        QCOMPARE(run.life("on CPU"), QStringLiteral(" 200–210, CPU 0 210–300"));
        QCOMPARE(run.life("thread 101, not recorded"), QStringLiteral(" 400–410, CPU 0 410–500"));
    }

    void whatWasLostIsNotGuessed()
    {
        Watched run;
        run.declareProcess();
        const LaneId other = run.declareOther(120ns);
        run.next = 60;
        run.take(Kind::In, mainTid, 0, 150ns);
        run.take(Kind::In, otherTid, 1, 200ns);
        run.take(Kind::Lost, 0, 0, 500ns, 7);
        run.take(Kind::Blocked, mainTid, 0, 600ns);
        run.take(Kind::In, mainTid, 0, 700ns);
        run.take(Kind::Exit, mainTid, 0, 800ns);
        run.take(Kind::Blocked, otherTid, 1, 900ns);
        run.finish(other, 950ns);
        run.end();
        QVERIFY(run.life("on CPU").contains(QStringLiteral("not observed? 150–700, CPU 0 700–800")));
        QVERIFY(run.life("on CPU").contains(QStringLiteral("CPU 1 200–900")));
        QCOMPARE(run.kernel.totals().lost, std::uint64_t(14));
        QVERIFY(run.kernel.totals().holds());
        QCOMPARE(run.trace.lost(), std::uint64_t(14));
        QCOMPARE(run.laws(), QString());
    }

    void whoIsStillThereAtTheEndEndsInferred()
    {
        Watched run;
        run.declareProcess();
        run.take(Kind::In, otherTid, 1, 300ns);
        run.end();
        const Lane &lane = *run.trace.lane(run.trace.children(run.process).back());
        QCOMPARE(lane.events.back().kind(), EventKind::Finish);
        QCOMPARE(run.life("thread 101, not recorded"), QStringLiteral("CPU 1 300–1000"));
        QCOMPARE(run.laws(), QString());
    }

    void withoutAProcessOnTheRecordThereIsNothing()
    {
        Watched run;
        run.take(Kind::In, mainTid, 0, 10ns);
        run.take(Kind::Exit, mainTid, 0, 50ns);
        run.kernel.finish();
        QVERIFY(run.trace.empty());
        QCOMPARE(run.kernel.totals().recorded, std::uint64_t(0));
    }
};

QTEST_GUILESS_MAIN(TestKernelLanes)
#include "tst_kernellanes.moc"

// What the kernel did, in the timeline: the band in a thread's row, the rows of the CPUs, what is said of
// them, and what stands in where the kernel refuses.
#include "core/analysis/mergedevents.h"
#include "core/kernel/schedulertrace.h"
#include "core/trace/threadaccount.h"
#include "tests/support/tracebuilder.h"
#include "ui/models/segmentdetails.h"
#include "ui/timeline/cpuband.h"
#include "ui/timeline/hovertext.h"
#include "ui/timeline/kernelnotice.h"
#include "ui/timeline/lanelayout.h"
#include "ui/timeline/lanerows.h"
#include "ui/timeline/lanetexts.h"
#include "ui/timeline/turnindex.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

#include <cerrno>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// A thread that runs from 0 to 1000 µs: on CPU 0 to 400, preempted to 600, on CPU 1 to 800, blocked.
struct Machine : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId process = lane(LaneKind::Process, "example", host, 4711);
    LaneId thread = lane(LaneKind::Thread, "t1", process, 4711, 4712);
    LaneId cpus = lane(LaneKind::Cpu, "CPUs", host);
    LaneId cpu0 = lane(LaneKind::Cpu, "CPU 0", cpus), cpu1 = lane(LaneKind::Cpu, "CPU 1", cpus);
    LaneId onCpu = lane(LaneKind::OnCpu, "on CPU", thread, 4711, 4712);
    LaneId unrecorded = lane(LaneKind::OnCpu, "thread 4713, not recorded", process, 4711, 4713);

    Machine()
    {
        trace.info.scenario = "example";
        start(process, 0us);
        start(thread, 0us);
        add(onCpu, 0us, EventKind::Start, 0, cpu0.value());
        suspend(onCpu, 400us, Reason::Preempted);
        add(onCpu, 400us, EventKind::Wake);
        add(onCpu, 600us, EventKind::Resume, 0, cpu1.value());
        suspend(onCpu, 800us, Reason::Blocked);
        add(unrecorded, 850us, EventKind::Start, 0, cpu1.value());
        finish(unrecorded, 900us);
        for (const LaneId cpu : {cpu0, cpu1}) {
            start(cpu, 0us);
            suspend(cpu, 0us, Reason::Elsewhere);
        }
        add(cpu0, 0us, EventKind::Resume, 0, thread.value());
        suspend(cpu0, 400us, Reason::Elsewhere);
        add(cpu1, 600us, EventKind::Resume, 0, thread.value());
        suspend(cpu1, 800us, Reason::Elsewhere);
        trace.appendCounter(Event(999'000, EventKind::Counter, 0, thread), 590'000, std::string(cpuTimeCounter));
        trace.appendCounter(Event(999'000, EventKind::Counter, 0, thread), 210'000, std::string(runDelayCounter));
        for (const LaneId each : {onCpu, cpu0, cpu1, thread, process})
            finish(each, 1000us, Outcome::Finished, each == onCpu);
    }

    LaneLayout laidOut(const RowMetrics &metrics = {}) const
    {
        LayoutRequest request;
        request.range = {0us, 1000us};
        request.width = 1000;
        request.liveEdge = trace.end();
        const LaneColours colours(trace);
        auto rows = std::make_shared<const LaneRows>(laneRows(trace, colours, {}, metrics, trace.end()));
        return layOutLanes(trace, colours, std::move(rows), request);
    }
    QString hoverAt(int x, int y) const
    {
        const auto hit = laidOut().hit(x, y);
        return hit ? hoverTextOf(trace, *hit, trace.end(), nullptr) : QString();
    }
};

std::span<const Bar> bandOf(const LaneLayout &layout, const LaneRow &row)
{
    return std::span(layout.bars).subspan(row.firstBar + row.barCount - row.bandBars, row.bandBars);
}

} // namespace

class TestKernelRows : public QObject
{
    Q_OBJECT

    Machine run;

private Q_SLOTS:
    void theCpusStandBelowAllAndThreadsHaveNoSecondRow()
    {
        QStringList names;
        for (const LaneRow &row : run.laidOut().rows)
            names << QString::fromStdString(row.name);
        QCOMPARE(names.join(QStringLiteral(", ")), QStringLiteral("example, t1, thread 4713, not recorded, CPUs, CPU 0, CPU 1"));
        QVERIFY(!run.laidOut().rowOf(run.thread)->hasChildren);
    }

    void manyCpusBeginFolded()
    {
        TraceBuilder build;
        const LaneId cpus = build.lane(LaneKind::Cpu, "CPUs");
        for (int cpu = 0; cpu < 8; ++cpu)
            build.lane(LaneKind::Cpu, "CPU", cpus);
        QVERIFY(!isFoldedByDefault(build.trace, *build.trace.lane(cpus)));
        build.lane(LaneKind::Cpu, "CPU", cpus);
        QVERIFY(isFoldedByDefault(build.trace, *build.trace.lane(cpus)));
    }

    void statesInTheBandDifferInHeightToo()
    {
        const LaneLayout layout = run.laidOut();
        const LaneRow &row = *layout.rowOf(run.thread);
        const auto band = bandOf(layout, row);
        QCOMPARE(band.size(), std::size_t(4));
        const std::array<BarShape, 4> shapes = {BarShape::Running, BarShape::Ready, BarShape::Running, BarShape::Free};
        for (std::size_t i = 0; i < band.size(); ++i)
            QCOMPARE(band[i].shape, shapes[i]);
        QVERIFY(band[0].height > band[1].height && band[1].height > band[3].height);
        QCOMPARE(band[0].colour, row.colour);
        QCOMPARE(band[2].x, 600);
        QCOMPARE(band[2].width, 200);
    }

    void theBandIsUnderTheThreadsBarAndWithinItsRow_data()
    {
        QTest::addColumn<int>("height");
        for (const int height : {RowMetrics().row * 65 / 100, RowMetrics().row, RowMetrics().row * 160 / 100, 120})
            QTest::addRow("rows of %d", height) << height;
    }
    void theBandIsUnderTheThreadsBarAndWithinItsRow()
    {
        QFETCH(const int, height);
        const LaneLayout layout = run.laidOut(RowMetrics::ofHeight(height));
        const LaneRow &row = *layout.rowOf(run.thread);
        const Bar &own = layout.bars[row.firstBar];
        QVERIFY(own.y >= row.y);
        for (const Bar &bar : bandOf(layout, row)) {
            QVERIFY2(bar.y >= own.y + own.height, qPrintable(QStringLiteral("%1 %2").arg(bar.y).arg(own.y + own.height)));
            QVERIFY(bar.y + bar.height <= row.y + row.height);
        }
    }

    void aRowWithoutTheKernelsLaneIsAsItWas()
    {
        TraceBuilder build;
        const LaneId thread = build.lane(LaneKind::Thread, "t1");
        build.start(thread, 0us);
        build.finish(thread, 1000us);
        const LaneColours colours(build.trace);
        LayoutRequest request{{0us, 1000us}, 1000};
        request.liveEdge = build.trace.end();
        const LaneLayout layout = layOutLanes(build.trace, colours, request);
        QCOMPARE(layout.rows[0].bandBars, std::size_t(0));
        QCOMPARE(layout.bars[0].y, (RowMetrics().row - RowMetrics().running) / 2);
    }

    void aCpuRunsInTheColourOfItsThreadAndNamesIt()
    {
        const LaneLayout layout = run.laidOut();
        const LaneRow &row = *layout.rowOf(run.cpu0);
        const Bar &bar = layout.bars[row.firstBar];
        QCOMPARE(bar.shape, BarShape::Running);
        QCOMPARE(bar.colour, LaneColours(run.trace).of(run.thread));
        QCOMPARE(bar.lane, run.cpu0); // the segment is the CPU's
        QVERIFY(std::any_of(layout.labels.begin(), layout.labels.end(), [&](const BarLabel &label) {
            return label.y == bar.y && label.text == "t1";
        }));
    }

    void hoverSaysTheCpuHowLongAndWhyNot()
    {
        const LaneRow row = *run.laidOut().rowOf(run.thread);
        const int band = row.bandY + 2;
        QVERIFY(run.hoverAt(100, band).contains(QStringLiteral("t1 · on the CPUs")));
        QVERIFY(run.hoverAt(100, band).contains(QStringLiteral("on CPU 0")));
        QVERIFY(run.hoverAt(100, band).contains(QStringLiteral("lasts 400 µs")));
        QVERIFY(run.hoverAt(500, band).contains(QStringLiteral("preempted")));
        QVERIFY(run.hoverAt(700, band).contains(QStringLiteral("on CPU 1")));
        QVERIFY(run.hoverAt(900, band).contains(QStringLiteral("blocked")));
        QVERIFY(run.hoverAt(100, row.y + 10).startsWith(QStringLiteral("t1 · thread")));
        const LaneRow cpu = *run.laidOut().rowOf(run.cpu1);
        QVERIFY(run.hoverAt(700, cpu.y + 15).contains(QStringLiteral("ran t1")));
        QVERIFY(run.hoverAt(300, cpu.y + 15).contains(QStringLiteral("nothing of this run")));
    }

    void detailsSayTheTotalsAndTheShareOfASegment()
    {
        const auto rows = segmentDetails(run.trace, *segmentAt(*run.trace.lane(run.thread), run.trace.end(), 500us));
        QStringList texts;
        for (const DetailRow &row : rows)
            texts << row.label + QStringLiteral(": ") + row.text;
        QVERIFY2(texts.contains(QStringLiteral("CPU in all: 590 µs")), qPrintable(texts.join(QLatin1Char('\n'))));
        QVERIFY(texts.contains(QStringLiteral("CPU wait in all: 210 µs")));
        QVERIFY2(texts.contains(QStringLiteral("Meanwhile: on a CPU 600 µs, preempted 200 µs, blocked 200 µs")),
                 qPrintable(texts.join(QLatin1Char('\n'))));
    }

    void aThreadsTurnsAreThoseOfItsGeneratorsAlone()
    {
        Machine own;
        const LaneId generator = own.lane(LaneKind::Generator, "generator", own.thread);
        own.start(generator, 300us);
        own.finish(generator, 350us);
        TurnIndex index(true);
        const Turns &turns = index.of(own.trace, LaneColours(own.trace), own.thread);
        std::vector<LaneId> who;
        for (const Event &event : turns.lane().events) {
            if (event.kind() == EventKind::Resume)
                who.push_back(*event.peer());
        }
        QCOMPARE(who, std::vector<LaneId>{generator});
    }

    void stepsGoThroughTheProgramsEvents()
    {
        QCOMPARE(MergedEvents(run.trace).size(), std::uint64_t(6)); // process, thread, two counters
        QCOMPARE(MergedEvents(run.trace, {run.onCpu}).size(), std::uint64_t(6));
    }

    void whereTheKernelRefusedALineSaysSoUntilItIsHidden()
    {
        QWidget window;
        KernelNotice notice(&window);
        notice.resize(900, 40);
        window.show();
        notice.show(&run.trace);
        QVERIFY(notice.isHidden());
        Machine refused;
        refused.trace.info.kernelRefusal = "kernel.perf_event_paranoid is 3.";
        notice.show(&refused.trace);
        QVERIFY(notice.isVisible());
        QVERIFY(notice.findChild<QLabel *>()->text().startsWith(QStringLiteral("kernel.perf_event_paranoid is 3.")));
        notice.findChild<QPushButton *>(QStringLiteral("hideNotice"))->click();
        notice.show(&refused.trace);
        QVERIFY(notice.isHidden());
        notice.show(nullptr);
        QVERIFY(notice.isHidden());
    }

    void aLongRefusalIsSaidWholeWhereThereIsRoomAndWhenAsked()
    {
        QWidget window;
        KernelNotice notice(&window);
        notice.resize(1400, 40);
        window.show();
        Machine refused;
        refused.trace.info.kernelRefusal = schedulerRefusal(EACCES, 3);
        notice.show(&refused.trace);
        const QString whole = notice.findChild<QLabel *>()->text();
        QVERIFY(whole.contains(QStringLiteral("sudo sysctl")));
        auto *why = notice.findChild<QPushButton *>(QStringLiteral("whyNotice"));
        QVERIFY(why->isHidden());
        notice.resize(320, 40);
        QVERIFY(why->isVisible());
        QVERIFY(!notice.findChild<QLabel *>()->text().contains(QStringLiteral("sudo sysctl")));
        why->click();
        QCOMPARE(notice.findChild<QLabel *>()->text(), whole);
        QVERIFY(why->isHidden());
    }
};

QTEST_MAIN(TestKernelRows)
#include "tst_kernelrows.moc"

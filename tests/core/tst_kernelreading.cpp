// What a session reads of the kernel beside the recording, and what it does where the kernel refuses.
#include "core/io/tracefile.h"
#include "core/session/kernelreading.h"
#include "core/trace/threadaccount.h"
#include "tests/support/recordedrun.h"
#include "tests/support/sessionruns.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

const char *const sentence = "The kernel does not say what ran on which CPU: a test forbids it.";

Result<SchedulerTrace> refuse(pid_t)
{
    return Error(ErrorCode::Failed, sentence);
}

/// A finished run; its trace outlives the session.
std::shared_ptr<const Trace> traceOf(const RunRequest &request)
{
    Session session(request);
    QSignalSpy ends(&session, &Session::finished), saved(&session, &Session::saved);
    if (!session.start().hasValue() || (ends.empty() && !ends.wait(60'000)) || (saved.empty() && !saved.wait(60'000)))
        return nullptr;
    return session.trace();
}

std::size_t lanesOf(const Trace &trace, LaneKind kind)
{
    return std::size_t(std::count_if(trace.lanes().begin(), trace.lanes().end(),
                                     [kind](const Lane &lane) { return lane.kind == kind; }));
}

} // namespace

class TestKernelReading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Session::setExecutable(QStringLiteral(INTERLEAVE_EXECUTABLE));
        adoptOrphans();
    }
    void cleanup()
    {
        KernelReading::setOpen(SchedulerTrace::open);
        QVERIFY(noProcessIsLeft());
    }

    void whereTheKernelRefusesTheRunSaysSoAndTotalsStandIn()
    {
        const QTemporaryDir folder;
        KernelReading::setOpen(refuse);
        RunRequest request = shortRun("threads.square-cube");
        request.autosaveFile = folder.filePath(QStringLiteral("run.ilv"));
        const auto trace = traceOf(request);
        QVERIFY(trace);
        QCOMPARE(QString::fromStdString(trace->info.kernelRefusal), QLatin1String(sentence));
        QCOMPARE(lanesOf(*trace, LaneKind::OnCpu) + lanesOf(*trace, LaneKind::Cpu), std::size_t(0));
        for (const Lane &lane : trace->lanes()) {
            const auto account = threadAccountOf(*trace, lane);
            QCOMPARE(account.has_value(), lane.kind == LaneKind::Thread);
            QVERIFY(!account || account->cpu > 0ns);
        }
        QCOMPARE(brokenLaws(*trace), QString());
        const Result<Trace> read = readTraceFile(request.autosaveFile);
        QVERIFY(read.hasValue());
        QCOMPARE(QString::fromStdString(read.value().info.kernelRefusal), QLatin1String(sentence));
    }

    void everyThreadHasItsLaneOfTheKernel_data()
    {
        QTest::addColumn<QString>("scenario");
        for (const char *scenario : {"threads.square-cube", "processes.continents", "pool.map", "async.count"})
            QTest::newRow(scenario) << QString::fromLatin1(scenario);
    }
    void everyThreadHasItsLaneOfTheKernel()
    {
        QFETCH(const QString, scenario);
        const auto trace = traceOf(shortRun(scenario.toStdString()));
        QVERIFY(trace);
        if (!trace->info.kernelRefusal.empty())
            QSKIP(trace->info.kernelRefusal.c_str());
        QCOMPARE(brokenLaws(*trace), QString());
        QCOMPARE(trace->lost(), std::uint64_t(0));
        for (const Lane &lane : trace->lanes()) {
            const Lane *onCpu = onCpuLaneOf(*trace, lane);
            QCOMPARE(onCpu != nullptr, lane.kind == LaneKind::Thread);
            if (!onCpu)
                continue;
            QCOMPARE(onCpu->events.back().kind(), EventKind::Finish);
            QVERIFY(!onCpu->events.back().inferred());
            QVERIFY(onCpu->events.back().time() <= lane.events.back().time());
        }
        QVERIFY(trace->rings.back().isKernels() && trace->rings.back().recorded > 0);
    }

    void aRunThatIsStoppedHasLawfulLanes()
    {
        Session session(shortRun("threads.take-turns", {{"work", "500"}}));
        QSignalSpy ends(&session, &Session::finished);
        QVERIFY(session.start().hasValue());
        QTRY_VERIFY(lanesOf(*session.trace(), LaneKind::Thread) > 1);
        session.stop();
        QTRY_COMPARE(ends.count(), 1);
        QCOMPARE(brokenLaws(*session.trace()), QString());
    }

    void nothingIsLeftOpenBehindARun()
    {
        QVERIFY(traceOf(shortRun("async.chained")));
        const qsizetype before = ownResources().descriptors;
        QVERIFY(traceOf(shortRun("async.chained")));
        QCOMPARE(ownResources().descriptors, before);
    }
};

QTEST_GUILESS_MAIN(TestKernelReading)
#include "tst_kernelreading.moc"

#include "core/io/runinfofields.h"
#include "core/io/tracefile.h"
#include "tests/support/tracebuilder.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

/// A run's description as names and values, and its markers in files.
class TestRunInfoFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldComesBack();
    void whatIsNoMarkerIsLeftOut();
    void markersAreKeptInFiles_data();
    void markersAreKeptInFiles();
    void savingAgainChangesNothingElse();
};

static RunInfo described()
{
    RunInfo info;
    info.scenario = "async.count";
    info.parameters = {{"workers", "4"}};
    info.outcome = RunOutcome::Finished;
    info.startedUnixMs = 1'700'000'000'000;
    info.markers = {{0ns, 0ns, {}}, {5ms, 5ms, "here: 3 4 \xc3\xa9\n\"second line\""}, {7ms, 9ms, " spaces "}};
    return info;
}

static Trace someTrace()
{
    TraceBuilder build;
    const LaneId lane = build.lane(LaneKind::Thread, "t", std::nullopt, 1, 2, 3ms);
    build.start(lane, 3ms);
    build.print(lane, 4ms, "line");
    build.finish(lane, 20ms);
    return std::move(build.trace);
}

void TestRunInfoFields::everyFieldComesBack()
{
    RunInfo read;
    for (const auto &[name, value] : runInfoFields(described()))
        setRunInfoField(read, name, value);
    QVERIFY(read == described());
}

void TestRunInfoFields::whatIsNoMarkerIsLeftOut()
{
    RunInfo info;
    for (const char *value : {"", "5", "5 6", "x 6 text", "5 x text", "9 5 backwards", "99999999999999999999 1 text", " 1 2 text"})
        setRunInfoField(info, "marker", value);
    QVERIFY(info.markers.empty());
    for (int i = 0; i < 2000; ++i)
        setRunInfoField(info, "marker", "1 2 text");
    QCOMPARE(info.markers.size(), std::size_t(1000)); // a file cannot fill the window with them
}

void TestRunInfoFields::markersAreKeptInFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("native") << QStringLiteral("run.ilv");
    QTest::newRow("JSON") << QStringLiteral("run.json");
    QTest::newRow("JSON, gzip") << QStringLiteral("run.json.gz");
}

void TestRunInfoFields::markersAreKeptInFiles()
{
    QFETCH(QString, name);
    const QTemporaryDir folder;
    const Trace trace = someTrace();
    QVERIFY(writeTraceFile(trace, described(), folder.filePath(name)).hasValue());
    const Result<Trace> read = readTraceFile(folder.filePath(name));
    QVERIFY(read.hasValue());
    QVERIFY(read.value().info.markers == described().markers);
    QVERIFY(read.value().problems.empty());
    const Result<OpenedTrace> opened = openTraceFile(folder.filePath(name));
    QVERIFY(opened.hasValue() && opened.value().trace.info.markers == described().markers);
}

void TestRunInfoFields::savingAgainChangesNothingElse()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.ilv"));
    QVERIFY(writeTraceFile(someTrace(), path).hasValue());
    Result<OpenedTrace> opened = openTraceFile(path);
    RunInfo info = opened.value().trace.info;
    info.markers.push_back({1ms, 2ms, "note"});
    QVERIFY(writeTraceFile(opened.value().trace, info, path).hasValue()); // over the file that it lies in
    const Result<Trace> again = readTraceFile(path);
    QVERIFY(again.hasValue() && again.value().problems.empty());
    QCOMPARE(again.value().eventCount(), someTrace().eventCount());
    QVERIFY(again.value().info == info);
}

QTEST_GUILESS_MAIN(TestRunInfoFields)
#include "tst_runinfofields.moc"

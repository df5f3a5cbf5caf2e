// Runs from end to end through the session, each in a process of the real program.
#include "core/io/tracefile.h"
#include "tests/support/recordedrun.h"
#include "tests/support/sessionruns.h"
#include "tests/support/tracedifference.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <sstream>
#include <sys/stat.h>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 30'000; // ms; only a hang takes that long
#ifdef __SANITIZE_ADDRESS__
constexpr bool leaksAreSought = true; // by a process that the sanitizer adds at the runner's end
#else
constexpr bool leaksAreSought = false;
#endif

/// A session with its ends counted. finish() waits for the end.
struct Run {
    Session session;
    QSignalSpy ends;

    explicit Run(RunRequest request) : session(std::move(request)), ends(&session, &Session::finished) {}
    bool start() { return session.start().hasValue(); }
    bool finish() { return QTest::qWaitFor([this] { return !ends.isEmpty(); }, patience); }
    const Trace &trace() const { return *session.trace(); }
    QString outcome() const
    {
        const std::string_view name = runOutcomeName(trace().info.outcome);
        return QString::fromUtf8(name.data(), qsizetype(name.size()));
    }
    QString reason() const { return QString::fromStdString(trace().info.reason); }
};

std::size_t lanesOf(const Trace &trace, LaneKind kind)
{
    return std::size_t(std::ranges::count(trace.lanes(), kind, &Lane::kind));
}

/// The process of that name, once it has begun to run; 0 before.
pid_t pidOf(const Trace &trace, std::string_view name)
{
    const Lane *lane = laneNamed(trace, name);
    return lane && !lane->events.empty() ? pid_t(lane->pid) : 0;
}

int linesThatBegin(const Trace &trace, std::string_view words)
{
    const auto lines = trace.outputs();
    return int(std::ranges::count_if(lines, [&](const Event &line) { return trace.text(line).starts_with(words); }));
}

/// The sockets of that process that listen, all of them at 127.0.0.1; -1 if one is not.
int listenersOf(pid_t pid)
{
    std::set<std::string> sockets;
    for (const auto &fd : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd")) {
        std::error_code gone;
        sockets.insert(std::filesystem::read_symlink(fd.path(), gone).string());
    }
    int found = 0;
    for (const char *table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream file(table);
        for (std::string line; std::getline(file, line);) {
            std::istringstream words(line);
            std::vector<std::string> fields;
            for (std::string word; words >> word;)
                fields.push_back(word);
            constexpr std::size_t address = 1, state = 3, inode = 9;
            if (fields.size() <= inode || fields[state] != "0A" || !sockets.contains("socket:[" + fields[inode] + "]"))
                continue;
            if (!fields[address].starts_with("0100007F:"))
                return -1;
            ++found;
        }
    }
    return found;
}

void bytesInto(const QString &path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("bytes") == 5);
}

} // namespace

class SessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Session::setExecutable(QStringLiteral(INTERLEAVE_EXECUTABLE));
        adoptOrphans();
    }

    void cleanup() { QVERIFY(noProcessIsLeft()); }

    void everyScenarioFinishesLawfully_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("set");
        QTest::addColumn<int>("processes");
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("tasks");
        const auto row = [](const char *scenario, const char *set, int processes, int threads, int tasks) {
            QTest::addRow("%s %s", scenario, set)
                << QString::fromLatin1(scenario) << QString::fromLatin1(set) << processes << threads << tasks;
        };
        row("processes.continents", "", 5, 5, 0);
        row("processes.continents", "start=spawn", 5, 5, 0);
        row("threads.square-cube", "workers=5", 1, 6, 0);
        row("coroutines.print-name", "", 1, 1, 0);
        row("async.count", "tasks=20", 1, 1, 21);
        row("async.count-sync", "", 1, 1, 0);
        row("async.makerandom", "", 1, 1, 4);
        row("async.chained", "chains=5", 1, 1, 6);
    }

    void everyScenarioFinishesLawfully()
    {
        QFETCH(QString, scenario);
        QFETCH(QString, set);
        ParameterValues parameters;
        if (const QStringList parts = set.split(QLatin1Char('=')); parts.size() == 2)
            parameters[parts[0].toStdString()] = parts[1].toStdString();
        Run run(shortRun(scenario.toStdString(), parameters));
        QVERIFY(run.start());
        QVERIFY(run.session.isRunning());
        QVERIFY(run.finish());
        QVERIFY(!run.session.isRunning());
        const Trace &trace = run.trace();
        QCOMPARE(run.outcome(), QStringLiteral("finished"));
        QCOMPARE(run.reason(), QString());
        QCOMPARE(brokenLaws(trace), QString());
        QVERIFY(trace.problems.empty());
        QCOMPARE(trace.lost(), std::uint64_t(0));
        QTEST(int(lanesOf(trace, LaneKind::Process)), "processes");
        QTEST(int(lanesOf(trace, LaneKind::Thread)), "threads");
        QTEST(int(lanesOf(trace, LaneKind::Task)), "tasks");
        QVERIFY(trace.info.processesSeen >= 1);
        if (!leaksAreSought) { // /proc never showed more than the recording tells
            QVERIFY(trace.info.processesSeen <= lanesOf(trace, LaneKind::Process));
            QVERIFY(trace.info.threadsSeen <= lanesOf(trace, LaneKind::Thread));
        }
        QVERIFY(trace.info.cpuNs > 0);
        QVERIFY(trace.info.peakRssBytes > 0);
        QVERIFY(!trace.outputs().empty());
    }

    void whatCannotBeRunIsAUsageError()
    {
        Session unknown(shortRun("no.such"));
        const Result<void> notFound = unknown.start();
        QVERIFY(!notFound.hasValue());
        QCOMPARE(int(notFound.error().code), int(ErrorCode::Usage));
        Session bad(shortRun("async.count", {{"tasks", "many"}}));
        const Result<void> notANumber = bad.start();
        QVERIFY(!notANumber.hasValue());
        QCOMPARE(int(notANumber.error().code), int(ErrorCode::Usage));
        QVERIFY(!bad.isRunning());
        bad.stop(); // nothing to stop is no harm
    }

    void aRunThatTakesTooLongIsTimedOut()
    {
        RunRequest request = shortRun("async.count", {{"second", "1000"}});
        request.timeout = 100ms;
        Run run(std::move(request));
        QVERIFY(run.start());
        QVERIFY(run.finish());
        QCOMPARE(run.outcome(), QStringLiteral("timed-out"));
        QCOMPARE(brokenLaws(run.trace()), QString());
        QVERIFY(lifeOf(run.trace(), "async.count").endsWith(QStringLiteral("finish(cancelled)")));
    }

    void stopCancelsOnceHoweverOftenItIsPressed()
    {
        Run run(shortRun("async.count", {{"second", "1000"}}));
        QVERIFY(run.start());
        QTRY_VERIFY(run.trace().outputs().size() == 3);
        run.session.stop();
        run.session.stop();
        QVERIFY(run.finish());
        run.session.stop();
        QCoreApplication::processEvents();
        QCOMPARE(run.ends.count(), 1);
        QCOMPARE(run.outcome(), QStringLiteral("cancelled"));
        QCOMPARE(brokenLaws(run.trace()), QString());
    }

    void stopBeforeTheRunnerHasBegunCancels()
    {
        Run run(shortRun("async.count"));
        QVERIFY(run.start());
        run.session.stop();
        QVERIFY(run.finish());
        QCOMPARE(run.outcome(), QStringLiteral("cancelled"));
        QCOMPARE(brokenLaws(run.trace()), QString());
    }

    void aRunnerKilledFromOutsideHasFailed()
    {
        Run run(shortRun("threads.square-cube", {{"work", "5000"}}));
        QVERIFY(run.start());
        QTRY_VERIFY(pidOf(run.trace(), "threads.square-cube") != 0);
        QCOMPARE(::kill(pidOf(run.trace(), "threads.square-cube"), SIGKILL), 0);
        QVERIFY(run.finish());
        QCOMPARE(run.outcome(), QStringLiteral("failed"));
        QCOMPARE(run.reason(), QStringLiteral("killed by signal 9"));
        QVERIFY(lifeOf(run.trace(), "threads.square-cube").endsWith(QStringLiteral("finish(killed)")));
        QCOMPARE(brokenLaws(run.trace()), QString());
    }

    void aKilledWorkerFailsTheRunAndTheOthersFinish_data()
    {
        QTest::addColumn<QString>("method");
        QTest::newRow("fork") << QStringLiteral("fork");
        QTest::newRow("spawn") << QStringLiteral("spawn");
    }

    void aKilledWorkerFailsTheRunAndTheOthersFinish()
    {
        QFETCH(QString, method);
        Run run(shortRun("processes.continents",
                         {{"work", "200"}, {"workers", "2"}, {"start", method.toStdString()}}));
        QVERIFY(run.start());
        QTRY_VERIFY(pidOf(run.trace(), "Process-1") != 0);
        QCOMPARE(::kill(pidOf(run.trace(), "Process-1"), SIGKILL), 0);
        QVERIFY(run.finish());
        QCOMPARE(run.outcome(), QStringLiteral("failed"));
        QCOMPARE(run.reason(), QStringLiteral("exit code 1: The process Process-1 was killed by signal 9."));
        QVERIFY(lifeOf(run.trace(), "Process-1").endsWith(QStringLiteral("finish(killed)")));
        QVERIFY(lifeOf(run.trace(), "Process-2").endsWith(QStringLiteral("finish(finished)")));
        QCOMPARE(brokenLaws(run.trace()), QString());
    }

    void destroyingItWhileItRunsStopsEverything()
    {
        std::shared_ptr<const Trace> trace;
        {
            Run run(shortRun("processes.continents", {{"work", "5000"}}));
            QVERIFY(run.start());
            QTRY_VERIFY(pidOf(run.trace(), "Process-4") != 0);
            trace = run.session.trace();
        }
        QVERIFY(noProcessIsLeft());
        QCOMPARE(int(trace->info.outcome), int(RunOutcome::Cancelled));
        QCOMPARE(brokenLaws(*trace), QString());
    }

    void twoRunsGoSideBySide()
    {
        Run one(shortRun("async.count", {{"second", "100"}}));
        Run two(shortRun("threads.square-cube", {{"work", "20"}}));
        QVERIFY(one.start());
        QVERIFY(two.start());
        QVERIFY(one.session.isRunning() && two.session.isRunning());
        QVERIFY(one.finish());
        QVERIFY(two.finish());
        for (const Run *run : {&one, &two}) {
            QCOMPARE(run->outcome(), QStringLiteral("finished"));
            QCOMPARE(brokenLaws(run->trace()), QString());
            QCOMPARE(int(lanesOf(run->trace(), LaneKind::Process)), 1);
        }
    }

    void stoppingOneLeavesTheOtherAlone()
    {
        Run one(shortRun("async.count", {{"second", "300"}}));
        Run two(shortRun("async.count", {{"second", "1000"}}));
        QVERIFY(one.start());
        QVERIFY(two.start());
        two.session.stop();
        QVERIFY(one.finish());
        QVERIFY(two.finish());
        QCOMPARE(one.outcome(), QStringLiteral("finished"));
        QCOMPARE(two.outcome(), QStringLiteral("cancelled"));
    }

    void theServerIsThereForTheRunAlone()
    {
        std::string url;
        {
            Run run(shortRun("async.reddit", {{"subreddits", "32"}, {"latency", "10"}, {"jitter", "10"}}));
            QVERIFY(run.start());
            const pid_t server = childProcesses().front(), runner = childProcesses().back();
            QCOMPARE(childProcesses().size(), std::size_t(2));
            QVERIFY(getpgid(server) != getpgid(runner) && getpgid(server) != getpgrp());
            QCOMPARE(listenersOf(server), 1);
            QTRY_COMPARE(linesThatBegin(run.trace(), "DONE: "), 32);
            QVERIFY(run.session.isRunning()); // until it is told to stop
            QCOMPARE(listenersOf(runner), 0);
            run.session.stop();
            QVERIFY(run.finish());
            QCOMPARE(run.outcome(), QStringLiteral("finished")); // in order, as its program wants it
            QCOMPARE(int(lanesOf(run.trace(), LaneKind::Process)), 1);
            QCOMPARE(int(lanesOf(run.trace(), LaneKind::Thread)), 2);
            if (!leaksAreSought) {
                QCOMPARE(run.trace().info.processesSeen, 1u);
                QCOMPARE(run.trace().info.threadsSeen, 2u);
            }
            QCOMPARE(brokenLaws(run.trace()), QString());
        }
        QVERIFY(noProcessIsLeft());
    }

    void aRunWithAServerIsTimedOutEvenIfItEndsInOrder()
    {
        RunRequest request = shortRun("async.reddit", {{"latency", "5000"}});
        request.timeout = 300ms;
        Run run(std::move(request));
        QVERIFY(run.start());
        QVERIFY(run.finish());
        QCOMPARE(run.outcome(), QStringLiteral("timed-out"));
        QCOMPARE(brokenLaws(run.trace()), QString());
        QVERIFY(lifeOf(run.trace(), "async.reddit").endsWith(QStringLiteral("finish(finished)")));
    }

    void theRunsDirectoryIsPrivateAndGoesWithIt()
    {
        const QTemporaryDir home;
        qputenv("XDG_RUNTIME_DIR", home.path().toUtf8());
        const QDir parent(home.path());
        {
            Run run(shortRun("async.count", {{"second", "1000"}}));
            QVERIFY(run.start());
            const QFileInfoList found = parent.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
            QCOMPARE(found.size(), 1);
            QCOMPARE(found[0].permissions(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadUser
                                                 | QFile::WriteUser | QFile::ExeUser);
            bytesInto(found[0].filePath() + QStringLiteral("/left-behind"));
            run.session.stop();
            QVERIFY(run.finish());
            QVERIFY(parent.isEmpty());
        }
        // One that a killed session left is removed by a later run, one that is in use or young is not.
        for (const char *name : {"interleave-run-oldold", "interleave-run-youngs", "another"})
            QVERIFY(parent.mkdir(QString::fromLatin1(name)));
        bytesInto(parent.filePath(QStringLiteral("interleave-run-oldold/file")));
        const timespec longAgo[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
        QCOMPARE(utimensat(AT_FDCWD, qPrintable(parent.filePath(QStringLiteral("interleave-run-oldold"))), longAgo, 0), 0);
        Run run(shortRun("async.count"));
        QVERIFY(run.start());
        QVERIFY(run.finish());
        QCOMPARE(parent.entryList(QDir::Dirs | QDir::NoDotAndDotDot),
                 QStringList({QStringLiteral("another"), QStringLiteral("interleave-run-youngs")}));
        qunsetenv("XDG_RUNTIME_DIR");
    }

    void withoutItsServerARunDoesNotBegin()
    {
        Session::setExecutable(QStringLiteral("/bin/false"));
        Session session(shortRun("async.reddit"));
        const Result<void> started = session.start();
        Session::setExecutable(QStringLiteral(INTERLEAVE_EXECUTABLE));
        QVERIFY(!started.hasValue());
        QCOMPARE(int(started.error().code), int(ErrorCode::ServiceMissing));
        QVERIFY(!session.isRunning());
        QVERIFY(noProcessIsLeft());
    }

    void beginReturnsBeforeTheServerIsThere()
    {
        Session session(shortRun("async.reddit", {{"latency", "10"}, {"jitter", "0"}}));
        QSignalSpy ends(&session, &Session::finished);
        QVERIFY(session.begin().hasValue());
        QVERIFY(session.isRunning());
        QCOMPARE(childProcesses().size(), std::size_t(1)); // the server; without its address no runner
        QTRY_VERIFY(linesThatBegin(*session.trace(), "DONE: ") > 0);
        session.stop();
        QTRY_COMPARE(ends.count(), 1);
    }

    void stopBeforeTheServerIsThereCancels()
    {
        Session session(shortRun("async.reddit"));
        QSignalSpy ends(&session, &Session::finished);
        QVERIFY(session.begin().hasValue());
        session.stop();
        QTRY_COMPARE(ends.count(), 1);
        QCOMPARE(int(session.trace()->info.outcome), int(RunOutcome::Cancelled));
        QVERIFY(session.trace()->empty());
    }

    void aServerThatDoesNotComeUpIsSaidLater()
    {
        Session::setExecutable(QStringLiteral("/bin/false"));
        Session session(shortRun("async.reddit"));
        QSignalSpy failures(&session, &Session::failed), ends(&session, &Session::finished);
        const Result<void> begun = session.begin();
        Session::setExecutable(QStringLiteral(INTERLEAVE_EXECUTABLE));
        QVERIFY(begun.hasValue());
        QTRY_COMPARE(failures.count(), 1);
        QVERIFY(!session.isRunning());
        QCOMPARE(ends.count(), 0);
    }

    void theAutosavedFileIsTheTrace()
    {
        const QTemporaryDir folder;
        RunRequest request = shortRun("async.chained");
        request.autosaveFile = folder.filePath(QStringLiteral("run.ilv"));
        Run run(request);
        QSignalSpy saved(&run.session, &Session::saved);
        QVERIFY(run.start());
        QVERIFY(run.finish());
        QTRY_COMPARE(saved.count(), 1);
        QVERIFY(!run.session.isSaving());
        const Result<Trace> read = readTraceFile(request.autosaveFile);
        QVERIFY(read.hasValue());
        QCOMPARE(QString::fromStdString(difference(run.trace(), read.value())), QString());
    }
};

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"

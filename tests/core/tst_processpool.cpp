// The process pool as CPython's documentation has it, and what CPython does not promise: a worker
// that dies costs its own task and nothing else.
#include "core/executors/processpool.h"
#include "tests/support/recordedrun.h"

#include <QTest>

#include <csignal>
#include <filesystem>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

using Number = std::int64_t;
constexpr Number bad = 13;

Number squareOf(Program &, Number n)
{
    if (n == bad)
        throw std::runtime_error("13 has no luck");
    return n * n;
}
const PoolFunction square("square", squareOf);

Number productOf(Program &, Number a, Number b) { return a * b; }
const PoolFunction product("product", productOf);

/// Ends when another process says so, by closing or writing into the pipe.
Number waitForPipe(Program &, Number pipe, Number answer)
{
    char word = 0;
    [[maybe_unused]] const auto got = read(int(pipe), &word, 1);
    return answer;
}
const PoolFunction waiting("waiting", waitForPipe);

/// The same, and says that it has begun.
Number announceAndWait(Program &program, Number announcement, Number pipe)
{
    return write(int(announcement), "x", 1) == 1 ? waitForPipe(program, pipe, 0) : -1;
}
const PoolFunction announcing("announcing", announceAndWait);

Number killedAt(Program &, Number n, Number fatal)
{
    if (n == fatal)
        raise(SIGKILL);
    return n;
}
const PoolFunction killed("killed", killedAt);

Number exitedAt(Program &, Number n, Number fatal)
{
    if (n == fatal)
        _exit(3);
    return n;
}
const PoolFunction exited("exited", exitedAt);

/// Writes into each of the worker's sockets what is no frame.
Number garble(Program &, Number n)
{
    for (const auto &entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        if (std::filesystem::read_symlink(entry, gone).string().starts_with("socket:"))
            send(std::stoi(entry.path().filename()), "\1\2garbage", 9, MSG_NOSIGNAL);
    }
    pause();
    return n;
}
const PoolFunction garbling("garbling", garble);

std::string repeated(Program &, std::string text, Number times)
{
    std::string all;
    for (Number i = 0; i < times; ++i)
        all += text;
    return all;
}
const PoolFunction repeat("repeat", repeated);

Number pidOf(Program &, Number) { return getpid(); }
const PoolFunction pid("pid", pidOf);

struct Pipe {
    int ends[2];
    Pipe() { if (pipe(ends) != 0) qFatal("no pipe"); }
    ~Pipe() { close(ends[0]); openTheGate(); }
    void openTheGate() { if (ends[1] >= 0) close(std::exchange(ends[1], -1)); }
    void awaitOne() { char word = 0; if (read(ends[0], &word, 1) != 1) qFatal("no pipe"); }
    /// Lets one of those that wait go on.
    void letOneGo() { if (write(ends[1], "x", 1) != 1) qFatal("no pipe"); }
};

std::vector<Number> upTo(Number count)
{
    std::vector<Number> numbers;
    for (Number n = 0; n < count; ++n)
        numbers.push_back(n);
    return numbers;
}

std::vector<std::tuple<Number, Number>> withFatal(Number count, Number fatal)
{
    std::vector<std::tuple<Number, Number>> calls;
    for (Number n = 0; n < count; ++n)
        calls.emplace_back(n, fatal);
    return calls;
}

std::vector<const Lane *> lanesOf(const Trace &trace, LaneKind kind)
{
    std::vector<const Lane *> found;
    for (const Lane &lane : trace.lanes()) {
        if (lane.kind == kind)
            found.push_back(&lane);
    }
    return found;
}

QString textOf(const std::function<void()> &call)
{
    try {
        call();
    } catch (const std::exception &exception) {
        return QString::fromUtf8(exception.what());
    }
    return QStringLiteral("nothing was raised");
}

int entriesIn(const char *directory)
{
    return int(std::distance(std::filesystem::directory_iterator(directory), {}));
}
int openDescriptors() { return entriesIn("/proc/self/fd"); }
int openThreads() { return entriesIn("/proc/self/task"); } // QtTest has one of its own

} // namespace

class ProcessPoolTest : public QObject
{
    Q_OBJECT

    std::string m_failure;

    /// Runs the body with a pool, which it may close; the recording must be lawful and nothing left.
    Trace pooled(int workers, const std::function<void(ProcessPool &)> &body, StartMethod method = StartMethod::Fork)
    {
        const int before = openDescriptors();
        const int threadsBefore = openThreads();
        int threads = 0;
        const Trace trace = recorded([&](Program &program) {
            {
                ProcessPool pool(program, workers, method);
                body(pool);
            }
            threads = openThreads();
            m_failure = program.failure();
        }, 256);
        const int after = openDescriptors();
        if (after != before || threads != threadsBefore || waitpid(-1, nullptr, WNOHANG) != -1)
            qFatal("left: %d descriptors, %d threads, or a process", after - before, threads - threadsBefore);
        m_laws = brokenLaws(trace);
        return trace;
    }
    QString m_laws;

private Q_SLOTS:
    void applyRunsTheFunctionInAWorkerAndWaits()
    {
        Number result = 0, where = 0;
        const Trace trace = pooled(1, [&](ProcessPool &pool) {
            result = pool.apply(product, {6, 7});
            where = pool.apply(pid, {0});
        });
        QCOMPARE(result, Number(42));
        QCOMPARE(where, Number(laneNamed(trace, "worker 1")->pid));
        QCOMPARE(lifeOf(trace, "call 0"), QStringLiteral("start suspend(queued) resume finish(finished)"));
        QCOMPARE(m_laws, QString());
    }

    void mapGivesResultsInTheOrderOfTheItems()
    {
        std::vector<Number> results;
        const Trace trace = pooled(3, [&](ProcessPool &pool) { results = pool.map(square, upTo(12)); });
        for (Number n = 0; n < 12; ++n)
            QCOMPARE(results.at(std::size_t(n)), n * n);
        QCOMPARE(m_laws, QString());
    }

    void theDefaultChunkIsCPythons_data()
    {
        QTest::addColumn<int>("workers");
        QTest::addColumn<int>("items");
        QTest::addColumn<int>("tasks"); // ceil(items / chunk), chunk by divmod(items, 4 * workers)
        QTest::addRow("none") << 2 << 0 << 0;
        QTest::addRow("one") << 2 << 1 << 1;
        QTest::addRow("one each") << 2 << 8 << 8;
        QTest::addRow("a rest") << 2 << 9 << 5;
        QTest::addRow("a hundred") << 2 << 100 << 8;
        QTest::addRow("one worker") << 1 << 10 << 4;
    }
    void theDefaultChunkIsCPythons()
    {
        QFETCH(int, workers);
        QFETCH(int, items);
        QFETCH(int, tasks);
        const Trace trace = pooled(workers, [&](ProcessPool &pool) {
            QCOMPARE(pool.starmap(product, withFatal(items, 2)).size(), std::size_t(items));
        });
        QCOMPARE(int(lanesOf(trace, LaneKind::Job).size()), tasks);
        QCOMPARE(m_laws, QString());
    }

    void aChunkIsOneTaskWithItsRowsInItsName()
    {
        const Trace trace = pooled(2, [](ProcessPool &pool) {
            pool.nameCalls("row");
            QCOMPARE(pool.map(square, upTo(11), 5).size(), std::size_t(11));
        });
        for (const char *name : {"rows 0–4", "rows 5–9", "row 10"})
            QCOMPARE(lifeOf(trace, name), QStringLiteral("start suspend(queued) resume finish(finished)"));
        QCOMPARE(lanesOf(trace, LaneKind::Job).size(), std::size_t(3));
        const Lane &queue = *laneNamed(trace, "tasks");
        for (const Lane *job : lanesOf(trace, LaneKind::Job))
            QCOMPARE(job->parent, std::optional(queue.id));
    }

    void moreTasksThanARecordingShowsAreRefused()
    {
        QString text;
        pooled(1, [&](ProcessPool &pool) { text = textOf([&] { pool.map(square, upTo(50'001), 1); }); });
        QCOMPARE(text, QStringLiteral("These calls are 50001 tasks, and one recording shows 50000 at most: take larger chunks."));
    }

    void starmapUnpacksItsTuples()
    {
        std::vector<Number> results;
        pooled(2, [&](ProcessPool &pool) { results = pool.starmap(product, {{2, 3}, {4, 5}, {-1, 1}}); });
        QCOMPARE(results, (std::vector<Number>{6, 20, -1}));
    }

    void mapOfNothingIsReadyAtOnce()
    {
        bool ready = false, called = false;
        pooled(2, [&](ProcessPool &pool) {
            const auto result = pool.mapAsync(square, {}, 0, [&](std::vector<Number>) { called = true; });
            ready = result.ready() && result.get().empty();
        });
        QVERIFY(ready);
        QVERIFY(!called); // as in CPython
    }

    void anExceptionIsRaisedByGetWithItsText()
    {
        QString text;
        bool successful = true;
        Number next = 0;
        const Trace trace = pooled(1, [&](ProcessPool &pool) {
            const auto result = pool.applyAsync(square, {bad});
            text = textOf([&] { result.get(); });
            successful = result.successful();
            next = pool.apply(square, {5}); // by the same worker
        });
        QCOMPARE(text, QStringLiteral("13 has no luck"));
        QVERIFY(!successful);
        QCOMPARE(next, Number(25));
        QCOMPARE(lifeOf(trace, "call 0"), QStringLiteral("start suspend(queued) resume finish(failed)"));
        QVERIFY(!laneNamed(trace, "worker 2"));
        QCOMPARE(m_failure, std::string()); // the program's to handle
        QCOMPARE(m_laws, QString());
    }

    void mapRaisesTheExceptionWhenAllTasksAreOver()
    {
        QString text;
        const Trace trace = pooled(2, [&](ProcessPool &pool) {
            text = textOf([&] { pool.map(square, upTo(20), 1); });
        });
        QCOMPARE(text, QStringLiteral("13 has no luck"));
        QCOMPARE(lifeOf(trace, "call 19"), QStringLiteral("start suspend(queued) resume finish(finished)"));
        QCOMPARE(m_laws, QString());
    }

    void theCallbackRunsBeforeAnybodyIsTold()
    {
        Number given = 0, seen = 0;
        pid_t callbackThread = 0;
        pooled(1, [&](ProcessPool &pool) {
            const auto result = pool.applyAsync(square, {6}, [&](Number value) {
                callbackThread = gettid();
                given = value;
            });
            result.wait();
            seen = given;
        });
        QCOMPARE(seen, Number(36));
        QVERIFY(callbackThread != 0 && callbackThread != gettid());
    }

    void theErrorCallbackGetsTheException()
    {
        QString text;
        bool called = false;
        pooled(1, [&](ProcessPool &pool) {
            pool.applyAsync(square, {bad}, [&](Number) { called = true; },
                            [&](const std::exception &error) { text = QString::fromUtf8(error.what()); })
                .wait();
        });
        QCOMPARE(text, QStringLiteral("13 has no luck"));
        QVERIFY(!called);
    }

    void theCallbackOfMapGetsTheWholeListOnce()
    {
        std::vector<std::vector<Number>> lists;
        pooled(2, [&](ProcessPool &pool) {
            pool.mapAsync(square, upTo(9), 2, [&](std::vector<Number> list) { lists.push_back(list); }).wait();
        });
        QCOMPARE(lists.size(), std::size_t(1));
        QCOMPARE(lists.front().size(), std::size_t(9));
        QCOMPARE(lists.front().back(), Number(64));
    }

    void callbacksComeInTheOrderOfCompletion()
    {
        QStringList order;
        Pipe first, second;
        pooled(2, [&](ProcessPool &pool) {
            const auto note = [&](Number value) { order << QString::number(value); };
            const auto one = pool.applyAsync(waiting, {first.ends[0], 1}, note);
            const auto two = pool.applyAsync(waiting, {second.ends[0], 2}, note);
            second.letOneGo();
            two.wait();
            first.letOneGo();
            one.wait();
        });
        QCOMPARE(order.join(u','), QStringLiteral("2,1"));
    }

    void aCallbackThatRaisesFailsTheProgramAndNothingElse()
    {
        Number next = 0;
        pooled(1, [&](ProcessPool &pool) {
            pool.applyAsync(square, {2}, [](Number) { throw std::runtime_error("not me"); }).wait();
            next = pool.apply(square, {3});
        });
        QCOMPARE(next, Number(9));
        QCOMPARE(m_failure, std::string("A callback of the pool raised: not me"));
    }

    void aCallbackMaySubmit()
    {
        Number result = 0;
        pooled(1, [&](ProcessPool &pool) {
            std::optional<AsyncResult<Number>> second;
            pool.applyAsync(square, {2}, [&](Number value) { second = pool.applyAsync(square, {value}); }).wait();
            result = second->get();
        });
        QCOMPARE(result, Number(16));
    }

    void getGivesUpAfterItsTimeoutAndMayAskAgain()
    {
        Pipe gate;
        QString text;
        bool early = true;
        Number result = 0;
        const Trace trace = pooled(1, [&](ProcessPool &pool) {
            const auto pending = pool.applyAsync(waiting, {gate.ends[0], 5});
            pending.wait(1ms);
            early = pending.ready();
            text = textOf([&] { pending.get(1ms); });
            gate.letOneGo();
            result = pending.get();
        });
        QVERIFY(!early);
        QVERIFY(lifeOf(trace, "main thread").startsWith(QStringLiteral("start suspend(result) resume suspend(result) resume ")));
        QCOMPARE(text, QStringLiteral("the result was not there in time"));
        QCOMPARE(result, Number(5));
        QCOMPARE(m_laws, QString());
    }

    void successfulBeforeItIsReadyIsAnError()
    {
        Pipe gate;
        QString text;
        bool successful = false;
        pooled(1, [&](ProcessPool &pool) {
            const auto pending = pool.applyAsync(waiting, {gate.ends[0], 5});
            text = textOf([&] { static_cast<void>(pending.successful()); });
            gate.letOneGo();
            pending.wait();
            successful = pending.ready() && pending.successful();
        });
        QCOMPARE(text, QStringLiteral("the result is not there yet"));
        QVERIFY(successful);
    }

    void closeLetsTheTasksEndAndTakesNoMore()
    {
        QString late, early;
        std::vector<AsyncResult<Number>> results;
        const Trace trace = pooled(2, [&](ProcessPool &pool) {
            early = textOf([&] { pool.join(); });
            for (Number n = 0; n < 9; ++n)
                results.push_back(pool.applyAsync(square, {n}));
            pool.close();
            late = textOf([&] { pool.apply(square, {1}); });
            pool.join();
            for (const auto &result : results)
                QVERIFY(result.ready() && result.successful());
        });
        QCOMPARE(early, QStringLiteral("the pool is still open: close it before join"));
        QCOMPARE(late, QStringLiteral("the pool is closed: it takes no more tasks"));
        for (const char *name : {"worker 1", "worker 2"})
            QCOMPARE(lifeOf(trace, name), QStringLiteral("start finish(finished)"));
        QCOMPARE(m_laws, QString());
    }

    void terminateEndsWhatRunsAndWhatWaits()
    {
        Pipe gate, begun;
        QString running, queued;
        const Trace trace = pooled(1, [&](ProcessPool &pool) {
            const auto first = pool.applyAsync(announcing, {begun.ends[1], gate.ends[0]});
            const auto second = pool.applyAsync(square, {2});
            begun.awaitOne();
            pool.terminate();
            pool.join();
            running = textOf([&] { first.get(); });
            queued = textOf([&] { second.get(); });
        });
        QCOMPARE(running, QStringLiteral("Call 0 was not done: the pool was terminated."));
        QCOMPARE(queued, QStringLiteral("Call 1 was not run: the pool was terminated."));
        QCOMPARE(m_failure, std::string());
        QCOMPARE(lifeOf(trace, "call 1"), QStringLiteral("start suspend(queued) finish(cancelled)"));
        QCOMPARE(m_laws, QString());
    }

    void aPoolThatIsLeftOpenIsTerminated()
    {
        Pipe gate;
        const Trace trace = pooled(2, [&](ProcessPool &pool) { pool.applyAsync(waiting, {gate.ends[0], 1}); });
        QCOMPARE(m_failure, std::string());
        QCOMPARE(m_laws, QString());
    }

    void aKilledWorkersTaskIsLostAndAnotherWorkerTakesTheRest()
    {
        QString text;
        std::vector<std::optional<Number>> arrived;
        const Trace trace = pooled(1, [&](ProcessPool &pool) {
            pool.nameCalls("row");
            try {
                pool.starmap(killed, withFatal(9, 4), 2);
            } catch (const TaskLost &lost) {
                text = QString::fromUtf8(lost.what());
                arrived = lost.arrived<Number>();
            }
            pool.close();
            pool.join();
        });
        const std::string sentence = "Worker 1 was killed by signal 9 while it had rows 4–5: that task is lost.";
        QCOMPARE(text, QString::fromStdString(sentence));
        QCOMPARE(m_failure, sentence);
        QCOMPARE(arrived.size(), std::size_t(9));
        for (Number n = 0; n < 9; ++n)
            QCOMPARE(arrived[std::size_t(n)], n == 4 || n == 5 ? std::nullopt : std::optional(n));
        QCOMPARE(lifeOf(trace, "rows 4–5"), QStringLiteral("start suspend(queued) resume finish(killed)"));
        QCOMPARE(lifeOf(trace, "worker 1"), QStringLiteral("start finish(killed)"));
        QCOMPARE(lifeOf(trace, "worker 2"), QStringLiteral("start finish(finished)"));
        QCOMPARE(lifeOf(trace, "row 8"), QStringLiteral("start suspend(queued) resume finish(finished)"));
        QCOMPARE(m_laws, QString());
    }

    void aWorkerThatExitsIsToldFromAKilledOne()
    {
        const Trace trace = pooled(2, [&](ProcessPool &pool) {
            QVERIFY_THROWS_EXCEPTION(TaskLost, pool.starmap(exited, withFatal(6, 2), 1));
            QCOMPARE(pool.apply(square, {2}), Number(4));
        });
        QVERIFY2(m_failure.ends_with(" ended with exit code 3 while it had call 2: that task is lost."), m_failure.c_str());
        QCOMPARE(lifeOf(trace, "call 2"), QStringLiteral("start suspend(queued) resume finish(failed)"));
        QCOMPARE(m_laws, QString());
    }

    void aWorkerThatTalksNonsenseIsEndedAndReplaced()
    {
        Number next = 0;
        pooled(1, [&](ProcessPool &pool) {
            QVERIFY_THROWS_EXCEPTION(TaskLost, pool.apply(garbling, {1}));
            next = pool.apply(square, {3});
        });
        QCOMPARE(m_failure, std::string("Worker 1 sent what is no answer while it had call 0: that task is lost."));
        QCOMPARE(next, Number(9));
        QCOMPARE(m_laws, QString());
    }

    void everyTaskMayKillItsWorker()
    {
        const Trace trace = pooled(2, [&](ProcessPool &pool) {
            std::vector<std::tuple<Number, Number>> calls(5, {1, 1});
            QVERIFY_THROWS_EXCEPTION(TaskLost, pool.starmap(killed, calls, 1));
            QCOMPARE(pool.apply(square, {2}), Number(4));
        });
        QCOMPARE(m_laws, QString());
    }

    void anIdleWorkerThatIsKilledIsReplaced()
    {
        const Trace trace = pooled(1, [&](ProcessPool &pool) {
            ::kill(pid_t(pool.apply(pid, {0})), SIGKILL);
            Number other = 0;
            try {
                other = pool.apply(pid, {0});
            } catch (const TaskLost &) { // given to it in the moment of its death
                other = pool.apply(pid, {0});
            }
            QVERIFY(other != 0);
        });
        QVERIFY2(m_failure.starts_with("Worker 1 was killed by signal 9 while it had "), m_failure.c_str());
        QCOMPARE(lifeOf(trace, "worker 1"), QStringLiteral("start finish(killed)"));
        QCOMPARE(m_laws, QString());
    }

    void longArgumentsAndResultsGoThroughInPieces()
    {
        const std::string text(1 << 20, 'x');
        std::vector<std::string> results;
        pooled(2, [&](ProcessPool &pool) {
            results = pool.starmap(repeat, {{text, 3}, {"ab", 2}, {text, 1}}, 1);
        });
        QCOMPARE(results.at(0).size(), 3 * text.size());
        QCOMPARE(results.at(1), std::string("abab"));
        QVERIFY(results.at(2) == text);
    }

    void aResultThatIsTooLongRaises()
    {
        QString text;
        pooled(1, [&](ProcessPool &pool) {
            text = textOf([&] { pool.apply(repeat, {std::string(1 << 20, 'x'), 40}); });
        });
        QCOMPARE(text, QStringLiteral("the results of repeat are too long to be sent"));
    }

    void workersThatAreExecdDoTheSame()
    {
        std::vector<Number> results;
        const Trace trace = pooled(2, [&](ProcessPool &pool) {
            results = pool.map(square, upTo(9));
            pool.close();
            pool.join();
        }, StartMethod::Spawn);
        QCOMPARE(results.at(8), Number(64));
        QCOMPARE(m_laws, QString());
    }

    void sixtyFourWorkersWork()
    {
        std::vector<Number> results;
        const Trace trace = pooled(64, [&](ProcessPool &pool) {
            results = pool.map(square, upTo(13), 1); // fewer than workers
            pool.map(square, std::vector<Number>(640, 7), 1);
            pool.close();
            pool.join();
        });
        QCOMPARE(results.at(12), Number(144));
        QCOMPARE(lanesOf(trace, LaneKind::Process).size(), std::size_t(65));
        QCOMPARE(m_laws, QString());
    }

    void twoPoolsAtOnceKeepTheirWorkersApart()
    {
        std::string failure;
        const Trace trace = recorded([&](Program &program) {
            ProcessPool one(program, 2, StartMethod::Fork);
            ProcessPool other(program, 1); // exec'd, as there is another thread now
            const auto first = one.mapAsync(square, upTo(8), 1);
            const auto second = other.mapAsync(square, upTo(8), 1);
            QCOMPARE(first.get(), second.get());
            failure = program.failure();
        });
        QCOMPARE(failure, std::string());
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aProcessIsJoinedWhileAPoolLives()
    {
        const Trace trace = recorded([](Program &program) {
            ProcessPool pool(program, 2);
            Process process(program, "process beside", nothing, {}, StartMethod::Spawn);
            process.start();
            const auto result = pool.mapAsync(square, upTo(10), 1);
            process.join();
            QCOMPARE(process.exitCode(), std::optional(0));
            QCOMPARE(result.get().size(), std::size_t(10));
        });
        QCOMPARE(lifeOf(trace, "process beside"), QStringLiteral("start finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void whoGaveTheTaskWokeTheWorker()
    {
        const Trace trace = pooled(1, [](ProcessPool &pool) { pool.apply(square, {2}); });
        const LaneId handler = laneNamed(trace, "pool handler")->id;
        const LaneId worker = laneNamed(trace, "worker 1")->id;
        const Lane *thread = nullptr;
        for (const Lane &lane : trace.lanes())
            thread = lane.parent == worker ? &lane : thread;
        int wakes = 0, poolWaits = 0;
        for (const Event &event : thread->events) {
            wakes += event.kind() == EventKind::Wake && event.peer() == handler;
            poolWaits += event.kind() == EventKind::Suspend && event.reason() == Reason::Pool
                         && event.peer() == laneNamed(trace, "tasks")->id;
        }
        QVERIFY(wakes >= 1);
        QCOMPARE(poolWaits, 2);
        for (const Event &event : laneNamed(trace, "call 0")->events) {
            if (event.kind() == EventKind::Wake)
                QCOMPARE(event.peer(), std::optional(thread->id));
        }
    }

private:
    static const ProcessFunction nothing;
};

const ProcessFunction ProcessPoolTest::nothing("nothing", [](Program &, const Arguments &) {});

int main(int argc, char **argv)
{
    // A worker that takes a dead one's place is this program, executed anew.
    if (argc > 1 && std::string_view(argv[1]) == spawnedProcessCommand)
        return runSpawnedProcess(Arguments(argv + 2, argv + argc));
    QCoreApplication application(argc, argv);
    ProcessPoolTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_processpool.moc"

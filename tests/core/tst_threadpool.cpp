// The thread pool: threads that are used again, results and exceptions through QFuture, the end.
#include "core/executors/qtawait.h"
#include "core/executors/threadpool.h"
#include "tests/support/recordedrun.h"

#include <QTest>

#include <latch>
#include <semaphore>
#include <stdexcept>

using namespace Interleave;

namespace {

std::vector<const Lane *> poolThreads(const Trace &trace)
{
    std::vector<const Lane *> found;
    for (const Lane &lane : trace.lanes()) {
        if (lane.name.starts_with("pool thread"))
            found.push_back(&lane);
    }
    return found;
}

int square(int number) { return number * number; }
int failing() { throw std::invalid_argument("oh"); }

Task<> awaitBoth(QFuture<int> good, QFuture<int> bad, QStringList &log)
{
    const auto mainThread = QThread::currentThread();
    const int result = co_await good;
    log << QString::number(result);
    try {
        co_await bad;
    } catch (const std::invalid_argument &error) {
        log << QString::fromUtf8(error.what());
    }
    log << (QThread::currentThread() == mainThread ? QStringLiteral("on the main thread") : QStringLiteral("elsewhere"));
}

} // namespace

class ThreadPoolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aThreadIsUsedAgainAndWaitsForThePoolBetweenFunctions()
    {
        std::vector<pid_t> threads;
        const Trace trace = recorded([&threads](Program &) {
            ThreadPool pool(1);
            for (int number = 0; number < 3; ++number) {
                const auto done = pool.submit("job", [&threads] { threads.push_back(gettid()); });
                while (!done.isFinished()) // not waitForFinished(), which may run it here
                    std::this_thread::yield();
            }
        });
        QCOMPARE(threads, std::vector<pid_t>(3, threads.front()));
        QVERIFY(threads.front() != gettid());
        QCOMPARE(laneNamed(trace, "pool thread 1")->tid, std::uint32_t(threads.front()));
        QCOMPARE(lifeOf(trace, "pool thread 1"),
                 QStringLiteral("start suspend(pool) resume suspend(pool) resume suspend(pool) resume finish(finished)"));
        const LaneId main = laneNamed(trace, "main thread")->id;
        for (const Event &event : laneNamed(trace, "pool thread 1")->events) {
            if (event.kind() == EventKind::Suspend)
                QCOMPARE(event.peer(), std::optional(laneNamed(trace, "pool")->id));
            if (event.kind() == EventKind::Wake)
                QVERIFY(event.peer() == main && !event.inferred());
        }
        QCOMPARE(brokenLaws(trace), QString());
    }

    void functionsRunAtOnceOnAsManyThreadsAsThereAre()
    {
        constexpr int threads = 4;
        const Trace trace = recorded([](Program &) {
            ThreadPool pool(threads);
            std::latch together(threads); // for ever, if they ran one after another
            for (int number = 0; number < threads; ++number)
                pool.submit("job", [&together] { together.arrive_and_wait(); });
        });
        QCOMPARE(poolThreads(trace).size(), std::size_t(threads));
        for (const Lane *thread : poolThreads(trace)) {
            QCOMPARE(thread->kind, LaneKind::Thread);
            QCOMPARE(thread->parent, std::optional(laneNamed(trace, "process")->id));
        }
        QCOMPARE(brokenLaws(trace), QString());
    }

    void neverMoreThreadsThanAskedFor()
    {
        const Trace trace = recorded([](Program &) {
            ThreadPool pool(2);
            for (int number = 0; number < 50; ++number)
                pool.submit("job", [] {});
        });
        QVERIFY(poolThreads(trace).size() <= 2);
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aFunctionStandsInTheQueueUntilAThreadTakesIt()
    {
        std::binary_semaphore go(0);
        const Trace trace = recorded([&go](Program &) {
            ThreadPool pool(1);
            pool.submit("first", [&go] { go.acquire(); });
            pool.submit("second", [] {});
            go.release();
        });
        const QString life = QStringLiteral("start suspend(queued) resume finish(finished)");
        QCOMPARE(lifeOf(trace, "first"), life);
        QCOMPARE(lifeOf(trace, "second"), life);
        const Lane &second = *laneNamed(trace, "second");
        QCOMPARE(second.kind, LaneKind::Job);
        const Event &taken = *std::ranges::find(second.events, EventKind::Wake, &Event::kind);
        QCOMPARE(taken.peer(), std::optional(laneNamed(trace, "pool thread 1")->id));
        QVERIFY(taken.time() >= laneNamed(trace, "first")->events.back().time());
        QCOMPARE(brokenLaws(trace), QString());
    }

    void whoBlocksOnAFunctionThatNobodyHasTakenRunsItItself()
    {
        std::binary_semaphore go(0);
        pid_t ranOn = 0;
        const Trace trace = recorded([&](Program &) {
            ThreadPool pool(1);
            pool.submit("first", [&go] { go.acquire(); });
            pool.submit("stolen", [&ranOn] { ranOn = gettid(); }).waitForFinished();
            go.release();
        });
        QCOMPARE(ranOn, gettid());
        const Event &taken = *std::ranges::find(laneNamed(trace, "stolen")->events, EventKind::Wake, &Event::kind);
        QCOMPARE(taken.peer(), std::optional(laneNamed(trace, "main thread")->id));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void resultsAndExceptionsReachTheMainThreadsTasks()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) {
            ThreadPool pool(2);
            const auto good = pool.submit("square", [] { return square(7); });
            const auto bad = pool.submit("failing", [] { return failing(); });
            runAsync(awaitBoth(good, bad, log).named("main"));
        });
        QCOMPARE(log.join(QStringLiteral(", ")), QStringLiteral("49, oh, on the main thread"));
        QCOMPARE(lifeOf(trace, "failing"), QStringLiteral("start suspend(queued) resume finish(failed)"));
        QCOMPARE(lifeOf(trace, "square"), QStringLiteral("start suspend(queued) resume finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void destroyingItWaitsForEveryFunctionAndEveryThreadsEnd()
    {
        std::atomic<int> ran = 0;
        const Trace trace = recorded([&ran](Program &) {
            ThreadPool pool(3);
            for (int number = 0; number < 30; ++number)
                pool.submit("job", [&ran] { ++ran; });
        });
        QCOMPARE(ran.load(), 30);
        const Lane &main = *laneNamed(trace, "main thread");
        const Event &join = *std::ranges::find(main.events, EventKind::Suspend, &Event::kind);
        QCOMPARE(join.reason(), Reason::Join);
        Nanos lastEnd{0};
        for (const Lane *thread : poolThreads(trace)) {
            QCOMPARE(thread->events.back().kind(), EventKind::Finish);
            lastEnd = std::max(lastEnd, thread->events.back().time());
        }
        QVERIFY(std::ranges::find(main.events, EventKind::Resume, &Event::kind)->time() >= lastEnd);
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aPoolThatHadNothingToDoHasNoThread()
    {
        const Trace trace = recorded([](Program &) { const ThreadPool pool(4); });
        QVERIFY(poolThreads(trace).empty());
        QCOMPARE(lifeOf(trace, "main thread"), QStringLiteral("start finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }
};

QTEST_GUILESS_MAIN(ThreadPoolTest)
#include "tst_threadpool.moc"

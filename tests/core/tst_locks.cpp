// Mutex, Condition and Semaphore as Python's threading has them, and what they record.
#include "core/executors/locks.h"
#include "core/executors/threads.h"
#include "tests/support/recordedrun.h"

#include <QTest>

#include <fstream>
#include <stdexcept>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// Starts them all and joins them all.
void runThreads(Program &program, int count, const std::function<void(int)> &body)
{
    std::vector<Thread> threads;
    for (int number = 1; number <= count; ++number)
        threads.emplace_back(program, "thread " + std::to_string(number), [&body, number] { body(number); });
    for (Thread &thread : threads)
        thread.start();
    for (Thread &thread : threads)
        thread.join();
}

/// Whether that thread of ours waits in the kernel.
bool sleeps(pid_t thread)
{
    std::ifstream file("/proc/self/task/" + std::to_string(thread) + "/stat");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return text.find(") S") != std::string::npos;
}

/// Asks without recording anything, so that however long it takes no ring overflows.
template<class Ready>
void spinUntil(Ready ready)
{
    while (!ready())
        std::this_thread::yield();
}

struct Hold {
    LaneId holder;
    Nanos begin, end;
};

/// Who held a lock when, from its lane alone.
std::vector<Hold> holdsOf(const Trace &trace, std::string_view lock)
{
    std::vector<Hold> holds;
    LaneId waker;
    for (const Event &event : laneNamed(trace, lock)->events) {
        if (event.kind() == EventKind::Wake)
            waker = event.peer().value_or(LaneId());
        else if (event.kind() == EventKind::Resume)
            holds.push_back({waker, event.time(), Nanos::max()});
        else if (event.kind() == EventKind::Suspend && !holds.empty())
            holds.back().end = event.time();
    }
    return holds;
}

/// Every wait for the lock names the lane that held it at that moment, and is ended by a release.
QString wronglyNamed(const Trace &trace, std::string_view lock, int &waits)
{
    const std::vector<Hold> holds = holdsOf(trace, lock);
    for (const Lane &lane : trace.lanes()) {
        bool waiting = false;
        for (const Event &event : lane.events) {
            if (event.kind() == EventKind::Suspend)
                waiting = event.reason() == Reason::Lock;
            if (event.kind() == EventKind::Suspend && waiting) {
                ++waits;
                const bool held = std::ranges::any_of(holds, [&](const Hold &hold) {
                    return hold.begin <= event.time() && event.time() <= hold.end && event.peer() == hold.holder;
                });
                if (!held)
                    return QStringLiteral("%1 waits for lane %2, which does not hold it")
                        .arg(QString::fromStdString(lane.name)).arg(event.argument());
            }
            if (event.kind() == EventKind::Wake && waiting) {
                if (std::ranges::none_of(holds, [&](const Hold &hold) { return event.peer() == hold.holder; }))
                    return QStringLiteral("%1 is woken by a lane that never held it").arg(QString::fromStdString(lane.name));
            }
            if (event.kind() == EventKind::Resume)
                waiting = false;
        }
    }
    return {};
}

std::vector<std::int64_t> countersOf(const Trace &trace, std::string_view lane)
{
    std::vector<std::int64_t> values;
    for (const Event &event : laneNamed(trace, lane)->events) {
        if (event.kind() == EventKind::Counter)
            values.push_back(trace.counter(event)->value);
    }
    return values;
}

} // namespace

class LocksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoFindsAMutexHeldWaitsForItsHolderAndIsWokenByIt()
    {
        std::atomic<pid_t> asking = 0;
        const Trace trace = recorded([&](Program &program) {
            Mutex mutex("lock");
            Thread second(program, "second", [&] {
                asking = gettid();
                const With held(mutex);
            });
            {
                const With held(mutex);
                second.start();
                spinUntil([&] { return asking != 0 && sleeps(asking); });
            }
            second.join();
        });
        const LaneId main = laneNamed(trace, "main thread")->id;
        QCOMPARE(lifeOf(trace, "second"), QStringLiteral("start suspend(lock) resume finish(finished)"));
        QCOMPARE(lifeOf(trace, "lock"),
                 QStringLiteral("start suspend(free) resume suspend(free) resume suspend(free) finish(closed)"));
        QCOMPARE(int(laneNamed(trace, "lock")->kind), int(LaneKind::Lock));
        QCOMPARE(laneNamed(trace, "lock")->parent, std::optional(laneNamed(trace, "process")->id));
        const std::vector<Hold> holds = holdsOf(trace, "lock");
        QCOMPARE(holds.at(0).holder, main);
        QCOMPARE(holds.at(1).holder, laneNamed(trace, "second")->id);
        int woken = 0;
        for (const Event &event : laneNamed(trace, "second")->events) {
            if (event.kind() == EventKind::Suspend)
                QVERIFY(event.peer() == main && event.line() > 0);
            if (event.kind() == EventKind::Wake && ++woken == 2) // the first is that it was made
                QVERIFY(event.peer() == main && event.time() == holds.at(0).end && event.inferred());
        }
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aFreeMutexIsTakenWithoutAWait()
    {
        const Trace trace = recorded([](Program &) {
            Mutex mutex("lock");
            mutex.acquire();
            mutex.release();
        });
        QCOMPARE(lifeOf(trace, "main thread"), QStringLiteral("start finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aMutexKeepsManyThreadsApartAndNamesItsHolderInEveryWait()
    {
        constexpr int threads = 8;
        constexpr int rounds = 300;
        int counter = 0; // no atomic: the mutex is what keeps it whole
        const Trace trace = recorded([&](Program &program) {
            Mutex mutex("lock");
            runThreads(program, threads, [&](int) {
                for (int round = 0; round < rounds; ++round) {
                    const With held(mutex);
                    const int read = counter;
                    std::this_thread::yield();
                    counter = read + 1;
                }
            });
        });
        QCOMPARE(counter, threads * rounds);
        QCOMPARE(holdsOf(trace, "lock").size(), std::size_t(threads * rounds));
        int waits = 0;
        QCOMPARE(wronglyNamed(trace, "lock", waits), QString());
        QVERIFY(waits > 0);
        QCOMPARE(brokenLaws(trace), QString());
    }

    void tryingDoesNotWait()
    {
        bool got = true;
        const Trace trace = recorded([&got](Program &program) {
            Mutex mutex("lock");
            const With held(mutex);
            runThreads(program, 1, [&](int) { got = mutex.tryAcquire(); });
        });
        QVERIFY(!got);
        QCOMPARE(lifeOf(trace, "thread 1"), QStringLiteral("start finish(finished)"));
    }

    void releasingWhatOneDoesNotHoldIsAnError()
    {
        recorded([](Program &program) {
            Mutex mutex("lock");
            QVERIFY_EXCEPTION_THROWN(mutex.release(), std::logic_error);
            const With held(mutex);
            bool refused = false;
            runThreads(program, 1, [&](int) {
                try {
                    mutex.release();
                } catch (const std::logic_error &) {
                    refused = true;
                }
            });
            QVERIFY(refused);
        });
    }

    void aWithBlockReleasesWhenAnExceptionLeavesIt()
    {
        recorded([](Program &) {
            Mutex mutex("lock");
            try {
                const With held(mutex);
                throw std::runtime_error("oh");
            } catch (const std::runtime_error &) {
            }
            QVERIFY(mutex.tryAcquire());
            mutex.release();
        });
    }

    void aConditionWaitsUntilNotifiedAndHasTheLockAgain()
    {
        std::atomic<int> looks = 0;
        bool changed = false;
        bool heldAfterwards = false;
        const Trace trace = recorded([&](Program &program) {
            Mutex mutex("lock");
            Condition condition("condition", mutex);
            Thread waiter(program, "waiter", [&] {
                const With held(condition);
                condition.waitFor([&] { return ++looks > 1 && changed; });
                heldAfterwards = mutex.isHeldHere();
            });
            waiter.start();
            for (const bool change : {false, true}) { // notified for nothing, it looks and waits again
                const int before = change ? 2 : 1;
                spinUntil([&] { return looks == before; });
                const With held(condition); // it has given the lock away, so it waits
                changed = change;
                condition.notify();
            }
            waiter.join();
        });
        QCOMPARE(looks.load(), 3);
        QVERIFY(heldAfterwards);
        QCOMPARE(std::ranges::count_if(laneNamed(trace, "waiter")->events, [](const Event &event) {
            return event.kind() == EventKind::Suspend && event.reason() == Reason::Condition;
        }), 2);
        QCOMPARE(brokenLaws(trace), QString());
    }

    void notifyWakesThoseWhoWaitLongestFirstAndNoMoreThanAsked()
    {
        QStringList order;
        std::atomic<int> waiting = 0;
        const Trace trace = recorded([&](Program &program) {
            Mutex mutex("lock");
            Condition condition("condition", mutex);
            std::vector<Thread> threads;
            for (int number = 1; number <= 3; ++number) {
                threads.emplace_back(program, "waiter " + std::to_string(number), [&, number] {
                    const With held(condition);
                    ++waiting;
                    condition.wait();
                    order << QString::number(number);
                    --waiting;
                });
                threads.back().start();
                spinUntil([&] { return waiting == number; });
            }
            for (int left = 2; left >= 0; --left) {
                {
                    const With held(condition);
                    condition.notify();
                }
                spinUntil([&] { return waiting == left; });
            }
            for (Thread &thread : threads)
                thread.join();
        });
        QCOMPARE(order.join(QLatin1Char(' ')), QStringLiteral("1 2 3"));
        const Lane &waiter = *laneNamed(trace, "waiter 2");
        const auto wait = std::ranges::find_if(waiter.events, [](const Event &event) {
            return event.kind() == EventKind::Suspend && event.reason() == Reason::Condition;
        });
        QVERIFY(wait != waiter.events.end());
        QCOMPARE(wait->peer(), std::optional(laneNamed(trace, "condition")->id));
        const auto wake = std::find_if(wait, waiter.events.end(), [](const Event &event) {
            return event.kind() == EventKind::Wake;
        });
        QCOMPARE(wake->peer(), std::optional(laneNamed(trace, "main thread")->id));
        QVERIFY(!wake->inferred());
        QCOMPARE(std::ranges::max(countersOf(trace, "condition")), std::int64_t(3));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void notifyAllWakesEverybody()
    {
        std::atomic<int> waiting = 0;
        const Trace trace = recorded([&](Program &program) {
            Mutex mutex("lock");
            Condition condition("condition", mutex);
            std::vector<Thread> threads;
            for (int number = 1; number <= 5; ++number) {
                threads.emplace_back(program, "waiter", [&] {
                    const With held(condition);
                    ++waiting;
                    condition.wait();
                });
                threads.back().start();
            }
            spinUntil([&] { return waiting == 5; });
            {
                const With held(condition);
                condition.notifyAll();
            }
            for (Thread &thread : threads)
                thread.join();
        });
        QCOMPARE(countersOf(trace, "condition").back(), std::int64_t(0));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aWaitWithATimeoutSaysThatNobodyNotified()
    {
        bool notified = true;
        const Trace trace = recorded([&notified](Program &) {
            Mutex mutex("lock");
            Condition condition("condition", mutex);
            const With held(condition);
            notified = condition.wait(1ms);
        });
        QVERIFY(!notified);
        QCOMPARE(lifeOf(trace, "main thread"), QStringLiteral("start suspend(condition) resume finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aConditionIsOfNoUseWithoutItsLock()
    {
        recorded([](Program &) {
            Mutex mutex("lock");
            Condition condition("condition", mutex);
            QVERIFY_EXCEPTION_THROWN(condition.wait(), std::logic_error);
            QVERIFY_EXCEPTION_THROWN(condition.notify(), std::logic_error);
        });
    }

    void aSemaphoreLetsNoMoreInThanItHasSlots()
    {
        constexpr int slots = 3;
        std::atomic<int> inside = 0;
        std::atomic<int> most = 0;
        const Trace trace = recorded([&](Program &program) {
            Semaphore semaphore("slots", slots);
            runThreads(program, 8, [&](int) {
                for (int round = 0; round < 50; ++round) {
                    const With slot(semaphore);
                    const int now = ++inside;
                    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {}
                    std::this_thread::yield();
                    --inside;
                }
            });
        });
        QVERIFY(most <= slots);
        const std::vector<std::int64_t> free = countersOf(trace, "slots");
        QCOMPARE(free.front(), std::int64_t(slots));
        QCOMPARE(free.back(), std::int64_t(slots));
        QVERIFY(std::ranges::min(free) >= 0 && std::ranges::max(free) <= slots);
        QCOMPARE(brokenLaws(trace), QString());
    }

    void whoFindsNoSlotWaitsForTheSemaphoreAndIsWokenByWhoReleases()
    {
        std::atomic<pid_t> asking = 0;
        const Trace trace = recorded([&asking](Program &program) {
            Semaphore semaphore("slots", 0);
            Thread waiter(program, "waiter", [&] {
                asking = gettid();
                semaphore.acquire();
            });
            waiter.start();
            spinUntil([&asking] { return asking != 0 && sleeps(asking); });
            semaphore.release();
            waiter.join();
            QVERIFY(!semaphore.tryAcquire());
        });
        QCOMPARE(lifeOf(trace, "waiter"), QStringLiteral("start suspend(semaphore) resume finish(finished)"));
        const Lane &waiter = *laneNamed(trace, "waiter");
        QCOMPARE(waiter.events.back().kind(), EventKind::Finish);
        for (const Event &event : waiter.events) {
            if (event.kind() == EventKind::Suspend)
                QCOMPARE(event.peer(), std::optional(laneNamed(trace, "slots")->id));
        }
        QCOMPARE(brokenLaws(trace), QString());
    }
};

QTEST_GUILESS_MAIN(LocksTest)
#include "tst_locks.moc"

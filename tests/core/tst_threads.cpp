// Threads with start and join, recorded on lanes of their own.
#include "core/executors/threads.h"
#include "tests/support/recordedrun.h"

#include <QTest>

#include <semaphore>
#include <stdexcept>

using namespace Interleave;

namespace {

const Event *suspendOf(const Trace &trace, std::string_view name, int index = 0)
{
    for (const Event &event : laneNamed(trace, name)->events) {
        if (event.kind() == EventKind::Suspend && index-- == 0)
            return &event;
    }
    return nullptr;
}

} // namespace

class ThreadsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachThreadHasALaneBelowItsProcessAndARingOfItsOwn()
    {
        const Trace trace = recorded([](Program &program) {
            std::vector<Thread> threads;
            for (const char *name : {"one", "two", "three"})
                threads.emplace_back(program, name, [&program, name] { program.print(name); });
            for (Thread &thread : threads)
                thread.start();
            for (Thread &thread : threads)
                thread.join();
        });
        for (const char *name : {"one", "two", "three"}) {
            QCOMPARE(lifeOf(trace, name), QStringLiteral("start finish(finished)"));
            QCOMPARE(laneNamed(trace, name)->parent, std::optional(laneNamed(trace, "process")->id));
        }
        QCOMPARE(trace.outputs().size(), std::size_t(3));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void joinNamesWhomItWaitsForAndWhoEndedTheWait()
    {
        std::binary_semaphore mayEnd(0);
        const Trace trace = recorded([&](Program &program) {
            Thread slow(program, "slow", [&] { mayEnd.acquire(); });
            Thread releaser(program, "releaser", [&] { mayEnd.release(); });
            slow.start();
            releaser.start();
            slow.join();
            releaser.join();
        });
        const LaneId slow = laneNamed(trace, "slow")->id;
        QCOMPARE(int(suspendOf(trace, "main thread", 0)->reason()), int(Reason::Join));
        QCOMPARE(suspendOf(trace, "main thread", 0)->peer(), std::optional(slow));
        QCOMPARE(suspendOf(trace, "main thread", 1)->peer(), std::optional(laneNamed(trace, "releaser")->id));
        QVERIFY(suspendOf(trace, "main thread", 0)->line() > 0);
        for (const Event &event : laneNamed(trace, "main thread")->events) {
            if (event.kind() == EventKind::Wake && event.time() > suspendOf(trace, "main thread", 0)->time()) {
                QCOMPARE(event.peer(), std::optional(slow));
                break;
            }
        }
        QCOMPARE(brokenLaws(trace), QString());
    }

    void joiningAgainIsHarmless()
    {
        const Trace trace = recorded([](Program &program) {
            Thread thread(program, "one", [] {});
            thread.start();
            thread.join();
            thread.join();
        });
        QCOMPARE(lifeOf(trace, "main thread"), QStringLiteral("start suspend(join) resume finish(finished)"));
    }

    void whoForgetsToJoinWaitsAllTheSame()
    {
        std::atomic<bool> ran = false;
        const Trace trace = recorded([&ran](Program &program) {
            Thread thread(program, "forgotten", [&ran] { ran = true; });
            thread.start();
        });
        QVERIFY(ran);
        QCOMPARE(brokenLaws(trace), QString());
    }

    void anExceptionFailsTheThreadAndTheProgramGoesOn()
    {
        std::string failure;
        const Trace trace = recorded([&failure](Program &program) {
            Thread thread(program, "bad", [] { throw std::runtime_error("oh"); });
            thread.start();
            thread.join();
            program.print("still here");
            failure = program.failure();
        });
        QCOMPARE(QString::fromStdString(failure), QStringLiteral("Thread bad raised: oh"));
        QCOMPARE(lifeOf(trace, "bad"), QStringLiteral("start finish(failed)"));
        QCOMPARE(trace.text(trace.outputs().front()), std::string_view("still here"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aThreadWithoutARingRunsUnobservedAndItsRecordsCountAsLost()
    {
        bool ran = false;
        const Trace trace = recorded([&ran](Program &program) {
            Thread thread(program, "unseen", [&ran] { ran = true; });
            thread.start();
            thread.join();
        }, 2); // one for the viewer, one for the main thread
        QVERIFY(ran);
        QVERIFY(!laneNamed(trace, "unseen"));
        QVERIFY(trace.lost() > 0);
        QCOMPARE(brokenLaws(trace), QString());
    }
};

QTEST_GUILESS_MAIN(ThreadsTest)
#include "tst_threads.moc"

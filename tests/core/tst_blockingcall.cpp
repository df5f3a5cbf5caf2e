// A blocking sleep within the event loop: the thread sleeps, the loop is held, the others stand ready.
#include "core/analysis/states.h"
#include "core/base/clock.h"
#include "core/executors/gather.h"
#include "core/executors/generator.h"
#include "tests/support/recordedrun.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr Nanos blockedFor = 20ms;

Task<> blocks()
{
    sleepBlocking(blockedFor);
    co_return;
}

Task<> sleeps() { co_await Sleep(5ms); }

Task<> tellsWhenItsTimerIsLate(std::int64_t &wokenNs)
{
    const auto future = std::make_shared<Future<void>>(*EventLoop::running());
    EventLoop::running()->callLater(5ms, [future, &wokenNs] {
        wokenNs = monotonicNs();
        future->setResult();
    });
    Awaitable<void> settled(future, Reason::Future);
    co_await std::move(settled);
}

Task<> together(std::int64_t &wokenNs)
{
    co_await gather(sleeps(), blocks(), tellsWhenItsTimerIsLate(wokenNs), sleeps().named("never began"));
}

Generator<int> sleepsThenYields()
{
    sleepBlocking(1ms);
    co_yield 1;
}

Segment segmentOf(const Trace &trace, std::string_view lane, State state)
{
    for (const Segment &segment : segmentsOf(*laneNamed(trace, lane), trace.end())) {
        if (segment.state == state && segment.duration() > Nanos(1ms))
            return segment;
    }
    return {};
}

} // namespace

class BlockingCallTest : public QObject
{
    Q_OBJECT

    static Trace together()
    {
        std::int64_t wokenNs = 0;
        return recorded([&](Program &) { runAsync(::together(wokenNs).named("main")); });
    }

private Q_SLOTS:
    void theThreadSleepsTheLoopIsHeldAndTheCallerKeepsItsTurn()
    {
        const Trace trace = together();
        QVERIFY(lifeOf(trace, "main thread").startsWith(QStringLiteral("start suspend(sleep) resume")));
        QVERIFY(lifeOf(trace, "event loop").startsWith(QStringLiteral("start suspend(held) resume")));
        QCOMPARE(lifeOf(trace, "blocks"), QStringLiteral("start finish(finished)"));
        const Segment held = segmentOf(trace, "event loop", State::Suspended);
        QCOMPARE(held.peer, std::optional(laneNamed(trace, "blocks")->id));
        QCOMPARE(waitText(trace, held), std::string("held by blocks"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void theOthersAreReadyWhileItIsHeld()
    {
        const Trace trace = together();
        const Segment held = segmentOf(trace, "event loop", State::Suspended);
        const Segment neverBegan = segmentOf(trace, "never began", State::Ready);
        QVERIFY(neverBegan.begin < held.begin && neverBegan.end > held.end);
    }

    void whoseSleepIsOverMeanwhileIsReadySinceThen()
    {
        const Trace trace = together();
        const Segment asleep = segmentOf(trace, "sleeps", State::Suspended), ready = segmentOf(trace, "sleeps", State::Ready);
        QVERIFY(ready.inferred);
        const Nanos early = asleep.duration() - Nanos(5ms); // the deadline is counted from just after the suspend
        QVERIFY2(early > Nanos(-10us) && asleep.duration() < blockedFor, qPrintable(QString::number(early.count())));
        QVERIFY(ready.end > segmentOf(trace, "event loop", State::Suspended).end);
    }

    /// A callback of its own is late itself, and so is what it does.
    void whatALateCallbackWakesIsWokenByTheCallback()
    {
        std::int64_t wokenNs = 0;
        const Trace trace = recorded([&](Program &) { runAsync(::together(wokenNs).named("main")); });
        for (const Event &event : laneNamed(trace, "tellsWhenItsTimerIsLate")->events)
            QVERIFY(!event.inferred());
    }

    void withoutALoopItIsTheCallerThatSleeps()
    {
        const Trace trace = recorded([](Program &) {
            auto generator = sleepsThenYields();
            generator.next();
            sleepBlocking(1ms);
        });
        QVERIFY(lifeOf(trace, "sleepsThenYields").startsWith(QStringLiteral("start suspend(sleep) resume suspend(yield)")));
        QVERIFY(lifeOf(trace, "main thread").contains(QStringLiteral("suspend(sleep) resume")));
        QCOMPARE(brokenLaws(trace), QString());
    }
};

QTEST_GUILESS_MAIN(BlockingCallTest)
#include "tst_blockingcall.moc"

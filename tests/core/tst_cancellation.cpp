// Cancelling tasks, as CPython 3.11 does it: the same programs under it print the same words.
#include "core/executors/task.h"
#include "tests/support/taskrun.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

Task<> sleeper(QStringList &log, QString name)
{
    log << name + QStringLiteral(" in");
    try {
        co_await Sleep(1h);
    } catch (const Cancelled &) {
        log << name + QStringLiteral(" cancelled");
        throw;
    }
}

/// Awaits a task, to the end or to its own cancelling.
Task<> watch(QStringList &log, TaskHandle<void> task)
{
    try {
        co_await task;
        log << QStringLiteral("result");
    } catch (const Cancelled &) {
        log << QStringLiteral("raised");
    }
}

Task<> beforeItsFirstStep(QStringList &log)
{
    const auto task = EventLoop::running()->createTask(sleeper(log, QStringLiteral("a")));
    task.cancel();
    co_await watch(log, task);
}

Task<> whileItSleeps(QStringList &log)
{
    const auto task = EventLoop::running()->createTask(sleeper(log, QStringLiteral("a")));
    co_await Sleep(0ns);
    task.cancel();
    log << QStringLiteral("asked");
    co_await watch(log, task);
    log << (task.cancel() ? QStringLiteral("again") : QStringLiteral("done before"));
}

Task<> awaitsChild(QStringList &log)
{
    struct Cleanup {
        QStringList &list;
        explicit Cleanup(QStringList &to) : list(to) {}
        ~Cleanup() { list << QStringLiteral("outer cleanup"); }
    };
    const Cleanup cleanup(log);
    co_await sleeper(log, QStringLiteral("child"));
    log << QStringLiteral("never");
}

Task<> whileItAwaitsAChild(QStringList &log)
{
    const auto task = EventLoop::running()->createTask(awaitsChild(log));
    co_await Sleep(0ns);
    task.cancel();
    co_await watch(log, task);
}

Task<> awaitsTask(QStringList &log, TaskHandle<void> task)
{
    try {
        co_await task;
    } catch (const Cancelled &) {
        log << (task.isCancelled() ? QStringLiteral("outer after inner") : QStringLiteral("outer too early"));
        throw;
    }
}

Task<> whileItAwaitsATask(QStringList &log)
{
    const auto inner = EventLoop::running()->createTask(sleeper(log, QStringLiteral("inner")));
    const auto outer = EventLoop::running()->createTask(awaitsTask(log, inner));
    co_await Sleep(0ns);
    co_await Sleep(0ns);
    outer.cancel();
    co_await watch(log, outer);
}

Task<> swallows(QStringList &log)
{
    try {
        co_await Sleep(1h);
    } catch (const Cancelled &) {
        log << QStringLiteral("swallowed");
    }
    co_await Sleep(1ms);
    log << QStringLiteral("went on");
}

Task<> swallowed(QStringList &log)
{
    const auto task = EventLoop::running()->createTask(swallows(log));
    co_await Sleep(0ns);
    task.cancel();
    co_await watch(log, task);
    log << (task.isCancelled() ? QStringLiteral("cancelled") : QStringLiteral("not cancelled"));
}

struct Box {
    std::optional<TaskHandle<void>> task;
};

Task<> nothing(QStringList &log)
{
    log << QStringLiteral("child runs");
    co_return;
}

/// What is done already and a coroutine that does not suspend deliver no cancel; sleep(0) does.
Task<> cancelsItself(QStringList &log, Box &box, TaskHandle<void> done)
{
    box.task->cancel();
    co_await done;
    co_await nothing(log);
    co_await Sleep(0ns);
    log << QStringLiteral("never");
}

Task<> byItself(QStringList &log)
{
    Box box;
    const auto done = EventLoop::running()->createTask(nothing(log));
    co_await done;
    box.task = EventLoop::running()->createTask(cancelsItself(log, box, done));
    co_await watch(log, *box.task);
}

Task<> cancelsItselfAndReturns(Box &box)
{
    box.task->cancel();
    co_return;
}

Task<> byItselfAtItsEnd(QStringList &log)
{
    Box box;
    box.task = EventLoop::running()->createTask(cancelsItselfAndReturns(box));
    co_await watch(log, *box.task);
}

Task<> makesOneWhenCancelled(QStringList &log)
{
    try {
        co_await Sleep(1h);
    } catch (const Cancelled &) {
        EventLoop::running()->createTask(sleeper(log, QStringLiteral("late")));
        throw;
    }
}

Task<> leavesThemBehind(QStringList &log)
{
    EventLoop::running()->createTask(sleeper(log, QStringLiteral("a")));
    EventLoop::running()->createTask(makesOneWhenCancelled(log));
    EventLoop::running()->createTask(sleeper(log, QStringLiteral("b")));
    co_await Sleep(0ns);
    log << QStringLiteral("main ends");
}

} // namespace

class CancellationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beforeItsFirstStepItNeverRuns() { QCOMPARE(writtenBy(beforeItsFirstStep), QStringLiteral("raised")); }

    void whileItSleepsItIsRaisedLaterFromTheLoop()
    {
        QCOMPARE(writtenBy(whileItSleeps), QStringLiteral("a in, asked, a cancelled, raised, done before"));
    }

    void whileItAwaitsAChildBothUnwindFromTheInside()
    {
        QCOMPARE(writtenBy(whileItAwaitsAChild), QStringLiteral("child in, child cancelled, outer cleanup, raised"));
    }

    void whileItAwaitsATaskThatIsCancelledFirst()
    {
        QCOMPARE(writtenBy(whileItAwaitsATask), QStringLiteral("inner in, inner cancelled, outer after inner, raised"));
    }

    void whoSwallowsItGoesOnAndIsNotCancelled()
    {
        QCOMPARE(writtenBy(swallowed), QStringLiteral("swallowed, went on, result, not cancelled"));
    }

    void byItselfItIsRaisedAtTheNextRealWait()
    {
        QCOMPARE(writtenBy(byItself), QStringLiteral("child runs, child runs, raised"));
    }

    void byItselfBeforeItReturnsItIsCancelled() { QCOMPARE(writtenBy(byItselfAtItsEnd), QStringLiteral("raised")); }

    void whatRemainsIsCancelledWhenTheLoopCloses()
    {
        QCOMPARE(writtenBy(leavesThemBehind), QStringLiteral("a in, b in, main ends, a cancelled, b cancelled"));
    }

    void theLanesEndAsCancelled()
    {
        QStringList log;
        const Trace trace = recordedTask(log, whileItAwaitsAChild);
        QCOMPARE(lifeOf(trace, "awaitsChild"), QStringLiteral("start suspend(await) resume finish(cancelled)"));
        QCOMPARE(lifeOf(trace, "sleeper"), QStringLiteral("start suspend(sleep) resume finish(cancelled)"));
    }
};

QTEST_GUILESS_MAIN(CancellationTest)
#include "tst_cancellation.moc"

// Asynchronous generators, each rule once; the same programs under CPython 3.11 say the same words.
#include "core/executors/asyncgenerator.h"
#include "core/executors/gather.h"
#include "tests/support/taskrun.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

AsyncGenerator<int> numbers(QStringList &log, int count, Nanos pause = Nanos(0))
{
    try {
        for (int number = 1; number <= count; ++number) {
            co_await Sleep(pause);
            co_yield number;
        }
    } catch (const GeneratorExit &) {
        log << QStringLiteral("exit");
        throw;
    } catch (const Cancelled &) {
        log << QStringLiteral("cancelled");
        throw;
    }
}

AsyncGenerator<int> failing()
{
    co_yield 1;
    throw std::runtime_error("oh");
}

AsyncGenerator<int> raisesStopIteration()
{
    co_yield 1;
    throw StopIteration();
}

AsyncGenerator<int> stubborn()
{
    for (int number = 1; number <= 2; ++number) {
        try {
            co_yield number;
        } catch (const GeneratorExit &) {
        }
    }
}

AsyncGenerator<int> waitsInItsCleanup(QStringList &log)
{
    bool exits = false;
    try {
        co_yield 1;
    } catch (const GeneratorExit &) {
        exits = true;
    }
    co_await Sleep(0ns);
    log << (exits ? QStringLiteral("cleaned up") : QStringLiteral("went on"));
}

Task<> iterates(QStringList &log)
{
    auto generator = numbers(log, 3);
    while (const auto number = co_await generator.next())
        log << QString::number(*number);
    const auto after = co_await generator.next();
    log << (after ? QStringLiteral("more") : QStringLiteral("over"));
}

Task<> comprehends(QStringList &log)
{
    const std::vector<int> all = co_await collect(numbers(log, 4));
    for (const int number : all)
        log << QString::number(number);
}

Task<> meetsAnException(QStringList &log)
{
    auto generator = failing();
    co_await generator.next();
    try {
        co_await generator.next();
    } catch (const std::runtime_error &error) {
        log << QString::fromUtf8(error.what());
    }
    const auto after = co_await generator.next();
    log << (after ? QStringLiteral("more") : QStringLiteral("over"));
}

Task<> meetsStopIteration(QStringList &log)
{
    auto generator = raisesStopIteration();
    co_await generator.next();
    try {
        co_await generator.next();
    } catch (const std::runtime_error &error) {
        log << QString::fromUtf8(error.what());
    }
}

Task<> closes(QStringList &log)
{
    auto generator = numbers(log, 3);
    co_await generator.next();
    co_await generator.aclose();
    const auto after = co_await generator.next();
    log << (after ? QStringLiteral("more") : QStringLiteral("over"));
    co_await generator.aclose();
}

Task<> closesUnstarted(QStringList &log)
{
    auto generator = numbers(log, 3);
    co_await generator.aclose();
    const auto after = co_await generator.next();
    log << (after ? QStringLiteral("more") : QStringLiteral("over"));
}

Task<> closesStubborn(QStringList &log)
{
    auto generator = stubborn();
    co_await generator.next();
    try {
        co_await generator.aclose();
    } catch (const std::runtime_error &error) {
        log << QString::fromUtf8(error.what());
    }
}

Task<> closesWhatWaits(QStringList &log)
{
    auto generator = waitsInItsCleanup(log);
    co_await generator.next();
    co_await generator.aclose();
    log << QStringLiteral("closed");
}

Task<> takesOne(AsyncGenerator<int> &generator, QStringList &log)
{
    try {
        const auto number = co_await generator.next();
        log << QString::number(*number);
    } catch (const std::runtime_error &error) {
        log << QString::fromUtf8(error.what());
    }
}

Task<> twoAtOnce(QStringList &log)
{
    auto generator = numbers(log, 3, 1ms);
    co_await gather(takesOne(generator, log), takesOne(generator, log));
    co_await generator.aclose();
}

Task<> sums(QStringList &log, Nanos pause)
{
    auto generator = numbers(log, 3, pause);
    while (const auto number = co_await generator.next())
        log << QString::number(*number);
}

Task<> cancelledWhileItWaits(QStringList &log)
{
    const auto task = EventLoop::running()->createTask(sums(log, 1h).named("consumer"));
    co_await Sleep(0ns);
    task.cancel();
    try {
        co_await task;
    } catch (const Cancelled &) {
        log << QStringLiteral("raised");
    }
}

Task<> breaksOff(QStringList &log)
{
    auto generator = numbers(log, 3);
    co_await generator.next();
}

Task<> dropsIt(QStringList &log)
{
    co_await breaksOff(log);
    log << QStringLiteral("after");
    co_await Sleep(0ns);
    co_await Sleep(0ns);
    log << QStringLiteral("later");
}

Task<> dropsItAtItsEnd(QStringList &log)
{
    co_await breaksOff(log);
    log << QStringLiteral("after");
}

} // namespace

class AsyncGeneratorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLoopIsGivenEachValueUntilItIsOver() { QCOMPARE(writtenBy(iterates), QStringLiteral("1, 2, 3, over")); }
    void aComprehensionCollectsThemAll() { QCOMPARE(writtenBy(comprehends), QStringLiteral("1, 2, 3, 4")); }
    void anExceptionInsideGoesToTheConsumerAndEndsIt() { QCOMPARE(writtenBy(meetsAnException), QStringLiteral("oh, over")); }

    void stopIterationRaisedInsideIsAnError()
    {
        QCOMPARE(writtenBy(meetsStopIteration), QStringLiteral("async generator raised StopIteration"));
    }

    void acloseRaisesGeneratorExitOnce() { QCOMPARE(writtenBy(closes), QStringLiteral("exit, over")); }
    void acloseOfOneThatNeverBeganRunsNothing() { QCOMPARE(writtenBy(closesUnstarted), QStringLiteral("over")); }

    void whoIgnoresGeneratorExitIsToldSo()
    {
        QCOMPARE(writtenBy(closesStubborn), QStringLiteral("async generator ignored GeneratorExit"));
    }

    void acloseWaitsForACleanupThatWaits()
    {
        QCOMPARE(writtenBy(closesWhatWaits), QStringLiteral("cleaned up, closed"));
    }

    void twoConsumersAtOnceAreRefused()
    {
        QCOMPARE(writtenBy(twoAtOnce), QStringLiteral("anext(): asynchronous generator is already running, 1, exit"));
    }

    void cancellingItsConsumerRaisesWhereItWaits()
    {
        QCOMPARE(writtenBy(cancelledWhileItWaits), QStringLiteral("cancelled, raised"));
    }

    void oneThatIsDroppedIsClosedByATaskOfItsOwn() { QCOMPARE(writtenBy(dropsIt), QStringLiteral("after, exit, later")); }

    void oneThatIsDroppedAsTheLoopEndsIsCancelledAtItsYield()
    {
        QStringList log;
        const Trace trace = recordedTask(log, dropsItAtItsEnd);
        QCOMPARE(log.first(), QStringLiteral("after"));
        QCOMPARE(log.size(), 2); // its handler ran, whichever exception it was
        QCOMPARE(brokenLaws(trace), QString());
    }

    void itsLaneLiesBelowItsConsumersAndItsWaitsAreItsOwn()
    {
        QStringList log;
        const Trace trace = recorded([&log](Program &) { runAsync(sums(log, 1ms).named("consumer")); });
        const Lane *generator = laneNamed(trace, "numbers");
        QCOMPARE(int(generator->kind), int(LaneKind::Generator));
        QCOMPARE(generator->parent, std::optional(laneNamed(trace, "consumer")->id));
        QCOMPARE(lifeOf(trace, "numbers"),
                 QStringLiteral("start suspend(sleep) resume suspend(yield) resume suspend(sleep) resume suspend(yield) "
                                "resume suspend(sleep) resume suspend(yield) resume finish(finished)"));
        QCOMPARE(lifeOf(trace, "consumer"),
                 QStringLiteral("start suspend(generator) resume suspend(generator) resume suspend(generator) resume "
                                "suspend(generator) resume finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void itsLaneSaysHowItEnded()
    {
        QStringList log;
        const Trace closed = recorded([&log](Program &) { runAsync(closes(log)); });
        QVERIFY(lifeOf(closed, "numbers").endsWith(QStringLiteral("finish(closed)")));
        const Trace cancelled = recorded([&log](Program &) { runAsync(cancelledWhileItWaits(log)); });
        QVERIFY(lifeOf(cancelled, "numbers").endsWith(QStringLiteral("finish(cancelled)")));
        QVERIFY(lifeOf(cancelled, "consumer").endsWith(QStringLiteral("finish(cancelled)")));
        const Trace failed = recorded([&log](Program &) { runAsync(meetsAnException(log)); });
        QVERIFY(lifeOf(failed, "failing").endsWith(QStringLiteral("finish(failed)")));
    }
};

QTEST_GUILESS_MAIN(AsyncGeneratorTest)
#include "tst_asyncgenerator.moc"

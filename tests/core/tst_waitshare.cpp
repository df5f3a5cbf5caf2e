#include "core/analysis/waitshare.h"
#include "tests/support/sampletrace.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

struct OneTask : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId task = lane(LaneKind::Task, "worker", host);

    OneTask() { start(task, 0ns); }
    WaitShare share() const { return waitShare(trace); }
};

} // namespace

class TestWaitShare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLawfulRunKnowsAllOfThem()
    {
        const WaitShare share = waitShare(sampleTrace(1, 8, 400));
        QVERIFY(share.waits > 10 && share.isWhole() && share.missing.empty());
    }
    void aRunWithoutWaitsIsWhole()
    {
        QVERIFY(OneTask().share().isWhole());
        QCOMPARE(shareText(OneTask().share()), std::string("0 waits: 100 % with their reason; 0 ended: 100 % with who ended them"));
    }
    void aWaitWithoutReasonIsMissed()
    {
        OneTask run;
        run.suspend(run.task, 10ns, Reason::None);
        const WaitShare share = run.share();
        QVERIFY(!share.isWhole());
        QCOMPARE(share.missing, std::vector<std::string>{"task \"worker\" (lane 2): its wait at 10 ns says no reason."});
    }
    void aWaitThatEndedWithoutAWakerIsMissed_data()
    {
        QTest::addColumn<int>("waker");
        QTest::newRow("no wake at all") << -1;
        QTest::newRow("a wake by nobody") << 0;
        QTest::newRow("a wake by a lane that does not exist") << 99;
    }
    void aWaitThatEndedWithoutAWakerIsMissed()
    {
        QFETCH(int, waker);
        OneTask run;
        run.suspend(run.task, 10ns, Reason::Io);
        if (waker >= 0)
            run.wake(run.task, 20ns, LaneId(std::uint32_t(waker)));
        run.resume(run.task, 20ns);
        run.finish(run.task, 30ns);
        QCOMPARE(run.share().missing,
                 std::vector<std::string>{"task \"worker\" (lane 2): its i/o at 10 ns does not say who ended it."});
        QCOMPARE(shareText(run.share()), std::string("1 waits: 100 % with their reason; 1 ended: 0 % with who ended them"));
    }
    void aWaitThatLastsOrThatTheLaneItselfEndedNeedsNoWaker()
    {
        OneTask run;
        const LaneId open = run.lane(LaneKind::Task, "open", run.host);
        run.start(open, 5ns);
        run.suspend(open, 6ns, Reason::Io);
        run.suspend(run.task, 10ns, Reason::Yield);
        run.finish(run.task, 30ns, Outcome::Killed);
        QVERIFY(run.share().isWhole());
        QCOMPARE(run.share().waits, std::uint64_t(2));
        QCOMPARE(run.share().ended, std::uint64_t(0));
    }
    void whatIsNotWholeIsNotRoundedUp()
    {
        QCOMPARE(shareText({.waits = 100'000, .withReason = 99'999, .ended = 3, .withWaker = 2, .missing = {}}),
                 std::string("100000 waits: 99.99 % with their reason; 3 ended: 66.66 % with who ended them"));
    }
    void onlyTheFirstOfManyAreNamed()
    {
        OneTask run;
        for (int i = 1; i < 100; ++i)
            run.suspend(run.task, Nanos(i), Reason::None);
        QCOMPARE(waitShare(run.trace, 3).missing.size(), std::size_t(3));
        QCOMPARE(waitShare(run.trace, 3).waits, std::uint64_t(99));
    }
};

QTEST_APPLESS_MAIN(TestWaitShare)
#include "tst_waitshare.moc"

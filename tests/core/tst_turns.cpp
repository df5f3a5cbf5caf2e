#include "core/analysis/stretches.h"
#include "core/analysis/turns.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

#include <random>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t all = UINT64_MAX;

/// "0-40 a, 40-90 b", in microseconds.
QString textOf(const Turns &turns, const Trace &trace, Nanos end)
{
    QStringList texts;
    forEachStretch(turns.lane(), end, 0ns, Nanos::max(), [&](const Stretch &turn) {
        const auto who = turns.lane().events[turn.event].peer();
        texts << QStringLiteral("%1-%2 %3").arg(turn.begin / 1us).arg(turn.end / 1us)
                     .arg(QString::fromStdString(trace.lane(*who)->name));
    });
    return texts.join(QStringLiteral(", "));
}

struct Loop {
    TraceBuilder build;
    LaneId loop = build.lane(LaneKind::EventLoop, "loop");
    LaneId a = build.lane(LaneKind::Task, "a", loop);
    LaneId b = build.lane(LaneKind::Task, "b", loop);
    Turns turns{loop};

    Loop() { turns.setLanes(std::vector{a, b}); }
    QString text(std::uint64_t mostEvents = all)
    {
        turns.update(build.trace, mostEvents);
        return textOf(turns, build.trace, build.trace.end());
    }
};

} // namespace

class TestTurns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachTurnNamesWhoHadIt()
    {
        Loop run;
        run.build.start(run.a, 0us);
        run.build.suspend(run.a, 40us, Reason::Sleep);
        run.build.start(run.b, 40us);
        run.build.suspend(run.b, 90us, Reason::Sleep);
        run.build.resume(run.a, 100us);
        run.build.finish(run.a, 120us);
        QCOMPARE(run.text(), QStringLiteral("0-40 a, 40-90 b, 100-120 a"));
    }

    void whoeverCallsAnotherGoesOnBehindIt()
    {
        Loop run;
        run.build.start(run.a, 0us);
        run.build.start(run.b, 20us); // within a's turn
        run.build.finish(run.b, 30us);
        run.build.finish(run.a, 50us);
        QCOMPARE(run.text(), QStringLiteral("0-20 a, 20-30 b, 30-50 a"));
    }

    void nobodyHasTheTurnWhileTheLoopIsHeld()
    {
        Loop run;
        run.build.start(run.loop, 0us);
        run.build.start(run.a, 0us);
        run.build.suspend(run.loop, 20us, Reason::Held, run.a);
        run.build.resume(run.loop, 80us);
        run.build.finish(run.a, 100us);
        QCOMPARE(run.text(), QStringLiteral("0-20 a, 80-100 a"));
    }

    void aTurnOfNoTimeIsThereAllTheSame()
    {
        Loop run;
        run.build.start(run.a, 10us);
        run.build.finish(run.a, 10us);
        QCOMPARE(run.text(), QStringLiteral("10-10 a"));
    }

    void whatComesLaterIsAddedToWhatIsThere()
    {
        Loop run;
        run.build.start(run.a, 0us);
        run.turns.update(run.build.trace, all);
        run.build.suspend(run.a, 40us, Reason::Sleep);
        QCOMPARE(run.text(), QStringLiteral("0-40 a"));
        const LaneId late = run.build.lane(LaneKind::Task, "late", run.loop);
        run.build.start(late, 50us);
        run.turns.setLanes(std::vector{run.a, run.b, late});
        run.build.finish(late, 70us);
        QCOMPARE(run.text(), QStringLiteral("0-40 a, 50-70 late"));
    }

    void itMakesNoDifferenceInHowManySlicesTheyAreTaken()
    {
        std::mt19937 random(4);
        Loop whole, sliced;
        for (Nanos now = 0us; now < 25ms; now += 5us) {
            const LaneId task = random() % 2 ? whole.a : whole.b;
            whole.build.resume(task, now);
            whole.build.suspend(task, now + 3us, Reason::Sleep);
        }
        sliced.build.trace = whole.build.trace;
        const QString expected = whole.text();
        int slices = 0;
        do {
            sliced.turns.update(sliced.build.trace, 100);
            ++slices;
        } while (!sliced.turns.isUpToDate());
        QVERIFY(slices > 10);
        QCOMPARE(textOf(sliced.turns, sliced.build.trace, sliced.build.trace.end()), expected);
        QCOMPARE(sliced.turns.pending(sliced.build.trace), std::uint64_t(0));
    }
};

QTEST_APPLESS_MAIN(TestTurns)
#include "tst_turns.moc"

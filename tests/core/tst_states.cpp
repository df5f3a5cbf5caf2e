#include "core/analysis/states.h"
#include "tests/support/tracebuilder.h"

#include <QTest>

#include <random>
#include <span>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

/// "running 0-5; suspended 5-9 sleep woken by 1; …" in the trace's own nanoseconds.
std::string textOf(const std::vector<Segment> &segments)
{
    std::string text;
    for (const Segment &segment : segments) {
        text += (text.empty() ? "" : "; ") + std::string(stateName(segment.state)) + " "
                + std::to_string(segment.begin.count()) + "-" + std::to_string(segment.end.count());
        text += segment.open ? " open" : "";
        text += segment.inferred ? " inferred" : "";
        text += segment.waker ? " by " + std::to_string(segment.waker->value()) : "";
    }
    return text;
}

struct OneLane : TraceBuilder {
    LaneId host = lane(LaneKind::Host, "host");
    LaneId task = lane(LaneKind::Task, "task", host);

    std::string all() const { return textOf(segmentsOf(*trace.lane(task), trace.end())); }
    std::vector<Segment> segmentsIn(Nanos from, Nanos to) const
    {
        std::vector<Segment> segments;
        forEachSegment(*trace.lane(task), trace.end(), from, to,
                       [&](const Segment &segment) { segments.push_back(segment); });
        return segments;
    }
    std::string within(Nanos from, Nanos to) const { return textOf(segmentsIn(from, to)); }
    std::optional<Segment> at(Nanos time) const { return segmentAt(*trace.lane(task), trace.end(), time); }
};

/// Woken 2, started 4, asleep 10–20, going on at 25, over at 30.
struct WholeLife : OneLane {
    WholeLife()
    {
        wake(task, 2ns, host);
        start(task, 4ns);
        sleep(task, 10ns, 9ns);
        wake(task, 20ns, host);
        resume(task, 25ns);
        finish(task, 30ns);
    }
};

/// The same rules written down plainly, over all events at once.
std::vector<Segment> plainSegments(const Lane &lane, Nanos end)
{
    std::vector<Segment> segments;
    bool alive = false, over = false;
    const auto begin = [&](const Event &event, State state) {
        if (alive)
            segments.back().end = event.time();
        segments.push_back({lane.id, state, event.time(), end, true, event.inferred()});
        alive = true;
        over = false;
    };
    for (const Event &event : lane.events) {
        const EventKind kind = event.kind();
        const bool waits = alive ? segments.back().state == State::Suspended : !over;
        if (alive && (decidesState(kind) || (kind == EventKind::Wake && waits)))
            segments.back().open = false;
        if (beginsToRun(kind)) {
            begin(event, State::Running);
        } else if (kind == EventKind::Suspend) {
            begin(event, State::Suspended);
            segments.back().reason = event.reason();
            segments.back().line = event.line();
            segments.back().peer = event.peer();
        } else if (kind == EventKind::Wake && waits) {
            const bool waited = alive;
            begin(event, State::Ready);
            for (Segment &woken : std::span(segments).last(waited ? 2 : 1)) {
                woken.waker = event.peer();
                woken.wakeTime = event.time();
            }
            if (waited)
                segments.back().reason = segments[segments.size() - 2].reason;
        } else if (kind == EventKind::Finish) {
            if (alive)
                segments.back().end = event.time();
            alive = false;
            over = true;
        }
    }
    return segments;
}

} // namespace

class TestStates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLifeBecomesSegments()
    {
        QCOMPARE(WholeLife().all(), "ready 2-4 by 1; running 4-10; suspended 10-20 by 1; ready 20-25 by 1; "
                                    "running 25-30");
    }
    void aWaitKnowsReasonDurationLineAndItsEnd()
    {
        OneLane built;
        built.add(built.task, 0ns, EventKind::Start);
        built.add(built.task, 5ns, EventKind::Suspend, std::uint8_t(Reason::Sleep), packDuration(2s), false, 42);
        built.wake(built.task, 8ns, built.host);
        built.resume(built.task, 9ns);
        const std::vector<Segment> segments = segmentsOf(*built.trace.lane(built.task), built.trace.end());
        QCOMPARE(segments.size(), std::size_t(4));
        const Segment &wait = segments[1];
        QVERIFY(wait.reason == Reason::Sleep && wait.asked == Nanos(2s) && !wait.peer && wait.line == 42);
        QVERIFY(wait.waker == built.host && wait.wakeTime == 8ns);
        const Segment &ready = segments[2];
        QVERIFY(ready.reason == Reason::Sleep && ready.waker == built.host && ready.wakeTime == 8ns);
        QVERIFY(!ready.asked && ready.line == 0);
    }
    void aJoinKnowsWhoIsWaitedFor()
    {
        OneLane built;
        built.start(built.task, 0ns);
        built.suspend(built.task, 1ns, Reason::Join, built.host);
        const Segment wait = *built.at(1ns);
        QVERIFY(wait.peer == built.host && !wait.asked && !wait.waker && !wait.wakeTime);
    }
    void onlyTheFirstWakeCounts()
    {
        OneLane built;
        built.start(built.task, 0ns);
        built.suspend(built.task, 1ns, Reason::Event);
        built.wake(built.task, 3ns, built.host);
        built.wake(built.task, 4ns, built.task);
        built.resume(built.task, 6ns);
        QCOMPARE(built.all(), "running 0-1; suspended 1-3 by 1; ready 3-6 by 1; running 6-6 open");
    }
    void aWakeOfARunningOrFinishedLaneChangesNothing()
    {
        OneLane built;
        built.start(built.task, 0ns);
        built.wake(built.task, 3ns, built.host);
        built.finish(built.task, 5ns);
        built.wake(built.task, 7ns, built.host);
        QCOMPARE(built.all(), "running 0-5");
    }
    void whatIsPrintedDoesNotChangeTheState()
    {
        OneLane built;
        built.print(built.task, 0ns, "early");
        built.start(built.task, 1ns);
        built.print(built.task, 2ns, "hello");
        built.add(built.task, 3ns, EventKind::Lost, 0, 7);
        built.finish(built.task, 5ns);
        QCOMPARE(built.all(), "running 1-5");
    }
    void aWaitThatEndsAtOnceIsStillAWait()
    {
        OneLane built;
        built.start(built.task, 0ns);
        built.suspend(built.task, 5ns, Reason::Turn);
        built.wake(built.task, 5ns, built.host);
        built.resume(built.task, 5ns);
        built.finish(built.task, 8ns);
        const char *expected = "running 0-5; suspended 5-5 by 1; ready 5-5 by 1; running 5-8";
        QCOMPARE(built.all(), expected);
        QCOMPARE(built.within(5ns, 6ns), "suspended 5-5 by 1; ready 5-5 by 1; running 5-8");
        QCOMPARE(built.within(6ns, 9ns), "running 5-8");
        QCOMPARE(built.within(0ns, 5ns), "running 0-5");
        QVERIFY(built.at(5ns)->state == State::Running);
    }
    void aLaneThatGoesOnIsOpenUntilTheTracesEnd()
    {
        OneLane built;
        built.start(built.task, 1ns);
        const Lane &lane = *built.trace.lane(built.task);
        QCOMPARE(textOf(segmentsOf(lane, 9ns)), "running 1-9 open");
        QVERIFY(segmentAt(lane, 9ns, 9ns).has_value());
        QVERIFY(!segmentAt(lane, 9ns, 10ns).has_value());
    }
    void anInferredBeginningIsMarked()
    {
        OneLane built;
        built.add(built.task, 1ns, EventKind::Start, 0, 0, true);
        built.finish(built.task, 2ns);
        QCOMPARE(built.all(), "running 1-2 inferred");
    }
    void brokenInputGivesSensibleSegments_data()
    {
        QTest::addColumn<QByteArray>("events");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("nothing") << QByteArray("") << QByteArray("");
        QTest::newRow("resume alone") << QByteArray("rf") << QByteArray("running 0-1");
        QTest::newRow("suspend alone") << QByteArray("zf") << QByteArray("suspended 0-1");
        QTest::newRow("finish alone") << QByteArray("f") << QByteArray("");
        QTest::newRow("two starts") << QByteArray("ssf") << QByteArray("running 0-1; running 1-2");
        QTest::newRow("two suspends") << QByteArray("szzrf")
                                      << QByteArray("running 0-1; suspended 1-2; suspended 2-3; running 3-4");
        QTest::newRow("two resumes") << QByteArray("srrf") << QByteArray("running 0-1; running 1-2; running 2-3");
        QTest::newRow("two finishes") << QByteArray("sff") << QByteArray("running 0-1");
        QTest::newRow("on after the finish") << QByteArray("sfrf") << QByteArray("running 0-1; running 2-3");
        QTest::newRow("wait before the start") << QByteArray("wzsf")
                                               << QByteArray("ready 0-1 by 1; suspended 1-2; running 2-3");
    }
    void brokenInputGivesSensibleSegments()
    {
        QFETCH(QByteArray, events);
        QFETCH(QByteArray, expected);
        OneLane built;
        Nanos time = 0ns;
        for (const char event : events) {
            switch (event) {
            case 's': built.start(built.task, time); break;
            case 'z': built.suspend(built.task, time, Reason::Io); break;
            case 'r': built.resume(built.task, time); break;
            case 'w': built.wake(built.task, time, built.host); break;
            default: built.finish(built.task, time); break;
            }
            time += 1ns;
        }
        QCOMPARE(built.all(), expected.toStdString());
    }
    void aRangeGetsWhatTouchesItWhole()
    {
        const WholeLife built;
        QCOMPARE(built.within(12ns, 13ns), "suspended 10-20 by 1");
        QCOMPARE(built.within(10ns, 20ns), "suspended 10-20 by 1");
        QCOMPARE(built.within(9ns, 21ns), "running 4-10; suspended 10-20 by 1; ready 20-25 by 1");
        QCOMPARE(built.within(3ns, 4ns), "ready 2-4 by 1");
        QCOMPARE(built.within(22ns, 24ns), "ready 20-25 by 1");
        QCOMPARE(built.within(0ns, 2ns), "");
        QCOMPARE(built.within(30ns, 99ns), "");
    }
    void randomEventsBecomeWhatAPlainWalkFinds()
    {
        static constexpr EventKind kinds[] = {EventKind::Start, EventKind::Suspend, EventKind::Wake, EventKind::Resume,
                                              EventKind::Finish, EventKind::Send, EventKind::Wake, EventKind::Suspend};
        std::mt19937 random(8);
        for (int round = 0; round < 20; ++round) {
            OneLane built;
            for (Nanos now = 0ns; now < 5us; now += Nanos(random() % 50)) {
                const EventKind kind = kinds[random() % std::size(kinds)];
                const bool waits = kind == EventKind::Suspend;
                built.add(built.task, now, kind, std::uint8_t(waits ? Reason::Event : Reason::None),
                          kind == EventKind::Start ? 0 : 1 + random() % 2, random() % 2, waits ? 7 : 0);
            }
            const Lane &lane = *built.trace.lane(built.task);
            const std::vector<Segment> expected = plainSegments(lane, built.trace.end()), found = segmentsOf(lane, built.trace.end());
            QVERIFY2(found == expected, (textOf(found) + " is not " + textOf(expected)).c_str());
        }
    }
    void everyRangeOfALongLaneEqualsTheWholeCutToIt()
    {
        OneLane built;
        built.start(built.task, 0ns);
        for (int round = 0; round < 40; ++round) {
            const Nanos time(5 + round * 10);
            built.suspend(built.task, time, Reason::Event);
            built.print(built.task, time + 1ns, "x");
            built.wake(built.task, time + Nanos(round % 4), built.host);
            built.resume(built.task, time + Nanos(round % 4 + round % 3));
        }
        const std::vector<Segment> all = segmentsOf(*built.trace.lane(built.task), built.trace.end());
        for (Nanos from = 0ns; from < 420ns; from += 3ns) {
            for (Nanos to = from + 1ns; to < 420ns; to += 7ns) {
                std::vector<Segment> expected;
                for (const Segment &segment : all) {
                    const bool isPoint = segment.begin == segment.end && segment.begin >= from;
                    if (segment.begin < to && (segment.end > from || isPoint || (segment.open && segment.end >= from)))
                        expected.push_back(segment);
                }
                const std::vector<Segment> found = built.segmentsIn(from, to);
                QVERIFY2(found == expected, (textOf(found) + " is not " + textOf(expected)).c_str());
            }
        }
    }
    void theSegmentAtATimeIsHalfOpen()
    {
        const WholeLife built;
        QVERIFY(!built.at(1ns));
        QVERIFY(built.at(2ns)->state == State::Ready);
        QVERIFY(built.at(9ns)->state == State::Running);
        QVERIFY(built.at(10ns)->state == State::Suspended);
        QVERIFY(built.at(29ns)->state == State::Running);
        QVERIFY(!built.at(30ns));
    }
    void aWaitSaysWhatItWaitsFor()
    {
        OneLane built;
        const LaneId peer = built.lane(LaneKind::Thread, "t1");
        const LaneId nameless = built.lane(LaneKind::Thread, "");
        const auto text = [&](Reason reason, std::optional<LaneId> lane = std::nullopt) {
            Segment segment;
            segment.state = State::Suspended;
            segment.reason = reason;
            segment.peer = lane;
            return waitText(built.trace, segment);
        };
        QCOMPARE(text(Reason::Join, peer), "join t1");
        QCOMPARE(text(Reason::Join, nameless), "join");
        QCOMPARE(text(Reason::Await, LaneId(99)), "await");
        QCOMPARE(text(Reason::Generator, peer), "generator t1");
        QCOMPARE(text(Reason::Gather), "gather");
        QCOMPARE(text(Reason::QueueEmpty), "queue empty");
        const LaneId tail = built.lane(LaneKind::Queue, "tail"), queue = built.lane(LaneKind::Queue, "queue empty");
        QCOMPARE(text(Reason::QueueEmpty, tail), "tail empty");
        QCOMPARE(text(Reason::QueueFull, tail), "tail full");
        QCOMPARE(text(Reason::QueueEmpty, queue), "queue empty");
        QCOMPARE(text(Reason::Queued, tail), "queued in tail");
        QCOMPARE(text(Reason::Result, tail), "result of tail");
        QCOMPARE(text(Reason::Lock, peer), "lock held by t1");
        QCOMPARE(text(Reason::None), "waiting");
        QCOMPARE(waitText(built.trace, Segment()), "running");
    }
    void aWorkersMainThreadIsCalledByItsProcess()
    {
        OneLane built;
        const LaneId parent = built.lane(LaneKind::Process, "parent", std::nullopt, 7);
        const LaneId parentsMain = built.lane(LaneKind::Thread, "main thread", parent, 7, 7);
        const LaneId worker = built.lane(LaneKind::Process, "worker 1", parent, 8);
        const LaneId workersMain = built.lane(LaneKind::Thread, "main thread", worker, 8, 8);
        const LaneId workersOther = built.lane(LaneKind::Thread, "helper", worker, 8, 9);
        const Lane &lock = *built.trace.lane(built.lane(LaneKind::Lock, "lock", parent));
        QCOMPARE(nameSeenFrom(built.trace, lock, parentsMain), "main thread");
        QCOMPARE(nameSeenFrom(built.trace, lock, workersMain), "worker 1");
        QCOMPARE(nameSeenFrom(built.trace, lock, workersOther), "helper");
        QCOMPARE(nameSeenFrom(built.trace, lock, LaneId(99)), "an unknown lane");
    }
    void aSleepSaysExactlyHowLong_data()
    {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<QString>("text");
        QTest::newRow("1 s") << qint64(1'000'000'000) << QStringLiteral("sleep 1 s");
        QTest::newRow("1.5 s") << qint64(1'500'000'000) << QStringLiteral("sleep 1.5 s");
        QTest::newRow("90 s") << qint64(90'000'000'000) << QStringLiteral("sleep 90 s");
        QTest::newRow("2 min") << qint64(125'000'000'000) << QStringLiteral("sleep 2 min 5 s");
        QTest::newRow("100 ms") << qint64(100'000'000) << QStringLiteral("sleep 100 ms");
        QTest::newRow("2.05 ms") << qint64(2'050'000) << QStringLiteral("sleep 2.05 ms");
        QTest::newRow("7 µs") << qint64(7'000) << QStringLiteral("sleep 7 µs");
        QTest::newRow("0") << qint64(0) << QStringLiteral("sleep 0 ns");
    }
    void aSleepSaysExactlyHowLong()
    {
        QFETCH(qint64, ns);
        QFETCH(QString, text);
        Segment segment;
        segment.state = State::Suspended;
        segment.reason = Reason::Sleep;
        segment.asked = Nanos(ns);
        QCOMPARE(QString::fromStdString(waitText(Trace(), segment)), text);
    }
    void aDurationHasThreeSignificantDigits_data()
    {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<QString>("text");
        const std::pair<qint64, const char *> rows[] = {
            {0, "0 ns"}, {1, "1 ns"}, {312, "312 ns"}, {999, "999 ns"}, {1'000, "1.00 µs"}, {1'250, "1.25 µs"},
            {9'994, "9.99 µs"}, {9'995, "10.0 µs"}, {99'949, "99.9 µs"}, {99'950, "100 µs"}, {999'499, "999 µs"},
            {999'500, "1.00 ms"}, {999'900, "1.00 ms"}, {1'000'000, "1.00 ms"}, {12'400'000, "12.4 ms"},
            {999'499'999, "999 ms"}, {999'500'000, "1.00 s"}, {1'000'000'000, "1.00 s"}, {1'004'999'999, "1.00 s"},
            {1'005'000'000, "1.01 s"}, {61'200'000'000, "61.2 s"}, {119'499'999'999, "119 s"},
            {119'500'000'000, "2 min 0 s"}, {125'000'000'000, "2 min 5 s"}, {3'599'499'999'999, "59 min 59 s"},
            {3'600'000'000'000, "1 h 0 min"}, {5'400'000'000'000, "1 h 30 min"}, {-1'250, "-1.25 µs"}};
        for (const auto &[ns, text] : rows)
            QTest::newRow(text) << ns << QString::fromUtf8(text);
    }
    void aDurationHasThreeSignificantDigits()
    {
        QFETCH(qint64, ns);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(durationText(Nanos(ns))), text);
    }
    void processesAndHostsDoNotExecute()
    {
        for (const LaneKind kind : {LaneKind::Thread, LaneKind::EventLoop, LaneKind::Task, LaneKind::Coroutine,
                                    LaneKind::Generator})
            QVERIFY(executes(kind));
        for (const LaneKind kind : {LaneKind::Host, LaneKind::Process, LaneKind::Queue, LaneKind::Lock, LaneKind::Cpu})
            QVERIFY(!executes(kind));
    }
};

QTEST_APPLESS_MAIN(TestStates)
#include "tst_states.moc"

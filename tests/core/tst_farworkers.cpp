// What a worker elsewhere recorded, brought home: its lanes, its times by another clock, and what
// is no recording at all.
#include "core/executors/eventpost.h"
#include "core/executors/farworkers.h"
#include "tests/support/recordedrun.h"

#include <QTest>

using namespace Interleave;

namespace {

RedisReply text(const std::string &value)
{
    RedisReply reply;
    reply.type = RedisReply::Type::Text;
    reply.text = value;
    return reply;
}

/// What a worker's machine would have sent, from an arena of its own.
class Elsewhere
{
public:
    explicit Elsewhere(std::int64_t aheadNs) : m_aheadNs(aheadNs), m_arena(Arena::create(shifted(aheadNs), 2, 1 << 10).takeValue())
    {
        m_arena.header().nextLane.store(firstFarLane - 1);
        if (!recorder.attach(m_arena).hasValue())
            qFatal("no ring for the test");
        thread = recorder.allocateLane();
        recorder.declareLane(recorder.stamp(), thread, LaneKind::Thread, hostLane, "far thread", 7, 7);
        recorder.start(recorder.stamp(), thread, hostLane);
    }
    ~Elsewhere() { recorder.detach(); }

    /// The fields of a batch with all that was recorded since the last one.
    RedisReply batch(bool isLast = false, std::int64_t uncertaintyNs = 1000)
    {
        std::string records;
        RingHeader &ring = m_arena.ring(0);
        for (; m_taken < ring.head; ++m_taken)
            records.append(reinterpret_cast<const char *>(&m_arena.records(0)[m_taken]), sizeof(Event));
        // Redis's clock is ours; theirs is ahead of it.
        return batchOf(records, ++m_number, isLast, -m_aheadNs - uncertaintyNs, -m_aheadNs + uncertaintyNs);
    }

    RedisReply batchOf(const std::string &records, std::uint64_t number, bool isLast, std::int64_t low, std::int64_t high) const
    {
        const ClockCalibration &clock = m_arena.header().clock;
        RedisReply fields;
        fields.type = RedisReply::Type::Array;
        const std::vector<std::pair<std::string, std::string>> values = {
            {"worker", "far.7"}, {"host", "far"}, {"number", std::to_string(number)}, {"records", records},
            {"base", std::to_string(clock.baseMonotonicNs)}, {"multiplier", std::to_string(clock.multiplier)},
            {"low", std::to_string(low)}, {"high", std::to_string(high)}, {"last", isLast ? "1" : "0"}};
        for (const auto &[name, value] : values) {
            fields.elements.push_back(text(name));
            fields.elements.push_back(text(value));
        }
        return fields;
    }

    Recorder recorder;
    LaneId thread;

private:
    static ClockCalibration shifted(std::int64_t aheadNs)
    {
        ClockCalibration clock = calibrateClock();
        clock.baseMonotonicNs += aheadNs;
        return clock;
    }

    std::int64_t m_aheadNs;
    Arena m_arena;
    std::uint64_t m_taken = 0, m_number = 0;
};

void lookAtOurs(FarWorkers &far)
{
    const std::int64_t now = monotonicNs();
    far.look({now, now, now});
}

constexpr std::int64_t halfAnHour = 1'800'000'000'000;

} // namespace

class TestFarWorkers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWorkersLanesComeHomeAtTheRightTime_data()
    {
        QTest::addColumn<qint64>("ahead");
        QTest::newRow("same clock") << qint64(0);
        QTest::newRow("half an hour ahead") << qint64(halfAnHour);
        QTest::newRow("half an hour behind") << qint64(-halfAnHour);
    }

    void aWorkersLanesComeHomeAtTheRightTime()
    {
        QFETCH(qint64, ahead);
        std::int64_t before = 0, after = 0;
        const Trace trace = recorded([&](Program &) {
            FarWorkers far;
            lookAtOurs(far);
            before = monotonicNs() - recordingArena()->header().clock.baseMonotonicNs;
            Elsewhere elsewhere(ahead);
            elsewhere.recorder.output(elsewhere.thread, "a line longer than fourteen bytes");
            elsewhere.recorder.counter(elsewhere.thread, -3, "depth");
            elsewhere.recorder.finish(elsewhere.recorder.stamp(), elsewhere.thread);
            after = monotonicNs() - recordingArena()->header().clock.baseMonotonicNs;
            far.take(elsewhere.batch(true));
            QVERIFY(far.knows("far.7"));
            QVERIFY(far.haveAllLeft());
        });
        QCOMPARE(brokenLaws(trace), QString());
        const Lane &lane = *laneNamed(trace, "far thread");
        QCOMPARE(lane.tid, 7u);
        QVERIFY(trace.lane(*lane.parent)->name.starts_with("far (clock ± "));
        QVERIFY(trace.lane(*lane.parent)->kind == LaneKind::Host);
        QCOMPARE(lifeOf(trace, "far thread"), QStringLiteral("start finish(finished)"));
        for (const Event &event : lane.events) {
            constexpr std::int64_t tolerance = 1'000'000; // of converting, and of the uncertainty
            QVERIFY(event.time().count() > before - tolerance && event.time().count() < after + tolerance);
        }
        QCOMPARE(trace.outputs().size(), std::size_t(1));
        QVERIFY(trace.text(trace.outputs()[0]) == "a line longer than fourteen bytes");
    }

    void theUncertaintyIsToldAsACounterOfTheHost()
    {
        const Trace trace = recorded([&](Program &) {
            FarWorkers far;
            lookAtOurs(far);
            Elsewhere elsewhere(0);
            far.take(elsewhere.batch(false, 5'000'000));
            elsewhere.recorder.finish(elsewhere.recorder.stamp(), elsewhere.thread);
            far.take(elsewhere.batch(true, 2'000'000));
        });
        std::vector<std::int64_t> told;
        for (const Lane &lane : trace.lanes()) {
            for (const Event &event : lane.events) {
                const CounterSample *sample = trace.counter(event);
                if (sample && sample->name == FarWorkers::uncertaintyCounter)
                    told.push_back(sample->value);
            }
        }
        QCOMPARE(told.size(), std::size_t(2));
        QVERIFY(told[0] >= 5'000'000 && told[0] < 6'000'000);
        QVERIFY(told[1] < told[0]);
    }

    void aBatchThatComesTwiceCountsOnce()
    {
        const Trace trace = recorded([&](Program &) {
            FarWorkers far;
            lookAtOurs(far);
            Elsewhere elsewhere(0);
            elsewhere.recorder.finish(elsewhere.recorder.stamp(), elsewhere.thread);
            const RedisReply batch = elsewhere.batch(true);
            far.take(batch);
            far.take(batch);
        });
        QCOMPARE(lifeOf(trace, "far thread"), QStringLiteral("start finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void aLanesTimesNeverGoBackWhenTheClockIsKnownBetter()
    {
        const Trace trace = recorded([&](Program &) {
            FarWorkers far;
            lookAtOurs(far);
            Elsewhere elsewhere(0);
            far.take(elsewhere.batch());
            elsewhere.recorder.suspend(elsewhere.recorder.stamp(), elsewhere.thread, Reason::Io);
            const Stamp now = elsewhere.recorder.stamp();
            elsewhere.recorder.wake(now, elsewhere.thread, hostLane);
            elsewhere.recorder.resume(now, elsewhere.thread);
            elsewhere.recorder.finish(elsewhere.recorder.stamp(), elsewhere.thread);
            RedisReply batch = elsewhere.batch(true);
            for (std::size_t index = 0; index < batch.elements.size(); index += 2) {
                if (batch.elements[index].text == "low" || batch.elements[index].text == "high")
                    batch.elements[index + 1].text = "-50000000"; // theirs was ahead by 50 ms all the time
            }
            far.take(batch);
        });
        QCOMPARE(lifeOf(trace, "far thread"), QStringLiteral("start suspend(i/o) resume finish(finished)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void whoIsNotHeardOfAnyMoreHasItsLanesEnded()
    {
        const Trace trace = recorded([&](Program &) {
            FarWorkers far;
            lookAtOurs(far);
            Elsewhere elsewhere(0);
            far.take(elsewhere.batch());
            QVERIFY(!far.haveAllLeft());
        });
        QCOMPARE(lifeOf(trace, "far thread"), QStringLiteral("start finish(killed)"));
        QCOMPARE(brokenLaws(trace), QString());
    }

    void whatIsNoRecordingIsLeftOut_data()
    {
        QTest::addColumn<QByteArray>("records");
        QTest::newRow("zeros") << QByteArray(160, '\0');
        QTest::newRow("ones") << QByteArray(160, '\xff');
        QTest::newRow("text") << QByteArray("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n");
        QTest::newRow("half a record") << QByteArray(7, 'x');
    }

    void whatIsNoRecordingIsLeftOut()
    {
        QFETCH(QByteArray, records);
        const Trace trace = recorded([&](Program &) {
            FarWorkers far;
            lookAtOurs(far);
            Elsewhere elsewhere(0);
            far.take(elsewhere.batchOf(records.toStdString(), 1, true, 0, 0));
            far.take(RedisReply());
            QVERIFY(!far.knows(""));
        });
        QCOMPARE(brokenLaws(trace), QString());
        for (const Lane &lane : trace.lanes()) {
            const Lane *parent = lane.parent ? trace.lane(*lane.parent) : nullptr;
            const bool isTheirs = parent && parent->kind == LaneKind::Host && parent->id != hostLane;
            QVERIFY2(!isTheirs || lane.name == "clock uncertainty (ns)", lane.name.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestFarWorkers)
#include "tst_farworkers.moc"

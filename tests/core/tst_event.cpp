#include "core/trace/event.h"

#include <QTest>

#include <array>
#include <cstring>

using namespace Interleave;
using namespace std::chrono_literals;

namespace {

std::array<unsigned, 16> bytesOf(const Event &event)
{
    unsigned char raw[16];
    static_assert(sizeof(event) == sizeof(raw));
    std::memcpy(raw, &event, sizeof(raw));
    std::array<unsigned, 16> bytes;
    std::copy(std::begin(raw), std::end(raw), bytes.begin());
    return bytes;
}

} // namespace

class TestEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRecordLiesAsItsDescriptionSays()
    {
        const Event event(0x060504030201, EventKind::Suspend, 0x12, LaneId(0x0a0908), 0x0d0c0b, 0x0f0e, true);
        const std::array<unsigned, 16> expected = {1, 2, 3, 4, 5, 6,  // time
                                                   0x83,              // kind 3, inferred
                                                   0x12,              // detail
                                                   0x08, 0x09, 0x0a,  // lane
                                                   0x0b, 0x0c, 0x0d,  // argument
                                                   0x0e, 0x0f};       // line
        QVERIFY(bytesOf(event) == expected);
    }
    void aMeasuredEventHasNoInferredBit()
    {
        QCOMPARE(bytesOf(Event(0, EventKind::Wake, 0, LaneId(1)))[6], 6u);
        QVERIFY(!Event(0, EventKind::Continuation, 0, LaneId(1)).inferred());
        QVERIFY(Event(0, EventKind::Continuation, 0, LaneId(1)).kind() == EventKind::Continuation);
    }
    void whatIsPutInComesOut()
    {
        const Event event(123'456'789, EventKind::Finish, std::uint8_t(Outcome::Killed), LaneId(77), 9, 65'535, true);
        QVERIFY(event.time() == 123'456'789ns);
        QVERIFY(event.kind() == EventKind::Finish);
        QVERIFY(event.outcome() == Outcome::Killed);
        QVERIFY(event.lane() == LaneId(77));
        QCOMPARE(event.argument(), 9u);
        QCOMPARE(event.line(), std::uint16_t(65'535));
        QVERIFY(event.inferred());
    }
    void theLargestValuesFitAndTouchNoNeighbour()
    {
        const Event event(Event::timeMask, EventKind::None, 0, LaneId(Event::idMask), 0, 0);
        QCOMPARE(event.rawTime(), Event::timeMask);
        QVERIFY(event.kind() == EventKind::None && event.detail() == 0 && !event.inferred());
        QVERIFY(event.lane() == LaneId(Event::idMask) && event.argument() == 0 && event.line() == 0);
        const Event tooLarge(Event::timeMask + 2, EventKind::Start, 5, LaneId(Event::idMask + 2), Event::idMask + 3, 1);
        QVERIFY(tooLarge.rawTime() == 1 && tooLarge.kind() == EventKind::Start && tooLarge.detail() == 5);
        QVERIFY(tooLarge.lane() == LaneId(1) && tooLarge.argument() == 2 && tooLarge.line() == 1);
    }
    void timeAndArgumentCanBeSetAlone()
    {
        Event event(1, EventKind::Suspend, 4, LaneId(5), 6, 7, true);
        event.setRawTime(100);
        event.setArgument(0xabcdef);
        QVERIFY(event == Event(100, EventKind::Suspend, 4, LaneId(5), 0xabcdef, 7, true));
    }
    void noArgumentIsNoPeer()
    {
        QVERIFY(!Event(0, EventKind::Wake, 0, LaneId(1)).peer());
        QVERIFY(Event(0, EventKind::Wake, 0, LaneId(1), 3).peer() == LaneId(3));
    }
    void aDurationOfSixDigitsIsKeptExactly_data()
    {
        QTest::addColumn<qint64>("ns");
        for (const qint64 mantissa : {0, 1, 312, 999'999, 1'048'575, 123'456}) {
            qint64 ns = mantissa;
            for (int exponent = 0; exponent < 12; ++exponent, ns *= 10)
                QTest::addRow("%lld * 10^%d", static_cast<long long>(mantissa), exponent) << ns;
        }
    }
    void aDurationOfSixDigitsIsKeptExactly()
    {
        QFETCH(qint64, ns);
        const std::uint32_t packed = packDuration(Nanos(ns));
        QVERIFY(packed <= Event::idMask);
        QCOMPARE(qint64(unpackDuration(packed).count()), ns);
    }
    void aLongerNumberKeepsSixDigits()
    {
        QCOMPARE(qint64(unpackDuration(packDuration(Nanos(1'048'576))).count()), qint64(1'048'580));
        QCOMPARE(qint64(unpackDuration(packDuration(Nanos(123'456'749))).count()), qint64(123'457'000));
        for (qint64 ns = 1; ns < qint64(1) << 61; ns = ns * 3 + 1) {
            const qint64 back = unpackDuration(packDuration(Nanos(ns))).count();
            QVERIFY2(qAbs(back - ns) <= ns / 100'000, qPrintable(QString::number(ns)));
        }
    }
    void aNegativeDurationIsZero() { QCOMPARE(packDuration(-1s), 0u); }
    void thirtyYearsFit()
    {
        const Nanos years = 30 * 365 * 24h;
        QVERIFY(unpackDuration(packDuration(years)) == years);
    }
    void aPackedDurationFromAFileNeverOverflows()
    {
        QVERIFY(unpackDuration(Event::idMask) > 0ns);
        QVERIFY(unpackDuration(15u << 20 | 1) == Nanos(1'000'000'000'000'000));
    }
};

QTEST_APPLESS_MAIN(TestEvent)
#include "tst_event.moc"

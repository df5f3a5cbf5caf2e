#include "core/session/livereading.h"

#include "core/trace/recorder.h"
#include "core/trace/sharedtrace.h"

#include <QTest>

using namespace Interleave;

class TestLiveReading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPictureNeedNotWaitForTheNextLook()
    {
        const auto trace = sharedTrace(Trace());
        LiveReading reading;
        QVERIFY(reading.prepare(trace).hasValue());
        int looks = 0;
        reading.begin([&](bool) { ++looks; });
        Recorder recorder;
        QVERIFY(recorder.attach(reading.arena(), reading.bell()).hasValue());
        const LaneId lane = recorder.allocateLane();
        recorder.declareLane(recorder.stamp(), lane, LaneKind::Thread, std::nullopt, "thread"); // rings
        QTRY_VERIFY(looks > 0);
        recorder.start(recorder.stamp(), lane);
        const int before = looks;
        reading.lookNow();
        QCOMPARE(looks, before + 1);
        QCOMPARE(trace->eventCount(), std::uint64_t(1));
        reading.stop();
        recorder.start(recorder.stamp(), lane);
        reading.lookNow();
        QCOMPARE(trace->eventCount(), std::uint64_t(1));
    }
};

QTEST_GUILESS_MAIN(TestLiveReading)
#include "tst_livereading.moc"

// The recorder and its reader: what goes in comes out, what does not fit is counted.
#include "core/trace/arenareader.h"
#include "core/trace/recorder.h"
#include "tests/support/plaintest.h"

#include <cstring>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

using namespace Interleave;

namespace {

Arena makeArena(std::uint32_t rings = 4, std::uint64_t capacity = 1024)
{
    return Arena::create(calibrateClock(), rings, capacity).takeValue();
}

/// Records in a thread of its own, as a scenario does, and gives the ring back.
template<class Body>
void recording(const Arena &arena, Body body)
{
    std::thread([&] {
        Recorder &recorder = Recorder::ofThisThread();
        CHECK(recorder.attach(arena).hasValue());
        body(recorder);
        recorder.detach();
    }).join();
}

Trace drained(ArenaReader &reader)
{
    Trace trace;
    while (reader.drain(trace, 1000) > 0) {}
    reader.account(trace);
    return trace;
}

void everyKindComesOutAsItWentIn()
{
    const Arena arena = makeArena();
    ArenaReader reader(arena);
    const LaneId lane = arena.allocateLane();
    recording(arena, [&](Recorder &recorder) {
        recorder.declareLane(recorder.stamp(), lane, LaneKind::Task, std::nullopt, "a name of more than fourteen bytes", 12, 34);
        recorder.start(recorder.stamp(), lane);
        recorder.suspend(recorder.stamp(), lane, Reason::Sleep, packDuration(Nanos(1'000'000'000)), 42);
        recorder.wake(recorder.stamp(), lane, lane, true);
        recorder.resume(recorder.stampFenced(), lane);
        recorder.output(lane, "printed text that needs several continuation records, ä ö ü");
        recorder.output(lane, "");
        recorder.counter(lane, -7, "depth");
        recorder.finish(recorder.stamp(), lane, Outcome::Failed, 3);
    });
    const Trace trace = drained(reader);
    const Lane &result = *trace.lane(lane);
    CHECK(result.name == "a name of more than fourteen bytes");
    CHECK_EQUAL(result.pid, 12u);
    CHECK_EQUAL(result.tid, 34u);
    CHECK_EQUAL(result.events.size(), 8u);
    CHECK(unpackDuration(result.events[1].argument()) == Nanos(1'000'000'000));
    CHECK_EQUAL(result.events[1].line(), 42);
    CHECK(result.events[2].inferred() && result.events[2].peer() == lane);
    CHECK(trace.text(result.events[4]) == "printed text that needs several continuation records, ä ö ü");
    CHECK(trace.text(result.events[5]).empty());
    CHECK_EQUAL(trace.counter(result.events[6])->value, -7);
    CHECK(result.events[7].outcome() == Outcome::Failed && result.events[7].argument() == 3);
    CHECK_EQUAL(trace.rings.size(), 1u);
    CHECK(trace.rings[0].holds());
    CHECK_EQUAL(trace.rings[0].stored, trace.recordCount());
    CHECK(trace.problems.empty());
}

void timesAreMonotonicNanosecondsSinceTheBase()
{
    const Arena arena = makeArena();
    ArenaReader reader(arena);
    const LaneId lane = arena.allocateLane();
    const std::int64_t before = monotonicNs();
    recording(arena, [&](Recorder &recorder) { recorder.start(recorder.stamp(), lane); });
    const std::int64_t after = monotonicNs();
    const Trace trace = drained(reader);
    const std::int64_t time = trace.events(lane)[0].time().count() + arena.header().clock.baseMonotonicNs;
    const std::int64_t tolerance = 10'000; // two readings of two clocks, and the calibration's slope
    CHECK(time > before - tolerance && time < after + tolerance);
}

void aFullRingCountsWhatItDropsAndSaysWhere()
{
    const Arena arena = makeArena(1, 64);
    ArenaReader reader(arena);
    const LaneId lane = arena.allocateLane();
    Trace trace;
    recording(arena, [&](Recorder &recorder) {
        for (int i = 0; i < 100; ++i)
            recorder.resume(recorder.stamp(), lane);
        recorder.output(lane, "a text that does not fit either");
        reader.drain(trace, 1000);
        recorder.resume(recorder.stamp(), lane);
    });
    while (reader.drain(trace, 1000) > 0) {}
    reader.account(trace);
    CHECK_EQUAL(trace.lost(), 36u + 1 + 3);
    CHECK_EQUAL(trace.rings[0].recorded, 100u + 4 + 1 + 1); // and the Lost event itself
    CHECK(trace.rings[0].holds());
    CHECK_EQUAL(trace.events(hostLane).size(), 66u); // lane 1 is also the lane recorded on here
    CHECK_EQUAL(trace.events(hostLane)[64].argument(), 40u);
    CHECK(trace.events(hostLane)[64].kind() == EventKind::Lost);
}

void aLookEndsWhenItsTimeIsUpAndTheNextGoesOn()
{
    constexpr int count = 50'000;
    const Arena arena = makeArena(1, 1 << 16);
    ArenaReader reader(arena);
    Trace trace;
    recording(arena, [&](Recorder &recorder) {
        for (int i = 0; i < count; ++i)
            recorder.resume(recorder.stamp(), hostLane);
    });
    const std::uint64_t first = reader.drain(trace, count, Nanos(0)); // no time at all, but never nothing
    CHECK(first > 0 && first < count / 2);
    CHECK_EQUAL(trace.eventCount(), first);
    while (reader.drain(trace, count, Nanos(0)) > 0) {}
    CHECK_EQUAL(trace.eventCount(), std::uint64_t(count));
}

void aThreadWithoutARingIsCountedAsLost()
{
    const Arena arena = makeArena(1);
    ArenaReader reader(arena);
    recording(arena, [&](Recorder &) {
        std::thread([&] {
            Recorder &second = Recorder::ofThisThread();
            CHECK(!second.attach(arena).hasValue());
            second.start(second.stamp(), hostLane);
            second.output(hostLane, "text");
        }).join();
    });
    const Trace trace = drained(reader);
    CHECK_EQUAL(trace.lost(), 3u);
}

void aRingGivenBackServesTheNextThread()
{
    const Arena arena = makeArena(1);
    ArenaReader reader(arena);
    Trace trace;
    for (int owner = 0; owner < 5; ++owner) {
        recording(arena, [&](Recorder &recorder) { recorder.start(recorder.stamp(), hostLane); });
        reader.drain(trace, 1000);
    }
    reader.account(trace);
    CHECK_EQUAL(trace.rings.size(), 5u);
    for (const RingTotals &ring : trace.rings)
        CHECK(ring.holds() && ring.stored == 1);
}

void anUnattachedThreadRecordsNothing()
{
    Recorder &recorder = Recorder::ofThisThread();
    CHECK(!recorder.isAttached());
    recorder.start(recorder.stamp(), hostLane);
    recorder.output(hostLane, "nobody listens");
    CHECK_EQUAL(recorder.stamp().ticks, 0u);
}

void aSleepingReaderIsRungOnce()
{
    const Arena arena = makeArena();
    ArenaReader reader(arena);
    const int bell = eventfd(0, EFD_NONBLOCK);
    reader.sleep();
    std::thread([&] {
        Recorder &recorder = Recorder::ofThisThread();
        CHECK(recorder.attach(arena, bell).hasValue());
        recorder.start(recorder.stamp(), hostLane);
        recorder.resume(recorder.stamp(), hostLane);
        recorder.detach();
    }).join();
    std::uint64_t rings = 0;
    CHECK_EQUAL(read(bell, &rings, sizeof rings), 8);
    CHECK_EQUAL(rings, 1u);
    close(bell);
}

void garbageInARingIsNamedAndLeftAlone()
{
    const Arena arena = makeArena(2);
    ArenaReader reader(arena);
    recording(arena, [&](Recorder &recorder) { recorder.start(recorder.stamp(), hostLane); });
    arena.records(0)[0] = Event(0, EventKind(77), 0, hostLane);
    Trace trace;
    CHECK_EQUAL(reader.drain(trace, 1000), 0u);
    CHECK_EQUAL(trace.problems.size(), 1u);
    CHECK_EQUAL(reader.drain(trace, 1000), 0u);
    CHECK_EQUAL(trace.problems.size(), 1u);
    arena.ring(1).owner = 5;
    arena.ring(1).head = 1u << 30; // more than the ring can hold
    CHECK_EQUAL(reader.drain(trace, 1000), 0u);
    CHECK_EQUAL(trace.problems.size(), 2u);
}

void whatBelongsToALaneTooManyIsLostAndTheRingStaysReadable()
{
    const Arena arena = makeArena();
    ArenaReader reader(arena);
    const LaneId lane = arena.allocateLane();
    const LaneId tooMany(Trace::maxLanes + 1);
    recording(arena, [&](Recorder &recorder) {
        recorder.declareLane(recorder.stamp(), tooMany, LaneKind::Task, std::nullopt, "name", 1, 2); // 2 records
        recorder.start(recorder.stamp(), lane);
        recorder.start(recorder.stamp(), tooMany);
        recorder.output(tooMany, "a text of more than fourteen bytes"); // 4 records
        recorder.counter(tooMany, 1, "n"); // 2 records
        recorder.finish(recorder.stamp(), lane, Outcome::Finished, 0);
    });
    const Trace trace = drained(reader);
    CHECK_EQUAL(trace.events(lane).size(), 2u);
    CHECK_EQUAL(trace.lanes().size(), 1u);
    CHECK(trace.texts().empty() && trace.counters().empty());
    CHECK_EQUAL(trace.rings.size(), 1u);
    CHECK_EQUAL(trace.rings[0].recorded, 2u + 2 + 1 + 4 + 2);
    CHECK_EQUAL(trace.rings[0].stored, 2u);
    CHECK(trace.rings[0].holds());
    CHECK_EQUAL(trace.rings[0].stored, trace.recordCount());
    CHECK_EQUAL(trace.problems.size(), 1u);
}

void theArenaIsSealedAndChecked()
{
    const Arena arena = makeArena();
    CHECK(ftruncate(arena.fd(), 0) != 0);
    Result<Arena> again = Arena::attach(dup(arena.fd()));
    CHECK(again.hasValue());
    CHECK_EQUAL(again.value().allocateLane().value(), 1u);
    CHECK_EQUAL(arena.allocateLane().value(), 2u);
    const int foreign = memfd_create("foreign", 0);
    CHECK(ftruncate(foreign, 8192) == 0);
    CHECK(!Arena::attach(foreign).hasValue());
    CHECK(!Arena::attach(open("/dev/null", O_RDWR)).hasValue());
}

} // namespace

int main()
{
    return PlainTest::run({
        {"everyKindComesOutAsItWentIn", everyKindComesOutAsItWentIn},
        {"timesAreMonotonicNanosecondsSinceTheBase", timesAreMonotonicNanosecondsSinceTheBase},
        {"aFullRingCountsWhatItDropsAndSaysWhere", aFullRingCountsWhatItDropsAndSaysWhere},
        {"aLookEndsWhenItsTimeIsUpAndTheNextGoesOn", aLookEndsWhenItsTimeIsUpAndTheNextGoesOn},
        {"aThreadWithoutARingIsCountedAsLost", aThreadWithoutARingIsCountedAsLost},
        {"aRingGivenBackServesTheNextThread", aRingGivenBackServesTheNextThread},
        {"anUnattachedThreadRecordsNothing", anUnattachedThreadRecordsNothing},
        {"aSleepingReaderIsRungOnce", aSleepingReaderIsRungOnce},
        {"garbageInARingIsNamedAndLeftAlone", garbageInARingIsNamedAndLeftAlone},
        {"whatBelongsToALaneTooManyIsLostAndTheRingStaysReadable",
         whatBelongsToALaneTooManyIsLostAndTheRingStaysReadable},
        {"theArenaIsSealedAndChecked", theArenaIsSealedAndChecked},
    });
}

// Producers and the reader at once, full rings, rings given back and claimed anew, and producers
// killed at random moments: nothing torn, foreign or missing, and the books always balance.
#include "core/trace/arenareader.h"
#include "core/trace/recorder.h"
#include "tests/support/plaintest.h"

#include <atomic>
#include <charconv>
#include <csignal>
#include <map>
#include <random>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Interleave;

namespace {

/// Event number n of a producer, every field determined by n, so that a torn one shows.
void recordNumbered(Recorder &recorder, LaneId lane, std::uint32_t number)
{
    if (number % 16 == 15)
        recorder.output(lane, "text " + std::to_string(number) + std::string(number % 41, 'x'));
    else
        recorder.suspend(recorder.stamp(), lane, Reason(number % 19), number & Event::idMask, number & 0xffff);
}

bool isNumbered(const Trace &trace, const Event &event, std::uint32_t number)
{
    if (number % 16 == 15)
        return trace.text(event) == "text " + std::to_string(number) + std::string(number % 41, 'x');
    return event.kind() == EventKind::Suspend && event.reason() == Reason(number % 19)
           && event.argument() == (number & Event::idMask) && event.line() == (number & 0xffff);
}

/// The number that the event claims to have; isNumbered() tells whether it is that one, whole.
std::uint32_t claimedNumber(const Trace &trace, const Event &event)
{
    if (event.kind() != EventKind::Output)
        return event.argument();
    constexpr std::size_t behindWord = 5;
    const std::string_view text = trace.text(event);
    std::uint32_t number = 0;
    if (text.size() > behindWord)
        std::from_chars(text.data() + behindWord, text.data() + text.size(), number);
    return number;
}

/// Whole events with ascending numbers, none skipped unless records were lost. Returns the number
/// that would come next.
std::uint32_t checkNumbers(const Trace &trace)
{
    std::uint32_t next = 0;
    for (const Event &event : trace.events(hostLane)) {
        if (event.kind() == EventKind::Lost)
            continue;
        const std::uint32_t number = claimedNumber(trace, event);
        CHECK(trace.lost() > 0 ? number >= next : number == next);
        CHECK(isNumbered(trace, event, number));
        next = number + 1;
    }
    return next;
}

void producersAndReaderAtOnce()
{
    constexpr int producers = 6;
    constexpr std::uint32_t each = 60'000;
    const Arena arena = Arena::create(calibrateClock(), producers, 512).takeValue();
    ArenaReader reader(arena);
    std::atomic<int> running = producers;
    std::vector<std::thread> threads;
    for (int index = 0; index < producers; ++index) {
        threads.emplace_back([&] {
            Recorder &recorder = Recorder::ofThisThread();
            CHECK(recorder.attach(arena).hasValue());
            const LaneId lane = recorder.allocateLane();
            for (std::uint32_t number = 0; number < each; ++number)
                recorder.suspend(recorder.stamp(), lane, Reason::Sleep, number);
            recorder.detach();
            --running;
        });
    }
    Trace trace;
    while (running > 0 || reader.drain(trace, 200) > 0)
        reader.drain(trace, 200);
    for (std::thread &thread : threads)
        thread.join();
    reader.account(trace);
    std::uint64_t recorded = 0, holes = 0;
    for (const RingTotals &ring : trace.rings) {
        CHECK(ring.holds());
        recorded += ring.recorded;
    }
    std::uint64_t stored = 0;
    for (const Lane &lane : trace.lanes()) {
        std::int64_t last = -1;
        for (const Event &event : lane.events) {
            if (event.kind() == EventKind::Lost) {
                ++holes;
                continue;
            }
            CHECK(event.kind() == EventKind::Suspend && std::int64_t(event.argument()) > last);
            last = event.argument();
            ++stored;
        }
    }
    CHECK_EQUAL(stored + trace.lost(), std::uint64_t(producers) * each);
    CHECK_EQUAL(recorded, std::uint64_t(producers) * each + holes);
    CHECK(trace.problems.empty());
}

void ringsGoFromHandToHand()
{
    const Arena arena = Arena::create(calibrateClock(), 2, 256).takeValue();
    ArenaReader reader(arena);
    Trace trace;
    std::atomic<bool> done = false;
    std::atomic<int> attached = 0;
    std::thread owners([&] {
        for (int round = 0; round < 300; ++round) {
            std::thread([&] {
                Recorder &recorder = Recorder::ofThisThread();
                if (!recorder.attach(arena).hasValue())
                    return;
                ++attached;
                for (std::uint32_t number = 0; number < 20; ++number)
                    recordNumbered(recorder, hostLane, number);
                recorder.detach();
            }).join();
        }
        done = true;
    });
    while (!done || reader.drain(trace, 1000) > 0)
        reader.drain(trace, 1000);
    owners.join();
    reader.account(trace);
    CHECK_EQUAL(int(trace.rings.size()), attached.load());
    for (const RingTotals &ring : trace.rings)
        CHECK(ring.holds() && ring.lost == 0);
}

struct Shared {
    std::atomic<std::uint32_t> acknowledged; // events whose recording returned
};

[[noreturn]] void recordUntilKilled(const Arena &arena, Shared &shared)
{
    Recorder &recorder = Recorder::ofThisThread();
    recorder.abandonRing();
    if (!recorder.attach(arena).hasValue())
        _exit(1);
    const LaneId lane = recorder.allocateLane();
    for (std::uint32_t number = 0;; ++number) {
        recordNumbered(recorder, lane, number);
        shared.acknowledged.store(number + 1, std::memory_order_release);
    }
}

void aKilledProducerLeavesWholeEventsOnly()
{
    std::mt19937 random(444);
    auto *shared = static_cast<Shared *>(mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                                              MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    std::uint64_t events = 0;
    int withoutLoss = 0;
    for (int kill = 0; kill < 200; ++kill) {
        const Arena arena = Arena::create(calibrateClock(), 2, 1 << 16).takeValue();
        ArenaReader reader(arena);
        shared->acknowledged = 0;
        const pid_t child = fork();
        if (child == 0)
            recordUntilKilled(arena, *shared);
        const auto moment = std::chrono::microseconds(random() % 2500);
        const auto until = std::chrono::steady_clock::now() + moment;
        Trace trace;
        while (std::chrono::steady_clock::now() < until)
            reader.drain(trace, 4000);
        ::kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        CHECK(WIFSIGNALED(status));
        while (reader.drain(trace, 1u << 20) > 0) {}
        reader.account(trace);
        const std::uint32_t next = checkNumbers(trace);
        CHECK(trace.lost() > 0 || next >= shared->acknowledged);
        CHECK(next <= shared->acknowledged + 1);
        withoutLoss += trace.lost() == 0;
        for (const RingTotals &ring : trace.rings)
            CHECK(ring.holds() && ring.pid == std::uint32_t(child));
        CHECK(trace.rings.size() <= 1 && trace.problems.empty());
        events += trace.events(hostLane).size();
    }
    std::printf("  200 kills, %llu events, %d rounds without loss\n", static_cast<unsigned long long>(events),
                withoutLoss);
    CHECK(events > 10'000);
    CHECK(withoutLoss >= 100);
    munmap(shared, sizeof(Shared));
}

} // namespace

int main()
{
    return PlainTest::run({
        {"producersAndReaderAtOnce", producersAndReaderAtOnce},
        {"ringsGoFromHandToHand", ringsGoFromHandToHand},
        {"aKilledProducerLeavesWholeEventsOnly", aKilledProducerLeavesWholeEventsOnly},
    });
}

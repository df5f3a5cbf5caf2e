// What recording costs, beside the least that it could cost on this machine (a clock read and a
// 16-byte store), in one run.
//
// The rows take turns, a millisecond each, over many rounds; a ratio is formed within its round,
// where both sides saw the same frequency and the same neighbours, and the table shows medians.
// Rings and buffers are recycled and small enough for the second-level cache. The ring is emptied
// between batches, outside the measured time, so that no reader disturbs the producer. Every loop
// forgets what it knows of memory after each event, as a program does that works between events.
#include "core/trace/arenareader.h"
#include "core/trace/recorder.h"
#include "tests/bench/row.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

using namespace Interleave;

namespace {

constexpr std::uint64_t capacity = 8192; // records, 128 KiB
constexpr int batchesPerRound = 16;
constexpr int roundCount = 201;
constexpr int quickRoundCount = 51;
constexpr std::string_view text40 = "forty bytes of text, as a line is often.";
static_assert(text40.size() == 40);

double median(std::vector<double> values)
{
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Times `batch`, which handles so many events, and reports the median of its nanoseconds per
/// event; `prepare` runs before each batch and is not timed.
template<class Prepare, class Batch>
void timeBatches(benchmark::State &state, std::uint64_t events, Prepare prepare, Batch batch)
{
    std::vector<double> nsPerEvent;
    for ([[maybe_unused]] auto iteration : state) {
        prepare();
        const std::int64_t before = monotonicNs();
        batch();
        const std::int64_t elapsed = monotonicNs() - before;
        state.SetIterationTime(double(elapsed) * 1e-9);
        nsPerEvent.push_back(double(elapsed) / double(events));
    }
    state.counters["ns"] = benchmark::Counter(median(nsPerEvent), benchmark::Counter::kAvgThreads);
}

template<class Body>
void repeat(std::uint64_t events, Body body)
{
    for (std::uint64_t i = 0; i < events; ++i) {
        body(i);
        benchmark::ClobberMemory();
    }
}

/// Memory of a ring's size for each of two threads, private or shared with other processes.
class Buffers
{
public:
    explicit Buffers(int sharing)
    {
        void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED)
            throw std::runtime_error("no memory for the buffers");
        m_records = static_cast<Event *>(memory);
    }
    ~Buffers() { munmap(m_records, bytes); }
    Buffers(const Buffers &) = delete;
    Buffers &operator=(const Buffers &) = delete;

    Event *of(int thread) const { return m_records + std::uint64_t(thread) * capacity; }

private:
    static constexpr std::size_t bytes = 2 * capacity * sizeof(Event);
    Event *m_records = nullptr;
};

/// Puts private memory with the same content in the place of the arena's shared pages, so that
/// the recorder's own code can be timed on both.
void makePrivate(const Arena &arena)
{
    const ArenaHeader &header = arena.header();
    const std::size_t bytes = header.recordsOffset + header.ringCount * header.ringCapacity * sizeof(Event);
    std::byte *base = reinterpret_cast<std::byte *>(&arena.header());
    const std::vector<std::byte> content(base, base + bytes);
    if (mmap(base, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
        throw std::runtime_error("no private memory for the arena");
    std::memcpy(base, content.data(), bytes);
}

/// This thread's recorder with a ring of the arena, for the length of one benchmark.
class Producer
{
public:
    explicit Producer(const Arena &arena)
    {
        if (!Recorder::ofThisThread().attach(arena).hasValue())
            throw std::runtime_error("no free ring");
        const std::uint64_t self = std::uint64_t(getpid()) << 32 | std::uint32_t(gettid());
        for (std::uint32_t index = 0; index < arena.ringCount(); ++index) {
            if (arena.ring(index).owner.load(std::memory_order_relaxed) == self)
                m_ring = &arena.ring(index);
        }
    }
    ~Producer()
    {
        Recorder::ofThisThread().detach();
        emptyRing();
        m_ring->owner.store(0, std::memory_order_release);
    }
    Producer(const Producer &) = delete;
    Producer &operator=(const Producer &) = delete;

    void emptyRing()
    {
        m_ring->tail.store(m_ring->head.load(std::memory_order_relaxed), std::memory_order_release);
    }

private:
    RingHeader *m_ring = nullptr;
};

void nothing() {}

void timeClock(benchmark::State &state, const ClockCalibration &clock)
{
    timeBatches(state, capacity, nothing, [&] {
        repeat(capacity, [&](std::uint64_t) { benchmark::DoNotOptimize(clock.ticks()); });
    });
}

/// So many 16-byte stores for each of `events` moments; the moment is read from the clock or is
/// the loop's counter.
void timeStores(benchmark::State &state, const Buffers &buffers, const ClockCalibration *clock, int stores)
{
    Event *records = buffers.of(state.thread_index());
    const std::uint64_t events = capacity / std::uint64_t(stores);
    timeBatches(state, events, nothing, [&] {
        const ClockCalibration reading = clock ? *clock : ClockCalibration();
        Event *record = records;
        repeat(events, [&](std::uint64_t i) {
            const std::uint64_t moment = clock ? reading.ticks() : i;
            for (int store = 0; store < stores; ++store, ++record) {
                record->low = moment;
                record->high = i;
            }
        });
    });
}

/// Calls body(recorder) on a thread with a ring, `records` being what one call takes of it.
template<class Body>
void timeRecording(benchmark::State &state, const Arena &arena, std::uint64_t records, Body body)
{
    Producer producer(arena);
    const std::uint64_t calls = capacity / records;
    timeBatches(state, calls, [&] { producer.emptyRing(); }, [&] {
        repeat(calls, [&](std::uint64_t) { body(Recorder::ofThisThread()); });
    });
}

// Lambdas, as a function's address would keep the compiler from inlining them as it does elsewhere.
constexpr auto recordResume = [](Recorder &recorder) { recorder.resume(recorder.stamp(), LaneId(7)); };
constexpr auto recordSwitch = [](Recorder &recorder) {
    const Stamp now = recorder.stamp();
    recorder.suspend(now, LaneId(7), Reason::Await, 8, 42);
    recorder.resume(now, LaneId(8));
};

void timeDrain(benchmark::State &state, const Arena &arena)
{
    Producer producer(arena);
    ArenaReader reader(arena);
    Trace trace;
    const auto fill = [&] {
        trace = Trace();
        producer.emptyRing();
        repeat(capacity, [&](std::uint64_t) { recordResume(Recorder::ofThisThread()); });
    };
    timeBatches(state, capacity, fill, [&] { reader.drain(trace, capacity); });
}

void timeCopy(benchmark::State &state, const Buffers &buffers)
{
    timeBatches(state, capacity, nothing, [&] {
        repeat(capacity, [&](std::uint64_t i) { buffers.of(1)[i] = buffers.of(0)[i]; });
    });
}

/// Keeps the medians that the benchmarks report, one a round.
class Rounds : public benchmark::BenchmarkReporter
{
public:
    bool ReportContext(const Context &) override { return true; }
    void ReportRuns(const std::vector<Run> &runs) override
    {
        for (const Run &run : runs)
            m_ns[run.run_name.function_name].push_back(run.counters.at("ns"));
    }
    bool has(const std::string &name) const { return m_ns.contains(name); }
    double ns(const std::string &name) const { return median(m_ns.at(name)); }
    double ratio(const std::string &name, const std::string &limit) const
    {
        std::vector<double> ratios;
        for (std::size_t round = 0; round < m_ns.at(name).size(); ++round)
            ratios.push_back(m_ns.at(name)[round] / m_ns.at(limit)[round]);
        return median(ratios);
    }

private:
    std::map<std::string, std::vector<double>> m_ns;
};

/// What else is worth knowing: a benchmark, and the one that it is held against.
const std::vector<std::pair<std::string, std::string>> details{
    {"clock_gettime", "clock"},
    {"store", "clock + store"},
    {"clock + store", "clock"},
    {"clock + store, shared memory", "clock + store"},
    {"text of 40 bytes", "clock + four stores"},
    {"drain, per record", "copy 16 bytes"},
};

void printDetails(const Rounds &rounds)
{
    std::cout << std::fixed << std::setprecision(2) << std::left;
    for (const auto &[name, limit] : details) {
        if (rounds.has(name) && rounds.has(limit))
            std::cout << std::setw(30) << name << std::setw(8) << rounds.ns(name) << " ns; " << std::setw(20) << limit
                      << std::setw(8) << rounds.ns(limit) << " ns; " << rounds.ratio(name, limit) << " ×\n";
    }
    std::cout << std::defaultfloat;
}

Row rowOf(const Rounds &rounds, std::string row, const std::string &name, const std::string &limit, Goal goal)
{
    return {.name = std::move(row), .value = rounds.ns(name), .unit = "ns", .limit = rounds.ns(limit), .goal = goal,
            .ratio = rounds.ratio(name, limit)};
}

void addRows(const Rounds &rounds, RowWriter &writer)
{
    constexpr double noDearer = 1.03; // what a median may be off
    constexpr double percent = 100;
    writer.add(rowOf(rounds, "record one event, one thread: on", "record one event", "clock + store",
                     {Goal::RatioAtMost, 1.15}));
    writer.add(rowOf(rounds, "record one event, one thread: off", "off", "empty loop", {Goal::AtMost, 0.5}));
    const double scaling = percent / rounds.ratio("record, two threads", "record one event");
    const double possible = percent / rounds.ratio("clock + store, two threads", "clock + store");
    writer.add({.name = "record one event, two threads at once", .value = scaling, .unit = "%", .limit = possible,
                .goal = {Goal::AtLeast, 95}});
    writer.add(rowOf(rounds, "a task switch (suspend + resume)", "task switch", "clock + two stores",
                     {Goal::AtMost, 12}));
    writer.add(rowOf(rounds, "into shared memory", "record one event", "record, private memory",
                     {Goal::RatioAtMost, noDearer}));
}

using Benchmark = std::function<void(benchmark::State &)>;

void add(const char *name, Benchmark body, int threads = 1)
{
    benchmark::RegisterBenchmark(name, std::move(body))->UseManualTime()->Iterations(batchesPerRound)->Threads(threads);
}

void addLimits(const ClockCalibration &clock, const Buffers &own, const Buffers &shared)
{
    static const ClockCalibration monotonic;
    const auto stores = [](const Buffers &buffers, const ClockCalibration *reading, int count) {
        return [&buffers, reading, count](benchmark::State &state) { timeStores(state, buffers, reading, count); };
    };
    add("clock", [&](benchmark::State &state) { timeClock(state, clock); });
    add("clock_gettime", [&](benchmark::State &state) { timeClock(state, monotonic); });
    add("empty loop", [](benchmark::State &state) {
        timeBatches(state, capacity, nothing, [] { repeat(capacity, [](std::uint64_t) {}); });
    });
    add("store", stores(own, nullptr, 1));
    add("copy 16 bytes", [&](benchmark::State &state) { timeCopy(state, own); });
    add("clock + store, shared memory", stores(shared, &clock, 1));
    add("clock + two stores", stores(own, &clock, 2));
    add("clock + four stores", stores(own, &clock, 4));
    add("clock + store", stores(own, &clock, 1));
    add("clock + store, two threads", stores(own, &clock, 1), 2);
}

void addRecorder(const Arena &arena, const Arena &privateArena)
{
    add("record, two threads", [&](benchmark::State &state) { timeRecording(state, arena, 1, recordResume); }, 2);
    add("record one event", [&](benchmark::State &state) { timeRecording(state, arena, 1, recordResume); });
    add("record, private memory",
        [&](benchmark::State &state) { timeRecording(state, privateArena, 1, recordResume); });
    add("task switch", [&](benchmark::State &state) { timeRecording(state, arena, 2, recordSwitch); });
    add("off", [](benchmark::State &state) {
        timeBatches(state, capacity, nothing, [] {
            repeat(capacity, [](std::uint64_t) { recordResume(Recorder::ofThisThread()); });
        });
    });
    add("text of 40 bytes", [&](benchmark::State &state) {
        timeRecording(state, arena, 1 + continuationsFor(text40.size()),
                      [](Recorder &recorder) { recorder.output(LaneId(7), text40); });
    });
    add("drain, per record", [&](benchmark::State &state) { timeDrain(state, arena); });
}

} // namespace

int main(int argc, char **argv)
{
    RowWriter writer(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    const ClockCalibration clock = calibrateClock();
    const Buffers own(MAP_PRIVATE);
    const Buffers shared(MAP_SHARED);
    const Arena arena = Arena::create(clock, 2, capacity).takeValue();
    const Arena privateArena = Arena::create(clock, 2, capacity).takeValue();
    makePrivate(privateArena);
    addLimits(clock, own, shared);
    addRecorder(arena, privateArena);

    Rounds results;
    const int rounds = writer.isQuick() ? quickRoundCount : roundCount;
    for (int round = 0; round < rounds; ++round)
        benchmark::RunSpecifiedBenchmarks(&results);
    std::cout << "Nanoseconds per event, medians of " << rounds << " rounds; clock: " << clock.name() << "\n\n";
    printDetails(results);
    addRows(results, writer);
    benchmark::Shutdown();
    return 0;
}

// Threads that add to one counter: read, add one, write. Without a lock they overwrite each other.
#include "core/executors/locks.h"
#include "core/executors/program.h"
#include "core/executors/threads.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

/// Atomic and relaxed, so that reading and writing at once is no undefined behaviour in C++; the two
/// steps together are no more one step than in Python.
using Counter = std::atomic<std::int64_t>;

void addOne(Counter &counter)
{
    const std::int64_t value = counter.load(std::memory_order_relaxed);
    giveTurnAway(); // what may happen to a thread anywhere, here each time: another one runs in between
    counter.store(value + 1, std::memory_order_relaxed);
}

void increment(Program &p, Counter &counter, Mutex &lock)
{
    for (int i = 0; i < p.integer("increments"); ++i) {
        if (p.isOn("lock")) {
            const With held(lock);
            addOne(counter);
        } else {
            addOne(counter);
        }
    }
}

void run(Program &p)
{
    Counter counter = 0;
    Mutex lock("lock");
    std::vector<Thread> threads;
    for (int i = 1; i <= p.integer("threads"); ++i)
        threads.emplace_back(p, fmt::format("thread {}", i), [&] { increment(p, counter, lock); });
    for (Thread &thread : threads)
        thread.start();
    for (Thread &thread : threads)
        thread.join();
    const std::int64_t expected = p.integer("threads") * p.integer("increments");
    p.print("Expected: {}", expected);
    p.print("Got: {}", counter.load());
    p.print("Lost updates: {}", expected - counter.load());
}

const ScenarioRegistration registration({
    .id = "threads.shared-counter",
    .title = "A counter that threads share",
    .group = ScenarioGroup::Threads,
    .order = 2,
    .documents = {"002: 2 Multiple Threads", "004: 2 Multiple Threads"},
    .summary = "Several threads add to the same counter; without a lock some of their additions are lost.",
    .notice = {
        "Adding one takes two steps: read the counter, then write it back one larger.",
        "Between the two steps each thread lets others run. If another one reads the same number then, both write the same result, and one addition is lost.",
        "How many are lost differs from run to run: that is what makes such mistakes hard to find.",
        "Switch the lock on: only the thread that holds it may read and write, so nothing is lost.",
        "Every wait for the lock names the thread that holds it then, and the lock's own bar shows who had it when.",
        "The price: with the lock the threads queue up, one behind the other.",
    },
    .parameters = {
        Parameter::integer("threads", "Threads", "", 3, 1, 64, "How many threads add to the counter."),
        Parameter::integer("increments", "Increments per thread", "", 1000, 1, 10'000, "How often each thread adds one."),
        Parameter::onOff("lock", "Lock", false, "Whether a thread holds a lock while it reads and writes."),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        return ResourceNeed{.threads = 1 + std::stoll(values.at("threads"))};
    },
});

} // namespace
} // namespace Interleave

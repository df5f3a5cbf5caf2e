// The hello world of async IO: three counts that each wait a second, at the same time.
#include "core/executors/gather.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

Task<> count(Program &p)
{
    p.print("One");
    co_await Sleep(p.seconds(1));
    p.print("Two");
}

Task<> mainTask(Program &p)
{
    std::vector<Task<>> counts;
    for (int i = 0; i < p.integer("tasks"); ++i)
        counts.push_back(count(p));
    co_await gather(std::move(counts));
}

void run(Program &p)
{
    const double start = p.perfCounter();
    runAsync(mainTask(p).named("main"));
    p.print("count executed in {:.2f} seconds.", p.perfCounter() - start);
}

const ScenarioRegistration registration({
    .id = "async.count",
    .title = "Count: async",
    .group = ScenarioGroup::Async,
    .order = 1,
    .documents = {"004: Async IO, Asynchronous version", "003: Example1"},
    .summary = "Three tasks on one event loop wait one second each, all at once: one second in all.",
    .notice = {
        "There is one process with one thread; the operating system sees nothing of the three tasks.",
        "Each task runs for a moment, says that it wants to wait, and so hands its turn back to the event loop.",
        "The three waits lie below each other, not one behind the other: that is why it takes one second and not three.",
        "Never do two tasks run at once. What overlaps is the waiting, not the work.",
        "Try 1000 tasks: the time hardly grows.",
    },
    .parameters = {
        Parameter::integer("tasks", "Tasks", "", 3, 1, 10'000, "How many counts are gathered."),
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "How long one second of the documents takes here; 1000 is as written."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

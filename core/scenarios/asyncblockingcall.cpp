// The asynchronous count with a mistake in it: one of the tasks calls a sleep that blocks.
#include "core/executors/gather.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

Task<> count(Program &p, std::int64_t number)
{
    p.print("{}: One", number);
    p.show("number", number);
    if (number == p.integer("blocks"))
        p.blockingSleep(3);
    else
        co_await Sleep(p.seconds(1));
    p.print("{}: Two", number);
}

Task<> mainTask(Program &p)
{
    std::vector<Task<>> counts;
    for (std::int64_t number = 1; number <= p.integer("tasks"); ++number)
        counts.push_back(count(p, number));
    co_await gather(std::move(counts));
}

void run(Program &p)
{
    const double start = p.perfCounter();
    runAsync(mainTask(p).named("main"));
    p.print("count executed in {:.2f} seconds.", p.perfCounter() - start);
}

const ScenarioRegistration registration({
    .id = "async.blocking-call",
    .title = "A blocking call among tasks",
    .group = ScenarioGroup::Async,
    .order = 3,
    .documents = {"003: Example1", "004: Async IO, Synchronous version"},
    .summary = "All tasks of an event loop stand still for three seconds because one of them sleeps without await.",
    .notice = {
        "Task 2, in the row count 2, calls a sleep that blocks: its thread sleeps, and can do nothing else meanwhile.",
        "The row of the event loop says who holds it; the row of the thread says that it sleeps.",
        "Task 2 never gives its turn back, so it counts as running all the time, although it does nothing.",
        "The others are ready from the moment at which they could go on: task 1 when its second is over, task 3 from the beginning. But the loop cannot give them their turn.",
        "Set \"Which one blocks\" to 0: then all of them await, and the whole takes one second instead of four.",
    },
    .parameters = {
        Parameter::integer("tasks", "Tasks", "", 3, 1, 1000, "How many counts are gathered."),
        Parameter::integer("blocks", "Which one blocks", "", 2, 0, 1000, "The number of the task that sleeps for three seconds without await; 0 or a number that no task has: none."),
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "How long one second of the documents takes here; 1000 is as written."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

// The synchronous count: three calls, one after the other, each of which blocks.
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

void count(Program &p)
{
    p.print("One");
    p.blockingSleep(1);
    p.print("Two");
}

void run(Program &p)
{
    const double start = p.perfCounter();
    for (int i = 0; i < p.integer("calls"); ++i)
        count(p);
    p.print("count-sync executed in {:.2f} seconds.", p.perfCounter() - start);
}

const ScenarioRegistration registration({
    .id = "async.count-sync",
    .title = "Count: sync",
    .group = ScenarioGroup::Async,
    .order = 2,
    .documents = {"004: Async IO, Synchronous version"},
    .summary = "Three calls that each wait one second, one after the other: three seconds in all.",
    .notice = {
        "There is one process with one thread, exactly as in the asynchronous version.",
        "The waits stand one behind the other, so their times add up: three calls, three seconds.",
        "While the thread sleeps it can do nothing else, although there would be work to do.",
        "Then run the asynchronous version: the same waits, but they overlap.",
    },
    .parameters = {
        Parameter::integer("calls", "Calls", "", 3, 1, 1000, "How many times count is called."),
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "How long one second of the documents takes here; 1000 is as written."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

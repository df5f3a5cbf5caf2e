// Pool.apply: each call is handed to a worker and waited for.
#include "core/executors/program.h"
#include "core/scenarios/scenariotable.h"

namespace Interleave {
namespace {

void run(Program &p)
{
    const Table data = drawTable(p, p.integer("rows"));
    ProcessPool pool(p, int(p.integer("workers")));
    pool.nameCalls("part");
    Counts results;
    for (const Table &part : parts(data, p.integer("tasks")))
        results.take(part.size(), [&] { return pool.apply(howmanyInRows, {part, 4, 8}); });
    pool.close();
    pool.join();
    results.print(p, data);
}

const ScenarioRegistration registration({
    .id = "pool.apply",
    .title = "Pool.apply: one call at a time",
    .group = ScenarioGroup::Pool,
    .order = 2,
    .documents = {"002: 5.1 Parallelization using Pool.apply"},
    .summary = "Each call is handed to a worker process, and the next is made only when its result is back: several workers, but never two at work.",
    .notice = {
        "The workers are processes of their own; between two tasks each waits for work.",
        "The bars of the tasks lie one behind the other, never side by side.",
        "That is because apply waits: while a worker computes, the main thread stands still until the result comes back.",
        "So more workers make nothing faster. Compare the time with the run without a pool.",
        "Each call also costs the way there and back: with very many small tasks the gaps between the bars add up.",
    },
    .parameters = {workersParameter(), rowsParameter(), tasksParameter(), workParameter(), seedParameter()},
    .main = run,
    .need = poolNeed,
});

} // namespace
} // namespace Interleave

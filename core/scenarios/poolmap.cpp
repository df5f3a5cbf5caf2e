// Pool.map: one call for all rows, cut into chunks.
#include "core/executors/program.h"
#include "core/scenarios/scenariotable.h"

namespace Interleave {
namespace {

void run(Program &p)
{
    const Table data = drawTable(p, p.integer("rows"));
    ProcessPool pool(p, int(p.integer("workers")));
    pool.nameCalls("row");
    Counts results;
    results.take(data.size(), [&] { return pool.map(howmanyRowOnly, data, std::size_t(p.integer("chunk"))); });
    pool.close();
    pool.join();
    results.print(p, data);
}

const ScenarioRegistration registration({
    .id = "pool.map",
    .title = "Pool.map: all rows at once",
    .group = ScenarioGroup::Pool,
    .order = 3,
    .documents = {"002: 5.2 Parallelization using Pool.map"},
    .summary = "The rows are cut into chunks, every worker takes one after the other, and the results come back in the order of the rows.",
    .notice = {
        "A chunk is some rows together: handing over ten at once is cheaper than ten times one.",
        "All chunks are in the queue at once; a worker that has finished one takes the next, so none stands idle while there is work.",
        "Which worker gets which chunk differs from run to run. The list of results does not: it is in the order of the rows.",
        "The main thread waits until the last chunk is done.",
        "Try chunks of one row, and one chunk of all rows: the first pays for many handovers, the second uses one worker only.",
    },
    .parameters = {workersParameter(), rowsParameter(), chunkParameter(), workParameter(), seedParameter()},
    .main = run,
    .need = poolNeed,
});

} // namespace
} // namespace Interleave

// Pool.starmap: as map, with several arguments for each call.
#include "core/executors/program.h"
#include "core/scenarios/scenariotable.h"

namespace Interleave {
namespace {

void run(Program &p)
{
    const Table data = drawTable(p, p.integer("rows"));
    std::vector<std::tuple<Row, std::int64_t, std::int64_t>> calls;
    for (const Row &row : data)
        calls.emplace_back(row, 4, 8);
    ProcessPool pool(p, int(p.integer("workers")));
    pool.nameCalls("row");
    Counts results;
    results.take(data.size(), [&] { return pool.starmap(howmany, calls, std::size_t(p.integer("chunk"))); });
    pool.close();
    pool.join();
    results.print(p, data);
}

const ScenarioRegistration registration({
    .id = "pool.starmap",
    .title = "Pool.starmap: several arguments",
    .group = ScenarioGroup::Pool,
    .order = 4,
    .documents = {"002: 5.3 Parallelization using Pool.starmap"},
    .summary = "As map, but each call gets a row together with the two limits, so the function needs no fixed numbers in it.",
    .notice = {
        "map hands over one thing a call; starmap hands over a small list, which becomes the function's arguments.",
        "Everything else is as with map: chunks, a queue, workers that take the next when they are free.",
        "The limits travel with every row: a little more to send for each chunk.",
        "The results come back in the order of the rows.",
    },
    .parameters = {workersParameter(), rowsParameter(), chunkParameter(), workParameter(), seedParameter()},
    .main = run,
    .need = poolNeed,
});

} // namespace
} // namespace Interleave

// Pool.starmap_async: the parent works on while the workers do, and waits when it needs the results.
#include "core/executors/program.h"
#include "core/scenarios/scenariotable.h"

#include <numeric>

namespace Interleave {
namespace {

/// What the parent does meanwhile; a quarter of the workers' work.
std::int64_t addUp(Program &p, const Table &data)
{
    p.compute(Nanos(std::chrono::milliseconds(p.integer("work"))) / 4);
    std::int64_t sum = 0;
    for (const Row &row : data)
        sum = std::accumulate(row.begin(), row.end(), sum);
    return sum;
}

void run(Program &p)
{
    const Table data = drawTable(p, p.integer("rows"));
    std::vector<std::tuple<Row, std::int64_t, std::int64_t>> calls;
    for (const Row &row : data)
        calls.emplace_back(row, 4, 8);
    ProcessPool pool(p, int(p.integer("workers")));
    pool.nameCalls("row");
    const auto result = pool.starmapAsync(howmany, calls, std::size_t(p.integer("chunk")));
    p.print("meanwhile the parent has added up all digits: {}", addUp(p, data));
    Counts results;
    results.take(data.size(), [&] { return result.get(); });
    pool.close();
    pool.join();
    results.print(p, data);
}

const ScenarioRegistration registration({
    .id = "pool.starmap-async",
    .title = "Pool.starmap_async: the parent goes on",
    .group = ScenarioGroup::Pool,
    .order = 7,
    .documents = {"002: 6.2 Parallelization with Pool.starmap_async"},
    .summary = "As starmap, but the parent goes on with work of its own while the workers count rows with their limits, and waits only when it needs the results.",
    .notice = {
        "Each call gets a row and the two limits, as with starmap; the promise comes back at once, as with map_async.",
        "The parent's bar shows work of its own first, and the wait for the result after it.",
        "If the workers are done by then, there is nothing to wait for: give them more of them, or less work.",
        "One get returns all results, in the order of the rows.",
    },
    .parameters = {workersParameter(), rowsParameter(), chunkParameter(), workParameter(), seedParameter()},
    .main = run,
    .need = poolNeed,
});

} // namespace
} // namespace Interleave

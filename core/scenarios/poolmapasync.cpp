// Pool.map_async: the parent works on while the workers do, and waits when it needs the results.
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
    ProcessPool pool(p, int(p.integer("workers")));
    pool.nameCalls("row");
    const auto result = pool.mapAsync(howmanyRowOnly, data, std::size_t(p.integer("chunk")));
    p.print("meanwhile the parent has added up all digits: {}", addUp(p, data));
    Counts results;
    results.take(data.size(), [&] { return result.get(); });
    pool.close();
    pool.join();
    results.print(p, data);
}

const ScenarioRegistration registration({
    .id = "pool.map-async",
    .title = "Pool.map_async: the parent goes on",
    .group = ScenarioGroup::Pool,
    .order = 6,
    .documents = {"002: 6 Asynchronous parallel processing"},
    .summary = "As map, but the parent goes on with work of its own while the workers count, and waits only when it needs the results.",
    .notice = {
        "map_async comes back at once with a promise; the parent works on while the workers do.",
        "Only in get does the parent wait, and only for what is not done by then.",
        "Compare with map: there the parent's bar is a wait from beginning to end.",
        "With as many workers as processors the parent's own work takes processor time away from them; all bars then grow a little.",
        "The results are in the order of the rows: asynchronous does not mean unsorted here.",
    },
    .parameters = {workersParameter(), rowsParameter(), chunkParameter(), workParameter(), seedParameter()},
    .main = run,
    .need = poolNeed,
});

} // namespace
} // namespace Interleave

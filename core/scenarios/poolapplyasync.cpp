// Pool.apply_async: all calls at once; their results through a callback, and as a list.
#include "core/executors/program.h"
#include "core/scenarios/scenariotable.h"

#include <algorithm>

namespace Interleave {
namespace {

using Collected = std::vector<std::pair<std::size_t, Row>>; // (index, counts)

/// The index travels with the part, as the callback is told nothing but the result.
std::pair<std::size_t, Row> howmanyWithIndex(Program &p, std::size_t index, const Table &part)
{
    Row counts;
    for (const Row &row : part)
        counts.push_back(howmanyWithinRange(p, row, 4, 8));
    return {index, counts};
}
const PoolFunction indexed("howmany_with_index", howmanyWithIndex);

Counts withCallback(Program &p, ProcessPool &pool, const std::vector<Table> &data)
{
    Collected collected;
    std::vector<AsyncResult<std::pair<std::size_t, Row>>> waiting;
    for (std::size_t index = 0; index < data.size(); ++index) {
        waiting.push_back(pool.applyAsync(indexed, {index, data[index]}, [&](std::pair<std::size_t, Row> result) {
            collected.push_back(std::move(result));
        }));
    }
    for (const auto &result : waiting)
        result.wait();

    std::string order;
    for (std::size_t i = 0; i < std::min<std::size_t>(collected.size(), 10); ++i)
        order += fmt::format("{}{}", i ? ", " : "", collected[i].first);
    p.print("the callback was told of the parts {}", order);
    std::sort(collected.begin(), collected.end());
    Counts results;
    auto next = collected.begin();
    for (std::size_t index = 0; index < data.size(); ++index) {
        if (next != collected.end() && next->first == index)
            results.append((next++)->second);
        else
            results.appendHoles(data[index].size());
    }
    return results;
}

Counts asList(ProcessPool &pool, const std::vector<Table> &data)
{
    std::vector<AsyncResult<Row>> waiting;
    for (const Table &part : data)
        waiting.push_back(pool.applyAsync(howmanyInRows, {part, 4, 8}));
    Counts results;
    for (std::size_t index = 0; index < data.size(); ++index)
        results.take(data[index].size(), [&] { return waiting[index].get(); });
    return results;
}

void run(Program &p)
{
    const Table data = drawTable(p, p.integer("rows"));
    const std::vector<Table> calls = parts(data, p.integer("tasks"));
    ProcessPool pool(p, int(p.integer("workers")));
    pool.nameCalls("part");
    withCallback(p, pool, calls).print(p, data);
    pool.nameCalls("list part");
    asList(pool, calls).print(p, data);
    pool.close();
    pool.join();
}

const ScenarioRegistration registration({
    .id = "pool.apply-async",
    .title = "Pool.apply_async: all calls at once",
    .group = ScenarioGroup::Pool,
    .order = 5,
    .documents = {"002: 6.1 Parallelization with Pool.apply_async"},
    .summary = "All calls are handed over at once and run side by side; a callback collects each result as it comes, and they are sorted afterwards.",
    .notice = {
        "The main thread hands over every part without waiting; they stand in the queue until a worker is free.",
        "The callback runs on the pool's handler thread as soon as a result is there: the main thread need not ask for it.",
        "Results come in the order in which they are done, which need not be the order given. That is why each brings its number along, to be sorted by.",
        "The second half does it without a callback: it keeps a list of promises and gets them one by one, so they are in order by themselves.",
        "A get whose result is already there does not wait at all.",
    },
    .parameters = {workersParameter(), rowsParameter(), tasksParameter(), workParameter(), seedParameter()},
    .main = run,
    .need = poolNeed,
});

} // namespace
} // namespace Interleave

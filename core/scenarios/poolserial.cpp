// Without parallelization: one row after the other, in the main thread.
#include "core/executors/program.h"
#include "core/scenarios/scenariotable.h"

namespace Interleave {
namespace {

void run(Program &p)
{
    const Table data = drawTable(p, p.integer("rows"), p.integer("columns"));
    const double start = p.perfCounter();
    Counts results;
    for (const Row &row : data)
        results.append({howmanyWithinRange(p, row, 4, 8)});
    p.print("serial took {:.2f} seconds", p.perfCounter() - start);
    results.print(p, data);
}

const ScenarioRegistration registration({
    .id = "pool.serial",
    .title = "Without a pool",
    .group = ScenarioGroup::Pool,
    .order = 1,
    .documents = {"002: 4 Problem statement: solution without parallelization"},
    .summary = "A single thread goes through the rows of a table and counts digits in each: the result and the time to compare the others with.",
    .notice = {
        "Each row's answer is how many of its digits lie from 4 to 8.",
        "There is one bar: one process with one thread does everything.",
        "No row needs another's answer, so the work could be shared out; the other examples of this group do that.",
        "All of them give this result for the same seed, and they are judged by this time.",
    },
    .parameters = {
        rowsParameter(),
        Parameter::integer("columns", "Columns", "", 5, 1, 100, "How many digits a row has."),
        workParameter(),
        seedParameter(),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        return ResourceNeed{.memoryBytes = std::stoll(values.at("rows")) * (8 * std::stoll(values.at("columns")) + 32)};
    },
});

} // namespace
} // namespace Interleave

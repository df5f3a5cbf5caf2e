// How many workers? The same jobs with pools of one worker, two, and so on, and without a pool.
#include "core/executors/program.h"
#include "core/scenarios/scenariotable.h"

namespace Interleave {
namespace {

constexpr std::int64_t rows = 100;

struct JobSize {
    std::string name;
    std::int64_t microsecondsARow = 0;
};

std::int64_t countForAWhile(Program &p, const Row &row, std::int64_t microseconds)
{
    p.compute(std::chrono::microseconds(microseconds));
    return countWithin(row, 4, 8);
}
const PoolFunction count("count_row_for_a_while", countForAWhile);

Counts withoutPool(Program &p, const Table &data, const JobSize &job)
{
    Counts results;
    for (const Row &row : data)
        results.append({countForAWhile(p, row, job.microsecondsARow)});
    return results;
}

Counts withPool(Program &p, const Table &data, const JobSize &job, std::int64_t workers)
{
    std::vector<std::tuple<Row, std::int64_t>> calls;
    for (const Row &row : data)
        calls.emplace_back(row, job.microsecondsARow);
    ProcessPool pool(p, int(workers));
    pool.nameCalls(job.name + " row");
    Counts results;
    results.take(data.size(), [&] { return pool.starmap(count, calls); });
    pool.close();
    pool.join();
    return results;
}

void run(Program &p)
{
    const Table data = drawTable(p, rows);
    const std::int64_t perRow = p.integer("work") * 1000 / rows; // in µs
    const std::vector<JobSize> jobs = {{"tiny", perRow / 100}, {"small", perRow / 10}, {"large", perRow}};
    p.print("cpu_count: {}", Program::cpuCount());
    p.print("workers  tiny job  small job  large job");
    Counts results;
    for (std::int64_t workers = 0; workers <= p.integer("workers"); ++workers) {
        std::string line = workers == 0 ? "no pool" : fmt::format("{:7}", workers);
        for (const JobSize &job : jobs) {
            const double start = p.perfCounter();
            results = workers == 0 ? withoutPool(p, data, job) : withPool(p, data, job, workers);
            const double seconds = p.perfCounter() - start;
            line += fmt::format("  {:.4f} s", seconds);
            p.plot(job.name + " job", std::to_string(workers), seconds);
        }
        p.print(line);
    }
    results.print(p, data);
}

const ScenarioRegistration registration({
    .id = "pool.how-many",
    .title = "How many workers?",
    .group = ScenarioGroup::Pool,
    .order = 9,
    .documents = {"002: 2 How many maximum parallel processes can you execute", "002: the overhead of parallel processing"},
    .summary = "A tiny, a small and a large job, each without a pool and with one worker, two, and so on, up to twice as many as there are processors.",
    .notice = {
        "The large job gets faster with each worker, up to the number of processors; from there on the curve is nearly flat. What else the computer is busy with blurs it.",
        "More workers than processors only take turns: nothing is won.",
        "The tiny job is done fastest without any pool: starting workers and handing work over costs more than the work. Its curve lies near the bottom; the output has the numbers.",
        "On the timeline every pool has workers of its own: three pools of one worker, for the tiny, the small and the large job, then three pools of two, and so on.",
    },
    .parameters = {
        Parameter::integer("workers", "Workers, up to", "", std::min(64, 2 * Program::cpuCount()), 1, 64, "The largest pool; by default twice the number of processors."),
        Parameter::integer("work", "Work of the large job", "ms", 200, 0, 5000, "Processor time that the large job uses; the small one takes a tenth of it, the tiny one a hundredth."),
        seedParameter(),
    },
    .main = run,
    .need = poolNeed,
    .figure = FigureDescription{FigureDescription::Kind::Curve, "Time by number of workers", "workers (0: no pool)", "seconds", true},
});

} // namespace
} // namespace Interleave

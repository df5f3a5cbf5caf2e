// The same jobs twice: with apply, which waits for each, and with apply_async, which does not.
#include "core/executors/program.h"
#include "core/scenarios/scenariotable.h"

namespace Interleave {
namespace {

struct Job {
    Row row;
    std::int64_t microseconds = 0; // its length
};

std::int64_t countForAWhile(Program &p, const Row &row, std::int64_t microseconds)
{
    p.compute(std::chrono::microseconds(microseconds));
    return countWithin(row, 4, 8);
}
const PoolFunction count("count_for_a_while", countForAWhile);

std::vector<Job> makeJobs(Program &p, const Table &data)
{
    const std::int64_t average = p.integer("work") * 1000 / p.integer("jobs");
    std::vector<Job> jobs;
    for (const Row &row : data)
        jobs.push_back({row, average + average * p.integer("spread") * p.random.randInt(-100, 100) / 10'000});
    return jobs;
}

void printOrder(Program &p, std::string_view how, const std::vector<std::size_t> &order)
{
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 10); ++i)
        text += fmt::format("{}{}", i ? ", " : "", order[i]);
    p.print("{}: the jobs came back in the order {}", how, text);
}

Counts synchronous(Program &p, ProcessPool &pool, const std::vector<Job> &jobs)
{
    std::vector<std::size_t> order;
    Counts results;
    for (std::size_t index = 0; index < jobs.size(); ++index) {
        results.take(1, [&] { return Row{pool.apply(count, {jobs[index].row, jobs[index].microseconds})}; });
        order.push_back(index);
    }
    printOrder(p, "sync", order);
    return results;
}

Counts asynchronous(Program &p, ProcessPool &pool, const std::vector<Job> &jobs)
{
    std::vector<std::size_t> order;
    std::vector<AsyncResult<std::int64_t>> waiting;
    for (std::size_t index = 0; index < jobs.size(); ++index) {
        waiting.push_back(pool.applyAsync(count, {jobs[index].row, jobs[index].microseconds},
                                          [&order, index](std::int64_t) { order.push_back(index); }));
    }
    Counts results;
    for (const auto &result : waiting)
        results.take(1, [&] { return Row{result.get()}; });
    printOrder(p, "async", order);
    return results;
}

void run(Program &p)
{
    const Table data = drawTable(p, p.integer("jobs"));
    const std::vector<Job> jobs = makeJobs(p, data);
    ProcessPool pool(p, int(p.integer("workers")));
    for (const std::string name : {"sync", "async"}) {
        pool.nameCalls(name + " job");
        const double start = p.perfCounter();
        const Counts results = name == "sync" ? synchronous(p, pool, jobs) : asynchronous(p, pool, jobs);
        p.print("{} took {:.2f} seconds", name, p.perfCounter() - start);
        results.print(p, data);
    }
    pool.close();
    pool.join();
}

const ScenarioRegistration registration({
    .id = "pool.sync-or-async",
    .title = "Synchronous or asynchronous?",
    .group = ScenarioGroup::Pool,
    .order = 8,
    .documents = {"002: 3 What is synchronous and asynchronous execution"},
    .summary = "Jobs of different lengths, first each waited for before the next is given, then all given at once: slower but in order, or faster but in any order.",
    .notice = {
        "In the first half the main thread waits for every job, so they come back in the order given, and the workers take turns.",
        "In the second half all jobs stand in the queue at once and every worker is busy.",
        "A short job that was given late may be done before a long one that was given early: the printed order shows it.",
        "The second half takes less time if there is more than one processor; the results are the same.",
        "With no spread all jobs are equally long, and the order is hardly lost.",
    },
    .parameters = {
        workersParameter(),
        Parameter::integer("jobs", "Jobs", "", 8, 1, 10'000, "How many jobs there are; each counts one row of digits."),
        Parameter::integer("spread", "Spread of the jobs' lengths", "%", 90, 0, 100, "How much shorter or longer than the average a job may be."),
        Parameter::integer("work", "Work, all jobs together", "ms", 400, 0, 5000, "Processor time that all jobs together use, about."),
        seedParameter(),
    },
    .main = run,
    .need = poolNeed,
});

} // namespace
} // namespace Interleave

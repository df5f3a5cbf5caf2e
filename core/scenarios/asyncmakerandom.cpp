// Tasks that draw random numbers until one is high enough, and sleep before they try again.
#include "core/executors/gather.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

Task<std::int64_t> makerandom(Program &p, std::int64_t idx, std::int64_t threshold)
{
    p.print("Initiated makerandom({}).", idx);
    std::int64_t i = p.random.randInt(0, 10);
    while (i <= threshold) {
        p.print("makerandom({}) == {} too low; retrying.", idx, i);
        p.show("i", i);
        co_await Sleep(p.seconds(double(idx + 1)));
        i = p.random.randInt(0, 10);
    }
    p.print("---> Finished: makerandom({}) == {}", idx, i);
    co_return i;
}

Task<std::vector<std::int64_t>> mainTask(Program &p)
{
    std::vector<Task<std::int64_t>> draws;
    for (std::int64_t idx = 0; idx < p.integer("tasks"); ++idx)
        draws.push_back(makerandom(p, idx, 10 - idx - 1).named(fmt::format("makerandom({})", idx)));
    co_return co_await gather(std::move(draws));
}

void run(Program &p)
{
    const std::vector<std::int64_t> results = runAsync(mainTask(p).named("main"));
    std::string line;
    for (std::size_t idx = 0; idx < results.size(); ++idx)
        line += fmt::format("{}r{}: {}", idx ? ", " : "", idx + 1, results[idx]);
    p.print("");
    p.print(line);
}

const ScenarioRegistration registration({
    .id = "async.makerandom",
    .title = "Random numbers until one is high enough",
    .group = ScenarioGroup::Async,
    .order = 5,
    .documents = {"003: Example2"},
    .summary = "Each task draws numbers from 0 to 10 until one is above its threshold, and sleeps after each that is not.",
    .notice = {
        "The tasks' chains of short runs and long sleeps overlap: nobody waits for another to succeed.",
        "Task 0 sleeps one second after a miss, task 1 two, task 2 three.",
        "The numbers come from one generator with a seed, so the same seed gives the same numbers, run after run, and in Python too.",
        "The result line gives the results in the order of the tasks, not in the order in which they ended.",
        "The run ends with the task that was unlucky longest.",
    },
    .parameters = {
        Parameter::integer("tasks", "Tasks", "", 3, 1, 10, "How many tasks draw; the first needs a 10, and each further one is content with one less."),
        Parameter::integer("seed", "Seed", "", 444, 0, 2'147'483'647, "Where the random numbers begin."),
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "How long one second of the documents takes here; 1000 is as written."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

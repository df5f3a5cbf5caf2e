// Chains of two coroutines: the second part works with the first part's result.
#include "core/executors/gather.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

Task<std::string> part1(Program &p, std::int64_t n)
{
    const std::int64_t i = p.random.randInt(0, 10);
    p.print("part1({}) sleeping for {} seconds.", n, i);
    p.show("i", i);
    co_await Sleep(p.seconds(double(i)));
    const std::string result = fmt::format("result{}-1", n);
    p.print("Returning part1({}) == {}.", n, result);
    co_return result;
}

Task<std::string> part2(Program &p, std::int64_t n, std::string arg)
{
    const std::int64_t i = p.random.randInt(0, 10);
    p.print("part2({}, '{}') sleeping for {} seconds.", n, arg, i);
    p.show("i", i);
    co_await Sleep(p.seconds(double(i)));
    const std::string result = fmt::format("result{}-2 derived from {}", n, arg);
    p.print("Returning part2({}, '{}') == {}.", n, arg, result);
    co_return result;
}

Task<> chain(Program &p, std::int64_t n)
{
    const double start = p.perfCounter();
    std::string p1 = co_await part1(p, n).named(fmt::format("part1({})", n));
    const std::string p2 = co_await part2(p, n, std::move(p1)).named(fmt::format("part2({})", n));
    p.print("-->Chained result{} => {} (took {:.2f} seconds).", n, p2, p.perfCounter() - start);
}

Task<> mainTask(Program &p)
{
    std::vector<Task<>> chains;
    for (std::int64_t n = 1; n <= p.integer("chains"); ++n)
        chains.push_back(chain(p, n).named(fmt::format("chain({})", n)));
    co_await gather(std::move(chains));
}

void run(Program &p)
{
    const double start = p.perfCounter();
    runAsync(mainTask(p).named("main"));
    p.print("Program finished in {:.2f} seconds.", p.perfCounter() - start);
}

const ScenarioRegistration registration({
    .id = "async.chained",
    .title = "Chained coroutines",
    .group = ScenarioGroup::Async,
    .order = 6,
    .documents = {"003: Example3", "002: Chaining"},
    .summary = "Each chain awaits its first part, then its second with the first one's result; the chains run side by side.",
    .notice = {
        "Within a chain the parts come one after the other: the second needs what the first returns.",
        "Between chains nothing is shared, so their waits overlap.",
        "While a part sleeps, the chain above it stands in await: one wait inside the other.",
        "The whole takes as long as the longest chain, not as long as all together.",
    },
    .parameters = {
        Parameter::integer("chains", "Chains", "", 3, 1, 1000, "How many chains run side by side."),
        Parameter::integer("seed", "Seed", "", 444, 0, 2'147'483'647, "Where the random numbers begin."),
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "How long one second of the documents takes here; 1000 is as written."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

// The same waits three times: in an async for, in an async comprehension, and gathered.
#include "core/executors/asyncgenerator.h"
#include "core/executors/gather.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

using Numbers = std::vector<std::int64_t>;

Task<std::int64_t> square(Program &p, std::int64_t item)
{
    p.show("item", item);
    co_await Sleep(p.seconds(1));
    co_return item * item;
}

AsyncGenerator<std::int64_t> squares(Program &p)
{
    for (std::int64_t item = 1; item <= p.integer("items"); ++item)
        co_yield co_await square(p, item);
}

Task<Numbers> withFor(Program &p)
{
    Numbers results;
    auto generator = squares(p);
    while (const auto result = co_await generator.next()) {
        p.print("async for is given {}", *result);
        results.push_back(*result);
    }
    co_return results;
}

Task<Numbers> withComprehension(Program &p)
{
    co_return co_await collect(squares(p));
}

Task<Numbers> withGather(Program &p)
{
    std::vector<Task<std::int64_t>> all;
    for (std::int64_t item = 1; item <= p.integer("items"); ++item)
        all.push_back(square(p, item));
    co_return co_await gather(std::move(all));
}

Task<> timed(Program &p, std::string name, Task<Numbers> work)
{
    const double start = p.perfCounter();
    const Numbers results = co_await std::move(work);
    p.print("{}: {} in {:.2f} seconds", name, fmt::join(results, ", "), p.perfCounter() - start);
}

Task<> mainTask(Program &p)
{
    co_await gather(timed(p, "async for", withFor(p).named("with_for")).named("async for"),
                    timed(p, "comprehension", withComprehension(p).named("with_comprehension")).named("comprehension"),
                    timed(p, "gather", withGather(p).named("with_gather")).named("gather"));
}

void run(Program &p) { runAsync(mainTask(p).named("main")); }

const ScenarioRegistration registration({
    .id = "async.generators",
    .title = "Async for, comprehension and gather",
    .group = ScenarioGroup::Async,
    .order = 10,
    .documents = {"002: Other Features: async for and Async Generators + Comprehensions"},
    .summary = "Three tasks need the same results, each of which takes a second: two ask an async generator for one after the other, the third gathers them.",
    .notice = {
        "An async generator gives one result at a time, and may wait before each: here a second.",
        "The async for asks for the next result only when it has the one before, so its waits stand one behind the other.",
        "The comprehension is the same loop, written more shortly; it takes just as long.",
        "gather starts all items at once, so its waits lie below each other: one second in all.",
        "Nevertheless the three tasks overlap: while an async for waits, the event loop lets others run.",
    },
    .parameters = {
        Parameter::integer("items", "Items", "", 3, 1, 100, "How many results each of the three needs."),
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "How long one second of the documents takes here; 1000 is as written."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

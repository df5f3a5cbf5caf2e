// g awaits f: g stands still until f has its result, and the event loop lets something else run.
#include "core/executors/gather.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

std::int64_t squared(std::int64_t number) { return number * number; }

Task<std::int64_t> f(Program &p)
{
    p.print("f runs and waits");
    co_await Sleep(p.seconds(1));
    p.print("f returns 3");
    co_return 3;
}

Task<std::int64_t> g(Program &p)
{
    p.print("g awaits f");
    const std::int64_t r = co_await f(p);
    p.print("g goes on with {}", r);
    p.print("await f() ** 2 is {}", squared(co_await f(p)));
    co_return r;
}

Task<std::int64_t> somethingElse(Program &p)
{
    for (int turn = 1; turn <= 4; ++turn) {
        p.print("something else runs: turn {}", turn);
        co_await Sleep(p.seconds(0.4));
    }
    co_return 4;
}

Task<> mainTask(Program &p)
{
    const std::vector<std::int64_t> results = co_await gather(g(p), somethingElse(p).named("something else"));
    p.print("main is given {} and {}", results[0], results[1]);
}

void run(Program &p) { runAsync(mainTask(p).named("main")); }

const ScenarioRegistration registration({
    .id = "async.await",
    .title = "Await: g waits for f",
    .group = ScenarioGroup::Async,
    .order = 4,
    .documents = {"003: The Rules of Async IO", "003: The Precedence of await", "002: The rules of Async IO"},
    .summary = "The coroutine g awaits f and stands still until f returns; meanwhile another task has its turns.",
    .notice = {
        "The row of f lies below that of g, because g awaits it: g waits for f, and f waits for its sleep.",
        "To await a coroutine is to run it: control goes from g directly to f, without a turn of the event loop.",
        "Only when f itself has to wait does the event loop get control back, and gives it to something else.",
        "When f returns, g goes on at the very point where it stood, with f's result in its hand.",
        "await takes what stands next to it and nothing more: in await f() ** 2 it first waits for f, then squares the result. No arithmetic binds more tightly.",
    },
    .parameters = {
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "How long one second of the documents takes here; 1000 is as written."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

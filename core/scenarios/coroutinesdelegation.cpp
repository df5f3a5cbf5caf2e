// A chain of generators, each of which hands its turns to the next with "yield from".
#include "core/executors/delegation.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

using Number = std::optional<std::int64_t>; // an int, or Python's None
using Relay = Generator<std::int64_t, Number, std::int64_t>;

/// The innermost: yields the sum of what it was sent so far, and returns it when that is over.
Relay adder(Program &p)
{
    std::int64_t total = 0;
    try {
        while (const Number sent = co_yield total) {
            total += *sent;
            p.show("total", total);
        }
    } catch (const GeneratorExit &) {
        p.print("adder is closed at {}", total);
        throw;
    }
    p.print("adder returns {}", total);
    co_return total;
}

Relay relay(Program &p, std::int64_t level)
{
    std::int64_t returned = 0;
    try {
        if (level < p.integer("depth"))
            returned = co_yield from(relay(p, level + 1).named(fmt::format("relay {}", level + 1)));
        else
            returned = co_yield from(adder(p));
    } catch (const GeneratorExit &) {
        p.print("relay {} is closed", level);
        throw;
    }
    p.print("relay {} returns {} + 1", level, returned);
    co_return returned + 1;
}

void toItsEnd(Program &p)
{
    auto outermost = relay(p, 1).named("relay 1");
    outermost.next();
    for (const std::int64_t number : {10, 20, 30})
        p.print("sent {}, got {}", number, outermost.send(number));
    try {
        outermost.next();
    } catch (const StopIteration &) {
        p.print("the caller gets {}", *outermost.returned());
    }
}

void closedOnItsWay(Program &p)
{
    auto outermost = relay(p, 1).named("relay 1 again");
    outermost.next();
    p.print("sent {}, got {}", 10, outermost.send(10));
    outermost.close();
}

void run(Program &p)
{
    toItsEnd(p);
    closedOnItsWay(p);
}

const ScenarioRegistration registration({
    .id = "coroutines.delegation",
    .title = "Delegation: yield from",
    .group = ScenarioGroup::Coroutines,
    .order = 3,
    .documents = {"002: Async IO's Roots in Generators"},
    .summary = "The caller talks to the outermost of several generators; each passes everything on to the one inside it.",
    .notice = {
        "Each relay does nothing but yield from the next one; only the innermost, the adder, yields by itself.",
        "A number that the caller sends goes down through all relays to the adder, and the adder's sum comes up through all of them again.",
        "Zoom in on one visit: the rows go on one after the other from top to bottom, then stop from bottom to top.",
        "When the adder returns, its result is the value of the yield from in the relay above, which adds one and returns in turn.",
        "The second time the caller calls close: the innermost is closed first, the outermost last.",
        "An await works in the same way: what the innermost coroutine waits for, all those above wait for.",
    },
    .parameters = {
        Parameter::integer("depth", "Relays", "", 3, 1, 16, "How many generators lie between the caller and the adder."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

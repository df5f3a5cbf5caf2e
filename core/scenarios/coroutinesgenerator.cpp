// A function that returns everything at once, and generators that give one number at a visit.
#include "core/executors/generator.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

std::vector<std::int64_t> allMultiples(std::int64_t of, std::int64_t items)
{
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = of; number <= of * items; number += of)
        numbers.push_back(number);
    return numbers;
}

Generator<std::int64_t> multiples(Program &p, std::int64_t of, std::int64_t items)
{
    for (std::int64_t number = of; number <= of * items; number += of) {
        p.show("number", number);
        co_yield number;
    }
}

struct Named {
    std::int64_t of;
    Generator<std::int64_t> generator;
};

void visit(Program &p, std::vector<Named> &unfinished)
{
    std::vector<Named> left;
    for (Named &each : unfinished) {
        try {
            const std::int64_t number = each.generator.next();
            p.print("multiples({}) stops with number = {}", each.of, number);
            left.push_back(std::move(each));
        } catch (const StopIteration &) {
            p.print("multiples({}) has ended", each.of);
        }
    }
    std::swap(unfinished, left);
}

void run(Program &p)
{
    const std::int64_t items = p.integer("items");
    p.print("The function returns {} at once", fmt::join(allMultiples(1, items), ", "));
    std::vector<Named> unfinished;
    for (std::int64_t of = 1; of <= p.integer("generators"); ++of)
        unfinished.push_back({of, multiples(p, of, items).named(fmt::format("multiples({})", of))});
    while (!unfinished.empty())
        visit(p, unfinished);
}

const ScenarioRegistration registration({
    .id = "coroutines.generator",
    .title = "Generators in turn",
    .group = ScenarioGroup::Coroutines,
    .order = 2,
    .documents = {"004: Coroutines", "002: Async IO's Roots in Generators"},
    .summary = "The caller visits several generators in turn; each gives it one number and stands still until the next visit.",
    .notice = {
        "First an ordinary function runs: it goes to its end and hands over all its numbers in one go.",
        "A generator gives one number, stops at its yield, and goes on from there when the caller calls next.",
        "Follow one generator's row: at every visit its variable, called number, still has the value that it had before. Each generator has one of its own.",
        "Only one of them ever runs. While it does, the caller waits for it; while the caller runs, all of them stand at their yields.",
        "It is the caller who decides the order. Nothing is interrupted: a generator runs until it yields.",
        "With a few short generators all of this takes no more than a few thousandths of a second: zoom in.",
    },
    .parameters = {
        Parameter::integer("generators", "Generators", "", 3, 1, 64, "How many generators the caller visits in turn."),
        Parameter::integer("items", "Numbers of each", "", 4, 1, 100, "How many numbers each generator yields before it ends."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

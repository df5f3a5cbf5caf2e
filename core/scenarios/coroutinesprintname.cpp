// A generator coroutine that is sent names and prints those with the prefix in them.
#include "core/executors/generator.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

Generator<None, std::string> printName(Program &p, std::string prefix)
{
    p.print("Searching prefix: {}", prefix);
    try {
        while (true) {
            const std::string name = co_yield None();
            if (name.find(prefix) != std::string::npos)
                p.print(name);
        }
    } catch (const GeneratorExit &) {
        p.print("Closing coroutine!!");
    }
}

void run(Program &p)
{
    auto corou = printName(p, p.text("prefix")).named("print_name");
    corou.next();
    for (const std::string &name : p.list("names"))
        corou.send(name);
    corou.close();
}

const ScenarioRegistration registration({
    .id = "coroutines.print-name",
    .title = "print_name: send and close",
    .group = ScenarioGroup::Coroutines,
    .order = 1,
    .documents = {"000: 1.3 Coroutines", "002: 3 Coroutines using yield"},
    .summary = "A function that stops at yield, is handed a name, goes on, and stops at yield again.",
    .notice = {
        "There is one thread, and at any moment either the caller or the coroutine runs, never both.",
        "next lets the coroutine run up to its first yield; only then can it be sent something.",
        "Each send is a visit: the caller stops, the coroutine runs for a moment, the caller goes on.",
        "Between two visits the coroutine stands at its yield and keeps its variables: it still knows the prefix.",
        "close makes the yield raise an exception inside the coroutine, so that it can clean up and end.",
    },
    .parameters = {
        Parameter::text("prefix", "Prefix", "Dear", "Only names that contain this text are printed."),
        Parameter::text("names", "Names", "James,Dear James", "The names sent one after the other, separated by commas."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

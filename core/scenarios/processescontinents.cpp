// One process per call of print_func: start all, then join all.
#include "core/executors/processes.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

const ProcessFunction printFunc("print_func", [](Program &p, const Arguments &arguments) {
    const std::string continent = arguments.empty() ? "Asia" : arguments[0];
    p.compute(std::chrono::milliseconds(p.integer("work")));
    p.print("The name of continent is :  {}", continent);
});

void run(Program &p)
{
    const std::vector<Arguments> calls = {{}, {"America"}, {"Europe"}, {"Africa"}};
    const StartMethod method = p.text("start") == "spawn" ? StartMethod::Spawn : StartMethod::Fork;
    std::vector<Process> processes;
    for (int i = 0; i < p.integer("workers"); ++i) {
        const Arguments &call = calls[std::size_t(i) % calls.size()];
        processes.emplace_back(p, "Process-" + std::to_string(i + 1), printFunc, call, method);
        processes.back().start();
    }
    for (Process &process : processes)
        process.join();
}

const ScenarioRegistration registration({
    .id = "processes.continents",
    .title = "Continents: one process per name",
    .group = ScenarioGroup::Processes,
    .order = 1,
    .documents = {"000: 1.1 Multiple Processes", "001: 1.1 Multiple Processes", "002: 1 Multiple Processes"},
    .summary = "Each name is printed by a process of its own; the parent starts them all and then waits for each.",
    .notice = {
        "Every row with a pid is a process of the operating system, and the pid is its number; the row below it is the one thread in it.",
        "The parent starts one after the other and does not wait in between, so they begin in order.",
        "Which one ends first is up to the operating system: run it again and the printed lines may come in another order.",
        "After the last start the parent only waits: \"join\" means until that process has ended.",
        "Give them work, and more of them than the machine has processors: they then share the processors and each takes longer.",
        "With spawn instead of fork each child first loads the whole program again: the stretch marked ready, before it runs, gets longer.",
    },
    .parameters = {
        Parameter::integer("workers", "Processes", "", 4, 1, 64, "How many processes are started; the four names repeat."),
        Parameter::integer("work", "Work per process", "ms", 0, 0, 5000, "Processor time that each process uses before it prints."),
        Parameter::choice("start", "Start method", {"fork", "spawn"}, "fork copies the running parent; spawn starts the program afresh."),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        const std::int64_t processes = 1 + std::stoll(values.at("workers"));
        return ResourceNeed{.processes = processes, .threads = processes};
    },
});

} // namespace
} // namespace Interleave

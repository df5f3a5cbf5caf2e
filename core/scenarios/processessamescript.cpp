// One program started several times, as from several terminals: nobody knows of the others.
#include "core/executors/processes.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

constexpr int steps = 10;

const ProcessFunction script("script", [](Program &p, const Arguments &) {
    std::int64_t counter = 0;
    for (int step = 0; step < steps; ++step) {
        p.compute(Nanos(std::chrono::milliseconds(p.integer("work"))) / steps);
        counter += 1;
        p.showValue("counter", counter);
    }
    p.print("This script has counted to {}.", counter);
});

void run(Program &p)
{
    std::vector<Process> scripts;
    for (int i = 1; i <= p.integer("instances"); ++i) {
        scripts.emplace_back(p, fmt::format("script {}", i), script, Arguments(), StartMethod::Spawn);
        scripts.back().start();
    }
    for (Process &instance : scripts)
        instance.join();
}

const ScenarioRegistration registration({
    .id = "processes.same-script",
    .title = "The same script, several times",
    .group = ScenarioGroup::Processes,
    .order = 2,
    .documents = {"000: 1.1 Multiple Processes", "002: 1 Multiple Processes", "004: 1 Multiple Processes"},
    .summary = "The same program is started several times over; the copies know nothing of each other.",
    .notice = {
        "Every script is a process that has loaded the whole program afresh, as if you had started it from a terminal of its own.",
        "Each one has a counter, and each counter ends at the same number: none of them can touch another's.",
        "After the start the first process does nothing but wait until all have ended, as a shell does.",
        "They share nothing but the machine: with more of them than processors, each takes longer.",
        "Loading a program takes its time; that is the stretch marked ready between the start of a process and its first step.",
    },
    .parameters = {
        Parameter::integer("instances", "Instances", "", 4, 1, 64, "How often the program is started."),
        Parameter::integer("work", "Work per instance", "ms", 20, 0, 5000, "Processor time that each instance uses while it counts."),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        const std::int64_t processes = 1 + std::stoll(values.at("instances"));
        return ResourceNeed{.processes = processes, .threads = processes};
    },
});

} // namespace
} // namespace Interleave

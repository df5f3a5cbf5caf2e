// Two threads of one process: print_square and print_cube; start both, then join both.
#include "core/executors/program.h"
#include "core/executors/threads.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

void printSquare(Program &p, std::int64_t num)
{
    p.compute(std::chrono::milliseconds(p.integer("work")));
    p.print("Square: {}", num * num);
}

void printCube(Program &p, std::int64_t num)
{
    p.compute(std::chrono::milliseconds(p.integer("work")));
    p.print("Cube: {}", num * num * num);
}

void run(Program &p)
{
    const std::int64_t number = p.integer("number");
    std::vector<Thread> threads;
    for (int i = 1; i <= p.integer("workers"); ++i) {
        if (i % 2 == 1)
            threads.emplace_back(p, fmt::format("t{} print_square", i), [&p, number] { printSquare(p, number); });
        else
            threads.emplace_back(p, fmt::format("t{} print_cube", i), [&p, number] { printCube(p, number); });
    }
    for (Thread &thread : threads)
        thread.start();
    for (Thread &thread : threads)
        thread.join();
    p.print("Done!");
}

const ScenarioRegistration registration({
    .id = "threads.square-cube",
    .title = "Square and cube",
    .group = ScenarioGroup::Threads,
    .order = 1,
    .documents = {"000: 1.2 Multiple Threads", "001: 1.2 Multiple Threads", "002: 2 Multiple Threads"},
    .summary = "Two threads of one process compute at the same time; the main thread waits for both.",
    .notice = {
        "There is one process, and all threads lie within it: they share its memory.",
        "The main thread waits in join for the first thread, then for the second; if the second has ended by then, that wait is over at once.",
        "The whole run takes well under a millisecond: zoom in to see how long a thread takes to start.",
        "Give each thread some work: on a machine with two processors both bars run side by side.",
        "With more threads than processors they still all count as running: the operating system shares the processors out among them.",
    },
    .parameters = {
        Parameter::integer("number", "Number", "", 10, -1000, 1000, "The number whose square and cube are printed."),
        Parameter::integer("workers", "Threads", "", 2, 2, 64, "How many threads: square and cube in turn."),
        Parameter::integer("work", "Work per thread", "ms", 0, 0, 5000, "Processor time that each thread uses before it prints."),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        return ResourceNeed{.threads = 1 + std::stoll(values.at("workers"))};
    },
});

} // namespace
} // namespace Interleave

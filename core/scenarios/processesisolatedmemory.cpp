// One counter, incremented by processes and by threads: who sees whose changes?
#include "core/executors/locks.h"
#include "core/executors/processes.h"
#include "core/executors/program.h"
#include "core/executors/threads.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

std::int64_t g_counter = 0; // every process has its own; the threads of a process share theirs

const ProcessFunction countInProcess("count", [](Program &p, const Arguments &arguments) {
    for (int i = 0; i < p.integer("increments"); ++i)
        ++g_counter;
    p.showValue("counter", g_counter);
    p.print("Process {} has counted to {}.", arguments.at(0), g_counter);
});

const ProcessFunction useProcesses("use_processes", [](Program &p, const Arguments &) {
    std::vector<Process> processes;
    for (int i = 1; i <= p.integer("workers"); ++i) {
        processes.emplace_back(p, fmt::format("Process-{}", i), countInProcess, Arguments{std::to_string(i)});
        processes.back().start();
    }
    for (Process &process : processes)
        process.join();
    p.showValue("counter", g_counter);
    p.print("The process that started them is still at {}.", g_counter);
});

void countInThread(Program &p, Mutex &lock, int number)
{
    for (int i = 0; i < p.integer("increments"); ++i) {
        const With held(lock);
        ++g_counter;
    }
    p.print("Thread {} has added {}.", number, p.integer("increments"));
}

const ProcessFunction useThreads("use_threads", [](Program &p, const Arguments &) {
    Mutex lock("lock");
    std::vector<Thread> threads;
    for (int i = 1; i <= p.integer("workers"); ++i)
        threads.emplace_back(p, fmt::format("thread {}", i), [&p, &lock, i] { countInThread(p, lock, i); });
    for (Thread &thread : threads)
        thread.start();
    for (Thread &thread : threads)
        thread.join();
    p.showValue("counter", g_counter);
    p.print("The process of the threads is at {}.", g_counter);
});

void run(Program &p)
{
    // Each half in a fresh process: one that has had threads is no longer fit to be copied by fork.
    for (const ProcessFunction *half : {&useProcesses, &useThreads}) {
        Process process(p, half == &useProcesses ? "with processes" : "with threads", *half, {}, StartMethod::Spawn);
        process.start();
        process.join();
    }
}

const ScenarioRegistration registration({
    .id = "processes.isolated-memory",
    .title = "Memory: its own or shared",
    .group = ScenarioGroup::Processes,
    .order = 3,
    .documents = {"004: 1 Multiple Processes", "004: 2 Multiple Threads"},
    .summary = "The same counter is incremented first by several processes, then by several threads: only the threads meet in it.",
    .notice = {
        "In the first half every process gets a copy of the counter and adds to its copy alone.",
        "So each of them ends at what it has added itself, and the process that started them still has zero.",
        "In the second half there is one counter in one process, and all threads add to it: it reaches the sum.",
        "Because they share it, the threads need a lock, and now and then they wait for each other; the processes never do.",
        "Each half runs in a process of its own that was started afresh, so that neither finds anything left by the other.",
    },
    .parameters = {
        Parameter::integer("workers", "Workers", "", 3, 1, 64, "How many processes, and then how many threads."),
        Parameter::integer("increments", "Increments per worker", "", 1000, 1, 10'000, "How often each worker adds one."),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        const std::int64_t processes = 2 + std::stoll(values.at("workers"));
        return ResourceNeed{.processes = processes, .threads = processes};
    },
});

} // namespace
} // namespace Interleave

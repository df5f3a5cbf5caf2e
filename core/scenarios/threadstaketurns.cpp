// Threads that need the one interpreter lock to run, as every thread of CPython does.
#include "core/executors/interpreterlock.h"
#include "core/executors/program.h"
#include "core/executors/threads.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

constexpr int parts = 4;

void work(Program &p, int number)
{
    const Nanos part = Nanos(std::chrono::milliseconds(p.integer("work"))) / parts;
    for (int i = 1; i <= parts; ++i) {
        if (p.text("kind") == "computing")
            p.compute(part); // looks between its steps whether another thread asks for the lock
        else
            sleepBlocking(part); // waits without the lock
        p.print("Thread {} has done part {}.", number, i);
    }
}

void run(Program &p)
{
    const double start = p.perfCounter();
    InterpreterLock gil(std::chrono::milliseconds(p.integer("interval")), p.isOn("gil"));
    const With python(gil);
    std::vector<Thread> threads;
    for (int i = 1; i <= p.integer("threads"); ++i) {
        threads.emplace_back(p, fmt::format("thread {}", i), [&p, &gil, i] {
            const With alsoPython(gil);
            work(p, i);
        });
    }
    for (Thread &thread : threads)
        thread.start();
    for (Thread &thread : threads)
        thread.join(); // waits without the lock
    p.print("All done in {:.2f} seconds.", p.perfCounter() - start);
}

const ScenarioRegistration registration({
    .id = "threads.take-turns",
    .title = "Threads take turns",
    .group = ScenarioGroup::Threads,
    .order = 4,
    .documents = {"003: Multithreading", "002: 2 Multiple Threads"},
    .summary = "In CPython a thread runs Python code only while it holds the interpreter lock, so threads that compute take turns.",
    .notice = {
        "The interpreter lock (GIL) has a bar of its own: it shows which one thread may run Python code at each moment.",
        "A thread that wants it waits for one switch interval, then asks; the holder hands it over as soon as it notices.",
        "When all threads compute, they take about as long as one after the other, although the machine has several processors.",
        "Set the kind of work to waiting, as for a disk or a network: a thread that waits gives the lock away meanwhile, so the waits overlap.",
        "Switch the lock off: the computing threads then run side by side, as they do in C++.",
    },
    .parameters = {
        Parameter::integer("threads", "Threads", "", 4, 1, 64, "How many threads want to run."),
        Parameter::onOff("gil", "Interpreter lock", true, "Whether a thread needs the interpreter lock to run, as in CPython; the Python listing always does."),
        Parameter::integer("interval", "Switch interval", "ms", 5, 1, 100, "How long a thread waits for the lock before it asks the holder to give it up."),
        Parameter::choice("kind", "Kind of work", {"computing", "waiting"}, "computing uses the processor; waiting stands for a disk or a network."),
        Parameter::integer("work", "Work per thread", "ms", 40, 1, 5000, "Processor time, or time waited, of each thread."),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        return ResourceNeed{.threads = 1 + std::stoll(values.at("threads"))};
    },
});

} // namespace
} // namespace Interleave

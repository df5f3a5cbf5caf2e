#include "core/scenarios/scenariomodels.h"

#include "core/base/clock.h"
#include "core/executors/gather.h"
#include "core/executors/generator.h"
#include "core/executors/processes.h"
#include "core/executors/program.h"
#include "core/executors/threadpool.h"
#include "core/executors/threads.h"
#include "core/kernel/procfs.h"

#include <mutex>
#include <set>
#include <unistd.h>

namespace Interleave {

namespace {

using std::chrono::milliseconds;

bool waits(Program &p) { return p.parameters().contains("wait"); }

/// One job, on the calling thread.
void job(Program &p)
{
    if (waits(p))
        sleepBlocking(milliseconds(p.integer("wait")));
    else
        p.compute(milliseconds(p.integer("work")));
}

/// What worker number `worker` does of all jobs: every workers-th.
void share(Program &p, std::int64_t worker)
{
    for (std::int64_t number = worker; number < p.integer("jobs"); number += p.integer("workers"))
        job(p);
}

std::int64_t usefulWorkers(Program &p) { return std::min(p.integer("workers"), p.integer("jobs")); }

const ProcessFunction shareOfProcess("share", [](Program &p, const Arguments &arguments) {
    share(p, std::stoll(arguments[0]));
});

/// What a model cost besides time and the process that it runs in.
struct Costs {
    std::int64_t processes = 1;
    std::int64_t threads = 1;
    std::int64_t memoryBytes = 0; // of further processes
};

Costs oneAfterAnother(Program &p)
{
    for (std::int64_t number = 0; number < p.integer("jobs"); ++number)
        job(p);
    return {};
}

Costs inProcesses(Program &p)
{
    std::vector<Process> processes;
    processes.reserve(std::size_t(usefulWorkers(p)));
    for (std::int64_t worker = 0; worker < usefulWorkers(p); ++worker)
        processes.emplace_back(p, fmt::format("worker {}", worker + 1), shareOfProcess, Arguments{std::to_string(worker)});
    for (Process &process : processes)
        process.start();
    Costs costs{1 + usefulWorkers(p), 1 + usefulWorkers(p), 0};
    for (Process &process : processes) {
        process.join();
        costs.memoryBytes += process.peakResidentBytes();
    }
    return costs;
}

Costs inThreads(Program &p)
{
    std::vector<Thread> threads;
    for (std::int64_t worker = 0; worker < usefulWorkers(p); ++worker)
        threads.emplace_back(p, fmt::format("thread {}", worker + 1), [&p, worker] { share(p, worker); });
    for (Thread &thread : threads)
        thread.start();
    for (Thread &thread : threads)
        thread.join();
    return {1, 1 + usefulWorkers(p), 0};
}

Costs inThreadPool(Program &p)
{
    std::mutex mutex;
    std::set<pid_t> threads;
    {
        ThreadPool pool(int(p.integer("workers")));
        for (std::int64_t number = 1; number <= p.integer("jobs"); ++number) {
            pool.submit(fmt::format("job {}", number), [&] {
                job(p);
                const std::lock_guard lock(mutex);
                threads.insert(gettid());
            });
        }
    } // waits for all of them
    return {1, 1 + std::int64_t(threads.size()), 0};
}

/// Yields when it wants to go on; computes in halves, so that one sees the turns change.
Generator<Nanos> generatorJob(Program &p)
{
    if (waits(p)) {
        co_yield Nanos(monotonicNs()) + milliseconds(p.integer("wait"));
    } else {
        const milliseconds half(p.integer("work") / 2);
        p.compute(half);
        co_yield Nanos(0);
        p.compute(milliseconds(p.integer("work")) - half);
    }
}

/// A scheduler in a few lines: round and round, each generator as soon as its time has come.
Costs inGenerators(Program &p)
{
    struct Waiting {
        Generator<Nanos> generator;
        Nanos due{0};
    };
    std::vector<std::unique_ptr<Waiting>> waiting;
    for (std::int64_t number = 0; number < p.integer("jobs"); ++number)
        waiting.push_back(std::make_unique<Waiting>(Waiting{generatorJob(p).named("job")}));
    while (!waiting.empty()) {
        const auto earliest = std::ranges::min_element(waiting, {}, [](const auto &each) { return each->due; });
        if (const Nanos now(monotonicNs()); (*earliest)->due > now)
            sleepBlocking((*earliest)->due - now);
        std::erase_if(waiting, [](const auto &each) {
            if (each->due > Nanos(monotonicNs()))
                return false;
            try {
                each->due = each->generator.next();
            } catch (const StopIteration &) {
                return true;
            }
            return false;
        });
    }
    return {};
}

Task<> taskJob(Program &p)
{
    if (waits(p))
        co_await Sleep(milliseconds(p.integer("wait")));
    else
        p.compute(milliseconds(p.integer("work")));
}

Task<> allTasks(Program &p)
{
    std::vector<Task<>> jobs;
    for (std::int64_t number = 0; number < p.integer("jobs"); ++number)
        jobs.push_back(taskJob(p).named("job"));
    co_await gather(std::move(jobs));
}

Costs onEventLoop(Program &p)
{
    runAsync(allTasks(p).named("main"));
    return {};
}

struct Model {
    const char *name;
    Costs (*run)(Program &);
};

constexpr Model models[] = {
    {"one after another", oneAfterAnother}, {"processes", inProcesses}, {"threads", inThreads},
    {"thread pool", inThreadPool},          {"generators", inGenerators}, {"event loop", onEventLoop},
};

const ProcessFunction oneModel("model", [](Program &p, const Arguments &arguments) {
    const Model &model = models[std::stoul(arguments[0])];
    const std::int64_t cpuBefore = ownCpuNs();
    const Nanos begin(monotonicNs());
    const Costs costs = model.run(p);
    const double wall = std::chrono::duration<double>(Nanos(monotonicNs()) - begin).count();
    const double cpu = std::chrono::duration<double>(Nanos(ownCpuNs() - cpuBefore)).count();
    const double megabytes = double(ownPeakResidentBytes() + costs.memoryBytes) / 1e6;
    p.print("{}: {:.2f} s, CPU {:.2f} s, processes {}, threads {}, memory {:.0f} MB", model.name, wall, cpu,
            costs.processes, costs.threads, megabytes);
    p.plot("time", model.name, wall);
    p.plot("CPU time", model.name, cpu);
});

} // namespace

void runEveryModel(Program &program)
{
    for (std::size_t number = 0; number < std::size(models); ++number) {
        Process process(program, models[number].name, oneModel, {std::to_string(number)}, StartMethod::Spawn);
        process.start();
        process.join();
    }
}

ResourceNeed needOfModels(const ParameterValues &parameters)
{
    const std::int64_t workers = std::min(std::stoll(parameters.at("workers")), std::stoll(parameters.at("jobs")));
    return {.processes = 2 + workers, .threads = 2 + workers};
}

} // namespace Interleave

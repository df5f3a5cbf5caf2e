// Ways to wait for several tasks, one of which fails.
#include "core/executors/gather.h"
#include "core/executors/program.h"
#include "core/executors/waiting.h"
#include "core/scenarios/scenario.h"

#include <fmt/ranges.h>

namespace Interleave {
namespace {

using Jobs = std::vector<TaskHandle<std::int64_t>>;

struct JobFailed : std::runtime_error {
    using runtime_error::runtime_error;
};

/// The first takes nearly three seconds, the last the least; none ends at a whole second.
double duration(Program &p, std::int64_t n)
{
    const std::int64_t tasks = p.integer("tasks");
    return 1.5 * double(2 * (tasks - n) + 1) / double(tasks);
}

Task<std::int64_t> job(Program &p, std::int64_t n)
{
    p.show("n", n);
    try {
        co_await Sleep(p.seconds(duration(p, n)));
    } catch (const Cancelled &) {
        p.print("Job {} is cancelled.", n);
        throw;
    }
    if (n == p.integer("failing"))
        throw JobFailed(fmt::format("job {} failed", n));
    p.print("Job {} is done.", n);
    co_return n * n;
}

Jobs begin(Program &p, std::string_view purpose)
{
    Jobs jobs;
    for (std::int64_t n = 1; n <= p.integer("tasks"); ++n)
        jobs.push_back(EventLoop::running()->createTask(job(p, n), fmt::format("{}: job {}", purpose, n)));
    return jobs;
}

void printEnds(Program &p, const Jobs &jobs)
{
    for (std::size_t index = 0; index < jobs.size(); ++index) {
        try {
            p.print("Task {}: result {}.", index + 1, jobs[index].future()->result());
        } catch (const Cancelled &) {
            p.print("Task {}: cancelled.", index + 1);
        } catch (const JobFailed &error) {
            p.print("Task {}: {}.", index + 1, error.what());
        }
    }
}

Task<> gatherAll(Program &p)
{
    const Jobs jobs = begin(p, "gather");
    try {
        const std::vector<std::int64_t> results = co_await gather(jobs);
        p.print("gather gives {}.", results);
    } catch (const JobFailed &error) {
        p.print("gather raises: {}.", error.what());
    }
    co_await wait(jobs); // those that have not failed run on
    printEnds(p, jobs);
}

Task<> takeAsCompleted(Program &p)
{
    for (Task<std::int64_t> &next : asCompleted(begin(p, "as_completed"))) {
        try {
            const std::int64_t result = co_await std::move(next);
            p.print("as_completed gives {}.", result);
        } catch (const JobFailed &error) {
            p.print("as_completed raises: {}.", error.what());
        }
    }
}

Task<> waitAWhile(Program &p, double timeout)
{
    const Jobs jobs = begin(p, "wait");
    const Waited<std::int64_t> waited = co_await wait(jobs, p.seconds(timeout));
    p.print("wait: {} done, {} pending.", waited.done.size(), waited.pending.size());
    for (const TaskHandle<std::int64_t> &task : waited.pending)
        task.cancel();
    if (!waited.pending.empty())
        co_await wait(waited.pending);
    printEnds(p, jobs);
}

Task<> waitForOne(Program &p, double timeout)
{
    try {
        const std::int64_t result = co_await waitFor(job(p, 1).named("wait_for: job 1"), p.seconds(timeout));
        p.print("wait_for gives {}.", result);
    } catch (const TimeoutError &) {
        p.print("wait_for raises: the time is over.");
    } catch (const JobFailed &error) {
        p.print("wait_for raises: {}.", error.what());
    }
}

Task<> mainTask(Program &p)
{
    const double timeout = double(p.integer("timeout"));
    co_await gatherAll(p);
    co_await takeAsCompleted(p);
    co_await waitAWhile(p, timeout);
    co_await waitForOne(p, timeout);
}

void run(Program &p) { runAsync(mainTask(p).named("main")); }

const ScenarioRegistration registration({
    .id = "async.futures",
    .title = "Futures: results that come later",
    .group = ScenarioGroup::Async,
    .order = 12,
    .documents = {"000: 1.4", "002: Asyncio"},
    .summary = "The same jobs are awaited in four ways: all of them, each as it ends, for a while, and one with a time limit.",
    .notice = {
        "A task is a promise of a result: it may not have run yet, it may give a value, or it may give an exception.",
        "The first job takes longest. gather still gives the results in the order in which the jobs were given; as_completed gives them in the order in which they end.",
        "One job fails. Nothing happens to the others; the exception appears at the await of whoever wants that result.",
        "wait with a timeout leaves the unfinished tasks alone: here the program cancels them itself, and they say so.",
        "wait_for cancels the job when the time is over, and waits until it has really ended.",
    },
    .parameters = {
        Parameter::integer("tasks", "Tasks", "", 3, 1, 1000, "How many jobs run at once; the first takes longest."),
        Parameter::integer("failing", "Failing task", "", 2, 0, 1000, "Which job fails; 0 is none."),
        Parameter::integer("timeout", "Timeout", "s", 1, 0, 10, "How many document seconds wait and wait_for allow."),
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "How long one second of the documents takes here; 1000 is as written."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

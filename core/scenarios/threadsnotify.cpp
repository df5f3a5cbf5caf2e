// Work on a pool of threads; the main thread goes on and is told of each result or exception.
#include "core/executors/gather.h"
#include "core/executors/program.h"
#include "core/executors/qtawait.h"
#include "core/executors/threadpool.h"
#include "core/scenarios/scenario.h"

#include <stdexcept>

namespace Interleave {
namespace {

std::int64_t square(Program &p, std::int64_t number)
{
    p.compute(std::chrono::milliseconds(p.integer("work")));
    if (number == p.integer("failing"))
        throw std::invalid_argument(fmt::format("no square of {} today", number));
    return number * number;
}

Task<> notification(Program &p, std::int64_t number, QFuture<std::int64_t> future)
{
    try {
        const std::int64_t result = co_await future;
        p.print("Task {} is done: {}", number, result);
    } catch (const std::invalid_argument &error) {
        p.print("Task {} has failed: {}", number, error.what());
    }
}

/// What else the main thread has to do.
Task<> somethingElse()
{
    while (true)
        co_await Sleep(std::chrono::milliseconds(5));
}

Task<> mainTask(Program &p, ThreadPool &pool)
{
    std::vector<Task<>> notifications;
    for (std::int64_t i = 1; i <= p.integer("tasks"); ++i) {
        const auto future = pool.submit(fmt::format("square({})", i), [&p, i] { return square(p, i); });
        notifications.push_back(notification(p, i, future).named(fmt::format("notification {}", i)));
    }
    p.print("The main thread goes on.");
    const auto other = EventLoop::running()->createTask(somethingElse().named("something else"));
    co_await gather(std::move(notifications));
    other.cancel();
}

void run(Program &p)
{
    ThreadPool pool(int(p.integer("workers")));
    runAsync(mainTask(p, pool).named("main"));
}

const ScenarioRegistration registration({
    .id = "threads.notify",
    .title = "The main thread is notified",
    .group = ScenarioGroup::Threads,
    .order = 3,
    .documents = {"002: its first sentences, on work apart from the primary thread"},
    .summary = "Functions run on a pool of threads; the main thread goes on with something else and is told when each has succeeded or failed.",
    .notice = {
        "The pool has few threads and uses them again: when one has finished a function it takes the next that waits.",
        "Between two functions a pool thread waits for work; whoever hands in the next function wakes it.",
        "The main thread never computes a square. It turns to other things every few milliseconds and is free the rest of the time.",
        "Each result arrives as a message to the main thread, where one task waits for it.",
        "One function raises an exception on its pool thread: it is carried over and raised again on the main thread, where the result was awaited.",
    },
    .parameters = {
        Parameter::integer("tasks", "Tasks", "", 8, 1, 1000, "How many functions are handed to the pool."),
        Parameter::integer("workers", "Pool threads", "", 3, 1, 64, "How many threads the pool has at most."),
        Parameter::integer("failing", "Failing task", "", 3, 0, 1000, "Which task raises an exception; 0 for none."),
        Parameter::integer("work", "Work per task", "ms", 10, 0, 1000, "Processor time that each task uses."),
    },
    .main = run,
    .need = [](const ParameterValues &values) {
        return ResourceNeed{.threads = 1 + std::min(std::stoll(values.at("workers")), std::stoll(values.at("tasks")))};
    },
});

} // namespace
} // namespace Interleave

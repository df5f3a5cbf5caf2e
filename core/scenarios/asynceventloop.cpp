// What an event loop does, turn by turn, and that it can be exchanged for another.
#include "core/executors/gather.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

namespace Interleave {
namespace {

const char *word(bool yes) { return yes ? "yes" : "no"; }

void printState(Program &p, std::string_view when, const EventLoop &loop)
{
    p.print("{}: running {}, closed {}.", when, word(loop.isRunning()), word(loop.isClosed()));
}

Task<> nothing() { co_return; }

Task<> visit(Program &p, std::int64_t n)
{
    p.print("Task {}: its first turn.", n);
    p.show("n", n);
    co_await nothing(); // ends without waiting, so nobody else comes in between
    p.print("Task {}: still its first turn.", n);
    co_await Sleep(p.seconds(0));
    p.print("Task {}: its second turn.", n);
    co_await Sleep(p.seconds(double(n) / double(p.integer("tasks"))));
    p.print("Task {}: its timer is due.", n);
}

Task<> mainTask(Program &p)
{
    EventLoop &loop = *EventLoop::running();
    p.print("main begins.");
    printState(p, "During", loop);
    std::vector<Task<>> visits;
    for (std::int64_t n = 1; n <= p.integer("tasks"); ++n)
        visits.push_back(visit(p, n).named(fmt::format("task {}", n)));
    co_await Sleep(p.seconds(0));
    p.print("The coroutines are made, and none has begun.");
    const auto all = gather(std::move(visits));
    p.print("They are scheduled, and none has begun.");
    loop.callLater(p.seconds(0.5), [&p] { p.print("A callback with a timer."); });
    co_await all;
    p.print("main gives its turn away, but nobody else is ready.");
    co_await Sleep(p.seconds(0));
    p.print("main goes on.");
}

void run(Program &p)
{
    const Application application(p.text("loop") == "own" ? LoopImplementation::Own : LoopImplementation::Qt);
    EventLoop loop;
    printState(p, "Before", loop);
    loop.callSoon([&p] { p.print("A plain callback, first in the line."); });
    loop.runUntilComplete(mainTask(p).named("main"));
    printState(p, "After", loop);
    loop.close();
    printState(p, "Closed", loop);
}

const ScenarioRegistration registration({
    .id = "async.event-loop",
    .title = "The event loop, turn by turn",
    .group = ScenarioGroup::Async,
    .order = 11,
    .documents = {"002: The Event Loop and asyncio.run()", "000: 1.4"},
    .summary = "A loop takes what is ready, one after the other, lets each run until it waits, and waits itself when nothing is ready.",
    .notice = {
        "Making a coroutine does nothing: it begins only once it is scheduled on the loop, and then only when its turn comes.",
        "In each turn the loop runs whatever was ready when the turn began, in order. Its own row has the colour of the task whose turn it is.",
        "Giving the turn away lets the others run first. Where nobody else is ready, the same task simply goes on.",
        "When nothing is ready the loop waits in poll, until the next timer is due.",
        "Asked before and after, the loop says that it is not running; what it runs itself finds it running. It is closed only when it is told to close.",
        "Choose the other loop: what waits underneath is exchanged, and the tasks notice nothing of it.",
    },
    .parameters = {
        Parameter::integer("tasks", "Tasks", "", 3, 1, 1000, "How many tasks take turns."),
        Parameter::choice("loop", "Loop", {"qt", "own"}, "What the loop waits on: Qt's own event dispatcher, or the one of this program."),
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "How long one second of the documents takes here; 1000 is as written."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

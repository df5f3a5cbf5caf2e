// Producers and consumers who know nothing of each other, with a queue between them.
#include "core/executors/aioqueue.h"
#include "core/executors/gather.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"

#include <fmt/ranges.h>

namespace Interleave {
namespace {

struct Item {
    std::string code;
    double putAt;
};

using Items = Asyncio::Queue<Item>;

std::string makeItem(Program &p) { return fmt::format("{:02x}", fmt::join(p.random.randBytes(5), "")); }

Task<> randomSleep(Program &p, std::string caller)
{
    const std::int64_t i = p.random.randInt(0, 10);
    p.print("{} sleeping for {} seconds.", caller, i);
    p.show("i", i);
    co_await Sleep(p.seconds(double(i)));
}

Task<> produce(Program &p, std::int64_t name, Items queue)
{
    const std::int64_t count = p.random.randInt(0, p.integer("items"));
    for (std::int64_t made = 0; made < count; ++made) {
        co_await randomSleep(p, fmt::format("Producer {}", name)).withoutLane();
        const std::string code = makeItem(p);
        Item item(code, p.perfCounter());
        co_await queue.put(std::move(item), code);
        p.print("Producer {} added <{}> to queue.", name, code);
    }
}

Task<> consume(Program &p, std::int64_t name, Items queue)
{
    for (;;) {
        co_await randomSleep(p, fmt::format("Consumer {}", name)).withoutLane();
        const Item item = co_await queue.get();
        p.print("Consumer {} got element <{}> in {:.5f} seconds.", name, item.code, p.perfCounter() - item.putAt);
        queue.taskDone();
    }
}

Task<> mainTask(Program &p)
{
    EventLoop &loop = *EventLoop::running();
    const Items queue;
    std::vector<TaskHandle<void>> producers, consumers;
    for (std::int64_t name = 0; name < p.integer("producers"); ++name)
        producers.push_back(loop.createTask(produce(p, name, queue), fmt::format("producer {}", name)));
    for (std::int64_t name = 0; name < p.integer("consumers"); ++name)
        consumers.push_back(loop.createTask(consume(p, name, queue), fmt::format("consumer {}", name)));
    co_await gather(producers);
    co_await queue.join();
    if (p.isOn("cancel")) {
        for (const TaskHandle<void> &consumer : consumers)
            consumer.cancel();
    } else {
        co_await gather(consumers);
    }
}

void run(Program &p)
{
    const double start = p.perfCounter();
    runAsync(mainTask(p).named("main"));
    p.print("Program completed in {:.5f} seconds.", p.perfCounter() - start);
}

const ScenarioRegistration registration({
    .id = "async.queue",
    .title = "Producers, a queue, consumers",
    .group = ScenarioGroup::Async,
    .order = 7,
    .documents = {"003: Using a Queue, queue.py", "002: Using a tail"},
    .summary = "Producers put items into a queue at random moments, and consumers take out whatever is there.",
    .notice = {
        "No producer knows any consumer: the queue is all they share.",
        "Below the tasks, the queue's own row shows how many items stand in it, and each item's row how long it stood there and who took it.",
        "There are more consumers than producers, so hardly an item has to wait. Take ten producers and two consumers, and the items pile up.",
        "A consumer that finds the queue empty waits for an item, and the producer that puts the next one wakes it.",
        "When the producers have ended and every item is done, nobody tells the consumers so: they would wait for ever. That is why they are cancelled at the end.",
        "Switch \"Cancel the consumers\" off and see them wait until you press Stop.",
    },
    .parameters = {
        Parameter::integer("producers", "Producers", "", 5, 1, 1000, "How many tasks put items into the queue."),
        Parameter::integer("consumers", "Consumers", "", 10, 1, 1000, "How many tasks take items out of it."),
        Parameter::integer("items", "Items, at most", "", 10, 1, 100, "How many items a producer puts at most; how many is drawn at random."),
        Parameter::onOff("cancel", "Cancel the consumers", true, "Whether the consumers are cancelled once all is done; if not, they wait for ever."),
        Parameter::integer("seed", "Seed", "", 444, 0, 2'147'483'647, "Where the random numbers begin."),
        Parameter::integer("second", "A document second lasts", "ms", 1000, 10, 1000, "How long one second of the documents takes here; 1000 is as written."),
    },
    .main = run,
});

} // namespace
} // namespace Interleave

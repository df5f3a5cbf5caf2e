#include "core/executors/processpool.h"

namespace Interleave {

namespace {

/// Each task is a lane, and a recording holds twice as many of them.
constexpr std::size_t mostTasks = 50'000;

} // namespace

ProcessPool::ProcessPool(Program &program, int workers, std::optional<StartMethod> method)
    : m_workers(workers), m_handler(program, workers, method)
{}

void ProcessPool::nameCalls(std::string noun)
{
    m_noun = std::move(noun);
    m_named = 0;
}

void ProcessPool::join(SourceLine line)
{
    if (m_handler.isOpen())
        throw std::logic_error("the pool is still open: close it before join");
    m_handler.join(line);
}

/// As CPython's Pool._map_async: four chunks a worker, one call more in each if there is a rest.
std::size_t ProcessPool::chunkFor(std::size_t calls) const
{
    const std::size_t chunks = 4 * std::size_t(m_workers);
    return calls / chunks + (calls % chunks != 0 ? 1 : 0);
}

std::string ProcessPool::nameOf(std::size_t calls)
{
    const std::size_t first = m_named.fetch_add(calls);
    if (calls == 1)
        return m_noun + " " + std::to_string(first);
    return m_noun + "s " + std::to_string(first) + "–" + std::to_string(first + calls - 1);
}

std::shared_ptr<PoolResult> ProcessPool::submitChunks(const std::string &function, std::vector<Chunk> chunks,
                                                      PoolResult::Callback callback,
                                                      PoolResult::ErrorCallback errorCallback)
{
    if (chunks.size() > mostTasks)
        throw std::length_error("These calls are " + std::to_string(chunks.size()) + " tasks, and one recording shows "
                                + std::to_string(mostTasks) + " at most: take larger chunks.");
    std::vector<PoolTask> tasks(chunks.size());
    std::vector<std::size_t> sizes;
    for (std::size_t index = 0; index < tasks.size(); ++index) {
        PoolTask &task = tasks[index];
        task.number = m_submitted.fetch_add(1);
        task.lane = Recorder::ofThisThread().allocateLane();
        task.name = nameOf(chunks[index].calls);
        task.frame = framed(Interleave::packed(TaskMessage{task.number, task.lane, std::uint32_t(chunks[index].calls),
                                                           function, std::move(chunks[index].arguments)}));
        task.part = index;
        sizes.push_back(chunks[index].calls);
    }
    const LaneId waitedFor = tasks.size() == 1 ? tasks.front().lane : m_handler.queue();
    const auto result = std::make_shared<PoolResult>(std::move(sizes), waitedFor, std::move(callback),
                                                     std::move(errorCallback));
    for (PoolTask &task : tasks)
        task.result = result;
    m_handler.submit(std::move(tasks));
    return result;
}

} // namespace Interleave

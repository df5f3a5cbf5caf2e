// gather: runs several coroutines as tasks at once and gives their results in the order given.
// The first exception goes to whoever awaits it, the other tasks run on; cancelling it cancels
// them all. Semantics: https://docs.python.org/3.11/library/asyncio-task.html#asyncio.gather
#pragma once

#include "core/executors/task.h"

namespace Interleave {

namespace Detail {

template<class T>
using GatherResult = std::conditional_t<std::is_void_v<T>, Future<void>, Future<std::vector<std::conditional_t<std::is_void_v<T>, int, T>>>>;

template<class T>
class GatherFuture final : public GatherResult<T>
{
public:
    using GatherResult<T>::GatherResult;

    bool cancel() override
    {
        if (this->isDone())
            return false;
        bool any = false;
        for (const TaskHandle<T> &child : children)
            any = child.cancel() || any;
        m_cancelRequested = m_cancelRequested || any;
        return any;
    }

    void childDone(const TaskHandle<T> &child)
    {
        ++m_finished;
        if (this->isDone())
            return;
        if (child.isCancelled())
            this->setException(std::make_exception_ptr(Cancelled()));
        else if (child.future()->exception())
            this->setException(child.future()->exception());
        else if (m_finished == children.size())
            finish();
    }

    void finish()
    {
        if (m_cancelRequested) {
            this->setException(std::make_exception_ptr(Cancelled()));
        } else if constexpr (std::is_void_v<T>) {
            this->setResult();
        } else {
            std::vector<T> results;
            for (const TaskHandle<T> &child : children)
                results.push_back(child.future()->result());
            this->setResult(std::move(results));
        }
    }

    std::vector<TaskHandle<T>> children;

private:
    std::size_t m_finished = 0;
    bool m_cancelRequested = false;
};

/// "count 1", "count 2" … where several have the same name.
template<class T>
void numberNames(std::vector<Task<T>> &tasks)
{
    std::map<std::string, int> total, seen;
    for (const Task<T> &task : tasks)
        ++total[task.handle().promise().name];
    for (const Task<T> &task : tasks) {
        std::string &name = task.handle().promise().name;
        if (total[name] > 1)
            name += " " + std::to_string(++seen[name]);
    }
}

} // namespace Detail

/// Of tasks that run already.
template<class T>
auto gather(std::vector<TaskHandle<T>> tasks)
{
    auto all = std::make_shared<Detail::GatherFuture<T>>(*EventLoop::running());
    all->children = std::move(tasks);
    for (const TaskHandle<T> &child : all->children) {
        // Weak: a child outlives a gather that nobody awaits any more.
        child.future()->addDoneCallback([weak = std::weak_ptr(all), child] {
            if (const auto gathered = weak.lock())
                gathered->childDone(child);
        });
    }
    if (all->children.empty())
        all->finish();
    if constexpr (std::is_void_v<T>)
        return Awaitable<void>(all, Reason::Gather);
    else
        return Awaitable<std::vector<T>>(all, Reason::Gather);
}

template<class T>
auto gather(std::vector<Task<T>> coroutines)
{
    Detail::numberNames(coroutines);
    std::vector<TaskHandle<T>> tasks;
    for (Task<T> &coroutine : coroutines)
        tasks.push_back(EventLoop::running()->createTask(std::move(coroutine)));
    return gather(std::move(tasks));
}

template<class T, class... More>
auto gather(Task<T> first, More... more)
{
    std::vector<Task<T>> tasks;
    tasks.push_back(std::move(first));
    (tasks.push_back(std::move(more)), ...);
    return gather(std::move(tasks));
}

} // namespace Interleave

// What a pool's task or tasks will have given: multiprocessing's AsyncResult. The untyped part is
// shared between the thread that asks and the pool's handler, which settles it; AsyncResult<T>
// reads it. As in CPython a callback runs before anybody who waits is told, and the result of
// several tasks is there when all of them are over, with the first exception if one was raised.
#pragma once

#include "core/executors/here.h"
#include "core/executors/poolfunction.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>

namespace Interleave {

/// What a task raised in its worker, with the same text.
class TaskError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// The time to wait was over before the result was there.
class PoolTimeout : public std::runtime_error
{
public:
    PoolTimeout() : std::runtime_error("the result was not there in time") {}
};

/// A task's packed results, in the order of the tasks; none for one that raised or was lost.
using PackedParts = std::vector<std::optional<std::string>>;

class PoolResult
{
public:
    using Callback = std::function<void(const PoolResult &)>;
    using ErrorCallback = std::function<void(const std::exception &)>;

    /// `sizes`: the number of calls in each task; none of them: ready at once.
    PoolResult(std::vector<std::size_t> sizes, LaneId waitedFor, Callback callback, ErrorCallback errorCallback);

    /// By the pool: one task more is over. The last one runs the callback on the calling thread,
    /// then wakes whoever waits. Returns what the callback raised, or an empty text.
    std::string settle(std::size_t part, std::string results);
    std::string settle(std::size_t part, std::exception_ptr error);

    bool isReady() const;
    /// False when the time was over first.
    bool wait(std::optional<Nanos> timeout, SourceLine line);
    /// Once it is ready: raises the first exception, if there was one.
    void raiseError() const;
    /// Whether no task raised or was lost; std::logic_error before it is ready.
    bool succeeded() const;

    const PackedParts &arrivedParts() const { return m_parts; }
    const std::vector<std::size_t> &sizes() const { return m_sizes; }

private:
    std::string countDown();
    std::string runCallback() const;

    mutable std::mutex m_mutex; // guards m_ready and m_waiting; the rest is the handler's until it is ready
    std::condition_variable m_changed;
    const std::vector<std::size_t> m_sizes;
    const LaneId m_waitedFor;
    const Callback m_callback;
    const ErrorCallback m_errorCallback;
    PackedParts m_parts;
    std::size_t m_left;
    std::exception_ptr m_error;
    bool m_ready;
    std::vector<LaneId> m_waiting;
};

namespace Detail {
/// A value for each call, none for those that raised or were lost.
template<class Value>
std::vector<std::optional<Value>> unpackArrived(const PoolResult &result)
{
    std::vector<std::optional<Value>> values;
    for (std::size_t part = 0; part < result.sizes().size(); ++part) {
        const std::optional<std::string> &packed = result.arrivedParts()[part];
        ByteCursor cursor(packed ? std::string_view(*packed) : std::string_view());
        for (std::size_t call = 0; call < result.sizes()[part]; ++call) {
            values.emplace_back();
            if (packed)
                takeValue(cursor, values.back().emplace());
        }
        if (packed && (cursor.failed() || !cursor.atEnd()))
            throw std::runtime_error("what a worker gave back is no result of its function");
    }
    return values;
}

template<class Value>
Value unpackOne(const PoolResult &result)
{
    return std::move(*unpackArrived<Value>(result).at(0));
}

template<class Value>
std::vector<Value> unpackAll(const PoolResult &result)
{
    std::vector<Value> values;
    for (std::optional<Value> &value : unpackArrived<Value>(result))
        values.push_back(std::move(*value));
    return values;
}
} // namespace Detail

/// A worker died with a task: nobody knows how far it came. What the other tasks of the same call
/// gave has arrived all the same.
class TaskLost : public TaskError
{
public:
    explicit TaskLost(const std::string &sentence, std::shared_ptr<const PoolResult> result = {})
        : TaskError(sentence), m_result(std::move(result))
    {}
    /// A value for each call, none for those whose task was lost.
    template<class Value>
    std::vector<std::optional<Value>> arrived() const;

private:
    std::shared_ptr<const PoolResult> m_result;
};

template<class Value>
std::vector<std::optional<Value>> TaskLost::arrived() const
{
    return m_result ? Detail::unpackArrived<Value>(*m_result) : std::vector<std::optional<Value>>();
}

template<class Value>
class AsyncResult
{
public:
    using Unpack = Value (*)(const PoolResult &);
    AsyncResult(std::shared_ptr<PoolResult> result, Unpack unpack) : m_result(std::move(result)), m_unpack(unpack) {}

    /// Waits for it. Raises what a task raised, TaskLost, or PoolTimeout.
    Value get(std::optional<Nanos> timeout = std::nullopt, SourceLine line = {}) const
    {
        if (!m_result->wait(timeout, line))
            throw PoolTimeout();
        try {
            m_result->raiseError();
        } catch (const TaskLost &lost) {
            throw TaskLost(lost.what(), m_result);
        }
        return m_unpack(*m_result);
    }
    void wait(std::optional<Nanos> timeout = std::nullopt, SourceLine line = {}) const { m_result->wait(timeout, line); }
    bool ready() const { return m_result->isReady(); }
    /// Whether nothing was raised; std::logic_error before it is ready.
    bool successful() const { return m_result->succeeded(); }

private:
    std::shared_ptr<PoolResult> m_result;
    Unpack m_unpack;
};

} // namespace Interleave

// The result of something that is not there yet, as asyncio.Future: pending, then done with a value
// or an exception, or cancelled; callbacks run one loop turn later. Shared between whoever waits
// and whoever settles it; all in the loop's thread.
//
// Semantics: https://docs.python.org/3.11/library/asyncio-future.html
#pragma once

#include "core/trace/recorder.h"

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace Interleave {

class EventLoop;

/// Raised at the await of a task that was cancelled, as asyncio.CancelledError.
struct Cancelled : std::exception {
    const char *what() const noexcept override { return "cancelled"; }
};

class FutureBase
{
public:
    enum class State { Pending, Done, Cancelled };

    explicit FutureBase(EventLoop &loop) : m_loop(loop) {}
    FutureBase(const FutureBase &) = delete;
    virtual ~FutureBase() = default;

    EventLoop &loop() const { return m_loop; }
    bool isDone() const { return m_state != State::Pending; }
    bool isCancelled() const { return m_state == State::Cancelled; }
    const std::exception_ptr &exception() const { return m_exception; }
    void setException(std::exception_ptr exception);
    /// False when it was done before.
    virtual bool cancel();
    /// Runs in the loop's next turn after it is done; at the next turn if it is done already. The
    /// number is for removing it.
    std::uint64_t addDoneCallback(std::function<void()> callback);
    /// Without effect once it is scheduled.
    void removeDoneCallback(std::uint64_t number);
    /// A lane that awaits this: woken on the record when it is settled. There may be several.
    void addAwaitingLane(LaneId lane) { m_awaitingLanes.push_back(lane); }

protected:
    void settle(State state);

private:
    EventLoop &m_loop;
    State m_state = State::Pending;
    std::exception_ptr m_exception;
    std::vector<std::pair<std::uint64_t, std::function<void()>>> m_callbacks;
    std::uint64_t m_lastCallback = 0;
    std::vector<LaneId> m_awaitingLanes;
};

template<class T>
class Future : public FutureBase
{
public:
    using FutureBase::FutureBase;

    void setResult(T value)
    {
        m_value.emplace(std::move(value));
        settle(State::Done);
    }
    /// The value; what it was settled with otherwise is raised. Only once it is done.
    const T &result() const
    {
        rethrow();
        return *m_value;
    }

protected:
    void rethrow() const
    {
        if (isCancelled())
            throw Cancelled();
        if (exception())
            std::rethrow_exception(exception());
    }

private:
    std::optional<T> m_value;
};

template<>
class Future<void> : public FutureBase
{
public:
    using FutureBase::FutureBase;

    void setResult() { settle(State::Done); }
    void result() const
    {
        if (isCancelled())
            throw Cancelled();
        if (exception())
            std::rethrow_exception(exception());
    }
};

template<class T>
using FuturePtr = std::shared_ptr<Future<T>>;

} // namespace Interleave

// An asynchronous generator: co_yield and co_await in one coroutine, consumed by a task.
//
//     AsyncGenerator<int> ticks(Program &p)
//     {
//         for (int i = 1; i <= 3; ++i) { co_await Sleep(p.seconds(1)); co_yield i; }
//     }
//     while (const auto tick = co_await generator.next()) …   // async for tick in ticks():
//     std::vector<int> all = co_await collect(ticks(p));      // [tick async for tick in ticks()]
//
// It runs within whichever task awaits next() or aclose(), on a Generator lane below the one that did
// so first: the consumer stands in "generator" meanwhile, and what the generator awaits, it awaits
// on its own lane. Cancelling the task raises at that await. Owned by its consumer; in the loop's thread.
// One that is dropped at a yield is closed by a task of its own, as asyncio's hook does.
//
// Semantics: https://docs.python.org/3.11/reference/expressions.html#asynchronous-generator-functions
// Not done, and why: asend() and athrow() (no example needs them).
#pragma once

#include "core/executors/awaiters.h"
#include "core/executors/generatorlane.h"

#include <stdexcept>

namespace Interleave {

/// The part that does not depend on what it yields.
struct AsyncGeneratorPromise : TaskPromise {
    using State = GeneratorLane::State;

    State state = State::Created;
    std::exception_ptr injected; // raised at the yield where it stands
    bool isClosing = false;      // aclose() was awaited: it gives nothing any more
    bool isAbandoned = false;    // its owner is gone, a task of its own closes it
    std::uint32_t yieldLine = 0;

    /// The consumer suspends, the generator starts or goes on.
    void enter(TaskPromise &consumer, std::coroutine_handle<> consumerHandle, std::uint32_t line);
    /// The generator suspends at its yield, the consumer goes on.
    std::coroutine_handle<> leave() noexcept;
    /// The generator is over, the consumer goes on.
    std::coroutine_handle<> end() noexcept;
    /// Destroyed before its end.
    void drop();

    struct Yield {
        AsyncGeneratorPromise *promise;
        explicit Yield(AsyncGeneratorPromise *owner) : promise(owner) {}
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept { return promise->leave(); }
        void await_resume()
        {
            if (promise->injected)
                std::rethrow_exception(std::exchange(promise->injected, nullptr));
        }
    };
    struct End {
        AsyncGeneratorPromise *promise;
        explicit End(AsyncGeneratorPromise *owner) : promise(owner) {}
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept { return promise->end(); }
        void await_resume() noexcept {}
    };
    std::suspend_always initial_suspend(const char *function = __builtin_FUNCTION())
    {
        name = function;
        return {};
    }
    End final_suspend() noexcept { return End(this); }
    void unhandled_exception() noexcept;
    void return_void() noexcept {}
};

/// One step of the generator, towards its next value or towards its end.
class AsyncStepAwaiter
{
public:
    AsyncStepAwaiter(AsyncGeneratorPromise &generator, std::coroutine_handle<> handle, TaskPromise &consumer,
                     std::uint32_t line)
        : m_generator(generator), m_handle(handle), m_consumer(consumer), m_line(line)
    {}
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> consumer)
    {
        m_generator.enter(m_consumer, consumer, m_line);
        return m_handle;
    }

protected:
    bool isRunning() const { return m_generator.state == AsyncGeneratorPromise::State::Running; }
    bool isClosed() const { return m_generator.state == AsyncGeneratorPromise::State::Closed; }

    AsyncGeneratorPromise &m_generator;
    std::coroutine_handle<> m_handle;
    TaskPromise &m_consumer;
    std::uint32_t m_line;
    bool m_refused = false;
};

template<class T>
class AsyncNextAwaiter : public AsyncStepAwaiter
{
public:
    AsyncNextAwaiter(AsyncStepAwaiter step, std::optional<T> &yielded) : AsyncStepAwaiter(step), m_yielded(yielded) {}
    bool await_ready()
    {
        m_refused = isRunning();
        m_over = isClosed() || m_generator.isClosing;
        return m_refused || m_over;
    }
    std::optional<T> await_resume()
    {
        if (m_refused)
            throw std::runtime_error("anext(): asynchronous generator is already running");
        if (m_generator.exception && !m_over)
            std::rethrow_exception(std::exchange(m_generator.exception, nullptr));
        return m_over || isClosed() ? std::nullopt : std::exchange(m_yielded, std::nullopt);
    }

private:
    std::optional<T> &m_yielded;
    bool m_over = false;
};

class AsyncCloseAwaiter : public AsyncStepAwaiter
{
public:
    explicit AsyncCloseAwaiter(AsyncStepAwaiter step) : AsyncStepAwaiter(step) {}
    bool await_ready();
    void await_resume();

private:
    bool m_nothingToDo = false;
};

template<class T>
class AsyncGenerator
{
public:
    struct promise_type : AsyncGeneratorPromise {
        std::optional<T> yielded;

        AsyncGenerator get_return_object() { return AsyncGenerator(Handle::from_promise(*this)); }
        template<class Value>
        Yield yield_value(Value &&value, SourceLine line = {})
        {
            yielded.emplace(std::forward<Value>(value));
            yieldLine = line.number;
            return Yield(this);
        }
    };
    using Handle = std::coroutine_handle<promise_type>;

    AsyncGenerator(AsyncGenerator &&other) noexcept : m_handle(std::exchange(other.m_handle, {})) {}
    AsyncGenerator &operator=(AsyncGenerator &&) = delete;
    ~AsyncGenerator();
    /// The lane's name, where the function's own will not do.
    AsyncGenerator named(std::string name) &&
    {
        m_handle.promise().name = std::move(name);
        return std::move(*this);
    }

    /// What next() and aclose() give to co_await.
    class Next
    {
    public:
        explicit Next(Handle handle) : m_handle(handle) {}
        AsyncNextAwaiter<T> awaiterFor(TaskPromise &consumer, std::uint32_t line) const
        {
            AsyncStepAwaiter step(m_handle.promise(), m_handle, consumer, line);
            return AsyncNextAwaiter<T>(step, m_handle.promise().yielded);
        }

    private:
        Handle m_handle;
    };
    class Close
    {
    public:
        explicit Close(Handle handle) : m_handle(handle) {}
        AsyncCloseAwaiter awaiterFor(TaskPromise &consumer, std::uint32_t line) const
        {
            return AsyncCloseAwaiter(AsyncStepAwaiter(m_handle.promise(), m_handle, consumer, line));
        }

    private:
        Handle m_handle;
    };

    /// co_await it: the next value, or nothing once it is over.
    Next next() { return Next(m_handle); }
    /// co_await it: raises GeneratorExit at its yield; std::runtime_error if it then yields again.
    Close aclose() { return Close(m_handle); }
    AsyncGeneratorPromise::State state() const { return m_handle.promise().state; }

private:
    explicit AsyncGenerator(Handle handle) : m_handle(handle) {}
    Handle m_handle;
};

namespace Detail {
template<class T>
Task<> closeAbandoned(AsyncGenerator<T> generator)
{
    co_await generator.aclose();
}
} // namespace Detail

template<class T>
AsyncGenerator<T>::~AsyncGenerator()
{
    if (!m_handle)
        return;
    promise_type &promise = m_handle.promise();
    EventLoop *loop = EventLoop::running();
    if (loop && promise.state == AsyncGeneratorPromise::State::Suspended && !std::exchange(promise.isAbandoned, true)) {
        Task<> closing = Detail::closeAbandoned(std::move(*this)).named("aclose " + promise.name);
        closing.handle().promise().beginsCancelled = true;
        loop->createTask(std::move(closing));
        return;
    }
    promise.drop();
    m_handle.destroy();
}

namespace Detail {
template<class T>
Task<std::vector<T>> collectAll(AsyncGenerator<T> items)
{
    std::vector<T> all;
    while (std::optional<T> item = co_await items.next())
        all.push_back(std::move(*item));
    co_return all;
}
} // namespace Detail

/// An asynchronous comprehension: [item async for item in items]. It is a part of whoever awaits it.
template<class T>
Task<std::vector<T>> collect(AsyncGenerator<T> items)
{
    return Detail::collectAll(std::move(items)).withoutLane();
}

} // namespace Interleave

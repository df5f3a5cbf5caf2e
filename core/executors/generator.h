// A generator coroutine with Python's protocol: next, send, throw_, close, and (yield) as an
// expression. Control passes caller → generator → caller, all on one thread; each pass is one
// switch on the timeline, both halves on one clock reading. Owned by its caller, used by one thread.
//
//     Generator<None, std::string> printName(std::string prefix)
//     {
//         try { for (;;) { std::string name = co_yield None(); … } }
//         catch (const GeneratorExit &) { … }   // no co_yield inside a handler: C++ forbids it
//     }
//
// Semantics: https://docs.python.org/3.11/reference/expressions.html#generator-iterator-methods
#pragma once

#include "core/executors/generatorlane.h"

#include <qcoro/coroutine.h>

#include <optional>
#include <stdexcept>
#include <utility>

namespace Interleave {

namespace Detail {
template<class Return>
struct GeneratorReturn {
    std::optional<Return> returned;
    template<class Value>
    void return_value(Value &&value) { returned.emplace(std::forward<Value>(value)); }
};
template<>
struct GeneratorReturn<void> {
    void return_void() noexcept {}
};
} // namespace Detail

/// What takes a generator's steps while it stands at a "yield from"; see delegation.h.
class Delegate
{
public:
    virtual ~Delegate() = default;
    /// Hands on what the generator was given. False once the inner one is over.
    virtual bool step() = 0;
};
template<class Inner> class From;
template<class Promise, class Inner> class DelegateAwaiter;

template<class Yield, class Send = None, class Return = void>
class Generator
{
public:
    using State = GeneratorLane::State;
    using Returned = Return;

    struct promise_type : Detail::GeneratorReturn<Return>, GeneratorLane {
        std::optional<Yield> yielded;
        std::optional<Send> sent;
        std::exception_ptr injected, raised;

        struct YieldAwaiter {
            promise_type *promise;
            explicit YieldAwaiter(promise_type *owner) : promise(owner) {}
            bool await_ready() noexcept { return false; }
            void await_suspend(std::coroutine_handle<>) noexcept {}
            Send await_resume()
            {
                if (promise->injected)
                    std::rethrow_exception(std::exchange(promise->injected, nullptr));
                Send value = promise->sent ? std::move(*promise->sent) : Send{};
                promise->sent.reset();
                return value;
            }
        };

        Generator get_return_object() { return Generator(Handle::from_promise(*this)); }
        std::suspend_always initial_suspend(const char *function = __builtin_FUNCTION()) noexcept
        {
            setName(function);
            return {};
        }
        std::suspend_always final_suspend() noexcept { return {}; }
        void unhandled_exception()
        {
            try {
                throw;
            } catch (const StopIteration &) { // it must not look like the generator's own end
                raised = std::make_exception_ptr(std::runtime_error("generator raised StopIteration"));
            } catch (...) {
                raised = std::current_exception();
            }
        }
        template<class Value>
        YieldAwaiter yield_value(Value &&value, SourceLine line = {})
        {
            yielded.emplace(std::forward<Value>(value));
            yieldLine = line.number;
            return YieldAwaiter(this);
        }
        template<class Inner>
        auto yield_value(From<Inner> &&from, SourceLine line = {})
        {
            yieldLine = line.number;
            return DelegateAwaiter<promise_type, Inner>(std::move(from), this);
        }
        template<class Awaitable>
        void await_transform(Awaitable &&) = delete;

        std::uint32_t yieldLine = 0;
        Delegate *delegate = nullptr; // while it stands at a "yield from"
    };

    Generator(Generator &&other) noexcept : m_handle(std::exchange(other.m_handle, {})) {}
    Generator(const Generator &) = delete;
    /// The lane's name, where the function's own will not do.
    Generator named(std::string name) &&
    {
        promise().setName(std::move(name));
        return std::move(*this);
    }
    Generator &operator=(Generator &&) = delete;
    /// As Python's garbage collector does, closes first; what the generator then raises is lost.
    ~Generator()
    {
        if (!m_handle)
            return;
        try {
            close();
        } catch (...) {
            Recorder::ofThisThread().note(promise().lane(), "ignored an exception while being closed");
            promise().drop();
        }
        m_handle.destroy();
    }

    /// Runs to the next yield and returns what it yields; StopIteration once it has ended.
    Yield next(SourceLine line = {})
    {
        refuseWhileRunning();
        return run(line);
    }
    /// The same, the value becoming the result of the yield that it stands at.
    Yield send(Send value, SourceLine line = {})
    {
        refuseWhileRunning();
        if (state() == State::Created)
            throw std::logic_error("can't send non-None value to a just-started generator");
        promise().sent.emplace(std::move(value));
        return run(line);
    }
    /// Raises the exception at the yield that it stands at.
    template<class Exception>
    Yield throw_(Exception exception, SourceLine line = {})
    {
        return throwPointer(std::make_exception_ptr(std::move(exception)), line);
    }
    Yield throwPointer(std::exception_ptr exception, SourceLine line = {})
    {
        refuseWhileRunning();
        if (state() == State::Created)
            promise().endUnstarted();
        if (state() == State::Closed)
            std::rethrow_exception(exception);
        promise().injected = std::move(exception);
        return run(line);
    }
    /// Raises GeneratorExit at its yield; it must end then, or std::runtime_error says that it did not.
    void close(SourceLine line = {})
    {
        refuseWhileRunning();
        if (state() == State::Created)
            promise().endUnstarted();
        if (state() == State::Closed)
            return;
        promise().injected = std::make_exception_ptr(GeneratorExit());
        try {
            run(line, Outcome::Closed);
        } catch (const GeneratorExit &) {
            return;
        } catch (const StopIteration &) {
            return;
        }
        throw std::runtime_error("generator ignored GeneratorExit");
    }
    State state() const { return m_handle.promise().state(); }
    LaneId lane() const { return m_handle.promise().lane(); }
    /// What it returned, once it has ended by returning.
    const auto &returned() const requires(!std::is_void_v<Return>) { return m_handle.promise().returned; }

private:
    using Handle = std::coroutine_handle<promise_type>;
    explicit Generator(Handle handle) : m_handle(handle) {}
    promise_type &promise() { return m_handle.promise(); }

    void refuseWhileRunning() const
    {
        if (state() == State::Running)
            throw std::logic_error("generator already executing");
    }
    Yield run(SourceLine line, Outcome ending = Outcome::Finished)
    {
        if (state() == State::Closed)
            throw StopIteration();
        promise().yielded.reset();
        promise().enter(line.number);
        if (!promise().delegate || !promise().delegate->step())
            m_handle.resume();
        if (!m_handle.done()) {
            promise().leave(promise().yieldLine);
            return std::move(*promise().yielded);
        }
        const std::exception_ptr raised = std::exchange(promise().raised, nullptr);
        const bool failed = raised && !(ending == Outcome::Closed && isGeneratorExit(raised));
        promise().end(failed ? Outcome::Failed : ending);
        if (raised)
            std::rethrow_exception(raised);
        throw StopIteration();
    }

    Handle m_handle;
};

} // namespace Interleave

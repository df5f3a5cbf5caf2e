// "yield from": a generator hands its turns to another until that one is over.
//
//     Generator<int, Send, int> outer(Program &p)
//     {
//         const int returned = co_yield from(inner(p));   // returned = yield from inner()
//     }
//
// What the inner generator yields goes to the outer one's caller; what that caller sends or throws,
// and its close, go to the inner generator; what this returns is the value of the expression. Each
// resume walks down through the lanes of all levels, each yield up again.
//
// The outer coroutine's frame stays where it is meanwhile: its promise passes the steps on. In
// CPython its frame does that, so its lane records each pass as CPython would have it.
//
// Semantics: https://peps.python.org/pep-0380/#formal-semantics
#pragma once

#include "core/executors/generator.h"

#include <type_traits>

namespace Interleave {

/// The operand of "yield from": a generator of its own, or a reference to one that others hold, too.
template<class Inner>
class From
{
public:
    explicit From(Inner &&inner) : m_inner(std::forward<Inner>(inner)) {}
    From(From &&) = default;
    std::remove_reference_t<Inner> &inner() { return m_inner; }

private:
    Inner m_inner;
};

template<class Inner>
From<Inner> from(Inner &&inner)
{
    return From<Inner>(std::forward<Inner>(inner));
}

template<class Promise, class Inner>
class DelegateAwaiter final : public Delegate
{
public:
    using Returned = typename std::remove_reference_t<Inner>::Returned;

    DelegateAwaiter(From<Inner> &&from, Promise *outer)
        : m_from(std::move(from)), m_outer(outer), m_wasOver(inner().state() == GeneratorLane::State::Closed)
    {}
    DelegateAwaiter(const DelegateAwaiter &) = delete;
    ~DelegateAwaiter() override { m_outer->delegate = nullptr; }

    bool await_ready() noexcept { return false; }
    /// The inner generator's first step; if it ends with that, the outer one goes on at once.
    bool await_suspend(std::coroutine_handle<>)
    {
        m_outer->delegate = this;
        return step();
    }
    Returned await_resume()
    {
        m_outer->delegate = nullptr;
        if (m_raised)
            std::rethrow_exception(std::exchange(m_raised, nullptr));
        if constexpr (!std::is_void_v<Returned>)
            return m_wasOver ? Returned{} : *inner().returned(); // Python's None from one that was over before
    }

    bool step() override
    {
        try {
            m_outer->yielded.emplace(handOn());
            return true;
        } catch (const StopIteration &) {
        } catch (...) {
            m_raised = std::current_exception();
        }
        return false;
    }

private:
    auto &inner() { return m_from.inner(); }
    auto handOn()
    {
        const SourceLine line(m_outer->yieldLine);
        if (const std::exception_ptr given = std::exchange(m_outer->injected, nullptr)) {
            if (!isGeneratorExit(given))
                return inner().throwPointer(given, line);
            inner().close(line);
            std::rethrow_exception(given); // in the outer generator, once the inner one is closed
        }
        if (!m_outer->sent)
            return inner().next(line);
        auto value = std::move(*m_outer->sent);
        m_outer->sent.reset();
        return inner().send(std::move(value), line);
    }

    From<Inner> m_from;
    Promise *m_outer;
    bool m_wasOver;
    std::exception_ptr m_raised;
};

} // namespace Interleave

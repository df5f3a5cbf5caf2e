// A value or an error that nobody can ignore. An error carries a code to branch on and one
// sentence to show. Cancelling is an outcome of a run, never an error, so it has no code here.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace Interleave {

enum class ErrorCode {
    Usage,          // the caller asked for something that makes no sense
    ServiceMissing, // a program or display that is needed is not there
    CannotRead,     // the input is missing, foreign or broken beyond use
    Incomplete,     // read, but something of it is missing
    CannotWrite,    // the output could not be written; what was there before is untouched
    NoResources,    // not enough descriptors, processes or memory
    Failed,         // anything else
};

struct Error {
    ErrorCode code = ErrorCode::Failed;
    std::string message; // one sentence for the user, with what to do where that is known

    Error(ErrorCode errorCode, std::string sentence) : code(errorCode), message(std::move(sentence)) {}
};

template<class T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_content(std::move(value)) {}
    Result(Error error) : m_content(std::move(error)) {}

    bool hasValue() const { return m_content.index() == 0; }
    T &value() { assert(hasValue()); return std::get<0>(m_content); }
    const T &value() const { assert(hasValue()); return std::get<0>(m_content); }
    T takeValue() { assert(hasValue()); return std::move(std::get<0>(m_content)); }
    const Error &error() const { assert(!hasValue()); return std::get<1>(m_content); }

private:
    std::variant<T, Error> m_content;
};

/// Nothing but success, for Result<void>'s content.
struct Success {};

template<>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Success) {}
    Result(Error error) : m_content(std::move(error)) {}

    bool hasValue() const { return m_content.index() == 0; }
    const Error &error() const { assert(!hasValue()); return std::get<1>(m_content); }

private:
    std::variant<Success, Error> m_content;
};

} // namespace Interleave

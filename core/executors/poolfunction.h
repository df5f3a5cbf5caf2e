// A function that a process pool's workers run, and how its arguments and results travel: as bytes,
// never as code. Define at file scope: a worker that is started later finds it by its name.
#pragma once

#include "core/base/bytes.h"

#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace Interleave {

class Program;

template<class Number>
    requires std::is_arithmetic_v<Number>
void putValue(std::string &bytes, Number value)
{
    putNumber(bytes, value);
}
inline void putValue(std::string &bytes, const std::string &text) { putString(bytes, text, UINT32_MAX); }
template<class... Parts>
void putValue(std::string &bytes, const std::tuple<Parts...> &parts);
template<class First, class Second>
void putValue(std::string &bytes, const std::pair<First, Second> &pair);
template<class Element>
void putValue(std::string &bytes, const std::vector<Element> &elements)
{
    putNumber(bytes, std::uint32_t(elements.size()));
    for (const Element &element : elements)
        putValue(bytes, element);
}
template<class... Parts>
void putValue(std::string &bytes, const std::tuple<Parts...> &parts)
{
    std::apply([&bytes](const Parts &...part) { (putValue(bytes, part), ...); }, parts);
}
template<class First, class Second>
void putValue(std::string &bytes, const std::pair<First, Second> &pair)
{
    putValue(bytes, pair.first);
    putValue(bytes, pair.second);
}

template<class Number>
    requires std::is_arithmetic_v<Number>
void takeValue(ByteCursor &cursor, Number &value)
{
    value = cursor.number<Number>();
}
inline void takeValue(ByteCursor &cursor, std::string &text) { text = cursor.string(UINT32_MAX); }
template<class... Parts>
void takeValue(ByteCursor &cursor, std::tuple<Parts...> &parts);
template<class First, class Second>
void takeValue(ByteCursor &cursor, std::pair<First, Second> &pair);
template<class Element>
void takeValue(ByteCursor &cursor, std::vector<Element> &elements)
{
    const std::size_t count = cursor.number<std::uint32_t>();
    if (count > cursor.remaining()) // each takes a byte at least
        cursor.fail();
    for (std::size_t index = 0; index < count && !cursor.failed(); ++index) {
        Element element{};
        takeValue(cursor, element);
        elements.push_back(std::move(element));
    }
}
template<class... Parts>
void takeValue(ByteCursor &cursor, std::tuple<Parts...> &parts)
{
    std::apply([&cursor](Parts &...part) { (takeValue(cursor, part), ...); }, parts);
}
template<class First, class Second>
void takeValue(ByteCursor &cursor, std::pair<First, Second> &pair)
{
    takeValue(cursor, pair.first);
    takeValue(cursor, pair.second);
}

class AnyPoolFunction
{
public:
    explicit AnyPoolFunction(std::string name);
    AnyPoolFunction(const AnyPoolFunction &) = delete;
    virtual ~AnyPoolFunction() = default;

    const std::string &name() const { return m_name; }
    /// Takes one call's arguments and appends its result. What the function raises passes through;
    /// std::runtime_error for bytes that are no arguments of its.
    virtual void call(Program &program, ByteCursor &arguments, std::string &results) const = 0;

    static const AnyPoolFunction *find(const std::string &name);

private:
    std::string m_name;
};

[[noreturn]] void throwWrongArguments(const std::string &function);

template<class Result, class... Parameters>
class PoolFunction final : public AnyPoolFunction
{
public:
    using Body = Result (*)(Program &, Parameters...);
    using Returned = Result;
    using Arguments = std::tuple<std::decay_t<Parameters>...>;

    PoolFunction(std::string name, Body body) : AnyPoolFunction(std::move(name)), m_body(body) {}

    void call(Program &program, ByteCursor &bytes, std::string &results) const override
    {
        Arguments arguments;
        takeValue(bytes, arguments);
        if (bytes.failed())
            throwWrongArguments(name());
        putValue(results, std::apply([&](auto &...argument) { return m_body(program, argument...); }, arguments));
    }

private:
    Body m_body;
};

} // namespace Interleave

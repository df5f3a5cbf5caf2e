#include "core/executors/poolfunction.h"

#include <map>
#include <stdexcept>

namespace Interleave {

namespace {

std::map<std::string, const AnyPoolFunction *> &poolFunctions()
{
    static std::map<std::string, const AnyPoolFunction *> functions; // filled before main()
    return functions;
}

} // namespace

AnyPoolFunction::AnyPoolFunction(std::string name) : m_name(std::move(name))
{
    poolFunctions()[m_name] = this;
}

const AnyPoolFunction *AnyPoolFunction::find(const std::string &name)
{
    const auto found = poolFunctions().find(name);
    return found == poolFunctions().end() ? nullptr : found->second;
}

void throwWrongArguments(const std::string &function)
{
    throw std::runtime_error("these are no arguments of " + function);
}

} // namespace Interleave

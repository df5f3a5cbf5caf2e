#include "core/executors/jobfunction.h"

#include <map>

namespace Interleave {

namespace {

std::map<std::string, const JobFunction *> &jobFunctions()
{
    static std::map<std::string, const JobFunction *> functions; // filled before main()
    return functions;
}

} // namespace

JobFunction::JobFunction(std::string name, Body body) : m_name(std::move(name)), m_body(body)
{
    jobFunctions()[m_name] = this;
}

const JobFunction *JobFunction::find(const std::string &name)
{
    const auto found = jobFunctions().find(name);
    return found == jobFunctions().end() ? nullptr : found->second;
}

} // namespace Interleave

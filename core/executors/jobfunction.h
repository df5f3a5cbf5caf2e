// A function that workers of a job queue run, here or on another machine: found by its name, since
// code does not travel; arguments and result are texts. Define at file scope.
#pragma once

#include "core/executors/processes.h"

#include <string>

namespace Interleave {

class Program;

/// What a running job may ask of itself, as RQ's get_current_job().
struct JobContext {
    std::string id;
    int failures = 0; // of earlier tries that raised
};

class JobFunction
{
public:
    /// Raises to fail.
    using Body = std::string (*)(Program &, const JobContext &, const Arguments &);
    JobFunction(std::string name, Body body);

    const std::string &name() const { return m_name; }
    std::string operator()(Program &program, const JobContext &context, const Arguments &arguments) const
    {
        return m_body(program, context, arguments);
    }
    static const JobFunction *find(const std::string &name);

private:
    std::string m_name;
    Body m_body;
};

} // namespace Interleave

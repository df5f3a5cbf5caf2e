// What a scenario sees of the world: its parameters, print, the document second, the shared
// random numbers, and doors to every executor, so that it reads like the document's Python.
// One a process; made by the runner (or in a child process) and alive until it ends.
#pragma once

#include "core/base/parametervalues.h"
#include "core/base/pyrandom.h"
#include "core/executors/here.h"

#include <fmt/format.h>

#include <mutex>
#include <string>
#include <vector>

namespace Interleave {

class Program
{
public:
    Program(std::string scenario, ParameterValues parameters);

    const std::string &scenario() const { return m_scenario; }
    const ParameterValues &parameters() const { return m_parameters; }
    std::int64_t integer(const std::string &name) const;
    const std::string &text(const std::string &name) const;
    /// A switch parameter.
    bool isOn(const std::string &name) const { return text(name) == "on"; }
    /// A text parameter, split at its commas.
    std::vector<std::string> list(const std::string &name) const;

    /// A private directory that the session removes at the run's end.
    std::string directory() const;
    /// "http://127.0.0.1:PORT/TOKEN": the session's web server for scenarios that use it.
    std::string serverUrl() const;
    /// The address of the Redis server that the session has found or started, for scenarios that use it.
    std::string redisUrl() const;
    /// Processors that this process may use, as os.cpu_count().
    static int cpuCount();

    /// How long a document second lasts here, from the parameter `second` (1 s without one).
    Nanos second() const { return m_second; }
    /// Document seconds to real time.
    Nanos seconds(double documentSeconds) const;
    /// Real time since the program began, in document seconds: for differences only.
    double perfCounter() const;

    /// Prints a line: an event like any other.
    void print(std::string_view line);
    template<class... Args>
    void print(fmt::format_string<Args...> format, Args &&...args)
    {
        print(std::string_view(fmt::format(format, std::forward<Args>(args)...)));
    }

    /// The value of a local variable of whoever runs, as a counter on its lane.
    void show(std::string_view variable, std::int64_t value);

    /// Blocks the calling thread, as time.sleep does.
    void blockingSleep(double documentSeconds, SourceLine line = {});
    /// Keeps a CPU busy until the calling thread has used that much CPU time.
    void compute(Nanos cpuTime);

    /// A value of the program's that is worth seeing, as a counter of this process.
    void showValue(std::string_view name, std::int64_t value);
    /// A point of the scenario's figure: a curve's name, where on its axis, and the value.
    void plot(std::string_view series, std::string_view x, double y);

    /// Something of the program failed that it survived, such as a worker killed: the run goes on
    /// and ends as failed with the first such sentence.
    void reportFailure(const std::string &sentence);
    const std::string &failure() const { return m_failure; }
    /// In a forked copy, before its first thread: what the parent reported is not the copy's to answer for.
    void forgetFailure() { m_failure.clear(); }

    PythonRandom random{0}; // seeded by the parameter `seed`, if there is one

    /// Environment variables by which the session hands these to the runner and what it starts.
    static constexpr const char *directoryVariable = "INTERLEAVE_DIRECTORY";
    static constexpr const char *serverVariable = "INTERLEAVE_SERVER";
    static constexpr const char *redisVariable = "INTERLEAVE_REDIS";

private:
    std::string m_scenario;
    ParameterValues m_parameters;
    Nanos m_second;
    Nanos m_began;
    std::mutex m_failureMutex;
    std::string m_failure;
};

} // namespace Interleave

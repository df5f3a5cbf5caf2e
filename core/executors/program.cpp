#include "core/executors/program.h"

#include "core/base/clock.h"
#include "core/executors/interpreterlock.h"
#include "core/trace/plotname.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <time.h>

namespace Interleave {

namespace {

Nanos threadCpuTime()
{
    timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return std::chrono::seconds(used.tv_sec) + Nanos(used.tv_nsec);
}

std::int64_t toInteger(const std::string &text)
{
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number); // checked by Scenario::complete
    return number;
}

std::string fromEnvironment(const char *variable)
{
    const char *value = std::getenv(variable);
    if (!value)
        throw std::logic_error(std::string("the session has not set ") + variable);
    return value;
}

} // namespace

Program::Program(std::string scenario, ParameterValues parameters)
    : m_scenario(std::move(scenario)), m_parameters(std::move(parameters)), m_second(std::chrono::seconds(1)),
      m_began(monotonicNs())
{
    if (m_parameters.contains("second"))
        m_second = std::chrono::milliseconds(integer("second"));
    if (m_parameters.contains("seed"))
        random = PythonRandom(integer("seed"));
}

const std::string &Program::text(const std::string &name) const
{
    const auto found = m_parameters.find(name);
    if (found == m_parameters.end())
        throw std::logic_error("the scenario asks for a parameter it does not declare: " + name);
    return found->second;
}

std::int64_t Program::integer(const std::string &name) const { return toInteger(text(name)); }

std::vector<std::string> Program::list(const std::string &name) const
{
    std::vector<std::string> parts(1);
    for (const char character : text(name)) {
        if (character == ',')
            parts.emplace_back();
        else
            parts.back() += character;
    }
    return parts;
}

std::string Program::directory() const { return fromEnvironment(directoryVariable); }
std::string Program::serverUrl() const { return fromEnvironment(serverVariable); }
std::string Program::redisUrl() const { return fromEnvironment(redisVariable); }
int Program::cpuCount() { return std::max(1, int(std::thread::hardware_concurrency())); }

Nanos Program::seconds(double documentSeconds) const
{
    return Nanos(std::int64_t(documentSeconds * double(m_second.count())));
}

double Program::perfCounter() const
{
    return double((Nanos(monotonicNs()) - m_began).count()) / double(m_second.count());
}

void Program::print(std::string_view line)
{
    // As on a terminal, each line feed begins a new line.
    Recorder &recorder = Recorder::ofThisThread();
    for (std::size_t feed; (feed = line.find('\n')) != std::string_view::npos; line.remove_prefix(feed + 1))
        recorder.output(t_here.lane, line.substr(0, feed));
    recorder.output(t_here.lane, line);
}

void Program::show(std::string_view variable, std::int64_t value)
{
    Recorder::ofThisThread().counter(t_here.lane, value, variable);
}

void Program::blockingSleep(double documentSeconds, SourceLine line)
{
    sleepBlocking(seconds(documentSeconds), line);
}

void Program::compute(Nanos cpuTime)
{
    Nanos until = threadCpuTime() + cpuTime;
    volatile std::uint64_t sum = 0;
    for (Nanos now = threadCpuTime(); now < until; now = threadCpuTime()) {
        if (InterpreterLock::safePoint())
            until += threadCpuTime() - now; // handing the lock over and waiting for it is no work of ours
        for (int step = 0; step < 2'000; ++step)
            sum = sum + std::uint64_t(step) * std::uint64_t(step);
    }
}

void Program::showValue(std::string_view name, std::int64_t value)
{
    Recorder::ofThisThread().counter(t_here.process, value, name);
}

void Program::plot(std::string_view series, std::string_view x, double y)
{
    Recorder::ofThisThread().counter(t_here.process, std::llround(y * plotScale), plotName(series, x));
}

void Program::reportFailure(const std::string &sentence)
{
    Recorder::ofThisThread().note(t_here.lane, sentence);
    const std::lock_guard lock(m_failureMutex);
    if (m_failure.empty())
        m_failure = sentence;
}

} // namespace Interleave

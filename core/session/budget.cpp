#include "core/session/budget.h"

#include <optional>

namespace Interleave {

namespace {

// Rule R2: descriptors by what each costs here, measured, and a reserve for the program itself.
constexpr std::int64_t descriptorsPerProcess = 4, descriptorsPerConnection = 2, descriptorReserve = 64;
constexpr std::int64_t programBytes = 30'000'000;   // the run's first process
constexpr std::int64_t processBytes = 6'000'000;    // each further one: most of it is shared
constexpr std::int64_t threadBytes = 300'000;       // the touched part of its stack and of its ring
constexpr std::int64_t threadReserve = 4;           // our own helpers, and who else starts something

struct Shortage {
    std::string what;      // "file descriptors"
    std::int64_t needed = 0, available = 0;
};

std::int64_t descriptorsFor(const ResourceNeed &need)
{
    return descriptorsPerProcess * need.processes + need.threads + descriptorsPerConnection * need.connections
        + descriptorReserve;
}

std::int64_t threadsFor(const ResourceNeed &need)
{
    return std::max(need.processes, need.threads) + threadReserve;
}

std::int64_t memoryFor(const ResourceNeed &need)
{
    return programBytes + processBytes * (need.processes - 1) + threadBytes * need.threads + need.memoryBytes;
}

std::optional<Shortage> shortageOf(const ResourceNeed &need, const MachineLimits &limits)
{
    if (limits.descriptors && descriptorsFor(need) > *limits.descriptors)
        return Shortage{"file descriptors", descriptorsFor(need), *limits.descriptors};
    if (limits.threads && threadsFor(need) > *limits.threads)
        return Shortage{"processes and threads", threadsFor(need), *limits.threads};
    constexpr std::int64_t megabyte = 1'000'000;
    // Half of what is free: the other half is for everybody else, and for what nobody foresaw.
    if (limits.memoryBytes && memoryFor(need) > *limits.memoryBytes / 2)
        return Shortage{"MB of memory", memoryFor(need) / megabyte, *limits.memoryBytes / 2 / megabyte};
    return std::nullopt;
}

ParameterValues with(ParameterValues values, const Parameter &parameter, std::int64_t value)
{
    values[parameter.name] = std::to_string(value);
    return values;
}

/// The first number that, lowered alone, makes room: "set workers to 40 or less".
std::string advice(const Scenario &scenario, const ParameterValues &values, const MachineLimits &limits)
{
    for (const Parameter &parameter : scenario.parameters) {
        if (parameter.type != Parameter::Type::Integer)
            continue;
        const auto largest = largestAllowed(scenario, parameter, values, limits);
        if (largest)
            return "set " + parameter.name + " to " + std::to_string(*largest) + " or less";
    }
    return "raise the limit, or end other programs";
}

} // namespace

ResourceNeed needOf(const Scenario &scenario, const ParameterValues &complete)
{
    ResourceNeed need = scenario.need ? scenario.need(complete) : ResourceNeed();
    if (scenario.usesServer) {
        ++need.processes;
        ++need.threads;
    }
    if (scenario.usesRedis) {
        need.processes += 2; // the server and its keeper
        need.threads += 6;
    }
    return need;
}

Result<void> checkBudget(const Scenario &scenario, const ParameterValues &complete, const MachineLimits &limits)
{
    const auto shortage = shortageOf(needOf(scenario, complete), limits);
    if (!shortage)
        return Success();
    return Error(ErrorCode::NoResources, "This run needs " + std::to_string(shortage->needed) + " " + shortage->what
                                             + ", and only " + std::to_string(shortage->available)
                                             + " are to be had here: " + advice(scenario, complete, limits) + ".");
}

std::optional<std::int64_t> largestAllowed(const Scenario &scenario, const Parameter &parameter,
                                           const ParameterValues &others, const MachineLimits &limits)
{
    const auto fits = [&](std::int64_t value) {
        return !shortageOf(needOf(scenario, with(others, parameter, value)), limits);
    };
    if (fits(parameter.maximum))
        return parameter.maximum;
    if (!fits(parameter.minimum))
        return std::nullopt;
    std::int64_t fitting = parameter.minimum, tooLarge = parameter.maximum;
    while (tooLarge - fitting > 1) {
        const std::int64_t middle = fitting + (tooLarge - fitting) / 2;
        (fits(middle) ? fitting : tooLarge) = middle;
    }
    return fitting;
}

std::string whyNotMore(const Scenario &scenario, const Parameter &parameter, const ParameterValues &others,
                       const MachineLimits &limits)
{
    const auto largest = largestAllowed(scenario, parameter, others, limits);
    if (largest == parameter.maximum)
        return {};
    const std::int64_t next = largest ? *largest + 1 : parameter.minimum;
    const auto shortage = shortageOf(needOf(scenario, with(others, parameter, next)), limits);
    return std::to_string(next) + (next == parameter.minimum ? "" : " or more") + " would need "
        + std::to_string(shortage->needed) + " " + shortage->what + "; " + std::to_string(shortage->available)
        + " are to be had here.";
}

} // namespace Interleave

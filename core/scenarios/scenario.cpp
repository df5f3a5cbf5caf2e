#include "core/scenarios/scenario.h"

#include <algorithm>
#include <charconv>
#include <deque>

namespace Interleave {

namespace {

/// Registered before main(); never changed afterwards, so any thread may read it.
std::deque<Scenario> &registry()
{
    static std::deque<Scenario> scenarios;
    return scenarios;
}

Result<void> checkInteger(const Parameter &parameter, const std::string &value)
{
    std::int64_t number = 0;
    const char *end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number);
    if (error == std::errc() && stop == end && number >= parameter.minimum && number <= parameter.maximum)
        return Success();
    return Error(ErrorCode::Usage, "The parameter " + parameter.name + " takes a whole number from "
                                       + std::to_string(parameter.minimum) + " to "
                                       + std::to_string(parameter.maximum) + ", not \"" + value + "\".");
}

Result<void> checkChoice(const Parameter &parameter, const std::vector<std::string> &choices,
                         const std::string &value)
{
    if (std::find(choices.begin(), choices.end(), value) != choices.end())
        return Success();
    std::string allowed;
    for (const std::string &choice : choices)
        allowed += (allowed.empty() ? "" : ", ") + choice;
    return Error(ErrorCode::Usage,
                 "The parameter " + parameter.name + " is one of " + allowed + ", not \"" + value + "\".");
}

constexpr std::size_t longestText = 1000;

Result<void> checkValue(const Parameter &parameter, const std::string &value)
{
    switch (parameter.type) {
    case Parameter::Type::Integer:
        return checkInteger(parameter, value);
    case Parameter::Type::Choice:
        return checkChoice(parameter, parameter.choices, value);
    case Parameter::Type::Switch:
        return checkChoice(parameter, {"on", "off"}, value);
    case Parameter::Type::Text:
        break;
    }
    if (value.size() <= longestText && value.find('\0') == std::string::npos)
        return Success();
    return Error(ErrorCode::Usage, "The parameter " + parameter.name + " takes a text of at most "
                                       + std::to_string(longestText) + " bytes.");
}

} // namespace

std::string groupTitle(ScenarioGroup group)
{
    switch (group) {
    case ScenarioGroup::Processes: return "Multiple processes";
    case ScenarioGroup::Threads: return "Multiple threads";
    case ScenarioGroup::Coroutines: return "Coroutines with yield";
    case ScenarioGroup::Async: return "Asynchronous programming";
    case ScenarioGroup::Pool: return "Parallel processing: Pool";
    case ScenarioGroup::Redis: return "Distributed: Redis queue";
    case ScenarioGroup::Models: return "Which model when?";
    }
    return {};
}

Parameter Parameter::integer(std::string name, std::string label, std::string unit, std::int64_t standard,
                             std::int64_t minimum, std::int64_t maximum, std::string help)
{
    return {std::move(name), std::move(label), std::move(help), Type::Integer, std::move(unit),
            minimum, maximum, {}, std::to_string(standard)};
}

Parameter Parameter::choice(std::string name, std::string label, std::vector<std::string> choices, std::string help)
{
    std::string standard = choices.front();
    return {std::move(name), std::move(label), std::move(help), Type::Choice, {}, 0, 0,
            std::move(choices), std::move(standard)};
}

Parameter Parameter::text(std::string name, std::string label, std::string standard, std::string help)
{
    return {std::move(name), std::move(label), std::move(help), Type::Text, {}, 0, 0, {}, std::move(standard)};
}

Parameter Parameter::onOff(std::string name, std::string label, bool standard, std::string help)
{
    return {std::move(name), std::move(label), std::move(help), Type::Switch, {}, 0, 0, {}, standard ? "on" : "off"};
}

const Parameter *Scenario::parameter(const std::string &name) const
{
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter &candidate) { return candidate.name == name; });
    return found == parameters.end() ? nullptr : &*found;
}

Result<ParameterValues> Scenario::complete(const ParameterValues &given) const
{
    ParameterValues values;
    for (const Parameter &each : parameters)
        values[each.name] = each.standard;
    for (const auto &[name, value] : given) {
        const Parameter *known = parameter(name);
        if (!known)
            return Error(ErrorCode::Usage, "The scenario " + id + " has no parameter named \"" + name + "\".");
        if (Result<void> checked = checkValue(*known, value); !checked.hasValue())
            return checked.error();
        values[name] = value;
    }
    return values;
}

ScenarioRegistration::ScenarioRegistration(Scenario scenario)
{
    registry().push_back(std::move(scenario));
}

std::vector<const Scenario *> allScenarios()
{
    std::vector<const Scenario *> all;
    for (const Scenario &scenario : registry())
        all.push_back(&scenario);
    std::sort(all.begin(), all.end(), [](const Scenario *a, const Scenario *b) {
        return std::tuple(a->group, a->order, a->id) < std::tuple(b->group, b->order, b->id);
    });
    return all;
}

const Scenario *findScenario(const std::string &id)
{
    for (const Scenario &scenario : registry()) {
        if (scenario.id == id)
            return &scenario;
    }
    return nullptr;
}

} // namespace Interleave

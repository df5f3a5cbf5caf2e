#include "core/scenarios/scenariovalues.h"

#include <charconv>

namespace Interleave {

namespace {

constexpr std::string_view dots = "..";

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = error == std::errc() && end == text.data() + text.size();
    return isWhole ? std::optional(number) : std::nullopt;
}

std::vector<std::string_view> splitAtCommas(std::string_view text)
{
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; end != std::string_view::npos;) {
        end = text.find(',');
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

Error tooMany(const Parameter &parameter)
{
    return Error(ErrorCode::Usage, "A sweep takes at most " + std::to_string(mostValues) + " values of "
                                       + parameter.name + ".");
}

/// "A..B"; both ends are within the parameter's range already.
Result<void> addRange(std::vector<std::string> &values, const Parameter &parameter, std::int64_t from, std::int64_t to)
{
    const std::int64_t step = from <= to ? 1 : -1;
    if (std::uint64_t((to - from) * step) >= mostValues)
        return tooMany(parameter);
    for (std::int64_t value = from; value != to + step; value += step)
        values.push_back(std::to_string(value));
    return Success();
}

Result<void> checked(const Scenario &scenario, const Parameter &parameter, const std::string &value)
{
    const Result<ParameterValues> complete = scenario.complete({{parameter.name, value}});
    return complete.hasValue() ? Result<void>() : Result<void>(complete.error());
}

} // namespace

bool saysSeveral(const Parameter &parameter, const std::string &text)
{
    const bool hasDots = parameter.type == Parameter::Type::Integer && text.find(dots) != std::string::npos;
    return parameter.type != Parameter::Type::Text && (hasDots || text.find(',') != std::string::npos);
}

Result<std::vector<std::string>> severalValues(const Scenario &scenario, const Parameter &parameter,
                                               const std::string &text)
{
    std::vector<std::string> values;
    const bool isNumber = parameter.type == Parameter::Type::Integer;
    const auto parts = saysSeveral(parameter, text) ? splitAtCommas(text) : std::vector<std::string_view>{text};
    for (const std::string_view part : parts) {
        const std::size_t between = isNumber ? part.find(dots) : std::string_view::npos;
        if (between == std::string_view::npos) {
            values.emplace_back(part);
            continue;
        }
        const auto from = wholeNumber(part.substr(0, between)), to = wholeNumber(part.substr(between + dots.size()));
        if (!from || !to)
            return Error(ErrorCode::Usage, "A range of " + parameter.name + " is written as 1..8, not \""
                                               + std::string(part) + "\".");
        // The ends first: what lies between is allowed, too, and may be much.
        for (const std::int64_t end : {*from, *to}) {
            if (Result<void> fits = checked(scenario, parameter, std::to_string(end)); !fits.hasValue())
                return fits.error();
        }
        if (Result<void> added = addRange(values, parameter, *from, *to); !added.hasValue())
            return added.error();
    }
    for (const std::string &value : values) {
        if (Result<void> fits = checked(scenario, parameter, value); !fits.hasValue())
            return fits.error();
    }
    return values.size() > mostValues ? Result<std::vector<std::string>>(tooMany(parameter)) : values;
}

bool countsWorkers(const Parameter &parameter)
{
    return parameter.type == Parameter::Type::Integer
        && (parameter.name == "workers" || parameter.name == "threads" || parameter.name == "consumers");
}

} // namespace Interleave

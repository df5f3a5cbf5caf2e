#include "core/io/runinfofields.h"

#include "core/trace/names.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace Interleave {

namespace {

constexpr std::string_view parameterPrefix = "parameter:";
constexpr const char *noteField = "note"; // as often as there are notes

constexpr std::pair<std::string_view, std::string RunInfo::*> textFields[] = {
    {"scenario", &RunInfo::scenario}, {"title", &RunInfo::title}, {"host", &RunInfo::host},
    {"reason", &RunInfo::reason},     {"clock", &RunInfo::clock},
    {"kernel_refusal", &RunInfo::kernelRefusal},
};

constexpr std::pair<std::string_view, std::int64_t RunInfo::*> wideFields[] = {
    {"started_unix_ms", &RunInfo::startedUnixMs},
    {"cpu_ns", &RunInfo::cpuNs},
    {"peak_rss_bytes", &RunInfo::peakRssBytes},
    {"withheld_ns", &RunInfo::withheldNs},
};

constexpr std::pair<std::string_view, std::uint32_t RunInfo::*> countFields[] = {
    {"processes_seen", &RunInfo::processesSeen},
    {"threads_seen", &RunInfo::threadsSeen},
};

constexpr std::string_view markerName = "marker";
constexpr std::size_t mostMarkers = 1000;

std::string markerValue(const Marker &marker)
{
    return std::to_string(marker.begin.count()) + ' ' + std::to_string(marker.end.count()) + ' ' + marker.text;
}

/// Takes a number and the space behind it from the value's front.
std::optional<Nanos> takeTime(std::string_view &value)
{
    std::int64_t count = 0;
    const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    if (error != std::errc() || stop == value.data() + value.size() || *stop != ' ')
        return std::nullopt;
    value.remove_prefix(std::size_t(stop - value.data()) + 1);
    return Nanos(count);
}

void addMarker(RunInfo &info, std::string_view value)
{
    const auto begin = takeTime(value), end = begin ? takeTime(value) : std::nullopt;
    if (end && *end >= *begin && info.markers.size() < mostMarkers)
        info.markers.push_back({*begin, *end, std::string(value)});
}

template<class Number>
void setNumber(Number &field, const std::string &value)
{
    Number number{};
    const char *end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number);
    if (error == std::errc() && stop == end)
        field = number;
}

} // namespace

std::vector<std::pair<std::string, std::string>> runInfoFields(const RunInfo &info)
{
    std::vector<std::pair<std::string, std::string>> fields;
    fields.emplace_back("outcome", runOutcomeName(info.outcome));
    for (const auto &[name, field] : textFields) {
        if (!(info.*field).empty())
            fields.emplace_back(name, info.*field);
    }
    for (const auto &[name, field] : wideFields) {
        if (info.*field != 0)
            fields.emplace_back(name, std::to_string(info.*field));
    }
    for (const auto &[name, field] : countFields) {
        if (info.*field != 0)
            fields.emplace_back(name, std::to_string(info.*field));
    }
    for (const auto &[name, value] : info.parameters)
        fields.emplace_back(std::string(parameterPrefix) + name, value);
    for (const Marker &marker : info.markers)
        fields.emplace_back(markerName, markerValue(marker));
    for (const std::string &note : info.notes)
        fields.emplace_back(noteField, note);
    return fields;
}

void setRunInfoField(RunInfo &info, const std::string &name, const std::string &value)
{
    if (name.starts_with(parameterPrefix))
        info.parameters[name.substr(parameterPrefix.size())] = value;
    if (name == markerName)
        addMarker(info, value);
    if (name == noteField)
        info.notes.push_back(value);
    if (name == "outcome")
        info.outcome = runOutcomeFromName(value).value_or(RunOutcome::Running);
    for (const auto &[known, field] : textFields) {
        if (known == name)
            info.*field = value;
    }
    for (const auto &[known, field] : wideFields) {
        if (known == name)
            setNumber(info.*field, value);
    }
    for (const auto &[known, field] : countFields) {
        if (known == name)
            setNumber(info.*field, value);
    }
}

} // namespace Interleave

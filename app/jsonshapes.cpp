#include "app/jsonshapes.h"

#include "core/trace/names.h"
#include "core/trace/threadaccount.h"

#include <nlohmann/json.hpp>

namespace Interleave {

namespace {

using Json = nlohmann::ordered_json;

/// Whatever was printed may not be UTF-8; the JSON is.
std::string dumped(const Json &json)
{
    return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

template<class T>
Json orNull(const std::optional<T> &value)
{
    if (!value)
        return nullptr;
    if constexpr (std::is_same_v<T, Nanos>)
        return value->count();
    else
        return value->value();
}

Json parameterShape(const Parameter &parameter)
{
    static constexpr const char *types[] = {"int", "choice", "bool", "text"};
    const bool isInteger = parameter.type == Parameter::Type::Integer;
    const bool isSwitch = parameter.type == Parameter::Type::Switch;
    return {{"name", parameter.name},
            {"label", parameter.label},
            {"type", types[std::size_t(parameter.type)]},
            {"unit", parameter.unit},
            {"min", isInteger ? Json(parameter.minimum) : Json()},
            {"max", isInteger ? Json(parameter.maximum) : Json()},
            {"choices", parameter.choices},
            {"default", isInteger  ? Json(std::stoll(parameter.standard))
                        : isSwitch ? Json(parameter.standard == "on") : Json(parameter.standard)}};
}

Json laneShape(const Trace &trace, const LaneStatistics &statistics)
{
    const Lane &lane = *trace.lane(statistics.id);
    const std::optional<ThreadAccount> account = threadAccountOf(trace, lane);
    return {{"id", lane.id.value()},
            {"parent", orNull(lane.parent)},
            {"kind", laneKindName(lane.kind)},
            {"name", lane.name},
            {"pid", lane.pid ? Json(lane.pid) : Json()},
            {"tid", lane.tid ? Json(lane.tid) : Json()},
            {"start_ns", statistics.started ? Json(statistics.start.count()) : Json()},
            {"finish_ns", orNull(statistics.finish)},
            {"running_ns", statistics.running.count()},
            {"ready_ns", statistics.ready.count()},
            {"suspended_ns", statistics.suspended.count()},
            {"resumes", statistics.resumes},
            {"cpu_ns", account ? Json(account->cpu.count()) : Json()},
            {"run_delay_ns", account ? orNull(account->delay) : Json()},
            {"outcome", statistics.outcome ? Json(outcomeName(*statistics.outcome)) : Json()}};
}

Json waitShape(const Wait &wait)
{
    return {{"lane", wait.lane.value()},     {"reason", reasonName(wait.reason)},
            {"start_ns", wait.start.count()}, {"end_ns", orNull(wait.end)},
            {"woken_by", orNull(wait.wokenBy)}, {"wake_ns", orNull(wait.wake)}};
}

} // namespace

std::string scenariosAsJson(const std::vector<const Scenario *> &scenarios)
{
    Json all = Json::array();
    for (const Scenario *scenario : scenarios) {
        Json parameters = Json::array();
        for (const Parameter &parameter : scenario->parameters)
            parameters.push_back(parameterShape(parameter));
        all.push_back({{"id", scenario->id}, {"title", scenario->title}, {"group", groupTitle(scenario->group)},
                       {"documents", scenario->documents}, {"summary", scenario->summary},
                       {"parameters", std::move(parameters)}});
    }
    return dumped(all);
}

std::string statisticsAsJson(const Trace &trace, const RunStatistics &statistics)
{
    Json lanes = Json::array(), waits = Json::array();
    for (const LaneStatistics &lane : statistics.lanes)
        lanes.push_back(laneShape(trace, lane));
    for (const Wait &wait : statistics.waits)
        waits.push_back(waitShape(wait));
    Json shape = {{"scenario", trace.info.scenario},
                  {"parameters", trace.info.parameters},
                  {"wall_ns", statistics.wall.count()},
                  {"cpu_ns", trace.info.cpuNs},
                  {"peak_rss_bytes", trace.info.peakRssBytes},
                  {"events", statistics.events},
                  {"lost", statistics.lost},
                  {"max_running", statistics.maxRunning},
                  {"processes", statistics.processes},
                  {"threads", statistics.threads},
                  {"tasks", statistics.tasks},
                  {"processes_seen", trace.info.processesSeen},
                  {"threads_seen", trace.info.threadsSeen},
                  {"kernel_refusal", trace.info.kernelRefusal},
                  {"outcome", runOutcomeName(trace.info.outcome)},
                  {"reason", trace.info.reason},
                  {"output", statistics.output},
                  {"lanes", std::move(lanes)},
                  {"waits", std::move(waits)}};
    return dumped(shape);
}

} // namespace Interleave

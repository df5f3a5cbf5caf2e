#include "app/explanationjson.h"

#include "core/analysis/causes.h"
#include "core/trace/names.h"

#include <nlohmann/json.hpp>

namespace Interleave {

namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json &json)
{
    return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

Json momentShape(const Trace &trace, const std::optional<LaneMoment> &moment)
{
    if (!moment)
        return nullptr;
    return {{"lane", moment->lane.value()}, {"name", trace.lane(moment->lane)->name}, {"at_ns", (moment->time - trace.begin()).count()}};
}

Json segmentShape(const Trace &trace, const Segment &segment)
{
    return {{"state", stateName(segment.state)},
            {"reason", segment.reason == Reason::None ? Json() : Json(reasonName(segment.reason))},
            {"start_ns", (segment.begin - trace.begin()).count()},
            {"end_ns", segment.open ? Json() : Json((segment.end - trace.begin()).count())},
            {"line", segment.line ? Json(segment.line) : Json()},
            {"waits_for", segment.peer ? Json(segment.peer->value()) : Json()},
            {"woken_by", segment.waker ? Json(segment.waker->value()) : Json()},
            {"wake_ns", segment.wakeTime ? Json((*segment.wakeTime - trace.begin()).count()) : Json()}};
}

} // namespace

std::string explanationAsJson(const Trace &trace, const Explanation &explanation, Nanos time)
{
    const auto &segment = explanation.segment;
    const Nanos end = trace.end();
    return dumped({{"lane", explanation.lane.value()},
                   {"name", trace.lane(explanation.lane)->name},
                   {"at_ns", time.count()},
                   {"segment", segment ? segmentShape(trace, *segment) : Json()},
                   {"sentences", explanation.sentences},
                   {"cause", segment ? momentShape(trace, momentOfCause(trace, *segment, end)) : Json()},
                   {"effect", segment ? momentShape(trace, momentOfEffect(trace, *segment, trace.begin() + time, end)) : Json()}});
}

std::string pathAsJson(const Trace &trace, const std::string &sentence, const std::vector<PathStep> &path)
{
    Json steps = Json::array(), shares = Json::array();
    for (const PathStep &step : path) {
        steps.push_back({{"lane", step.lane.value()}, {"name", trace.lane(step.lane)->name}, {"state", stateName(step.state)},
                         {"reason", step.reason == Reason::None ? Json() : Json(reasonName(step.reason))},
                         {"start_ns", (step.begin - trace.begin()).count()}, {"end_ns", (step.end - trace.begin()).count()}});
    }
    for (const PathShare &share : pathShares(path)) {
        shares.push_back({{"lane", share.lane.value()}, {"name", trace.lane(share.lane)->name}, {"running_ns", share.running.count()},
                          {"ready_ns", share.ready.count()}, {"suspended_ns", share.suspended.count()}});
    }
    return dumped({{"sentence", sentence}, {"wall_ns", (trace.end() - trace.begin()).count()},
                   {"critical_path", std::move(steps)}, {"shares", std::move(shares)}});
}

} // namespace Interleave

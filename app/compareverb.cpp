// compare: two recorded runs beside each other. With --json one object: "a" and "b" {"file", "scenario", "parameters",
// "outcome"}; "differences" [{"name", "unit": "ns|bytes|count", "a", "b"}…], of waits with "times_a" and "times_b";
// "output_equal", "first_different_line" (from 1, or null); "same_events", "parting" (null where there is none, else "a" and
// "b" {"lane", "time_ns", "kind", "reason"}, null for a run that is over); "sentence"; "lanes" [{"name", "kind", "a", "b"}…],
// ids or null.
#include "app/exitcodes.h"
#include "app/options.h"
#include "app/output.h"
#include "app/printing.h"
#include "app/runfiles.h"
#include "app/verbs.h"
#include "core/analysis/comparison.h"
#include "core/analysis/states.h"
#include "core/io/tracefile.h"
#include "core/trace/names.h"
#include "ui/timeline/comparisonpicture.h"

#include <nlohmann/json.hpp>

namespace Interleave {

namespace {

using Json = nlohmann::ordered_json;

struct ComparedRun {
    QString file;
    Trace trace;
};

template<class T>
Json orNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json();
}

Json runShape(const ComparedRun &run)
{
    return {{"file", run.file.toStdString()}, {"scenario", run.trace.info.scenario},
            {"parameters", run.trace.info.parameters}, {"outcome", runOutcomeName(run.trace.info.outcome)}};
}

Json differenceShape(const Difference &difference)
{
    static constexpr const char *units[] = {"ns", "bytes", "count"};
    Json shape = {{"name", difference.name}, {"unit", units[std::size_t(difference.unit)]},
                  {"a", orNull(difference.a)}, {"b", orNull(difference.b)}};
    if (difference.timesA)
        shape.update({{"times_a", *difference.timesA}, {"times_b", *difference.timesB}});
    return shape;
}

/// Null where that run is over.
Json placeShape(const Trace &trace, const std::optional<EventPlace> &place)
{
    if (!place)
        return nullptr;
    const Event &event = trace.lane(place->lane)->events[place->number];
    const std::string_view reason = event.kind() == EventKind::Suspend ? reasonName(event.reason())
        : event.kind() == EventKind::Finish ? outcomeName(event.outcome()) : std::string_view();
    return {{"lane", place->lane.value()}, {"time_ns", (event.time() - trace.begin()).count()},
            {"kind", eventKindName(event.kind())}, {"reason", reason}};
}

Json lanesShape(const Trace &a, const Trace &b, const LanePairs &pairs)
{
    const auto idOf = [](const std::optional<LaneId> &lane) { return lane ? Json(lane->value()) : Json(); };
    Json lanes = Json::array();
    const auto add = [&](const Lane &lane, std::optional<LaneId> ofA, std::optional<LaneId> ofB) {
        if (executes(lane.kind))
            lanes.push_back({{"name", lane.name}, {"kind", laneKindName(lane.kind)}, {"a", idOf(ofA)}, {"b", idOf(ofB)}});
    };
    for (const Lane &lane : a.lanes())
        add(lane, lane.id, pairs.fromA(lane.id));
    for (const Lane &lane : b.lanes()) {
        if (!pairs.fromB(lane.id))
            add(lane, std::nullopt, lane.id);
    }
    return lanes;
}

void printJson(const ComparedRun &a, const ComparedRun &b, const Comparison &comparison)
{
    Json differences = Json::array();
    for (const Difference &difference : comparison.differences)
        differences.push_back(differenceShape(difference));
    const Json shape = {
        {"a", runShape(a)}, {"b", runShape(b)}, {"differences", std::move(differences)},
        {"output_equal", !comparison.firstDifferentLine},
        {"first_different_line", comparison.firstDifferentLine ? Json(*comparison.firstDifferentLine + 1) : Json()},
        {"same_events", comparison.parting.same},
        {"parting", comparison.parting.isNone() ? Json()
                    : Json{{"a", placeShape(a.trace, comparison.parting.a)}, {"b", placeShape(b.trace, comparison.parting.b)}}},
        {"sentence", comparison.sentence}, {"lanes", lanesShape(a.trace, b.trace, comparison.pairs)}};
    printOut("{}\n", shape.dump(1, ' ', false, Json::error_handler_t::replace));
}

std::string describe(const ComparedRun &run)
{
    std::string text = run.trace.info.scenario.empty() ? run.trace.info.title : run.trace.info.scenario;
    for (const auto &[name, value] : run.trace.info.parameters)
        text += " " + name + "=" + value;
    return text + (text.empty() ? "" : "  ") + "(" + run.file.toStdString() + ")";
}

std::string cell(const Difference &difference, const std::optional<std::int64_t> &value,
                 const std::optional<std::uint64_t> &times)
{
    if (!value)
        return "?";
    return figureText(difference.unit, *value) + (times ? " in " + std::to_string(*times) : "");
}

void printTable(const ComparedRun &a, const ComparedRun &b, const Comparison &comparison)
{
    printOut("A: {}\nB: {}\n\n{:<20} {:>18} {:>18}   {}\n", describe(a), describe(b), "", "A", "B", "B against A");
    for (const Difference &row : comparison.differences)
        printOut("{:<20} {:>18} {:>18}   {}\n", row.name, cell(row, row.a, row.timesA), cell(row, row.b, row.timesB),
                 changeText(row));
    if (comparison.lanesOnlyInA + comparison.lanesOnlyInB > 0)
        printOut("{:<20} {:>18} {:>18}\n", "lanes only there", comparison.lanesOnlyInA, comparison.lanesOnlyInB);
    if (comparison.firstDifferentLine)
        printOut("\nThe output differs from line {} on.\n", *comparison.firstDifferentLine + 1);
    else
        printOut("\nThe output is the same.\n");
    printOut("{}\n", comparison.sentence);
}

Result<ComparedRun> readRun(const QString &file)
{
    Result<Trace> trace = readTraceFile(file);
    if (!trace.hasValue())
        return trace.error();
    for (const std::string &problem : trace.value().problems)
        printError("interleave: {}: {}\n", file.toStdString(), problem);
    return ComparedRun{file, trace.takeValue()};
}

} // namespace

int compareVerb(const QStringList &arguments)
{
    Result<Options> options = Options::parse(
        arguments, {{QStringLiteral("png"), QStringLiteral("size"), QStringLiteral("scale"), QStringLiteral("theme")},
                    {QStringLiteral("json")}, 2, 2, QStringLiteral("interleave compare A B [--json] [--png F] [--size WxH] "
                                                                   "[--scale 1-4] [--theme light|dark]")});
    if (!options.hasValue())
        return failWith(options.error());
    const Result<PictureOptions> picture = pictureOptions(options.value());
    if (!picture.hasValue())
        return failWith(picture.error());
    if (Result<void> targets = checkTargets(options.value()); !targets.hasValue())
        return failWith(targets.error());
    Result<ComparedRun> a = readRun(options.value().words()[0]);
    Result<ComparedRun> b = a.hasValue() ? readRun(options.value().words()[1]) : a;
    if (!b.hasValue())
        return failWith(b.error());
    const std::optional<Comparison> comparison = compared(a.value().trace, b.value().trace);
    if (options.value().has(QStringLiteral("json")))
        printJson(a.value(), b.value(), *comparison);
    else
        printTable(a.value(), b.value(), *comparison);
    for (const QString &file : options.value().values(QStringLiteral("png"))) {
        const Result<void> written = writeComparison(a.value().trace, b.value().trace, *comparison, picture.value(), file);
        if (!written.hasValue())
            return failWith(written.error());
    }
    return isIncomplete(a.value().trace) || isIncomplete(b.value().trace) ? ExitIncomplete : ExitDone;
}

} // namespace Interleave

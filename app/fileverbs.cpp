// list, export, stats, check: what needs no run.
#include "app/exitcodes.h"
#include "app/jsonshapes.h"
#include "app/options.h"
#include "app/output.h"
#include "app/printing.h"
#include "app/verbs.h"
#include "core/analysis/laws.h"
#include "core/analysis/statistics.h"
#include "core/analysis/waitshare.h"
#include "core/io/tracefile.h"
#include "core/trace/names.h"
#include "core/trace/threadaccount.h"

#include <algorithm>

namespace Interleave {

namespace {

void printProblems(const Trace &trace)
{
    for (const std::string &problem : trace.problems)
        printError("interleave: {}\n", problem);
    for (const std::string &note : trace.info.notes)
        printError("interleave: note: {}\n", note);
}

void printLane(const Trace &trace, const LaneStatistics &statistics)
{
    const Lane &lane = *trace.lane(statistics.id);
    std::string name = lane.name;
    int depth = 0;
    for (auto parent = lane.parent; parent && *parent != hostLane; parent = trace.lane(*parent)->parent)
        ++depth;
    name.insert(0, std::size_t(depth) * 2, ' ');
    printOut("{:<32} {:<10} {:>10} {:>10} {:>10}  {}\n", name, laneKindName(lane.kind),
               durationText(statistics.running), durationText(statistics.ready),
               durationText(statistics.suspended),
               statistics.outcome ? outcomeName(*statistics.outcome) : std::string_view("open"));
}

/// The lane, then what lies below it.
void printTree(const Trace &trace, const RunStatistics &statistics, LaneId id)
{
    const auto lane = std::ranges::lower_bound(statistics.lanes, id, {}, &LaneStatistics::id);
    if (lane != statistics.lanes.end() && lane->id == id && lane->started)
        printLane(trace, *lane);
    for (const LaneId child : trace.children(id))
        printTree(trace, statistics, child);
}

/// The kernel's totals of each thread; they need no privileges, where its intervals may.
void printThreadTimes(const Trace &trace)
{
    bool hasHead = false;
    for (const Lane &lane : trace.lanes()) {
        const std::optional<ThreadAccount> account = threadAccountOf(trace, lane);
        if (!account)
            continue;
        if (!std::exchange(hasHead, true))
            printOut("\n{:<32} {:<10} {:>10} {:>14}\n", "the kernel's totals", "tid", "CPU time", "waited for CPU");
        printOut("{:<32} {:<10} {:>10} {:>14}\n", lane.name, lane.tid, durationText(account->cpu),
                 account->delay ? durationText(*account->delay) : "");
    }
    if (!trace.info.kernelRefusal.empty())
        printOut("\n{}\n", trace.info.kernelRefusal);
}

void printStatistics(const Trace &trace)
{
    const RunStatistics statistics = statisticsOf(trace);
    printOut("{} {}\n{}\n\n", trace.info.scenario, trace.info.title, summaryText(trace, statistics));
    printOut("{:<32} {:<10} {:>10} {:>10} {:>10}  {}\n", "lane", "kind", "running", "ready", "suspended", "outcome");
    for (const LaneId root : trace.children(std::nullopt))
        printTree(trace, statistics, root);
    printThreadTimes(trace);
}

/// --from and --to, in seconds from the run's first event.
Result<std::optional<TimeRange>> exportedRange(const Options &options, const Trace &trace)
{
    Result<std::optional<Nanos>> from = options.seconds(QStringLiteral("from"));
    Result<std::optional<Nanos>> to = options.seconds(QStringLiteral("to"));
    if (!from.hasValue())
        return from.error();
    if (!to.hasValue())
        return to.error();
    if (!from.value() && !to.value())
        return std::optional<TimeRange>();
    const TimeRange range{trace.begin() + from.value().value_or(Nanos(0)),
                          to.value() ? trace.begin() + *to.value() : trace.end()};
    if (range.end <= range.begin)
        return Error(ErrorCode::Usage, "The option --to takes a time after --from.");
    return std::optional(range);
}

/// How many waits know their reason and who ended them; false where one does not. Another program's
/// trace says neither.
bool saysWaits(const Trace &trace)
{
    if (trace.isForeign())
        return true;
    const WaitShare share = waitShare(trace);
    for (const std::string &sentence : share.missing)
        printOut("wait: {}\n", sentence);
    printOut("{}.\n", shareText(share));
    return share.isWhole();
}

Result<void> exportRun(const Options &options, const Trace &trace)
{
    Result<PictureOptions> picture = pictureOptions(options);
    if (!picture.hasValue())
        return picture.error();
    Result<std::optional<TimeRange>> range = exportedRange(options, trace);
    if (!range.hasValue())
        return range.error();
    picture.value().range = range.value();
    return writeRun(trace, options.words()[1], picture.value(), pictureExtras(options));
}

} // namespace

int listVerb(const QStringList &arguments)
{
    Result<Options> options = Options::parse(
        arguments, {{}, {QStringLiteral("json")}, 0, 0, QStringLiteral("interleave list [--json]")});
    if (!options.hasValue())
        return failWith(options.error());
    if (options.value().has(QStringLiteral("json"))) {
        printOut("{}\n", scenariosAsJson(allScenarios()));
        return ExitDone;
    }
    std::string group;
    for (const Scenario *scenario : allScenarios()) {
        if (const std::string title = groupTitle(scenario->group); title != group)
            printOut("{}{}\n", std::exchange(group, title).empty() ? "" : "\n", title);
        printOut("  {:<24} {}\n", scenario->id, scenario->summary);
        for (const Parameter &parameter : scenario->parameters)
            printOut("  {:<24}   {}={}  {}\n", "", parameter.name, parameter.standard, parameter.help);
    }
    return ExitDone;
}

int exportVerb(const QStringList &arguments)
{
    Result<Options> options = Options::parse(
        arguments, {{QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("size"), QStringLiteral("scale"),
                     QStringLiteral("theme")}, {QStringLiteral("embed"), QStringLiteral("caption")}, 2, 2,
                    QStringLiteral("interleave export RUN OUT [--from S] [--to S] [--size WxH] [--scale 1-4] "
                                   "[--theme light|dark] [--caption] [--embed]")});
    if (!options.hasValue())
        return failWith(options.error());
    Result<Trace> trace = readTraceFile(options.value().words()[0]);
    if (!trace.hasValue())
        return failWith(trace.error());
    printProblems(trace.value());
    if (Result<void> written = exportRun(options.value(), trace.value()); !written.hasValue())
        return failWith(written.error());
    return isIncomplete(trace.value()) ? ExitIncomplete : ExitDone;
}

int statsVerb(const QStringList &arguments)
{
    Result<Options> options = Options::parse(
        arguments, {{}, {QStringLiteral("json")}, 1, 1, QStringLiteral("interleave stats RUN [--json]")});
    if (!options.hasValue())
        return failWith(options.error());
    Result<Trace> trace = readTraceFile(options.value().words()[0]);
    if (!trace.hasValue())
        return failWith(trace.error());
    printProblems(trace.value());
    if (options.value().has(QStringLiteral("json")))
        printOut("{}\n", statisticsAsJson(trace.value(), statisticsOf(trace.value())));
    else
        printStatistics(trace.value());
    return isIncomplete(trace.value()) ? ExitIncomplete : ExitDone;
}

int checkVerb(const QStringList &arguments)
{
    Result<Options> options = Options::parse(arguments, {{}, {}, 1, 1, QStringLiteral("interleave check RUN")});
    if (!options.hasValue())
        return failWith(options.error());
    Result<Trace> trace = readTraceFile(options.value().words()[0]);
    if (!trace.hasValue())
        return failWith(trace.error());
    printProblems(trace.value());
    // What is missing from a cut or damaged file breaks laws that the run itself may have kept.
    const bool damaged = !trace.value().problems.empty();
    const std::vector<Violation> violations = damaged ? std::vector<Violation>() : violatedLaws(trace.value());
    for (const Violation &violation : violations)
        printOut("{}: {}\n", violation.law, violation.sentence);
    if (isIncomplete(trace.value())) {
        printOut("The run is incomplete: {} events read, {} records lost.\n", trace.value().eventCount(),
                 trace.value().lost());
        return ExitIncomplete;
    }
    const bool explained = saysWaits(trace.value());
    if (!violations.empty() || !explained)
        return ExitFailed;
    printOut("Every law holds: {} lanes, {} events, nothing lost.\n", trace.value().lanes().size(),
               trace.value().eventCount());
    return ExitDone;
}

} // namespace Interleave

// explain: why a lane is in its state, and what decided how long the run took.
#include "app/exitcodes.h"
#include "app/explanationjson.h"
#include "app/options.h"
#include "app/output.h"
#include "app/printing.h"
#include "app/verbs.h"
#include "core/analysis/causes.h"
#include "core/analysis/criticalpath.h"
#include "core/analysis/explanation.h"
#include "core/analysis/runsentence.h"
#include "core/analysis/wording.h"
#include "core/io/tracefile.h"

#include <algorithm>

namespace Interleave {

namespace {

std::string nameOf(const Lane &lane)
{
    return lane.name.empty() ? "lane " + std::to_string(lane.id.value()) : lane.name;
}

/// By its name or its number; the first of several that share a name.
Result<LaneId> laneNamed(const Trace &trace, const QString &wanted)
{
    const std::string name = wanted.toStdString();
    for (const Lane &lane : trace.lanes()) {
        if (lane.name == name)
            return lane.id;
    }
    bool isNumber = false;
    const uint number = wanted.toUInt(&isNumber);
    if (isNumber && trace.lane(LaneId(number)))
        return LaneId(number);
    std::string known;
    for (const Lane &lane : trace.lanes().first(std::min<std::size_t>(trace.lanes().size(), 20)))
        known += (known.empty() ? "" : ", ") + nameOf(lane);
    return Error(ErrorCode::Usage, "There is no lane " + name + "; there are " + known + ".");
}

/// What `[` and `]` lead to in the window.
void printMoment(const Trace &trace, const char *word, const std::optional<LaneMoment> &moment)
{
    if (moment)
        printOut("{}: {} at {}.\n", word, nameOf(*trace.lane(moment->lane)), clockText(trace, moment->time));
}

int explainMoment(const Trace &trace, LaneId lane, Nanos sinceBegin, bool json)
{
    const Nanos time = trace.begin() + sinceBegin;
    const std::optional<Explanation> found = explain(trace, lane, time, trace.end());
    if (json) {
        printOut("{}\n", explanationAsJson(trace, *found, sinceBegin));
        return ExitDone;
    }
    for (const std::string &sentence : found->sentences)
        printOut("{}\n", sentence);
    if (found->segment) {
        printMoment(trace, "Cause", momentOfCause(trace, *found->segment, trace.end()));
        printMoment(trace, "Effect", momentOfEffect(trace, *found->segment, time, trace.end()));
    }
    return ExitDone;
}

void printSteps(const Trace &trace, const std::vector<PathStep> &path)
{
    printOut("\nWhat decided how long it took, step by step:\n");
    for (const PathStep &step : path) {
        printOut("{:>12} {:>10}  {:<28} {}\n", clockText(trace, step.begin), durationText(step.duration()),
                 nameOf(*trace.lane(step.lane)), stepText(step));
    }
}

void printShares(const Trace &trace, const std::vector<PathStep> &path)
{
    printOut("\n{:<28} {:>10} {:>10} {:>10} {:>7}\n", "share of it", "running", "ready", "suspended", "all");
    const double whole = double(std::max<std::int64_t>((trace.end() - trace.begin()).count(), 1));
    for (const PathShare &share : pathShares(path)) {
        printOut("{:<28} {:>10} {:>10} {:>10} {:>6.1f}%\n", nameOf(*trace.lane(share.lane)), durationText(share.running),
                 durationText(share.ready), durationText(share.suspended), 100 * double(share.total().count()) / whole);
    }
}

int explainRun(const Trace &trace, bool json)
{
    const std::string sentence = runSentence(balanceOf(trace));
    const std::vector<PathStep> path = criticalPath(trace);
    if (json) {
        printOut("{}\n", pathAsJson(trace, sentence, path));
        return ExitDone;
    }
    if (!sentence.empty())
        printOut("{}\n", sentence);
    printSteps(trace, path);
    printShares(trace, path);
    return ExitDone;
}

} // namespace

int explainVerb(const QStringList &arguments)
{
    Result<Options> options = Options::parse(
        arguments, {{QStringLiteral("lane"), QStringLiteral("at")}, {QStringLiteral("json")}, 1, 1,
                    QStringLiteral("interleave explain RUN [--lane NAME --at S] [--json]")});
    if (!options.hasValue())
        return failWith(options.error());
    const std::optional<QString> lane = options.value().value(QStringLiteral("lane"));
    Result<std::optional<Nanos>> at = options.value().seconds(QStringLiteral("at"));
    if (!at.hasValue())
        return failWith(at.error());
    if (lane.has_value() != at.value().has_value())
        return failWith(Error(ErrorCode::Usage, "The options --lane and --at belong together."));
    Result<Trace> trace = readTraceFile(options.value().words()[0]);
    if (!trace.hasValue())
        return failWith(trace.error());
    const bool json = options.value().has(QStringLiteral("json"));
    if (trace.value().empty())
        return failWith(Error(ErrorCode::CannotRead, "The run has no events: there is nothing to explain."));
    int code = ExitDone;
    if (lane) {
        const Result<LaneId> id = laneNamed(trace.value(), *lane);
        if (!id.hasValue())
            return failWith(id.error());
        code = explainMoment(trace.value(), id.value(), *at.value(), json);
    } else {
        code = explainRun(trace.value(), json);
    }
    return isIncomplete(trace.value()) ? ExitIncomplete : code;
}

} // namespace Interleave

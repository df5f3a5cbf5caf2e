// explain: why a lane is in its state, and what decided how long the run took.
#include "app/exitcodes.h"
#include "app/jsonshapes.h"
#include "app/options.h"
#include "app/output.h"
#include "app/printing.h"
#include "app/verbs.h"
#include "core/analysis/criticalpath.h"
#include "core/analysis/explanation.h"
#include "core/io/tracefile.h"

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

void printExplanation(const Trace &trace, LaneId lane, Nanos time)
{
    const std::optional<Explanation> found = explain(trace, lane, trace.begin() + time);
    if (!found) {
        printOut("{} does not exist at {}.\n", nameOf(*trace.lane(lane)), momentText(trace, trace.begin() + time));
        return;
    }
    for (const std::string &sentence : found->sentences)
        printOut("{}\n", sentence);
    if (found->cause)
        printOut("Cause: {} at {}.\n", nameOf(*trace.lane(found->cause->lane)), momentText(trace, found->cause->time));
}

void printPath(const Trace &trace)
{
    const std::vector<PathStep> path = criticalPath(trace);
    printOut("What decided the run's {}:\n", durationText(trace.end() - trace.begin()));
    for (const PathStep &step : path) {
        Segment segment;
        segment.lane = step.lane;
        segment.state = step.state;
        segment.reason = step.reason;
        printOut("{:>12} {:>10}  {:<28} {}\n", momentText(trace, step.begin), durationText(step.duration()),
                   nameOf(*trace.lane(step.lane)), waitText(trace, segment));
    }
    printOut("\n{:<28} {:>10} {:>10} {:>10} {:>7}\n", "share of it", "running", "ready", "suspended", "all");
    const double whole = double(std::max<std::int64_t>((trace.end() - trace.begin()).count(), 1));
    for (const PathShare &share : pathShares(path)) {
        printOut("{:<28} {:>10} {:>10} {:>10} {:>6.1f}%\n", nameOf(*trace.lane(share.lane)), durationText(share.running),
                   durationText(share.ready), durationText(share.suspended), 100 * double(share.total().count()) / whole);
    }
}

} // namespace

int explainVerb(const QStringList &arguments)
{
    Result<Options> options = Options::parse(
        arguments, {{QStringLiteral("lane"), QStringLiteral("at")}, {}, 1, 1,
                    QStringLiteral("interleave explain RUN [--lane NAME --at S]")});
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
    if (!lane) {
        printPath(trace.value());
        return isIncomplete(trace.value()) ? ExitIncomplete : ExitDone;
    }
    const Result<LaneId> id = laneNamed(trace.value(), *lane);
    if (!id.hasValue())
        return failWith(id.error());
    printExplanation(trace.value(), id.value(), *at.value());
    return isIncomplete(trace.value()) ? ExitIncomplete : ExitDone;
}

} // namespace Interleave

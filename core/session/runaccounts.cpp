#include "core/session/runaccounts.h"

#include "core/executors/here.h"
#include "core/session/runner.h"

#include <algorithm>
#include <csignal>

namespace Interleave {

namespace {

bool isOpen(const Lane &lane)
{
    if (!lane.grid.last(lane.events).isAlive())
        return false;
    // A lane that was woken but never started has nothing to finish. The start is among the first.
    return std::any_of(lane.events.begin(), lane.events.end(),
                       [](const Event &event) { return event.kind() == EventKind::Start; });
}

/// When it was killed, if it was.
std::optional<Nanos> killOf(const Lane &lane)
{
    for (auto event = lane.events.end(); event != lane.events.begin();) {
        if ((--event)->kind() == EventKind::Finish)
            return event->outcome() == Outcome::Killed ? std::optional(event->time()) : std::nullopt;
    }
    return std::nullopt;
}

/// When a process was killed that the lane was within.
std::optional<Nanos> deathOfProcess(const Trace &trace, const Lane &lane)
{
    for (auto parent = lane.parent; parent; parent = trace.lane(*parent)->parent) {
        const Lane &above = *trace.lane(*parent);
        const std::optional<Nanos> killed = above.kind == LaneKind::Process ? killOf(above) : std::nullopt;
        if (killed)
            return std::max(*killed, lane.events.back().time());
    }
    return std::nullopt;
}

std::string_view firstNote(const Trace &trace)
{
    for (const Lane &lane : trace.lanes()) {
        for (const Event &event : lane.events) {
            if (event.kind() == EventKind::Note)
                return trace.text(event);
        }
    }
    return {};
}

} // namespace

void closeOpenLanes(const Trace &trace, const RunEnd &end, Nanos now, Recorder &recorder)
{
    const bool failed = end.outcome == RunOutcome::Failed;
    const Outcome ending = failed || end.outcome == RunOutcome::Finished ? Outcome::Killed : Outcome::Cancelled;
    const int signal = failed && end.crashed ? end.code : SIGKILL;
    const auto lanes = trace.lanes();
    for (std::size_t index = lanes.size(); index-- > 0;) {
        const Lane &lane = lanes[index];
        if (!isOpen(lane))
            continue;
        const std::optional<Nanos> death = deathOfProcess(trace, lane);
        if (death || end.outcome != RunOutcome::Finished) {
            const Stamp at = death ? recorder.stampAgo(now - *death) : recorder.stamp();
            recorder.finish(at, lane.id, ending, ending == Outcome::Killed ? std::uint32_t(signal) : 0, true);
        }
    }
}

void takeOwnAccounts(Trace &trace)
{
    RunInfo &info = trace.info;
    std::uint32_t threads = 0;
    for (const Lane &lane : trace.lanes()) {
        if (lane.kind != LaneKind::Process)
            continue; // its counters are its own; other lanes may have millions of events
        std::int64_t ownThreads = 0;
        for (const Event &event : lane.events) {
            const CounterSample *sample = trace.counter(event);
            if (!sample)
                continue;
            if (sample->name == cpuCounter)
                info.cpuNs = sample->value;
            else if (sample->name == memoryCounter)
                info.peakRssBytes = std::max(info.peakRssBytes, sample->value);
            else if (sample->name == processesCounter)
                info.processesSeen = std::max(info.processesSeen, std::uint32_t(sample->value));
            else if (sample->name == threadsCounter)
                ownThreads = std::max(ownThreads, sample->value);
        }
        threads += std::uint32_t(ownThreads);
    }
    info.threadsSeen = std::max(info.threadsSeen, threads);
}

std::string failureReason(const Trace &trace, const RunEnd &end, const std::string &errorText)
{
    if (end.crashed)
        return "killed by signal " + std::to_string(end.code);
    const std::string_view note = firstNote(trace);
    const std::string said = note.empty() ? errorText : std::string(note);
    return "exit code " + std::to_string(end.code) + (said.empty() ? "" : ": " + said);
}

} // namespace Interleave

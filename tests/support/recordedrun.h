// A recording made inside a test process: an arena, lanes for host, process and main thread, a body
// that uses the executors, and the trace that comes out. Whatever hangs is ended after a minute.
#pragma once

#include "core/analysis/laws.h"
#include "core/executors/program.h"
#include "core/trace/arenareader.h"
#include "core/trace/names.h"

#include <QString>
#include <QStringList>

#include <unistd.h>

namespace Interleave {

/// Runs body(program) on the calling thread and gives back the finished, lawful-or-not trace.
template<class Body>
Trace recorded(Body body, std::uint32_t rings = 32)
{
    constexpr unsigned hangsAfterSeconds = 60;
    alarm(hangsAfterSeconds);
    const Arena arena = Arena::create(calibrateClock(), rings, 1 << 14).takeValue();
    ArenaReader reader(arena);
    Recorder viewer;
    if (!viewer.attach(arena).hasValue())
        qFatal("no ring for the test");
    viewer.declareLane(viewer.stamp(), viewer.allocateLane(), LaneKind::Host, std::nullopt, "host");
    setRecording(&arena, -1);
    const NewLane process{arena.allocateLane(), hostLane, viewer.stamp()};
    Program program("test", {});
    const LaneId thread = arena.allocateLane();
    attachThisThread();
    declareProcess(process, thread, hostLane, "process", getpid());
    beginProcess(process.lane, thread, hostLane);
    body(program);
    endProcess(Outcome::Finished, 0);
    setRecording(nullptr, -1);
    viewer.detach();
    alarm(0);

    Trace trace;
    while (reader.drain(trace, 100'000) > 0) {}
    reader.account(trace);
    trace.info.scenario = "test";
    trace.info.outcome = RunOutcome::Finished;
    return trace;
}

/// What breaks a law, a line each; empty when the recording is honest.
inline QString brokenLaws(const Trace &trace)
{
    QStringList lines;
    for (const Violation &violation : violatedLaws(trace))
        lines << QString::fromStdString(violation.law + ": " + violation.sentence);
    return lines.join(QLatin1Char('\n'));
}

/// The first lane of that name, or null.
inline const Lane *laneNamed(const Trace &trace, std::string_view name)
{
    for (const Lane &lane : trace.lanes()) {
        if (lane.name == name)
            return &lane;
    }
    return nullptr;
}

/// "start suspend(sleep) resume finish(finished)": a lane's life in words, without its wakes.
inline QString lifeOf(const Trace &trace, std::string_view name)
{
    const Lane *lane = laneNamed(trace, name);
    if (!lane)
        return QStringLiteral("no such lane");
    QStringList words;
    for (const Event &event : lane->events) {
        const auto word = [](std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); };
        if (event.kind() == EventKind::Suspend)
            words << QStringLiteral("suspend(%1)").arg(word(reasonName(event.reason())));
        else if (event.kind() == EventKind::Finish)
            words << QStringLiteral("finish(%1)").arg(word(outcomeName(event.outcome())));
        else if (event.kind() == EventKind::Start || event.kind() == EventKind::Resume)
            words << word(eventKindName(event.kind()));
    }
    return words.join(QLatin1Char(' '));
}

} // namespace Interleave

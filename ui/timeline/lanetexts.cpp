#include "ui/timeline/lanetexts.h"

#include "core/analysis/levels.h"
#include "core/trace/names.h"

#include <QCoreApplication>

#include <algorithm>

namespace Interleave {

namespace {

QString words(const char *source, int count = -1)
{
    return QCoreApplication::translate("LaneRows", source, nullptr, count);
}

/// "depth 0 … 5"; a counter bears the name of what it counts already
std::string levelHint(const Trace &trace, const Lane &lane, std::string_view level)
{
    const LevelRange range = levelRange(trace, lane);
    const std::string text = std::to_string(range.lowest) + " … " + std::to_string(range.highest);
    return lane.kind == LaneKind::Counter ? text : std::string(level) + " " + text;
}

/// Rows of a foreign trace that are folded with the lane.
int hiddenTracks(const Trace &trace, const Lane &lane)
{
    const std::vector<LaneId> below = descendants(trace, lane.id);
    return int(std::count_if(below.begin(), below.end(),
                             [&](LaneId id) { return trace.lane(id)->kind == LaneKind::Track; }));
}

} // namespace

std::string laneTitle(const Lane &lane)
{
    return lane.name.empty() ? words("lane %1").arg(lane.id.value()).toStdString() : lane.name;
}

std::string laneHint(const Trace &trace, const LaneRows &rows, const Lane &lane)
{
    if (lane.declared.kind() != EventKind::Lane)
        return {};
    if (const std::string_view level = levelName(trace, lane); !level.empty())
        return levelHint(trace, lane, level);
    if (lane.kind == LaneKind::Process && lane.pid != 0)
        return words("pid %1").arg(lane.pid).toStdString();
    if (const Lane *process = rows.namesProcesses ? processAround(trace, lane) : nullptr; process && process != &lane)
        return laneTitle(*process);
    const LaneRow *row = rows.rowOf(lane.id);
    if (const int hidden = row && row->collapsed && lane.kind != LaneKind::Process ? hiddenTracks(trace, lane) : 0; hidden > 0)
        return (hidden == 1 ? words("1 more row") : words("%n more rows", hidden)).toStdString();
    if (lane.kind == LaneKind::Track || lane.kind == LaneKind::Cpu)
        return {};
    if (lane.tid != 0 && lane.kind == LaneKind::Thread)
        return words("tid %1").arg(lane.tid).toStdString();
    const std::string_view kind = laneKindName(lane.kind);
    return kind == lane.name ? std::string() : std::string(kind);
}

const Lane *processAround(const Trace &trace, const Lane &lane)
{
    const Lane *around = &lane;
    while (around && around->kind != LaneKind::Process)
        around = around->parent ? trace.lane(*around->parent) : nullptr;
    return around;
}

std::string containerText(const Trace &trace, const Lane &lane)
{
    if (lane.kind == LaneKind::Queue) {
        const auto within = trace.children(lane.id);
        const bool jobs = !within.empty() && trace.lane(within.front())->kind == LaneKind::Job;
        return (jobs ? words("%n jobs", int(within.size())) : words("%n items", int(within.size()))).toStdString();
    }
    int processes = lane.kind == LaneKind::Process ? 1 : 0, threads = 0;
    for (LaneId id : descendants(trace, lane.id)) {
        processes += trace.lane(id)->kind == LaneKind::Process;
        threads += trace.lane(id)->kind == LaneKind::Thread;
    }
    QString text = processes == 1 ? words("1 process") : words("%n processes", processes);
    if (threads > 0)
        text += QStringLiteral(", ") + (threads == 1 ? words("1 thread") : words("%n threads", threads));
    const RunInfo &info = trace.info;
    const bool allOfTheRun = processes == 1 && info.processesSeen == 1 && int(info.threadsSeen) == threads;
    if (allOfTheRun && info.outcome != RunOutcome::Running)
        text += words(" (the operating system sees nothing else)");
    return text.toStdString();
}

} // namespace Interleave

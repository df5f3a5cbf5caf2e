#include "ui/timeline/lanerows.h"

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

constexpr std::size_t mostUnfolded = 24; // items or jobs of one queue

/// What executes stands above what it uses, and that above what passes through it.
int rankOf(LaneKind kind)
{
    switch (kind) {
    case LaneKind::Queue:
    case LaneKind::Lock: return 1;
    case LaneKind::Item:
    case LaneKind::Job: return 2;
    default: return 0;
    }
}

/// "queue, depth 0 … 5"
std::string levelHint(const Trace &trace, const Lane &lane, std::string_view level)
{
    const LevelRange range = levelRange(trace, lane);
    return std::string(level) + " " + std::to_string(range.lowest) + " … " + std::to_string(range.highest);
}

std::string hintOf(const Trace &trace, const Lane &lane)
{
    if (const std::string_view level = levelName(trace, lane); !level.empty())
        return levelHint(trace, lane, level);
    if (lane.kind == LaneKind::Process && lane.pid != 0)
        return words("pid %1").arg(lane.pid).toStdString();
    if (lane.tid != 0 && lane.kind == LaneKind::Thread)
        return words("tid %1").arg(lane.tid).toStdString();
    const std::string_view kind = laneKindName(lane.kind);
    return kind == lane.name ? std::string() : std::string(kind);
}

/// Depth-first, children by rank and in the order of their ids, without recursion: a chain of
/// awaited coroutines may be as deep as it likes.
class RowWalk
{
public:
    RowWalk(const Trace &trace, const LaneColours &colours, const std::set<LaneId> &collapsed, int rowHeight)
        : m_trace(trace), m_colours(colours), m_collapsed(collapsed), m_rowHeight(rowHeight)
    {
        const auto hosts = std::count_if(trace.lanes().begin(), trace.lanes().end(), [](const Lane &lane) {
            return lane.kind == LaneKind::Host && lane.declared.kind() == EventKind::Lane;
        });
        m_showHosts = hosts > 1;
    }

    std::vector<LaneRow> take()
    {
        push(std::nullopt, 0);
        while (!m_waiting.empty()) {
            const auto [id, depth] = m_waiting.back();
            m_waiting.pop_back();
            visit(*m_trace.lane(id), depth);
        }
        for (const Lane &lane : m_trace.lanes()) {
            if (lane.declared.kind() != EventKind::Lane && !lane.events.empty())
                visit(lane, 0);
        }
        return std::move(m_rows);
    }

private:
    void push(std::optional<LaneId> parent, int depth)
    {
        const auto children = m_trace.children(parent);
        for (const int rank : {2, 1, 0}) { // the last pushed comes first
            for (auto child = children.rbegin(); child != children.rend(); ++child) {
                if (rankOf(m_trace.lane(*child)->kind) == rank)
                    m_waiting.emplace_back(*child, depth);
            }
        }
    }

    void visit(const Lane &lane, int depth)
    {
        const bool declared = lane.declared.kind() == EventKind::Lane;
        if (declared && lane.kind == LaneKind::Host && !m_showHosts) {
            push(lane.id, depth);
            return;
        }
        LaneRow row;
        row.lane = lane.id;
        row.depth = depth;
        row.hasChildren = !m_trace.children(lane.id).empty();
        row.collapsed = row.hasChildren && m_collapsed.contains(lane.id);
        row.container = declared && (lane.kind == LaneKind::Process || lane.kind == LaneKind::Host);
        row.y = int(m_rows.size()) * m_rowHeight;
        row.height = m_rowHeight;
        row.colour = m_colours.of(lane.id);
        row.name = laneTitle(lane);
        row.hint = declared ? hintOf(m_trace, lane) : std::string();
        m_rows.push_back(std::move(row));
        if (!m_rows.back().collapsed)
            push(lane.id, depth + 1);
    }

    const Trace &m_trace;
    const LaneColours &m_colours;
    const std::set<LaneId> &m_collapsed;
    int m_rowHeight;
    bool m_showHosts = false;
    std::vector<LaneRow> m_rows;
    std::vector<std::pair<LaneId, int>> m_waiting;
};

} // namespace

std::vector<LaneRow> laneRows(const Trace &trace, const LaneColours &colours, const std::set<LaneId> &collapsed,
                              const RowMetrics &metrics)
{
    return RowWalk(trace, colours, collapsed, metrics.row).take();
}

std::set<LaneId> foldedByDefault(const Trace &trace)
{
    std::set<LaneId> folded;
    for (const Lane &lane : trace.lanes()) {
        const auto children = trace.children(lane.id);
        const bool many = children.size() > mostUnfolded && std::all_of(children.begin(), children.end(), [&](LaneId child) {
            return rankOf(trace.lane(child)->kind) == 2;
        });
        if (many)
            folded.insert(lane.id);
    }
    return folded;
}

std::string laneTitle(const Lane &lane)
{
    return lane.name.empty() ? words("lane %1").arg(lane.id.value()).toStdString() : lane.name;
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

bool showsTurns(const Trace &trace, const Lane &lane)
{
    if (lane.kind == LaneKind::EventLoop)
        return true;
    const auto children = trace.children(lane.id);
    return lane.kind == LaneKind::Thread && std::any_of(children.begin(), children.end(), [&](LaneId child) {
        const LaneKind kind = trace.lane(child)->kind;
        return kind == LaneKind::EventLoop || kind == LaneKind::Generator;
    });
}

std::vector<LaneId> descendants(const Trace &trace, LaneId lane)
{
    std::vector<LaneId> all(trace.children(lane).begin(), trace.children(lane).end());
    for (std::size_t next = 0; next < all.size(); ++next) {
        const auto children = trace.children(all[next]);
        all.insert(all.end(), children.begin(), children.end());
    }
    return all;
}

} // namespace Interleave

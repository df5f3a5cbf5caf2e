#include "ui/timeline/lanerows.h"

#include "core/analysis/states.h"
#include "core/trace/threadaccount.h"
#include "ui/timeline/lanetexts.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::size_t mostUnfolded = 24; // items or jobs of one queue
constexpr std::size_t mostCpusUnfolded = 8;
// Of a foreign trace: levels that nest deeper, or further rows of one name; and lanes in all before
// only main threads show what nests in them.
constexpr std::size_t mostTracksBelowTrack = 4, mostLanesUnfolded = 300;

/// What executes stands above what it uses, that above what passes through it, and the machine below all.
int rankOf(LaneKind kind)
{
    switch (kind) {
    case LaneKind::Queue:
    case LaneKind::Lock:
    case LaneKind::Counter: return 1;
    case LaneKind::Item:
    case LaneKind::Job:
    case LaneKind::Track: return 2;
    case LaneKind::Cpu: return 3;
    default: return 0;
    }
}

bool isDeclared(const Lane &lane) { return lane.declared.kind() == EventKind::Lane; }

bool isShownHost(const Trace &trace)
{
    return std::count_if(trace.lanes().begin(), trace.lanes().end(), [](const Lane &lane) {
        return lane.kind == LaneKind::Host && isDeclared(lane);
    }) > 1;
}

/// Depth-first, children by rank and in the order of their ids, without recursion: a chain of
/// awaited coroutines may be as deep as it likes.
class RowWalk
{
public:
    RowWalk(const Trace &trace, const LaneColours &colours, const LaneChoices &choices, LaneRows &result)
        : m_trace(trace), m_colours(colours), m_choices(choices), m_result(result)
        , m_showHosts(isShownHost(trace)), m_marks(trace.lanes().size() + 1)
    {}

    void walk()
    {
        for (LaneId id : m_choices.pinned)
            m_marks[id.value() < m_marks.size() ? id.value() : 0] |= isPinned;
        findMatches();
        push(std::nullopt, 0, false);
        while (!m_waiting.empty()) {
            const Waiting next = m_waiting.back();
            m_waiting.pop_back();
            visit(*m_trace.lane(next.lane), next);
        }
        for (const Lane &lane : m_trace.lanes()) {
            if (!isDeclared(lane) && !lane.events.empty())
                visit(lane, {lane.id, 0, false});
        }
    }

private:
    struct Waiting {
        LaneId lane;
        int depth = 0;
        bool within = false; // a folded lane: only what is pinned has a row
    };
    enum Mark : std::uint8_t { isPinned = 1, matches = 2, leadsToMatch = 4 };

    /// Parents have smaller numbers than their children.
    void findMatches()
    {
        if (m_choices.filter.isEmpty())
            return;
        const std::span<const Lane> lanes = m_trace.lanes();
        for (auto lane = lanes.rbegin(); lane != lanes.rend(); ++lane) {
            std::uint8_t &marks = m_marks[lane->id.value()];
            if (QString::fromStdString(laneTitle(*lane)).contains(m_choices.filter, Qt::CaseInsensitive))
                marks |= matches;
            if ((marks & (matches | leadsToMatch)) && lane->parent)
                m_marks[lane->parent->value()] |= leadsToMatch;
        }
    }

    void push(std::optional<LaneId> parent, int depth, bool within)
    {
        const auto children = m_trace.children(parent);
        for (const int rank : {3, 2, 1, 0}) { // the last pushed comes first
            for (auto child = children.rbegin(); child != children.rend(); ++child) {
                const Lane &lane = *m_trace.lane(*child);
                if (rankOf(lane.kind) == rank && !isBand(m_trace, lane))
                    m_waiting.push_back({*child, depth, within});
            }
        }
    }

    void visit(const Lane &lane, const Waiting &place)
    {
        if (isDeclared(lane) && lane.kind == LaneKind::Host && !m_showHosts) {
            push(lane.id, place.depth, place.within);
            return;
        }
        ++m_result.lanes;
        const std::uint8_t marks = m_marks[lane.id.value()];
        const bool filtered = !m_choices.filter.isEmpty();
        m_result.matching += !filtered || (marks & matches);
        if (m_choices.hidden.contains(lane.id)) {
            const std::size_t below = descendants(m_trace, lane.id).size();
            m_result.hidden += 1 + below;
            m_result.lanes += below;
            return;
        }
        const bool pinned = marks & isPinned;
        LaneRow row = rowOf(lane, place.depth);
        row.pinned = pinned;
        if (filtered && (marks & leadsToMatch))
            row.collapsed = false;
        const bool wanted = !filtered || (marks & (m_choices.order == LaneOrder::Tree ? matches | leadsToMatch : matches));
        if (pinned || (wanted && !place.within))
            m_result.rows.push_back(row);
        push(lane.id, place.depth + 1, place.within || row.collapsed);
    }

    LaneRow rowOf(const Lane &lane, int depth) const
    {
        LaneRow row;
        row.lane = lane.id;
        row.depth = depth;
        row.beginsTree = depth == 0;
        const auto children = m_trace.children(lane.id);
        if (const Lane *onCpu = onCpuLaneOf(m_trace, lane))
            row.onCpu = onCpu->id;
        row.hasChildren = children.size() > (row.onCpu ? 1 : 0);
        const auto fold = m_choices.folds.find(lane.id);
        row.collapsed = row.hasChildren && (fold != m_choices.folds.end() ? fold->second : isFoldedByDefault(m_trace, lane));
        row.container = isDeclared(lane) && (lane.kind == LaneKind::Process || lane.kind == LaneKind::Host);
        row.colour = m_colours.of(lane.id);
        return row;
    }

    const Trace &m_trace;
    const LaneColours &m_colours;
    const LaneChoices &m_choices;
    LaneRows &m_result;
    bool m_showHosts;
    std::vector<std::uint8_t> m_marks; // by lane id
    std::vector<Waiting> m_waiting;
};

/// How early a lane stands in the order: the smaller the earlier.
std::int64_t sortKey(const Trace &trace, const LaneRow &row, LaneOrder order, Nanos liveEdge)
{
    const Lane &lane = *trace.lane(row.lane);
    if (order == LaneOrder::Start)
        return (isDeclared(lane) || lane.events.empty() ? lane.declared.time() : lane.events.front().time()).count();
    if (row.container && row.hasChildren)
        return 1; // what it holds runs and waits, not the process itself
    const StateSums sums = lane.grid.totals(lane.events, liveEdge);
    return -(order == LaneOrder::Busiest ? sums.running : sums.ready + sums.suspended).count();
}

/// Lanes of the same measure stay in the order of the tree.
void sortInOneList(const Trace &trace, std::vector<LaneRow> &rows, LaneOrder order, Nanos liveEdge)
{
    std::vector<std::pair<std::int64_t, std::size_t>> keys;
    for (const LaneRow &row : rows)
        keys.emplace_back(sortKey(trace, row, order, liveEdge), keys.size());
    std::sort(keys.begin(), keys.end());
    std::vector<LaneRow> sorted;
    sorted.reserve(rows.size());
    for (const auto &[key, place] : keys) {
        sorted.push_back(rows[place]);
        sorted.back().depth = 0;
        sorted.back().beginsTree = false;
    }
    rows = std::move(sorted);
}

/// In the order in which they were pinned, before all others.
void putPinnedFirst(std::vector<LaneRow> &rows, const std::vector<LaneId> &pinned)
{
    if (pinned.empty())
        return;
    const auto others = std::stable_partition(rows.begin(), rows.end(), [](const LaneRow &row) { return row.pinned; });
    const auto place = [&](const LaneRow &row) { return std::find(pinned.begin(), pinned.end(), row.lane); };
    std::sort(rows.begin(), others, [&](const LaneRow &a, const LaneRow &b) { return place(a) < place(b); });
    for (auto row = rows.begin(); row != others; ++row) {
        row->depth = 0;
        row->beginsTree = false;
    }
}

void place(LaneRows &result, std::size_t places)
{
    result.placeByLane.assign(places, std::uint32_t(result.rows.size()));
    result.height = result.pinnedHeight = 0;
    for (LaneRow &row : result.rows) {
        result.placeByLane[row.lane.value()] = std::uint32_t(&row - result.rows.data());
        row.y = result.height;
        row.height = result.metrics.row;
        result.height += row.height;
        if (row.pinned)
            result.pinnedHeight = result.height;
    }
}

} // namespace

const LaneRow *LaneRows::rowOf(LaneId lane) const
{
    const std::size_t index = lane.value() < placeByLane.size() ? placeByLane[lane.value()] : rows.size();
    return index < rows.size() ? &rows[index] : nullptr;
}

const LaneRow *LaneRows::rowShowing(const Trace &trace, LaneId lane) const
{
    for (const Lane *shown = trace.lane(lane); shown; shown = shown->parent ? trace.lane(*shown->parent) : nullptr) {
        if (const LaneRow *row = rowOf(shown->id))
            return row;
    }
    return nullptr;
}

LaneRows laneRows(const Trace &trace, const LaneColours &colours, const LaneChoices &choices,
                  const RowMetrics &metrics, Nanos liveEdge)
{
    LaneRows result;
    result.metrics = metrics;
    RowWalk(trace, colours, choices, result).walk();
    if (choices.order != LaneOrder::Tree) {
        sortInOneList(trace, result.rows, choices.order, liveEdge);
        result.namesProcesses = std::count_if(trace.lanes().begin(), trace.lanes().end(), [](const Lane &lane) {
            return lane.kind == LaneKind::Process;
        }) > 1;
    }
    putPinnedFirst(result.rows, choices.pinned);
    place(result, trace.lanes().size() + 1);
    return result;
}

LaneRows rowsOf(LaneRows rows, const std::set<LaneId> &lanes)
{
    std::erase_if(rows.rows, [&](const LaneRow &row) { return !lanes.contains(row.lane); });
    place(rows, rows.placeByLane.size());
    return rows;
}

bool isFoldedByDefault(const Trace &trace, const Lane &lane)
{
    const auto children = trace.children(lane.id);
    if (children.empty())
        return false;
    if (lane.kind == LaneKind::Track)
        return children.size() > mostTracksBelowTrack;
    if (lane.kind == LaneKind::Cpu)
        return children.size() > mostCpusUnfolded;
    const bool isMainThread = lane.tid != 0 && lane.tid == lane.pid;
    if (lane.kind == LaneKind::Thread && !isMainThread && trace.lane(children.front())->kind == LaneKind::Track)
        return trace.lanes().size() > mostLanesUnfolded;
    return children.size() > mostUnfolded && std::all_of(children.begin(), children.end(), [&](LaneId child) {
        return rankOf(trace.lane(child)->kind) == 2;
    });
}

bool isBand(const Trace &trace, const Lane &lane)
{
    return lane.kind == LaneKind::OnCpu && lane.parent && trace.lane(*lane.parent)->kind == LaneKind::Thread;
}

bool showsBands(const Trace &trace)
{
    if (trace.info.outcome == RunOutcome::Running && !trace.isForeign())
        return trace.info.kernelRefusal.empty();
    return std::ranges::any_of(trace.lanes(), [&](const Lane &lane) { return isBand(trace, lane); });
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

std::vector<LaneId> lanesBeside(const Trace &trace, LaneId lane)
{
    std::vector<LaneId> beside;
    for (const Lane *kept = trace.lane(lane); kept; kept = kept->parent ? trace.lane(*kept->parent) : nullptr) {
        for (LaneId sibling : trace.children(kept->parent)) {
            if (sibling != kept->id)
                beside.push_back(sibling);
        }
    }
    return beside;
}

} // namespace Interleave

#include "ui/timeline/lanelayout.h"

#include "core/trace/slicetext.h"
#include "ui/timeline/lanetexts.h"
#include "ui/timeline/stepgraph.h"
#include "ui/timeline/timelinegeometry.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr int shortestLabel = 24; // pixels; fewer hold no word

class LaneLayouter
{
public:
    LaneLayouter(const Trace &trace, const LaneColours &colours, const LayoutRequest &request, LaneLayout &layout)
        : m_trace(trace), m_colours(colours), m_request(request), m_layout(layout)
        , m_from(timeAt(-request.margin, request.range, request.width))
        , m_to(timeAt(request.width + request.margin, request.range, request.width))
        , m_merger(layout.bars, request.range, request.width, request.margin, layout.all->metrics)
    {}

    void fill(LaneRow &row)
    {
        const Lane &lane = *m_trace.lane(row.lane);
        row.firstBar = m_layout.bars.size();
        if (levelName(m_trace, lane).empty())
            fillSegments(row, lane);
        else
            appendStepGraph(m_layout.bars, m_trace, lane, m_request.liveEdge,
                            {m_request.range, m_request.width, m_request.margin, m_layout.all->metrics, row.y});
        if (showsTurns(m_trace, lane))
            fillTurns(row);
        row.barCount = m_layout.bars.size() - row.firstBar;
    }

private:
    void fillSegments(const LaneRow &row, const Lane &lane)
    {
        m_labelled = false;
        m_merger.beginRow(row.y, row.container || lane.kind == LaneKind::Queue);
        forEachSegment(lane, m_request.liveEdge, m_from, m_to, [&](const Segment &segment) {
            const bool lent = segment.state == State::Running && runsForItsWaker(lane.kind);
            const std::optional<LaneId> whose = lent ? wakerBefore(lane, segment) : std::nullopt;
            if (segment.duration() == Nanos(0) && !whose && isOnlyRecorded(lane, segment))
                return;
            add(segment, whose ? m_colours.of(*whose) : row.colour, row, whose);
        });
        m_merger.endRow();
    }

    void add(const Segment &segment, LaneColour colour, const LaneRow &row, std::optional<LaneId> whose)
    {
        const std::size_t before = m_layout.bars.size();
        m_merger.add(segment, colour);
        if (m_layout.bars.size() > before)
            label(m_layout.bars.back(), segment, row, whose);
    }

    /// Over the lane's own bars: who of those below it ran when.
    void fillTurns(const LaneRow &row)
    {
        m_turns.clear();
        for (LaneId id : descendants(m_trace, row.lane)) {
            const Lane &lane = *m_trace.lane(id);
            if (m_colours.of(id) == LaneColour())
                continue;
            forEachSegment(lane, m_request.liveEdge, m_from, m_to, [&](const Segment &segment) {
                if (segment.state == State::Running)
                    m_turns.push_back(segment);
            });
        }
        leaveOutBlocked(row.lane);
        std::stable_sort(m_turns.begin(), m_turns.end(),
                         [](const Segment &a, const Segment &b) { return a.begin < b.begin; });
        m_merger.beginRow(row.y);
        for (const Segment &turn : m_turns)
            add(turn, m_colours.of(turn.lane), row, taskAround(m_trace, turn.lane).value_or(turn.lane));
        m_merger.endRow();
    }

    /// A thread that is blocked, and the loop held with it, say so themselves, although whoever
    /// blocks them has its turn.
    void leaveOutBlocked(LaneId id)
    {
        forEachSegment(*m_trace.lane(id), m_request.liveEdge, m_from, m_to, [&](const Segment &blocked) {
            const bool isBlocked = blocked.reason == Reason::Held || blocked.reason == Reason::Sleep;
            if (blocked.state != State::Suspended || !isBlocked)
                return;
            for (std::size_t index = 0, count = m_turns.size(); index < count; ++index) {
                Segment &turn = m_turns[index];
                if (turn.begin >= blocked.end || turn.end <= blocked.begin)
                    continue;
                Segment behind = turn;
                behind.begin = blocked.end;
                turn.end = std::max(turn.begin, blocked.begin);
                if (behind.begin < behind.end)
                    m_turns.push_back(behind);
            }
        });
    }

    /// Moments that no one lived through: a lock between its start and being free, or on its way to
    /// a holder who takes it at once; a thread of a library, which starts and is not seen again.
    static bool isOnlyRecorded(const Lane &lane, const Segment &segment)
    {
        if (lane.kind == LaneKind::Thread) {
            return std::any_of(lane.events.begin(), lane.events.begin() + std::min<std::ptrdiff_t>(4, std::ssize(lane.events)),
                               [&](const Event &event) {
                                   return event.kind() == EventKind::Suspend && event.reason() == Reason::Unobserved
                                       && event.time() == segment.begin;
                               });
        }
        return runsForItsWaker(lane.kind) && segment.state != State::Suspended;
    }

    /// While a thread waits for its generator, the generator's turn covers its bar.
    static bool handsOver(const Segment &segment) { return segment.reason == Reason::Generator; }

    /// Labels the bar just added, which stands last only if the segment has a bar of its own.
    /// `whose` is who runs in another's lane: a lock's holder, a loop's task.
    void label(const Bar &bar, const Segment &segment, const LaneRow &row, std::optional<LaneId> whose)
    {
        if (bar.width < shortestLabel || bar.begin != segment.begin)
            return;
        std::string text;
        if (bar.shape == BarShape::Container && !m_labelled) {
            m_labelled = true;
            text = containerText(m_trace, *m_trace.lane(row.lane));
        } else if (bar.shape == BarShape::Running && whose) {
            text = nameSeenFrom(m_trace, *m_trace.lane(row.lane), *whose);
        } else if (bar.shape == BarShape::Running) {
            text = sliceName(workText(m_trace, segment));
        } else if (bar.shape == BarShape::Ready || bar.shape == BarShape::Unobserved
                   || (bar.shape == BarShape::Suspended && !handsOver(segment))) {
            text = waitText(m_trace, segment);
        }
        if (!text.empty())
            m_layout.labels.push_back({bar.x, bar.y, bar.width, bar.height, bar.shape, bar.colour, std::move(text)});
    }

    const Trace &m_trace;
    const LaneColours &m_colours;
    const LayoutRequest &m_request;
    LaneLayout &m_layout;
    Nanos m_from, m_to;
    BarMerger m_merger;
    bool m_labelled = false;
    std::vector<Segment> m_turns;
};

} // namespace

LaneLayout layOutLanes(const Trace &trace, const LaneColours &colours, std::shared_ptr<const LaneRows> rows,
                       const LayoutRequest &request)
{
    LaneLayout layout;
    layout.range = request.range;
    layout.width = request.width;
    layout.all = std::move(rows);
    const std::vector<LaneRow> &all = layout.all->rows;
    const auto first = std::partition_point(all.begin(), all.end(), [&](const LaneRow &row) {
        return row.y + row.height <= request.top;
    });
    const auto last = std::partition_point(first, all.end(), [&](const LaneRow &row) { return row.y < request.bottom; });
    layout.rows.assign(first, last);
    LaneLayouter layouter(trace, colours, request, layout);
    for (LaneRow &row : layout.rows) {
        const Lane &lane = *trace.lane(row.lane);
        row.name = laneTitle(lane);
        row.hint = laneHint(trace, *layout.all, lane);
        if (request.width > 0)
            layouter.fill(row);
    }
    return layout;
}

LaneLayout layOutLanes(const Trace &trace, const LaneColours &colours, const LayoutRequest &request)
{
    auto rows = std::make_shared<const LaneRows>(laneRows(trace, colours, {}, RowMetrics(), request.liveEdge));
    return layOutLanes(trace, colours, std::move(rows), request);
}

std::optional<Hit> LaneLayout::hit(int x, int y) const
{
    const std::size_t index = rowAt(std::span<const LaneRow>(rows), y);
    if (index == rows.size())
        return std::nullopt;
    const LaneRow &row = rows[index];
    Hit hit;
    hit.row = row.lane;
    hit.time = timeAt(x, range, width);
    const std::span<const Bar> candidates(bars.data() + row.firstBar, row.barCount);
    // The one drawn last lies on top; beside the bars' height their columns count as well.
    auto found = std::find_if(candidates.rbegin(), candidates.rend(), [&](const Bar &bar) { return bar.covers(x, y); });
    if (found == candidates.rend())
        found = std::find_if(candidates.rbegin(), candidates.rend(),
                             [&](const Bar &bar) { return bar.covers(x, bar.y); });
    if (found == candidates.rend())
        return hit;
    hit.lane = found->lane;
    hit.count = found->count;
    hit.begin = found->begin;
    hit.end = found->end;
    const bool within = !found->isMerged() && hit.time >= found->begin && hit.time < found->end;
    hit.time = within ? hit.time : found->time;
    return hit;
}

const LaneRow *LaneLayout::rowOf(LaneId lane) const
{
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const LaneRow &each) { return each.lane == lane; });
    return row == rows.end() ? nullptr : &*row;
}

const LaneRow *LaneLayout::rowShowing(const Trace &trace, LaneId lane) const
{
    return all ? all->rowShowing(trace, lane) : nullptr;
}

} // namespace Interleave

#include "ui/timeline/lanelayout.h"

#include "core/analysis/notes.h"
#include "core/trace/slicetext.h"
#include "ui/timeline/cpuband.h"
#include "ui/timeline/lanetexts.h"
#include "ui/timeline/rowbars.h"
#include "ui/timeline/stepgraph.h"
#include "ui/timeline/timelinegeometry.h"
#include "ui/timeline/turnindex.h"

#include <algorithm>
#include <thread>

namespace Interleave {

namespace {

constexpr std::size_t twoThreadsFrom = 100'000; // columns; fewer are done in 2 or 3 ms

class LaneLayouter
{
public:
    LaneLayouter(const Trace &trace, const LaneColours &colours, const LayoutRequest &request, TurnIndex &turns,
                 LaneLayout &layout)
        : m_trace(trace), m_colours(colours), m_request(request), m_turns(turns), m_layout(layout)
        , m_scale(request.range, request.width, request.margin)
        , m_rowBars(colours, m_scale, layout.all->metrics, layout.bars, layout.columns)
        , m_band(cpuBandIn(layout.all->metrics))
    {
        layout.columns.reserve(layout.rows.size() * m_scale.columns()); // to grow would copy them again and again
    }

    void fill(LaneRow &row)
    {
        const Lane &lane = *m_trace.lane(row.lane);
        row.firstBar = m_layout.bars.size();
        m_row = &row;
        m_labelled = false;
        if (levelName(m_trace, lane).empty())
            fillSegments(lane);
        else
            appendStepGraph(m_layout.bars, m_trace, lane, m_request.liveEdge,
                            {m_request.range, m_request.width, m_request.margin, m_layout.all->metrics, row.y});
        if (showsTurns(m_trace, lane))
            fillTurns();
        if (row.onCpu)
            fillBand();
        row.barCount = m_layout.bars.size() - row.firstBar;
    }

private:
    BarRow barRow(BarShape waiting) const
    {
        return {m_row->lane, m_row->y - (m_row->onCpu ? m_band.lift : 0), m_row->colour, m_row->container, waiting};
    }

    /// Under the thread's bars: when the kernel had it on a CPU.
    void fillBand()
    {
        if (!m_bandBars)
            m_bandBars.emplace(m_colours, m_scale, m_band.metrics, m_layout.bars, m_layout.columns);
        const std::size_t before = m_layout.bars.size();
        m_row->bandY = m_row->y + m_band.y;
        const BarRow band{*m_row->onCpu, m_row->bandY, m_row->colour, false, BarShape::Free};
        m_bandBars->fill(*m_trace.lane(*m_row->onCpu), m_request.liveEdge, band, RunsAs::Itself, {});
        m_row->bandBars = m_layout.bars.size() - before;
    }

    void fillSegments(const Lane &lane)
    {
        const bool waitsForNobody = lane.kind == LaneKind::Lock || isOfKernel(lane.kind);
        const BarShape waiting = waitsForNobody ? BarShape::Free : BarShape::Suspended;
        const RunsAs runsAs = lane.kind == LaneKind::Cpu  ? RunsAs::Peer
            : runsForItsWaker(lane.kind)                 ? RunsAs::Waker
                                                         : RunsAs::Itself;
        m_rowBars.fill(lane, m_request.liveEdge, barRow(waiting), runsAs,
                       [this](const Bar &bar, const Lane &in, const Stretch &stretch, std::optional<LaneId> whose) {
                           label(bar, in, stretch, whose);
                       });
    }

    /// Over the lane's own bars: who of those below it ran when.
    void fillTurns()
    {
        const Turns &turns = m_turns.of(m_trace, m_colours, m_row->lane);
        const Nanos edge = turns.isUpToDate() ? m_request.liveEdge : std::min(turns.end(), m_request.liveEdge);
        m_rowBars.fill(turns.lane(), edge, barRow(BarShape::Suspended), RunsAs::Turn,
                       [this](const Bar &bar, const Lane &in, const Stretch &stretch, std::optional<LaneId> whose) {
                           label(bar, in, stretch, whose ? taskAround(m_trace, *whose).value_or(*whose) : whose);
                       });
    }

    /// While a thread waits for its generator, the generator's turn covers its bar.
    static bool handsOver(const Segment &segment) { return segment.reason == Reason::Generator; }

    /// `whose` is who runs in another's lane: a lock's holder, a loop's task.
    void label(const Bar &bar, const Lane &lane, const Stretch &stretch, std::optional<LaneId> whose)
    {
        std::string text;
        if (bar.shape == BarShape::Container && !m_labelled) {
            m_labelled = true;
            text = containerText(m_trace, lane);
        } else if (bar.shape == BarShape::Running && whose) {
            text = nameSeenFrom(m_trace, *m_trace.lane(m_row->lane), *whose);
        } else if (bar.shape == BarShape::Running) {
            text = sliceName(workText(m_trace, segmentOf(lane, stretch)));
        } else if (bar.shape == BarShape::Ready || bar.shape == BarShape::Unobserved || bar.shape == BarShape::Suspended) {
            const Segment segment = segmentOf(lane, stretch);
            text = handsOver(segment) ? std::string() : waitText(m_trace, segment);
        }
        if (lane.kind == LaneKind::Job && !text.empty())
            addNotes(text, segmentOf(lane, stretch));
        if (!text.empty())
            m_layout.labels.push_back({bar.x, bar.y, bar.width, bar.height, bar.shape, bar.colour, bar.wait, std::move(text)});
    }

    /// "worker 3 · taken over from worker 1 by worker 3"; of a wait, whose text is left out rather than cut,
    /// "worker 1 was killed by signal 9" alone.
    void addNotes(std::string &text, const Segment &segment) const
    {
        for (const NoteRead &note : notesOf(m_trace, segment)) {
            if (segment.state == State::Suspended)
                text = note.text;
            else
                text.append(" · ").append(note.text);
        }
    }

    const Trace &m_trace;
    const LaneColours &m_colours;
    const LayoutRequest &m_request;
    TurnIndex &m_turns;
    LaneLayout &m_layout;
    PixelScale m_scale;
    RowBars m_rowBars;
    CpuBand m_band;
    std::optional<RowBars> m_bandBars; // once a row has one
    LaneRow *m_row = nullptr;
    bool m_labelled = false;
};

/// Joins two parts of one layout.
void putBefore(LaneLayout &layout, LaneLayout &&upper)
{
    const std::size_t bars = upper.bars.size(), columns = upper.columns.size();
    for (LaneRow &row : layout.rows)
        row.firstBar += bars;
    for (Bar &bar : layout.bars)
        bar.columns += std::uint32_t(columns);
    const auto append = [](auto &to, auto &from) { to.insert(to.end(), from.begin(), from.end()); };
    append(upper.rows, layout.rows);
    append(upper.bars, layout.bars);
    append(upper.columns, layout.columns);
    append(upper.labels, layout.labels);
    layout.rows = std::move(upper.rows);
    layout.bars = std::move(upper.bars);
    layout.columns = std::move(upper.columns);
    layout.labels = std::move(upper.labels);
}

/// A large picture's rows on two threads.
template<class Fill>
void fillRows(LaneLayout &layout, LayoutThreads threads, Fill &&fill)
{
    const std::size_t count = layout.rows.size();
    const bool byTwo = threads == LayoutThreads::Two || count * std::size_t(layout.width) >= twoThreadsFrom;
    if (count < 2 || !byTwo) {
        fill(layout);
        return;
    }
    LaneLayout upper;
    upper.all = layout.all;
    const auto middle = layout.rows.begin() + std::ptrdiff_t(count / 2);
    upper.rows.assign(layout.rows.begin(), middle);
    layout.rows.erase(layout.rows.begin(), middle);
    std::thread other([&] { fill(upper); });
    fill(layout);
    other.join();
    putBefore(layout, std::move(upper));
}

} // namespace

LaneLayout layOutLanes(const Trace &trace, const LaneColours &colours, std::shared_ptr<const LaneRows> rows,
                       const LayoutRequest &request, TurnIndex *turns, LayoutThreads threads)
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
    TurnIndex once(true);
    TurnIndex &known = turns ? *turns : once;
    for (LaneRow &row : layout.rows) {
        const Lane &lane = *trace.lane(row.lane);
        row.name = laneTitle(lane);
        row.hint = laneHint(trace, *layout.all, lane);
        if (showsTurns(trace, lane))
            known.of(trace, colours, row.lane); // from here on it is only read
    }
    if (request.width > 0)
        fillRows(layout, threads, [&](LaneLayout &part) {
            LaneLayouter layouter(trace, colours, request, known, part);
            for (LaneRow &row : part.rows)
                layouter.fill(row);
        });
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
    const std::span<const Bar> ofRow(bars.data() + row.firstBar, row.barCount);
    const bool inBand = row.bandBars > 0 && y >= row.bandY;
    const auto candidates = inBand ? ofRow.last(row.bandBars) : ofRow.first(row.barCount - row.bandBars);
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
    if (found->shape == BarShape::Stacked && found->width > BarMerger::markWidth) {
        hit.count = columns[found->columns + std::uint32_t(x - found->x)].count;
        hit.begin = std::max(found->begin, timeAt(x, range, width));
        hit.end = std::max(hit.begin + Nanos(1), std::min(found->end, timeAt(x + 1, range, width)));
        hit.time = hit.begin;
        return hit;
    }
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

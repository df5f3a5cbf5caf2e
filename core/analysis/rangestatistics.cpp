#include "core/analysis/rangestatistics.h"

#include "core/analysis/runningcount.h"
#include "core/analysis/stateshares.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::uint64_t eventsOfAPiece = 1 << 18;

bool counts(const Lane &lane)
{
    return executes(lane.kind) && !lane.events.empty();
}

/// A segment's edges belong to the piece that they lie in; at its end, ends but not begins. What
/// runs when the range begins begins there.
struct Piece {
    Nanos begin, end;
    bool first = false;
};

class WaitsWalk
{
public:
    WaitsWalk(const Trace &trace, Nanos traceEnd, const std::atomic<bool> *cancelled)
        : m_trace(trace), m_traceEnd(traceEnd), m_cancelled(cancelled)
    {}

    bool isCancelled() const { return m_cancelled && m_cancelled->load(std::memory_order_relaxed); }

    void take(const Piece &piece)
    {
        m_edges.clear();
        for (const Lane &lane : m_trace.lanes()) {
            if (isCancelled())
                return;
            if (counts(lane) && lane.events.front().time() < piece.end)
                takeLane(lane, piece);
        }
        std::sort(m_edges.begin(), m_edges.end());
        for (const RunningEdge &edge : m_edges)
            m_count.apply(m_trace.lanes(), edge);
    }

    RangeWaits result() const { return {m_byReason, m_count.most()}; }

private:
    void takeLane(const Lane &lane, const Piece &piece)
    {
        forEachSegment(lane, m_traceEnd, piece.begin, piece.end, [&](const Segment &segment) {
            const Nanos begin = std::max(segment.begin, piece.begin), end = std::min(segment.end, piece.end);
            if (begin >= end)
                return;
            if (segment.state == State::Suspended)
                m_byReason[segment.reason] += end - begin;
            else if (segment.state == State::Running)
                addEdges(lane, segment, piece);
        });
    }

    void addEdges(const Lane &lane, const Segment &segment, const Piece &piece)
    {
        const std::uint32_t index = lane.id.value() - 1;
        if (segment.begin >= piece.begin || piece.first)
            m_edges.push_back({std::max(segment.begin, piece.begin), true, index});
        if (segment.end <= piece.end)
            m_edges.push_back({segment.end, false, index});
    }

    const Trace &m_trace;
    Nanos m_traceEnd;
    const std::atomic<bool> *m_cancelled; // relaxed: it only ends the work sooner, nothing is read after it
    std::vector<RunningEdge> m_edges;
    RunningCount m_count;
    std::map<Reason, Nanos> m_byReason;
};

/// Halved until there are not too many events in it.
Nanos endOfPiece(const Trace &trace, Nanos begin, Nanos end)
{
    while (end - begin > Nanos(1) && eventsInRange(trace, begin, end) > eventsOfAPiece)
        end = begin + (end - begin) / 2;
    return end;
}

} // namespace

RangeShares rangeShares(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to)
{
    RangeShares shares;
    shares.length = std::max(to - from, Nanos(0));
    for (const Lane &lane : trace.lanes()) {
        if (!counts(lane) || lane.events.front().time() >= to)
            continue;
        const StateSums sums = stateSums(lane, traceEnd, from, to);
        if (sums.alive() <= Nanos(0))
            continue;
        shares.lanes.push_back({lane.id, sums});
        shares.together += sums;
    }
    return shares;
}

std::uint64_t eventsInRange(const Trace &trace, Nanos from, Nanos to)
{
    std::uint64_t count = 0;
    for (const Lane &lane : trace.lanes()) {
        if (counts(lane) && lane.events.front().time() < to && lane.events.back().time() >= from)
            count += lane.firstAtOrAfter(to) - lane.firstAtOrAfter(from);
    }
    return count;
}

std::optional<RangeWaits> rangeWaits(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to,
                                     const std::atomic<bool> *cancelled)
{
    WaitsWalk walk(trace, traceEnd, cancelled);
    for (Nanos begin = from; begin < to && !walk.isCancelled();) {
        const Nanos end = endOfPiece(trace, begin, to);
        walk.take({begin, end, begin == from});
        begin = end;
    }
    return walk.isCancelled() ? std::nullopt : std::optional(walk.result());
}

} // namespace Interleave

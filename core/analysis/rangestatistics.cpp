#include "core/analysis/rangestatistics.h"

#include "core/analysis/runningcount.h"
#include "core/analysis/stateshares.h"

#include <algorithm>
#include <array>

namespace Interleave {

namespace {

constexpr std::uint64_t eventsOfAPiece = 1 << 16;

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
    WaitsWalk(const Trace &trace, Nanos traceEnd, Nanos from, Nanos to, const CountingProgress &progress)
        : m_trace(trace), m_traceEnd(traceEnd), m_from(from), m_to(to), m_progress(progress)
    {}

    /// False when it was stopped.
    bool take(const Piece &piece)
    {
        m_edges.clear();
        for (const Lane &lane : m_trace.lanes()) {
            if (!goOn(piece.begin))
                return false;
            if (counts(lane) && lane.events.front().time() < piece.end)
                takeLane(lane, piece);
        }
        std::sort(m_edges.begin(), m_edges.end());
        for (const RunningEdge &edge : m_edges)
            m_count.apply(m_trace.lanes(), edge);
        return goOn(piece.end);
    }

    RangeWaits result() const
    {
        RangeWaits waits;
        for (std::size_t reason = 0; reason < m_byReason.size(); ++reason) {
            if (m_byReason[reason] > Nanos(0))
                waits.byReason.emplace(Reason(reason), m_byReason[reason]);
        }
        waits.maxRunning = m_count.most();
        return waits;
    }

private:
    bool goOn(Nanos now) const { return !m_progress || m_progress(double((now - m_from).count()) / double((m_to - m_from).count())); }

    void takeLane(const Lane &lane, const Piece &piece)
    {
        forEachStretch(lane, m_traceEnd, piece.begin, piece.end, [&](const Stretch &stretch) {
            const Nanos begin = std::max(stretch.begin, piece.begin), end = std::min(stretch.end, piece.end);
            if (begin >= end)
                return;
            if (stretch.state == LaneState::Suspended)
                m_byReason[std::size_t(lane.events[stretch.event].reason())] += end - begin;
            else if (stretch.state == LaneState::Running)
                addEdges(lane, stretch, piece);
        });
    }

    void addEdges(const Lane &lane, const Stretch &stretch, const Piece &piece)
    {
        const std::uint32_t index = lane.id.value() - 1;
        if (stretch.begin >= piece.begin || piece.first)
            m_edges.push_back({std::max(stretch.begin, piece.begin), true, index});
        if (stretch.end <= piece.end)
            m_edges.push_back({stretch.end, false, index});
    }

    const Trace &m_trace;
    Nanos m_traceEnd, m_from, m_to;
    const CountingProgress &m_progress;
    std::vector<RunningEdge> m_edges;
    RunningCount m_count;
    std::array<Nanos, UINT8_MAX + 1> m_byReason{};
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
                                     const CountingProgress &progress)
{
    WaitsWalk walk(trace, traceEnd, from, to, progress);
    for (Nanos begin = from; begin < to;) {
        const Nanos end = endOfPiece(trace, begin, to);
        if (!walk.take({begin, end, begin == from}))
            return std::nullopt;
        begin = end;
    }
    return walk.result();
}

} // namespace Interleave

// How many lanes run at once. A lane counts while it runs and none of its descendants does: a loop
// that runs a task counts once, as the task. See executes(). Pure, std only.
#pragma once

#include "core/trace/trace.h"

#include <vector>

namespace Interleave {

/// A lane begins or stops running.
struct RunningEdge {
    Nanos time;
    bool begins = false;
    std::uint32_t lane = 0; // its index

    /// At one time, ends come before begins: who hands over does not run together.
    bool operator<(const RunningEdge &other) const;
};

/// Orders edges that come lane by lane, in the order of the lanes. Takes `spare` for its memory.
void sortEdges(std::vector<RunningEdge> &edges, std::vector<RunningEdge> &spare);

/// Counts while edges go by in order of time.
class RunningCount
{
public:
    std::uint32_t most() const { return m_most; }
    void apply(std::span<const Lane> lanes, const RunningEdge &edge);

private:
    struct Place {
        std::uint32_t running = 0; // 0 or 1
        std::uint32_t within = 0;  // running lanes below it
    };

    void climb(std::span<const Lane> lanes, std::uint32_t index, std::uint32_t step);

    std::vector<Place> m_places; // by lane
    std::uint32_t m_now = 0;
    std::uint32_t m_most = 0;
};

/// The most lanes that ever ran at once, of a run that goes on: each call looks at what came since
/// the last, and at no more than it is told to. While events come, the last 20 ms wait for those
/// that arrive late; what comes later than that is not counted.
class RunningPeak
{
public:
    /// Goes on from where the last call ended; `mostEvents` bounds what it costs.
    /// A trace that is not the one of the last call is begun anew.
    void update(const Trace &trace, std::uint64_t mostEvents);

    std::uint32_t most() const { return m_count.most(); }
    /// Whether nothing is left to look at but the last 20 ms of a run that goes on.
    bool isUpToDate() const { return m_upToDate; }

private:
    bool isOf(const Trace &trace) const;
    Nanos boundedEnd(const Trace &trace, Nanos end, std::uint64_t mostEvents) const;
    void addEdges(const Lane &lane, Nanos end);

    const Trace *m_trace = nullptr;     // to tell it from another; never looked into
    std::int64_t m_startedUnixMs = 0;
    Nanos m_begin{0};
    std::uint64_t m_revision = 0;
    RunningCount m_count;
    std::vector<bool> m_runs;           // by lane: it ran at m_settled
    std::vector<RunningEdge> m_edges, m_spare; // of one call, kept for their memory
    Nanos m_settled{0};                 // everything before it is counted
    bool m_upToDate = false;
};

} // namespace Interleave

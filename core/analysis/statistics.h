// The figures of a run, as `interleave stats` says them. Pure function, std only.
#pragma once

#include "core/analysis/runningcount.h"
#include "core/analysis/states.h"

#include <map>
#include <string>
#include <vector>

namespace Interleave {

struct LaneStatistics {
    LaneId id;
    Nanos start{0};                 // counted from the trace's begin, like all times here
    std::optional<Nanos> finish;    // nullopt while open
    Nanos running{0}, ready{0}, suspended{0};
    std::uint64_t resumes = 0;
    std::optional<Outcome> outcome;
    bool started = false;           // false: declared, but nothing of it was recorded
};

struct Wait {
    LaneId lane;
    Reason reason = Reason::None;
    Nanos start{0};
    std::optional<Nanos> end;      // of the suspension (its resume), nullopt while it lasts
    std::optional<LaneId> wokenBy;
    std::optional<Nanos> wake;
};

struct RunStatistics {
    Nanos wall{0};
    std::uint64_t events = 0;
    std::uint64_t lost = 0;
    /// The most lanes that ran at once. A lane counts while it runs and none of its descendants
    /// does: a loop that runs a task counts once, as the task. See executes().
    std::uint32_t maxRunning = 0;
    std::uint32_t processes = 0;   // lanes with a pid of their own, host not counted
    std::uint32_t threads = 0;     // thread lanes
    std::uint32_t tasks = 0;       // task lanes
    std::string output;            // all printed lines in order of time, each with its line feed
    std::vector<LaneStatistics> lanes;
    std::vector<Wait> waits;       // in order of start
};

/// All of it, in a pass over all events.
RunStatistics statisticsOf(const Trace &trace);

/// The figures of the status line, over and over while a run goes on: each time it looks only at
/// what is new, and at no more than mostEventsAtOnce. After a flood or for a large file
/// maxRunning is therefore complete only after some calls; until then it is 0 once the run is over,
/// since less than the truth would be said for good. One thread.
class LiveStatistics
{
public:
    static constexpr std::uint64_t mostEventsAtOnce = 100'000;

    /// Without output, lanes and waits.
    const RunStatistics &update(const Trace &trace);
    /// Only takes in what is new, so that the next update() has less to do.
    void catchUp(const Trace &trace);
    /// Whether another call would know more although nothing comes.
    bool isComplete() const { return m_peak.isUpToDate(); }

private:
    RunningPeak m_peak;
    RunStatistics m_statistics;
};

/// The status line: "Finished in 1.00 s · 1 process · 1 thread · 4 tasks · CPU 12.3 ms · 31 MB · never
/// more than 1 running · 64 events".
std::string summaryText(const Trace &trace, const RunStatistics &statistics);

} // namespace Interleave

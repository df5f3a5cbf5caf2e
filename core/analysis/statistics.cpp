#include "core/analysis/statistics.h"

#include <algorithm>
#include <tuple>

namespace Interleave {

namespace {

/// A lane begins or stops running.
struct Edge {
    Nanos time;
    bool begins = false;
    std::uint32_t lane = 0; // its index

    /// At one time, ends come before begins: who hands over does not run together.
    bool operator<(const Edge &other) const
    {
        return std::tie(time, begins, lane) < std::tie(other.time, other.begins, other.lane);
    }
};

/// Counts the lanes that run and contain no running lane, while edges go by in order of time.
class RunningCount
{
public:
    explicit RunningCount(const Trace &trace) : m_lanes(trace.lanes()), m_places(m_lanes.size()) {}

    std::uint32_t most() const { return m_most; }

    void apply(const Edge &edge)
    {
        Place &place = m_places[edge.lane];
        const std::uint32_t step = edge.begins ? 1 : std::uint32_t(-1);
        place.running += step;
        if (place.within == 0)
            m_now += step;
        climb(edge.lane, step);
        m_most = std::max(m_most, m_now);
    }

private:
    struct Place {
        std::uint32_t running = 0; // 0 or 1
        std::uint32_t within = 0;  // running lanes below it
    };

    /// Tells the lanes around this one. It ends at a thread or process: that runs beside whoever
    /// started it, not within.
    void climb(std::uint32_t index, std::uint32_t step)
    {
        const Lane *lane = &m_lanes[index];
        while (lane->parent && lane->kind != LaneKind::Thread && lane->kind != LaneKind::Process) {
            Place &around = m_places[lane->parent->value() - 1];
            const bool ranAlone = around.running != 0 && around.within == 0;
            around.within += step;
            const bool runsAlone = around.running != 0 && around.within == 0;
            m_now += std::uint32_t(runsAlone) - std::uint32_t(ranAlone);
            lane = &m_lanes[lane->parent->value() - 1];
        }
    }

    std::span<const Lane> m_lanes;
    std::vector<Place> m_places;
    std::uint32_t m_now = 0;
    std::uint32_t m_most = 0;
};

/// One pass over a trace's lanes.
class Collector
{
public:
    explicit Collector(const Trace &trace) : m_trace(trace) {}

    RunStatistics collect()
    {
        m_result.wall = m_trace.empty() ? Nanos(0) : m_trace.end() - m_trace.begin();
        m_result.events = m_trace.eventCount();
        m_result.lost = m_trace.lost();
        for (const Lane &lane : m_trace.lanes()) {
            if (lane.declared.kind() == EventKind::Lane || !lane.events.empty())
                addLane(lane);
        }
        std::stable_sort(m_result.waits.begin(), m_result.waits.end(),
                         [](const Wait &left, const Wait &right) { return left.start < right.start; });
        for (const Event &output : m_trace.outputs())
            m_result.output.append(m_trace.text(output)).push_back('\n');
        countRunning();
        return std::move(m_result);
    }

private:
    void addLane(const Lane &lane)
    {
        m_result.processes += lane.kind == LaneKind::Process;
        m_result.threads += lane.kind == LaneKind::Thread;
        m_result.tasks += lane.kind == LaneKind::Task;
        LaneStatistics figures;
        figures.id = lane.id;
        figures.start = std::max(Nanos(0), lane.declared.time() - m_trace.begin());
        for (const Event &event : lane.events)
            addEvent(figures, event);
        std::size_t wait = m_result.waits.size();
        forEachSegment(lane, m_trace.end(), Nanos(0), Nanos::max(), [&](const Segment &segment) {
            addSegment(figures, segment);
            addWait(segment, wait);
        });
        m_result.lanes.push_back(figures);
    }

    void addEvent(LaneStatistics &figures, const Event &event) const
    {
        figures.resumes += event.kind() == EventKind::Resume;
        if (event.kind() == EventKind::Finish) {
            figures.finish = event.time() - m_trace.begin();
            figures.outcome = event.outcome();
        }
    }

    void addSegment(LaneStatistics &figures, const Segment &segment)
    {
        if (segment.state == State::Ready) {
            figures.ready += segment.duration();
            return;
        }
        if (!figures.started)
            figures.start = segment.begin - m_trace.begin();
        figures.started = true;
        if (segment.state == State::Suspended) {
            figures.suspended += segment.duration();
            return;
        }
        figures.running += segment.duration();
        const Lane *lane = m_trace.lane(segment.lane);
        if (executes(lane->kind) && segment.duration() > Nanos(0)) {
            m_edges.push_back({segment.begin, true, segment.lane.value() - 1});
            m_edges.push_back({segment.end, false, segment.lane.value() - 1});
        }
    }

    /// `first` is the first wait of this lane: a Ready before it ends no wait.
    void addWait(const Segment &segment, std::size_t first)
    {
        const std::optional<Nanos> end = segment.open ? std::nullopt : std::optional(segment.end - m_trace.begin());
        if (segment.state == State::Suspended) {
            m_result.waits.push_back({segment.lane, segment.reason, segment.begin - m_trace.begin(), end,
                                      std::nullopt, std::nullopt});
        } else if (segment.state == State::Ready && m_result.waits.size() > first) {
            Wait &wait = m_result.waits.back(); // lasts until the lane goes on
            wait.end = end;
            wait.wokenBy = segment.waker;
            wait.wake = segment.begin - m_trace.begin();
        }
    }

    void countRunning()
    {
        std::sort(m_edges.begin(), m_edges.end());
        RunningCount count(m_trace);
        for (const Edge &edge : m_edges)
            count.apply(edge);
        m_result.maxRunning = count.most();
    }

    const Trace &m_trace;
    RunStatistics m_result;
    std::vector<Edge> m_edges;
};

const std::string point = " · ";

/// "1 234 567"
std::string grouped(std::uint64_t number)
{
    std::string digits = std::to_string(number);
    for (std::size_t place = digits.size(); place > 3; place -= 3)
        digits.insert(place - 3, " ");
    return digits;
}

std::string counted(std::uint64_t number, const char *one, const char *several)
{
    return grouped(number) + " " + (number == 1 ? one : several);
}

std::string outcomeText(const RunInfo &info, Nanos wall)
{
    const std::string duration = durationText(wall);
    switch (info.outcome) {
    case RunOutcome::Running:
        return (info.scenario.empty() ? "Lasted " : "Running for ") + duration; // foreign: nobody knows
    case RunOutcome::Finished:
        return "Finished in " + duration;
    case RunOutcome::Failed:
        return "Failed after " + duration + (info.reason.empty() ? "" : " (" + info.reason + ")");
    case RunOutcome::Cancelled:
        return "Stopped after " + duration;
    case RunOutcome::TimedOut:
        break;
    }
    return "Timed out after " + duration;
}

/// CPU time and memory as the operating system counted them; nothing where it did not.
std::string costsText(const RunInfo &info)
{
    std::string text;
    if (info.cpuNs > 0)
        text += point + "CPU " + durationText(Nanos(info.cpuNs));
    constexpr std::int64_t megabyte = 1'000'000;
    if (info.peakRssBytes > 0)
        text += point + grouped(std::uint64_t((info.peakRssBytes + megabyte / 2) / megabyte)) + " MB";
    return text;
}

} // namespace

RunStatistics statisticsOf(const Trace &trace)
{
    return Collector(trace).collect();
}

std::string summaryText(const Trace &trace, const RunStatistics &statistics)
{
    std::string text = outcomeText(trace.info, statistics.wall);
    if (statistics.processes > 0)
        text += point + counted(statistics.processes, "process", "processes");
    if (statistics.threads > 0)
        text += point + counted(statistics.threads, "thread", "threads");
    if (statistics.tasks > 0)
        text += point + counted(statistics.tasks, "task", "tasks");
    text += costsText(trace.info);
    text += point + "never more than " + grouped(statistics.maxRunning) + " running";
    text += point + counted(statistics.events, "event", "events");
    if (statistics.lost > 0)
        text += point + grouped(statistics.lost) + " lost";
    if (!trace.problems.empty())
        text += point + "incomplete";
    return text;
}

} // namespace Interleave

#include "core/analysis/statistics.h"

#include <algorithm>

namespace Interleave {

namespace {

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
        const bool isOfProgram = !isOfKernel(lane.kind);
        forEachSegment(lane, m_trace.end(), Nanos(0), Nanos::max(), [&](const Segment &segment) {
            addSegment(figures, segment);
            if (isOfProgram)
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
        std::vector<RunningEdge> spare;
        sortEdges(m_edges, spare);
        RunningCount count;
        for (const RunningEdge &edge : m_edges)
            count.apply(m_trace.lanes(), edge);
        m_result.maxRunning = count.most();
    }

    const Trace &m_trace;
    RunStatistics m_result;
    std::vector<RunningEdge> m_edges;
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

void LiveStatistics::catchUp(const Trace &trace)
{
    m_peak.update(trace, mostEventsAtOnce);
}

const RunStatistics &LiveStatistics::update(const Trace &trace)
{
    catchUp(trace);
    m_statistics = {};
    m_statistics.wall = trace.end() - trace.begin();
    m_statistics.events = trace.eventCount();
    m_statistics.lost = trace.lost();
    m_statistics.maxRunning = trace.info.outcome == RunOutcome::Running || isComplete() ? m_peak.most() : 0;
    for (const Lane &lane : trace.lanes()) {
        m_statistics.processes += lane.kind == LaneKind::Process;
        m_statistics.threads += lane.kind == LaneKind::Thread;
        m_statistics.tasks += lane.kind == LaneKind::Task;
    }
    return m_statistics;
}

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
    if (statistics.maxRunning > 0)
        text += point + "never more than " + grouped(statistics.maxRunning) + " running";
    text += point + counted(statistics.events, "event", "events");
    if (statistics.lost > 0)
        text += point + grouped(statistics.lost) + " lost";
    if (!trace.problems.empty())
        text += point + "incomplete";
    return text;
}

} // namespace Interleave

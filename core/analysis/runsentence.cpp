#include "core/analysis/runsentence.h"

#include "core/analysis/runningcount.h"
#include "core/analysis/states.h"
#include "core/analysis/wording.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace Interleave {

namespace {

constexpr int longWaitShare = 100;  // a hundredth of the run
constexpr double overlaps = 1.2;    // times as long together as covered, or as the run

struct Span {
    Nanos begin, end;
};

Stretched stretched(std::vector<Span> spans)
{
    std::ranges::sort(spans, {}, &Span::begin);
    Stretched result;
    Nanos until(-1);
    for (const Span &span : spans) {
        result.sum += span.end - span.begin;
        result.covered += std::max(Nanos(0), span.end - std::max(span.begin, until));
        until = std::max(until, span.end);
    }
    return result;
}

std::uint32_t mostAtOnce(const std::vector<Span> &spans)
{
    std::vector<std::pair<Nanos, int>> edges; // at one time, ends come first
    for (const Span &span : spans) {
        if (span.begin < span.end) {
            edges.emplace_back(span.begin, 1);
            edges.emplace_back(span.end, -1);
        }
    }
    std::ranges::sort(edges);
    int now = 0, most = 0;
    for (const auto &[time, step] : edges)
        most = std::max(most, now += step);
    return std::uint32_t(most);
}

/// For time to pass, or for what no lane does.
bool isForTheWorld(Reason reason)
{
    return reason == Reason::Sleep || reason == Reason::Io || reason == Reason::Timer;
}

class Balancing
{
public:
    explicit Balancing(const Trace &trace) : m_trace(trace) {}

    RunBalance balance()
    {
        m_balance.wall = m_trace.end() - m_trace.begin();
        for (const Lane &lane : m_trace.lanes()) {
            m_balance.processes += lane.kind == LaneKind::Process && !lane.events.empty();
            m_balance.cpus += lane.kind == LaneKind::Cpu && !lane.events.empty();
            if (executes(lane.kind))
                take(lane);
            else if (lane.kind == LaneKind::OnCpu)
                takeOfKernel(lane);
        }
        m_balance.tasks = m_tasks.size();
        nameHolder();
        m_balance.waiting = stretched(std::move(m_waits));
        m_balance.running = stretched(std::move(m_runs));
        m_balance.knowsCpus = !m_turns.empty() && m_balance.cpus > 0;
        m_balance.mostOnCpus = mostAtOnce(m_turns);
        m_balance.onCpu = stretched(std::move(m_turns));
        RunningPeak peak;
        peak.update(m_trace, std::numeric_limits<std::uint64_t>::max());
        m_balance.mostRunning = peak.most();
        return m_balance;
    }

private:
    void take(const Lane &lane)
    {
        bool observed = false, waitsForTheWorld = false, waits = false;
        forEachSegment(lane, m_trace.end(), Nanos(0), Nanos::max(), [&](const Segment &segment) {
            observed |= segment.reason != Reason::Unobserved;
            waits |= segment.state == State::Suspended;
            if (segment.state == State::Suspended && segment.reason == Reason::Held && segment.peer)
                m_held[*segment.peer] += segment.duration();
            if (segment.state == State::Suspended && isForTheWorld(segment.reason)) {
                waitsForTheWorld = true;
                m_waits.push_back({segment.begin, segment.end});
                m_balance.longWaits += segment.duration() * longWaitShare >= m_balance.wall;
            } else if (segment.state == State::Running && runsForItself(lane)) {
                m_runs.push_back({segment.begin, segment.end});
            }
        });
        m_balance.threads += lane.kind == LaneKind::Thread && observed;
        if (const auto task = taskOf(lane); task && (waitsForTheWorld || (!waits && *task == lane.id)))
            m_tasks.insert(*task);
    }

    void nameHolder()
    {
        Nanos longest(0);
        for (const auto &[lane, time] : m_held) {
            m_balance.held += time;
            if (time > std::exchange(longest, std::max(longest, time)))
                m_balance.holder = m_trace.lane(lane) ? m_trace.lane(lane)->name : std::string();
        }
    }

    void takeOfKernel(const Lane &lane)
    {
        forEachSegment(lane, m_trace.end(), Nanos(0), Nanos::max(), [&](const Segment &segment) {
            if (segment.state == State::Running)
                m_turns.push_back({segment.begin, segment.end});
            else if (segment.state == State::Ready && segment.reason == Reason::Preempted)
                m_balance.preempted += segment.duration();
        });
    }

    /// Threads, which run while their tasks do; and generators, while whose turn their thread waits.
    bool runsForItself(const Lane &lane) const
    {
        bool onLoop = false;
        for (const Lane *each = &lane; each && !onLoop; each = each->parent ? m_trace.lane(*each->parent) : nullptr)
            onLoop = each->kind == LaneKind::EventLoop;
        return lane.kind == LaneKind::Thread || (lane.kind == LaneKind::Generator && !onLoop);
    }

    /// A coroutine waits for the task that awaits it.
    std::optional<LaneId> taskOf(const Lane &lane) const
    {
        for (const Lane *each = &lane; each; each = each->parent ? m_trace.lane(*each->parent) : nullptr) {
            if (each->kind == LaneKind::Task)
                return each->id;
        }
        return std::nullopt;
    }

    const Trace &m_trace;
    RunBalance m_balance;
    std::vector<Span> m_waits, m_runs, m_turns;
    std::set<LaneId> m_tasks;
    std::map<LaneId, Nanos> m_held; // by who held
};

bool overlap(const Stretched &stretched)
{
    return double(stretched.sum.count()) >= overlaps * double(stretched.covered.count());
}

std::string counted(std::uint64_t number, const char *one, const char *several)
{
    return numberText(number) + " " + (number == 1 ? one : several);
}

std::string whoText(const RunBalance &balance)
{
    std::vector<std::string> words;
    if (balance.tasks > 0)
        words.push_back(counted(balance.tasks, "task", "tasks"));
    if (balance.processes > 1)
        words.push_back(counted(balance.processes, "process", "processes"));
    words.push_back(counted(balance.threads, "thread", "threads"));
    std::string text;
    for (const std::string &word : words)
        text += word + ", ";
    const std::string onCpus = balance.knowsCpus && balance.mostOnCpus < balance.mostRunning
        ? ", never more than " + numberText(balance.mostOnCpus) + " on a CPU" : "";
    return text + (balance.mostRunning <= 1 ? "never more than one running" : "at most " + numberText(balance.mostRunning) + " running at once") + onCpus;
}

/// What overlapped then is not what decided.
std::string heldText(const RunBalance &balance)
{
    return ", for " + durationText(balance.held) + " of which " + (balance.holder.empty() ? "a task" : balance.holder)
           + " held the event loop, and no other task could go on";
}

std::string waitingText(const RunBalance &balance)
{
    const std::string waits = counted(balance.longWaits, "wait", "waits");
    if (overlap(balance.waiting) && balance.waiting.sum > balance.wall)
        return " because the " + waits + " overlap; one after the other they would take " + durationText(balance.waiting.sum);
    if (balance.longWaits == 1)
        return ", most of it one wait of " + durationText(balance.waiting.sum);
    return overlap(balance.waiting) ? ", for " + durationText(balance.waiting.covered) + " of which it only waited"
                                    : " because the " + waits + " come one after the other";
}

/// What ran is what had a CPU, and what could not was in its way.
std::string onCpuText(const RunBalance &balance)
{
    const std::string sum = durationText(balance.onCpu.sum);
    const bool hadToWait = balance.preempted * 5 >= balance.wall;
    std::string text = ", of which something had a CPU for " + durationText(balance.onCpu.covered);
    if (overlap(balance.onCpu) && balance.onCpu.sum > balance.wall)
        text = " because several had a CPU at the same time; on one CPU that would take " + sum;
    else if (!overlap(balance.onCpu) && balance.onCpu.covered * 2 >= balance.wall && (balance.mostOnCpus <= 1 || !hadToWait))
        text = " because what ran did so one after the other, " + sum + " in all";
    if (hadToWait)
        text += "; those that were preempted waited " + durationText(balance.preempted) + " in all for "
                + (balance.cpus == 1 ? std::string("the one CPU") : "the " + numberText(balance.cpus) + " CPUs");
    return text;
}

std::string runningText(const RunBalance &balance)
{
    if (balance.knowsCpus)
        return onCpuText(balance);
    const std::string sum = durationText(balance.running.sum);
    if (overlap(balance.running) && balance.running.sum > balance.wall)
        return " because several ran at the same time; one after the other that would take " + sum;
    if (!overlap(balance.running) && balance.running.covered * 2 >= balance.wall)
        return " because what ran did so one after the other, " + sum + " in all";
    return ", of which something ran for " + durationText(balance.running.covered);
}

} // namespace

RunBalance balanceOf(const Trace &trace)
{
    return Balancing(trace).balance();
}

std::string runSentence(const RunBalance &balance)
{
    if (balance.wall <= Nanos(0) || balance.threads == 0)
        return {};
    const bool waitsDecide = balance.waiting.covered * 2 >= balance.wall && balance.longWaits > 0;
    const std::string why = balance.held * 5 >= balance.wall ? heldText(balance) : waitsDecide ? waitingText(balance) : runningText(balance);
    std::string text = whoText(balance) + ": " + durationText(balance.wall) + why + ".";
    if (text.front() >= 'a' && text.front() <= 'z')
        text.front() = char(text.front() - 'a' + 'A');
    return text;
}

} // namespace Interleave

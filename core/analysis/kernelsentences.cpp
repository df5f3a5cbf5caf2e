#include "core/analysis/kernelsentences.h"

#include "core/analysis/reasontext.h"
#include "core/analysis/wording.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::size_t mostCpusNamed = 4;

std::string timesText(std::uint64_t times)
{
    return times == 1 ? "once" : times == 2 ? "twice" : numberText(times) + " times";
}

/// What a CPU did at a moment, of this run: "CPU 0 ran t2", or that it ran nothing of it.
std::string cpuAt(const Trace &trace, const Lane &lane, LaneId cpu, Nanos traceEnd, Nanos time)
{
    const Lane *of = trace.lane(cpu);
    const auto there = of ? segmentAt(*of, traceEnd, time) : std::nullopt;
    const std::string name = laneText(trace, lane, cpu);
    if (there && there->state == State::Running && there->peer)
        return name + " ran " + laneText(trace, lane, *there->peer);
    if (there && there->reason == Reason::Unobserved)
        return "what " + name + " ran then was not recorded";
    return name + " ran nothing of this run then";
}

/// The CPU of the last turn that began before the segment.
std::optional<LaneId> cpuBefore(const Lane &onCpu, const Segment &segment)
{
    for (std::size_t i = onCpu.events.firstAtOrAfter(segment.begin + Nanos(1)); i-- > 0;) {
        const EventKind kind = onCpu.events[i].kind();
        if ((kind == EventKind::Start || kind == EventKind::Resume) && onCpu.events[i].time() < segment.begin)
            return onCpu.events[i].peer();
    }
    return std::nullopt;
}

/// A thread's share in words, for a segment of it or of a lane that executes on it.
class ShareSentences
{
public:
    ShareSentences(const Trace &trace, const Lane &onCpu, std::string who, Nanos traceEnd)
        : m_trace(trace), m_onCpu(onCpu), m_who(std::move(who)), m_traceEnd(traceEnd)
    {}

    std::vector<std::string> write(const Segment &segment, const Segment &now, Nanos moment)
    {
        const KernelShare share = kernelShare(m_onCpu, m_traceEnd, segment.begin, segment.end);
        if (share.all() <= Nanos(0))
            return {};
        if (now.begin > segment.begin || now.end < segment.end)
            sayNow(now, moment);
        if (segment.state == State::Suspended && share.onCpu == Nanos(0))
            say("All that time " + m_who + " needed no CPU: the kernel had it blocked");
        else
            sayShare(segment, share);
        return std::move(m_sentences);
    }

private:
    void say(const std::string &sentence) { m_sentences.push_back(sentence + "."); }

    void sayNow(const Segment &now, Nanos moment)
    {
        const std::string when = "At " + clockText(m_trace, moment) + " " + m_who + " was ";
        const std::optional<LaneId> had = cpuBefore(m_onCpu, now);
        if (now.state == State::Running)
            say(when + (now.peer ? "on " + laneText(m_trace, m_onCpu, *now.peer) : "on a CPU"));
        else if (now.state == State::Ready && now.reason == Reason::Preempted)
            say(when + "preempted: it could go on, but its CPU was given to another"
                + (had ? "; " + cpuAt(m_trace, m_onCpu, *had, m_traceEnd, moment) : ""));
        else if (now.state == State::Ready)
            say(when + "ready and had not had a CPU yet");
        else if (now.reason == Reason::Blocked)
            say(when + "blocked: the kernel gave it no CPU until what it waited for was there");
        else
            say(when + "not observed: what the kernel recorded of it was lost");
    }

    void sayShare(const Segment &segment, const KernelShare &share)
    {
        const std::string where = cpusText(share);
        if (share.onCpu == share.all() && share.all() == segment.duration()) {
            say("All that time " + m_who + " had a CPU" + (where.empty() ? "" : ": " + where));
        } else if (share.onCpu == Nanos(0)) {
            say("In these " + durationText(segment.duration()) + " " + m_who + " had no CPU");
        } else {
            say("Of these " + durationText(segment.duration()) + " " + m_who + " had a CPU for " + durationText(share.onCpu)
                + (where.empty() ? "" : ": " + where));
        }
        sayWhyNot(share);
    }

    /// A single CPU needs no time of its own.
    std::string cpusText(const KernelShare &share) const
    {
        std::vector<std::string> words;
        for (const auto &[cpu, time] : share.cpus)
            words.push_back(laneText(m_trace, m_onCpu, cpu) + (share.cpus.size() > 1 ? " for " + durationText(time) : ""));
        return listText(std::move(words), mostCpusNamed);
    }

    void sayWhyNot(const KernelShare &share)
    {
        std::vector<std::string> parts;
        const auto add = [&](const char *what, Nanos time, std::uint64_t times) {
            if (time > Nanos(0))
                parts.push_back(what + (times > 0 ? " " + timesText(times) : std::string()) + ", for " + durationText(time)
                                + (times > 1 ? " in all" : ""));
        };
        add("preempted", share.preempted, share.timesPreempted);
        add("blocked", share.blocked, share.timesBlocked);
        add("not observed", share.unobserved, 0);
        if (!parts.empty())
            say("It was " + listText(std::move(parts), 3));
    }

    const Trace &m_trace;
    const Lane &m_onCpu;
    const std::string m_who;
    const Nanos m_traceEnd;
    std::vector<std::string> m_sentences;
};

} // namespace

std::vector<std::string> KernelSentences::write()
{
    if (m_lane.kind == LaneKind::Cpu)
        explainCpu();
    else if (m_segment.state == State::Running)
        explainTurn();
    else if (m_segment.state == State::Ready)
        explainPreempted();
    else if (m_segment.reason == Reason::Blocked)
        explainBlocked();
    else
        explainUnobserved();
    return std::move(m_sentences);
}

void KernelSentences::explainTurn()
{
    say(name() + " is on " + (m_segment.peer ? nameOf(*m_segment.peer) : "a CPU"));
    say(span(m_segment, "was there", "been there"));
    if (const auto earlier = before(m_segment); earlier && earlier->state == State::Ready)
        say("Before that it was ready for " + durationText(earlier->duration()) + " and had no CPU");
    else if (earlier && earlier->reason == Reason::Blocked)
        say("Before that it was blocked for " + durationText(earlier->duration()));
    sayWhatFollowed();
}

/// Why it left its CPU.
void KernelSentences::sayWhatFollowed()
{
    const std::optional<Segment> next = after(m_segment);
    if (!next) {
        if (ending(m_segment.end))
            say("That was its last turn: it ended");
        return;
    }
    if (next->reason == Reason::Preempted)
        say("Then it was preempted: it could go on, but its CPU was given to another"
            + (m_segment.peer ? "; " + cpuAt(m_trace, m_lane, *m_segment.peer, m_traceEnd, m_segment.end) : std::string()));
    else if (next->reason == Reason::Blocked)
        say("Then it blocked, and needed no CPU");
    else
        say("What became of it then was not recorded");
}

void KernelSentences::explainPreempted()
{
    const bool wasPreempted = m_segment.reason == Reason::Preempted;
    say(name() + (wasPreempted ? " is preempted: it could go on, but its CPU was given to another"
                               : " has been made and is ready, but has not had a CPU yet"));
    say(span(m_segment, "waited for a CPU", "waited for a CPU"));
    if (const auto cpu = wasPreempted ? cpuBefore(m_lane, m_segment) : std::nullopt; cpu && m_trace.lane(*cpu))
        sayWhoHadTheCpu(*m_trace.lane(*cpu));
    if (const auto next = after(m_segment); next && next->peer)
        say("Then it got " + nameOf(*next->peer));
}

/// Its own record says what for, if it waits there too.
void KernelSentences::explainBlocked()
{
    say(name() + " is blocked: it waits, and needs no CPU");
    say(span(m_segment, "was so", "been so"));
    const Lane *thread = m_lane.parent ? m_trace.lane(*m_lane.parent) : nullptr;
    const auto own = thread && thread->kind == LaneKind::Thread
        ? segmentAt(*thread, m_traceEnd, m_segment.begin + m_segment.duration() / 2) : std::nullopt;
    if (const std::string because = own && own->state == State::Suspended ? becauseText(m_trace, *own, Tense::Present) : "";
        !because.empty())
        say("Its own record says why: " + because);
    if (const auto next = after(m_segment); next && next->peer)
        say("Then it was on " + nameOf(*next->peer)
            + "; when it could have gone on the kernel does not say, so a wait for a CPU may be in it");
}

void KernelSentences::explainUnobserved()
{
    say("What " + name() + " does here is not known: records of the kernel were lost");
    say(span(m_segment, "was so", "been so"));
}

/// Who of this run was on the CPU that it had to leave.
void KernelSentences::sayWhoHadTheCpu(const Lane &cpu)
{
    std::vector<RanMeanwhile> ran;
    forEachSegment(cpu, m_traceEnd, m_segment.begin, m_segment.end, [&](const Segment &turn) {
        const Nanos length = std::min(turn.end, m_segment.end) - std::max(turn.begin, m_segment.begin);
        if (turn.state != State::Running || !turn.peer || length <= Nanos(0))
            return;
        const auto known = std::ranges::find(ran, *turn.peer, &RanMeanwhile::lane);
        known != ran.end() ? void(known->running += length) : ran.push_back({*turn.peer, length});
    });
    std::ranges::stable_sort(ran, std::ranges::greater(), &RanMeanwhile::running);
    const std::string had = nameOf(cpu.id);
    say(ran.empty() ? had + ", which it had, ran nothing of this run meanwhile"
                    : "Meanwhile " + had + ", which it had, ran " + runners(ran));
}

void KernelSentences::explainCpu()
{
    const bool runs = m_segment.state == State::Running && m_segment.peer;
    if (runs)
        say(name() + " runs " + nameOf(*m_segment.peer));
    else if (m_segment.reason == Reason::Elsewhere)
        say(name() + " runs nothing of this run: it is idle, or works for other programs, and which the kernel does not tell");
    else
        return explainUnobserved();
    say(span(m_segment, runs ? "ran it" : "was so", runs ? "run it" : "been so"));
    std::optional<Segment> next = after(m_segment);
    if (next && next->state == State::Suspended && next->duration() == Nanos(0))
        next = after(*next); // from one straight to another
    if (next && next->state == State::Running && next->peer)
        say("Then it ran " + nameOf(*next->peer));
    else if (next && runs && next->reason == Reason::Elsewhere)
        say("Then it ran nothing of this run");
}

std::string KernelSentences::nameOf(LaneId lane) const
{
    return laneText(m_trace, m_lane, lane);
}

std::optional<KernelMeanwhile> kernelMeanwhile(const Trace &trace, const Segment &segment, Nanos moment, Nanos traceEnd)
{
    const Lane &lane = *trace.lane(segment.lane);
    const Lane *onCpu = onCpuLaneAround(trace, lane);
    const bool isThread = lane.kind == LaneKind::Thread;
    if (!onCpu || (segment.state != State::Running && !isThread))
        return std::nullopt;
    const auto now = segmentAt(*onCpu, traceEnd, moment);
    if (!now)
        return std::nullopt;
    return KernelMeanwhile{ShareSentences(trace, *onCpu, isThread ? "it" : "its thread", traceEnd).write(segment, *now, moment), *now};
}

} // namespace Interleave

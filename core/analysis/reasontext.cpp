#include "core/analysis/reasontext.h"

#include "core/trace/names.h"

namespace Interleave {

namespace {

/// The words of one wait in one tense.
class Because
{
public:
    Because(const Trace &trace, const Segment &wait, Tense tense)
        : m_trace(trace), m_wait(wait), m_past(tense == Tense::Past)
    {}

    std::string text() const
    {
        switch (m_wait.reason) {
        case Reason::None: return {};
        case Reason::Sleep: return sleepText();
        case Reason::Join: return joinText();
        case Reason::Await: return it("awaits", "awaited") + peer("something") + ", which " + has() + "no result yet";
        case Reason::Gather: return it("awaits", "awaited") + "several together, and not all " + are() + "done";
        case Reason::Turn: return it("gave", "had given") + "its turn away, so that others get theirs";
        case Reason::Future: return it("awaits", "awaited") + "a future that " + has() + "no result yet";
        case Reason::Timer: return it("awaits", "awaited") + "a timer that " + has() + "not fired yet";
        case Reason::Poll: return "nothing " + is() + "ready: a timer, a socket or another thread must give it something";
        case Reason::Generator: return it("asked", "had asked") + peer("a generator") + " for the next value";
        case Reason::Yield: return it("stands", "stood") + "at its yield until somebody asks for the next value";
        case Reason::Event: return peer("an event") + " " + is() + "not set yet";
        case Reason::Wait: return severalText();
        default: return aboutThings();
        }
    }

private:
    /// Locks, queues, pools and who has them.
    std::string aboutThings() const
    {
        switch (m_wait.reason) {
        case Reason::Lock: return peer("another lane") + (m_past ? " held" : " holds") + " the lock" + lockName();
        case Reason::Condition: return "nobody has notified it yet" + (m_wait.peer ? " through " + peer("") : "");
        case Reason::Semaphore: return peer("a semaphore") + " " + has() + "no free slot";
        case Reason::QueueEmpty: return peer("the queue") + " " + is() + "empty";
        case Reason::QueueFull: return peer("the queue") + " " + is() + "full";
        case Reason::Io: return it("waits", "waited") + "for a file, a socket or a server";
        case Reason::Pool: return peer("the pool") + " " + has() + "no job for it";
        case Reason::Queued: return it("stands", "stood") + "in " + peer("a queue") + " and nobody " + has() + "taken it yet";
        case Reason::Free: return "nobody " + std::string(m_past ? "held it" : "holds it");
        case Reason::Unobserved: return "it belongs to a library, which records nothing of what it does";
        case Reason::Result: return resultText();
        case Reason::Preempted: return "its CPU " + is() + "given to another";
        case Reason::Blocked: return it("waits", "waited") + "for something and " + (m_past ? "needed" : "needs") + " no CPU";
        case Reason::Elsewhere: return "nothing of this run " + is() + "there";
        case Reason::Held: return peer("one of its tasks") + " " + has() + "the turn and " + (m_past ? "blocked" : "blocks") + " the thread";
        default: return {};
        }
    }

    std::string it(const char *now, const char *then) const { return std::string("it ") + (m_past ? then : now) + " "; }
    std::string is() const { return m_past ? "was " : "is "; }
    std::string are() const { return m_past ? "were " : "are "; }
    std::string has() const { return m_past ? "had " : "has "; }
    const Lane &lane() const { return *m_trace.lane(m_wait.lane); }
    const Lane *peerLane() const { return m_wait.peer ? m_trace.lane(*m_wait.peer) : nullptr; }
    std::string peer(const char *unnamed) const { return m_wait.peer ? laneText(m_trace, lane(), *m_wait.peer) : unnamed; }

    /// The time it asked for stands in the bar's own words: "sleep 2 s".
    std::string sleepText() const
    {
        const std::string words = waitText(m_trace, m_wait), name(reasonName(Reason::Sleep));
        const std::string asked = m_wait.asked ? std::string(m_past ? ": it had asked for " : ": it asked for ") + words.substr(name.size() + 1) : "";
        return std::string(m_past ? "it slept" : "it sleeps") + asked;
    }

    std::string joinText() const
    {
        const Lane *whom = peerLane();
        if (whom && whom->kind == LaneKind::Queue)
            return "not everything in " + peer("") + " " + is() + "done yet";
        return peer("another lane") + " " + has() + "not ended yet";
    }

    std::string severalText() const
    {
        if (m_wait.peer)
            return it("waits", "waited") + "for " + peer("") + ", but perhaps not for ever";
        return it("waits", "waited") + "for the first of several to be done";
    }

    std::string resultText() const
    {
        const Lane *of = peerLane();
        if (of && of->kind == LaneKind::Queue)
            return "not all jobs of " + peer("") + " " + std::string(m_past ? "had" : "have") + " a result yet";
        return peer("a job") + " " + has() + "no result yet";
    }

    /// The one lock that the holder held then, if it held only one.
    std::string lockName() const
    {
        const Lane *found = nullptr;
        for (const Lane &each : m_trace.lanes()) {
            if (each.kind != LaneKind::Lock || each.name.empty() || !m_wait.peer)
                continue;
            const auto hold = segmentAt(each, m_trace.end(), m_wait.begin);
            if (!hold || hold->state != State::Running || wakerBefore(each, *hold) != m_wait.peer)
                continue;
            if (found)
                return {};
            found = &each;
        }
        return found && found->name != "lock" ? " \"" + found->name + "\"" : std::string();
    }

    const Trace &m_trace;
    const Segment &m_wait;
    const bool m_past;
};

/// Ended by the clock, as far as the recording knows: no other lane that executes did it.
bool endedByTime(const Trace &trace, const Segment &wait)
{
    const Lane *waker = wait.waker ? trace.lane(*wait.waker) : nullptr;
    return waker && (waker->id == wait.lane || waker->kind == LaneKind::Host || waker->kind == LaneKind::EventLoop);
}

std::string endedByClock(const Segment &wait)
{
    return wait.reason == Reason::Turn ? "its turn came round again" : "its time had come";
}

/// How the lane ended, if it did so before it waited again.
std::optional<Outcome> endAfter(const Trace &trace, const Segment &wait)
{
    const EventSequence &events = trace.events(wait.lane);
    for (std::size_t i = events.firstAtOrAfter(wait.end); i < events.size(); ++i) {
        if (events[i].kind() == EventKind::Finish)
            return events[i].outcome();
        if (events[i].kind() == EventKind::Suspend && events[i].time() > wait.end)
            break;
    }
    return std::nullopt;
}

/// By another lane, whose name it begins with.
std::string doingOf(const Segment &wait)
{
    switch (wait.reason) {
    case Reason::Sleep: return wait.asked && wait.duration() < *wait.asked ? " woke it before its time" : " woke it";
    case Reason::Turn: return " took its turn";
    case Reason::Poll: return " had something for it";
    case Reason::Join: return wait.peer == wait.waker ? " ended" : " woke it";
    case Reason::Await: return wait.peer == wait.waker ? " was done" : " woke it";
    case Reason::Lock: return " let go of the lock";
    case Reason::Condition: return " notified it";
    case Reason::Semaphore: return " gave a slot back";
    case Reason::QueueEmpty: return " put something in";
    case Reason::QueueFull: return " took something out";
    case Reason::Queued: case Reason::Free: return " took it";
    case Reason::Event: return " set it";
    case Reason::Yield: return " asked for the next value";
    case Reason::Generator: return " gave the value";
    case Reason::Result: return " brought the result";
    case Reason::Pool: return " gave it a job";
    case Reason::Held: return " gave its turn back";
    case Reason::Gather: case Reason::Wait: return " was done, and that was enough";
    default: return " woke it";
    }
}

} // namespace

std::string laneText(const Trace &trace, const Lane &seenFrom, LaneId id)
{
    const Lane *lane = trace.lane(id);
    if (lane && lane->kind == LaneKind::Host)
        return "the operating system";
    if (lane && lane->name.empty())
        return std::string(laneKindName(lane->kind)) + " " + std::to_string(id.value());
    return nameSeenFrom(trace, seenFrom, id);
}

std::string becauseText(const Trace &trace, const Segment &wait, Tense tense)
{
    return Because(trace, wait, tense).text();
}

std::string endText(const Trace &trace, const Segment &wait)
{
    if (!wait.waker)
        return "who ended that was not recorded";
    const bool waitsForTime = wait.reason == Reason::Sleep || wait.reason == Reason::Timer || wait.reason == Reason::Turn;
    if (waitsForTime && endedByTime(trace, wait))
        return endedByClock(wait);
    const std::string waker = laneText(trace, *trace.lane(wait.lane), *wait.waker);
    const Lane *lane = trace.lane(*wait.waker);
    if (lane && lane->kind == LaneKind::Host)
        return wait.reason == Reason::Poll ? "a timer, a socket or another thread had something for it"
               : wait.reason == Reason::Io ? "what it waited for was there" : waker + " woke it";
    if (*wait.waker == wait.lane)
        return "it went on by itself";
    const auto end = endAfter(trace, wait);
    return waker + (end == Outcome::Cancelled ? " cancelled it" : end == Outcome::Closed ? " closed it" : doingOf(wait));
}

} // namespace Interleave

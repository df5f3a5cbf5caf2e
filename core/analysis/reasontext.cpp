#include "core/analysis/reasontext.h"

#include "core/trace/names.h"

namespace Interleave {

namespace {

const Lane &laneOf(const Trace &trace, const Segment &segment)
{
    return *trace.lane(segment.lane);
}

/// The lane waited for, or words that stand for it.
std::string peerText(const Trace &trace, const Segment &segment, const char *unnamed)
{
    return segment.peer ? laneText(trace, laneOf(trace, segment), *segment.peer) : unnamed;
}

/// The time it asked for is in the bar's own words: "sleep 2 s".
std::string sleepSentence(const Trace &trace, const Segment &segment)
{
    const std::string words = waitText(trace, segment), name(reasonName(Reason::Sleep));
    return words.size() > name.size() + 1 ? "sleeps: it asked for " + words.substr(name.size() + 1) : "sleeps";
}

bool endedByTime(const Trace &trace, const Segment &segment)
{
    const Lane *waker = segment.waker ? trace.lane(*segment.waker) : nullptr;
    return waker && (waker->id == segment.lane || waker->kind == LaneKind::Host || waker->kind == LaneKind::EventLoop);
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

std::string waitSentence(const Trace &trace, const Segment &segment)
{
    const auto peer = [&](const char *unnamed) { return peerText(trace, segment, unnamed); };
    switch (segment.reason) {
    case Reason::None: return "waits, and what for was not recorded";
    case Reason::Sleep: return sleepSentence(trace, segment);
    case Reason::Join: return "waits until " + peer("another") + " has ended";
    case Reason::Await: return "awaits " + peer("something") + ", which has no result yet";
    case Reason::Gather: return "waits until everything that it gathered is done";
    case Reason::Turn: return "gave its turn away, so that others get theirs";
    case Reason::Future: return "waits for a future, which has no result yet";
    case Reason::Timer: return "waits for a timer";
    case Reason::Poll: return "has nothing that is ready and waits for timers and sockets";
    case Reason::Generator: return "asked " + peer("a generator") + " for its next value and waits for it";
    case Reason::Yield: return "stands at its yield until it is asked for the next value";
    case Reason::Lock: return segment.peer ? "wants a lock that " + peer("") + " holds" : "wants a lock that another holds";
    case Reason::Condition: return "waits to be notified" + (segment.peer ? " through " + peer("") : std::string());
    case Reason::Semaphore: return "wants a place of " + peer("a semaphore") + ", which has none free";
    case Reason::QueueEmpty: return "wants to take something from " + peer("a queue") + ", which is empty";
    case Reason::QueueFull: return "wants to put something into " + peer("a queue") + ", which is full";
    case Reason::Io: return "waits for a file, a socket or a server";
    case Reason::Pool: return "is a worker and has no work";
    case Reason::Event: return "waits until " + peer("an event") + " is set";
    case Reason::Wait: return "waits for the first of several to be done";
    case Reason::Queued: return "stands in " + peer("a queue") + ", and nobody has taken it yet";
    case Reason::Free: return "is free: nobody holds it";
    case Reason::Unobserved: return "belongs to a library: that it lives is known, what it does is not";
    case Reason::Result: return "waits for the result of " + peer("its jobs");
    case Reason::Held: return "cannot go on: " + peer("one of its tasks") + " has the turn and does not give it back";
    }
    return "waits";
}

std::string endSentence(const Trace &trace, const Segment &segment)
{
    if (!segment.waker)
        return "who ended that was not recorded";
    const std::string waker = laneText(trace, laneOf(trace, segment), *segment.waker);
    const bool byItself = *segment.waker == segment.lane;
    switch (segment.reason) {
    case Reason::Sleep:
    case Reason::Timer:
    case Reason::Turn:
        if (endedByTime(trace, segment))
            return segment.reason == Reason::Turn ? "its turn came round again" : "its time had come";
        break;
    case Reason::Poll: return byItself ? "something was ready" : waker + " made something ready";
    case Reason::Join: return segment.peer == segment.waker ? waker + " ended" : waker + " woke it";
    case Reason::Await: return segment.peer == segment.waker ? waker + " was done" : waker + " woke it";
    case Reason::Lock: return waker + " let go of the lock";
    case Reason::Condition: return waker + " notified it";
    case Reason::Semaphore: return waker + " gave a place back";
    case Reason::QueueEmpty: return waker + " put something in";
    case Reason::QueueFull: return waker + " took something out";
    case Reason::Queued: return waker + " took it";
    case Reason::Free: return waker + " took it";
    case Reason::Event: return waker + " set it";
    case Reason::Yield: return waker + " asked for the next value";
    case Reason::Generator: return waker + " gave the value";
    case Reason::Result: return waker + " had the result";
    case Reason::Pool: return waker + " gave it a job";
    case Reason::Held: return waker + " gave its turn back";
    default: break;
    }
    return byItself ? "it woke itself" : waker + " woke it";
}

} // namespace Interleave

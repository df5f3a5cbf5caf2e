#include "core/analysis/causes.h"

namespace Interleave {

namespace {

constexpr std::size_t mostLooks = 1 << 18;

auto firstFrom(const Lane &lane, Nanos time)
{
    return lane.events.begin() + std::ptrdiff_t(lane.firstAtOrAfter(time));
}

/// What the lane did when it caused something: what runs there, even if it stopped at that moment.
std::optional<LaneMoment> acting(const Trace &trace, LaneId id, Nanos time, Nanos traceEnd)
{
    const Lane *lane = trace.lane(id);
    if (!lane || lane->kind == LaneKind::Host)
        return std::nullopt;
    const auto then = segmentAt(*lane, traceEnd, time);
    const auto before = segmentAt(*lane, traceEnd, time - Nanos(1));
    if (before && before->state == State::Running && (!then || then->state != State::Running))
        return LaneMoment{id, time - Nanos(1)};
    return then ? std::optional(LaneMoment{id, time}) : std::nullopt;
}

std::optional<LaneMoment> runBefore(const Trace &trace, const Segment &segment, Nanos traceEnd)
{
    const Lane &lane = *trace.lane(segment.lane);
    auto before = std::optional(segment);
    do {
        before = segmentAt(lane, traceEnd, before->begin - Nanos(1));
    } while (before && before->state != State::Running);
    return before ? std::optional(LaneMoment{lane.id, before->end - Nanos(1)}) : std::nullopt;
}

std::optional<LaneMoment> starterOf(const Trace &trace, const Segment &segment, Nanos traceEnd)
{
    const Lane &lane = *trace.lane(segment.lane);
    for (const Event &event : lane.events) {
        if (event.kind() == EventKind::Start)
            return event.peer() ? acting(trace, *event.peer(), event.time(), traceEnd) : std::nullopt;
        if (event.time() > segment.end)
            break;
    }
    return std::nullopt;
}

std::optional<LaneMoment> runAfter(const Trace &trace, const Segment &segment, Nanos traceEnd)
{
    const Lane &lane = *trace.lane(segment.lane);
    auto after = std::optional(segment);
    while (after && after->state != State::Running)
        after = after->end < traceEnd ? segmentAt(lane, traceEnd, after->end) : std::nullopt;
    return after ? std::optional(LaneMoment{lane.id, after->begin}) : std::nullopt;
}

bool lets(const Event &event, LaneId waker)
{
    return (event.kind() == EventKind::Wake || event.kind() == EventKind::Start) && event.peer() == waker;
}

} // namespace

std::optional<Wakening> causeOf(const Trace &trace, const Segment &segment, Nanos traceEnd)
{
    Segment woken = segment;
    if (segment.state == State::Running && segment.begin > Nanos(0)) {
        const auto before = segmentAt(*trace.lane(segment.lane), traceEnd, segment.begin - Nanos(1));
        if (!before || before->state == State::Running)
            return std::nullopt;
        woken = *before;
    }
    if (!woken.waker || !woken.wakeTime)
        return std::nullopt;
    return Wakening{*woken.waker, woken.lane, *woken.wakeTime};
}

std::vector<Wakening> effectsOf(const Trace &trace, const Segment &segment, std::size_t most)
{
    std::vector<Wakening> caused;
    std::size_t looks = 0;
    for (const Lane &lane : trace.lanes()) {
        if (lane.id == segment.lane)
            continue;
        const auto goesOn = [&] { return caused.size() < most && looks < mostLooks; };
        for (auto event = firstFrom(lane, segment.begin);
             event != lane.events.end() && event->time() <= segment.end && goesOn(); ++event, ++looks) {
            if (event->kind() == EventKind::Wake && event->peer() == segment.lane)
                caused.push_back({segment.lane, lane.id, event->time()});
        }
    }
    return caused;
}

Nanos wentOn(const Trace &trace, const Wakening &wakening, Nanos traceEnd)
{
    const auto segment = segmentAt(*trace.lane(wakening.woken), traceEnd, wakening.time);
    return segment && segment->state == State::Ready ? segment->end : wakening.time;
}

std::optional<LaneMoment> momentOfCause(const Trace &trace, const Segment &segment, Nanos traceEnd)
{
    const auto cause = causeOf(trace, segment, traceEnd);
    if (cause && cause->waker != segment.lane) {
        if (const auto moment = acting(trace, cause->waker, cause->time, traceEnd))
            return moment;
    }
    const auto before = runBefore(trace, segment, traceEnd);
    return before ? before : starterOf(trace, segment, traceEnd);
}

std::optional<LaneMoment> momentOfEffect(const Trace &trace, const Segment &segment, Nanos from, Nanos traceEnd)
{
    if (segment.state != State::Running)
        return runAfter(trace, segment, traceEnd);
    std::optional<Wakening> first;
    for (const Lane &lane : trace.lanes()) {
        if (lane.id == segment.lane)
            continue;
        const Nanos until = first ? first->time - Nanos(1) : segment.end;
        for (auto event = firstFrom(lane, from); event != lane.events.end() && event->time() <= until; ++event) {
            if (lets(*event, segment.lane)) {
                first = Wakening{segment.lane, lane.id, event->time()};
                break;
            }
        }
    }
    if (!first)
        return std::nullopt;
    const Nanos time = wentOn(trace, *first, traceEnd);
    const Lane &woken = *trace.lane(first->woken);
    return LaneMoment{woken.id, segmentAt(woken, traceEnd, time) ? time : first->time};
}

} // namespace Interleave

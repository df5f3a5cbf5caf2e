#include "core/analysis/states.h"

#include "core/trace/names.h"
#include "core/trace/slicetext.h"

#include <algorithm>
#include <string>

namespace Interleave {

namespace {

/// What ended the wait that the event began: its first wake, unless something else decided before.
const Event *wakeAfter(const EventSequence &events, std::size_t suspend)
{
    for (std::size_t place = suspend + 1; place < events.size() && !decidesState(events[place].kind()); ++place) {
        if (events[place].kind() == EventKind::Wake)
            return &events[place];
    }
    return nullptr;
}

void setWaker(Segment &segment, const Event &wake)
{
    segment.waker = wake.peer();
    segment.wakeTime = wake.time();
}

void setWait(Segment &segment, const Event &suspend)
{
    segment.reason = suspend.reason();
    segment.line = suspend.line();
    if (segment.reason != Reason::Sleep)
        segment.peer = suspend.peer();
    else if (suspend.argument() != 0)
        segment.asked = unpackDuration(suspend.argument());
}

struct Unit {
    std::int64_t ns;
    const char *name;
};
constexpr Unit nanosecond{1, " ns"}, microsecond{1'000, " µs"}, millisecond{1'000'000, " ms"},
    second{1'000'000'000, " s"};
constexpr std::int64_t minutesFrom = 119'500'000'000; // 119.5 s would read "120 s"

/// "125 s" as "2 min 5 s", longer ones as "1 h 5 min".
std::string minutesText(std::int64_t ns)
{
    const std::int64_t seconds = (ns + second.ns / 2) / second.ns;
    const std::int64_t minutes = seconds / 60;
    if (minutes < 60)
        return std::to_string(minutes) + " min " + std::to_string(seconds % 60) + " s";
    return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

/// Three significant digits. ns < 999.5 units.
std::string roundedText(std::int64_t ns, Unit unit)
{
    const std::int64_t thousandth = unit.ns / 1'000;
    const int decimals = ns < 9'995 * thousandth ? 2 : ns < 99'950 * thousandth ? 1 : 0;
    const std::int64_t scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
    const std::int64_t grain = unit.ns / scale;
    const std::int64_t rounded = (ns + grain / 2) / grain;
    const std::string fraction = std::to_string(scale + rounded % scale).substr(1);
    return std::to_string(rounded / scale) + (fraction.empty() ? "" : "." + fraction) + unit.name;
}

/// Every digit, but no zeros that say nothing: "1.5 s", "100 ms".
std::string exactText(Nanos duration)
{
    const std::int64_t ns = duration.count();
    if (ns >= minutesFrom && ns % second.ns == 0)
        return minutesText(ns);
    const Unit unit = ns >= second.ns ? second : ns >= millisecond.ns ? millisecond
                      : ns >= microsecond.ns ? microsecond : nanosecond;
    std::string fraction = std::to_string(unit.ns + ns % unit.ns).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return std::to_string(ns / unit.ns) + (fraction.empty() ? "" : "." + fraction) + unit.name;
}

} // namespace

std::string_view stateName(State state)
{
    switch (state) {
    case State::Ready:
        return "ready";
    case State::Running:
        return "running";
    case State::Suspended:
        break;
    }
    return "suspended";
}

State stateOf(LaneState state)
{
    return state == LaneState::Running ? State::Running : state == LaneState::Ready ? State::Ready : State::Suspended;
}

Segment segmentOf(const Lane &lane, const Stretch &stretch)
{
    const EventSequence &events = lane.events;
    const Event &begin = events[stretch.event];
    Segment segment{lane.id, stateOf(stretch.state), stretch.begin, stretch.end, stretch.open, begin.inferred()};
    if (segment.state == State::Suspended) {
        setWait(segment, begin);
        if (const Event *wake = stretch.open ? nullptr : wakeAfter(events, stretch.event))
            setWaker(segment, *wake);
    } else if (segment.state == State::Ready) {
        setWaker(segment, begin);
        const Event &decided = events[decidingEventBefore(events, stretch.event)];
        if (decided.kind() == EventKind::Suspend)
            segment.reason = decided.reason();
    } else if (begin.kind() == EventKind::Start && begin.carriesText()) {
        segment.text = begin.argument();
    }
    return segment;
}

void forEachSegment(const Lane &lane, Nanos traceEnd, Nanos from, Nanos to,
                    const std::function<void(const Segment &)> &visit)
{
    forEachStretch(lane, traceEnd, from, to, [&](const Stretch &stretch) { visit(segmentOf(lane, stretch)); });
}

std::vector<Segment> segmentsOf(const Lane &lane, Nanos traceEnd)
{
    std::vector<Segment> segments;
    forEachSegment(lane, traceEnd, Nanos(0), Nanos::max(),
                   [&](const Segment &segment) { segments.push_back(segment); });
    return segments;
}

std::optional<Segment> segmentAt(const Lane &lane, Nanos traceEnd, Nanos time)
{
    std::optional<Segment> found;
    forEachSegment(lane, traceEnd, time, time + Nanos(1), [&](const Segment &segment) {
        if (!found || segment.open || segment.duration() > Nanos(0))
            found = segment;
    });
    return found;
}

std::optional<LaneId> wakerBefore(const Lane &lane, std::size_t begin)
{
    std::optional<LaneId> waker;
    while (begin > 0 && !decidesState(lane.events[--begin].kind())) {
        if (lane.events[begin].kind() == EventKind::Wake)
            waker = lane.events[begin].peer(); // the earliest of several counts
    }
    return waker;
}

std::optional<LaneId> wakerBefore(const Lane &lane, const Segment &running)
{
    if (running.state != State::Running)
        return std::nullopt;
    std::size_t after = lane.events.firstAtOrAfter(running.begin + Nanos(1));
    for (; after > 0 && lane.events[after - 1].time() == running.begin; --after) {
        if (beginsToRun(lane.events[after - 1].kind()))
            return wakerBefore(lane, after - 1);
    }
    return std::nullopt;
}

bool runsForItsWaker(LaneKind kind)
{
    return kind == LaneKind::Lock || kind == LaneKind::Item || kind == LaneKind::Job;
}

std::string nameSeenFrom(const Trace &trace, const Lane &lane, LaneId who)
{
    const auto processOf = [&](const Lane *each) {
        while (each && each->kind != LaneKind::Process)
            each = each->parent ? trace.lane(*each->parent) : nullptr;
        return each;
    };
    const Lane *shown = trace.lane(who);
    if (!shown)
        return "an unknown lane";
    const Lane *process = processOf(shown);
    const bool isMainThread = shown->kind == LaneKind::Thread && shown->pid != 0 && shown->pid == shown->tid;
    if (isMainThread && process && process != processOf(&lane))
        shown = process; // every process has a main thread
    return shown->name.empty() ? "lane " + std::to_string(shown->id.value()) : shown->name;
}

std::string waitText(const Trace &trace, const Segment &segment)
{
    if (segment.state != State::Suspended)
        return std::string(stateName(segment.state));
    if (segment.reason == Reason::None)
        return "waiting";
    const std::string text(reasonName(segment.reason));
    if (segment.asked)
        return text + " " + exactText(*segment.asked);
    const Lane *peer = segment.peer ? trace.lane(*segment.peer) : nullptr;
    if (!peer || peer->name.empty() || peer->name == text)
        return text;
    switch (segment.reason) {
    case Reason::Lock: return text + " held by " + peer->name;
    case Reason::Held: return text + " by " + peer->name;
    case Reason::QueueEmpty: return peer->name + " empty";
    case Reason::QueueFull: return peer->name + " full";
    case Reason::Queued: return text + " in " + peer->name;
    case Reason::Result: return text + " of " + peer->name;
    case Reason::Yield: return text + " to " + peer->name;
    default: return text + " " + peer->name;
    }
}

std::string_view workText(const Trace &trace, const Segment &segment)
{
    return segment.text && *segment.text < trace.texts().size() ? std::string_view(trace.texts()[*segment.text])
                                                                : std::string_view();
}

std::string doingText(const Trace &trace, const Segment &segment)
{
    if (const std::string_view name = sliceName(workText(trace, segment)); !name.empty())
        return std::string(name);
    const Lane *lane = trace.lane(segment.lane);
    if (segment.state == State::Suspended && lane && runsForItsWaker(lane->kind) && segment.reason != Reason::None)
        return std::string(reasonName(segment.reason));
    if (segment.state != State::Running || !lane || !runsForItsWaker(lane->kind))
        return std::string(stateName(segment.state));
    const std::optional<LaneId> by = wakerBefore(*lane, segment);
    if (!by || !trace.lane(*by))
        return lane->kind == LaneKind::Lock ? "held" : std::string(stateName(segment.state));
    const std::string doing = lane->kind == LaneKind::Lock ? "held" : lane->kind == LaneKind::Item ? "taken" : "run";
    return doing + " by " + nameSeenFrom(trace, *lane, *by);
}

std::string durationText(Nanos duration)
{
    if (duration < Nanos(0))
        return "-" + durationText(Nanos(-std::max(duration.count(), -INT64_MAX)));
    const std::int64_t ns = duration.count();
    if (ns < microsecond.ns)
        return std::to_string(ns) + nanosecond.name;
    if (ns >= minutesFrom)
        return minutesText(ns);
    for (const Unit unit : {microsecond, millisecond}) {
        if (ns < 999'500 * (unit.ns / 1'000))
            return roundedText(ns, unit);
    }
    return roundedText(ns, second);
}

bool executes(LaneKind kind)
{
    switch (kind) {
    case LaneKind::Thread:
    case LaneKind::EventLoop:
    case LaneKind::Task:
    case LaneKind::Coroutine:
    case LaneKind::Generator:
        return true;
    default:
        return false;
    }
}

} // namespace Interleave

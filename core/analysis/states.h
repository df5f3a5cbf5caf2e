// From events to states: what a lane did when. Pure functions over a Trace, std only.
//
// A lane is Ready from its first wake (or from being declared and woken) until its start, Running
// from start or resume, Suspended from suspend, Ready again from the first wake after that until
// the resume, and over with finish.
#pragma once

#include "core/analysis/stretches.h"

#include <functional>
#include <optional>
#include <vector>

namespace Interleave {

enum class State : std::uint8_t { Ready, Running, Suspended };
std::string_view stateName(State state); // "ready", "running", "suspended"

struct Segment {
    LaneId lane;
    State state = State::Running;
    Nanos begin{0};
    Nanos end{0};
    bool open = false;     // not over when the trace ended: end is the trace's end
    bool inferred = false; // begun by an inferred event
    Reason reason = Reason::None;   // Suspended, and the Ready that follows: why it waited
    std::optional<LaneId> peer;     // Suspended: the lane waited for
    std::optional<Nanos> asked;     // Suspended by Sleep: the time asked for
    std::uint16_t line = 0;         // Suspended: source line of the wait
    std::optional<LaneId> waker;    // Ready: who woke it. Suspended: who ended the wait, once over
    std::optional<Nanos> wakeTime;  // of that wake
    std::optional<std::uint32_t> text; // Running: a slice of another program's trace, the number of its text

    Nanos duration() const { return end - begin; }
    bool operator==(const Segment &) const = default;
};

State stateOf(LaneState state); // of a lane that is alive

/// The stretch with what its first event, and the events before and behind it, know of it.
Segment segmentOf(const Lane &lane, const Stretch &stretch);

/// Calls visit for each segment of the lane that touches [from, to), in order of time. A segment
/// that is cut by the range is reported whole. An open one ends at `traceEnd`.
void forEachSegment(const Lane &lane, Nanos traceEnd, Nanos from, Nanos to,
                    const std::function<void(const Segment &)> &visit);

/// All segments of the lane.
std::vector<Segment> segmentsOf(const Lane &lane, Nanos traceEnd);

/// The segment that the lane is in at `time`, if any.
std::optional<Segment> segmentAt(const Lane &lane, Nanos traceEnd, Nanos time);

/// Who ended the wait before this running segment of the lane, or before the event of that number,
/// which begins one. On a lock's lane that is who holds it, on a job's the worker that runs it.
std::optional<LaneId> wakerBefore(const Lane &lane, std::size_t begin);
std::optional<LaneId> wakerBefore(const Lane &lane, const Segment &running);

/// Lanes that do nothing themselves but belong to who woke them while they run: locks, items, jobs.
bool runsForItsWaker(LaneKind kind);

/// Who that is to the lane, by name: a worker process where its main thread ran it.
std::string nameSeenFrom(const Trace &trace, const Lane &lane, LaneId who);

/// What the bar of a waiting segment says: "sleep 2 s", "join t1", "lock held by t2",
/// "queue empty".
std::string waitText(const Trace &trace, const Segment &segment);

/// What a slice of another program's trace says (core/trace/slicetext.h); empty for other segments.
std::string_view workText(const Trace &trace, const Segment &segment);

/// What the lane does in the segment: a slice's name, "running", "ready", "suspended"; of a lock "held by t2", "free";
/// of an item "queued", "taken by consumer 2"; of a job "run by worker 1".
std::string doingText(const Trace &trace, const Segment &segment);

/// A duration for people, three significant digits and a unit: "312 µs", "1.00 s", "2 min 5 s".
std::string durationText(Nanos duration);

/// Lanes that execute code and so can be said to run: threads, loops, tasks, coroutines,
/// generators. A process or host only contains them.
bool executes(LaneKind kind);

} // namespace Interleave

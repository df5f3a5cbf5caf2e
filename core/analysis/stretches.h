// The segments of a lane as a picture needs them, by the thousand: state, begin and end, and which
// event began it, which knows the rest. The rules are those of states.h. Pure functions, std only.
#pragma once

#include "core/trace/trace.h"

#include <algorithm>

namespace Interleave {

struct Stretch {
    LaneState state = LaneState::None;
    Nanos begin{0}, end{0};
    std::size_t event = 0; // the one that began it, by its number in the lane
    bool open = false;

    Nanos duration() const { return end - begin; }
};

/// Start and Resume.
constexpr bool beginsToRun(EventKind kind) { return kind == EventKind::Start || kind == EventKind::Resume; }

/// Start, Suspend, Resume and Finish decide the state whatever was before; a wake does not.
constexpr bool decidesState(EventKind kind)
{
    return beginsToRun(kind) || kind == EventKind::Suspend || kind == EventKind::Finish;
}

constexpr bool isAlive(LaneState state) { return state != LaneState::None && state != LaneState::Over; }

/// The number of the last event before `from`, a time or a number, that decides the state whatever
/// was before it, or of the first event.
std::size_t decidingEventBefore(const Lane &lane, Nanos from);
std::size_t decidingEventBefore(const EventSequence &events, std::size_t from);

/// Whether a segment shows in [from, to): as in forEachSegment, empty ones at its begin do.
inline bool touches(const Stretch &stretch, Nanos from, Nanos to)
{
    const bool reaches = stretch.begin == stretch.end || stretch.open ? stretch.end >= from : stretch.end > from;
    return stretch.begin < to && reaches;
}

/// Calls visit(stretch) for each segment that touches [from, to), in order, whole.
template<class Visit>
void forEachStretch(const Lane &lane, Nanos traceEnd, Nanos from, Nanos to, Visit &&visit)
{
    const EventSequence &events = lane.events;
    Stretch current;
    StateWalk walk;
    for (std::size_t place = decidingEventBefore(lane, from); place < events.size(); ++place) {
        const Event &event = events[place];
        const std::uint64_t begunBefore = walk.sums().begun;
        const LaneState before = walk.state();
        walk.take(event);
        if (walk.sums().begun == begunBefore && walk.state() == before)
            continue;
        current.end = event.time();
        if (isAlive(before) && touches(current, from, to))
            visit(current);
        if (event.time() >= to)
            return;
        current = {walk.state(), event.time(), event.time(), place, false};
    }
    current.end = std::max(current.begin, traceEnd);
    current.open = true;
    if (isAlive(walk.state()) && touches(current, from, to))
        visit(current);
}

} // namespace Interleave

// Cause and effect between lanes: who let a segment go on, and whom it let go on. Pure functions
// over a Trace, std only.
#pragma once

#include "core/analysis/states.h"

#include <vector>

namespace Interleave {

struct Wakening {
    LaneId waker, woken;
    Nanos time{0};
    bool operator==(const Wakening &) const = default;
};

/// The wake that ended the segment's wait or, where it runs, the wait before it.
std::optional<Wakening> causeOf(const Trace &trace, const Segment &segment, Nanos traceEnd);

/// Other lanes that the running segment woke, by lane, at most so many. O(events within it), of
/// which no more than 262 144 are looked at, lane after lane, since this is asked for at every frame
/// of a growing run. `all` says whether that was all there is to say.
std::vector<Wakening> effectsOf(const Trace &trace, const Segment &segment, std::size_t most, bool *all = nullptr);

/// When the woken lane went on: its segment is ready until then.
Nanos wentOn(const Trace &trace, const Wakening &wakening, Nanos traceEnd);

/// A moment of a lane, within one of its segments.
struct LaneMoment {
    LaneId lane;
    Nanos time{0};
    bool operator==(const LaneMoment &) const = default;
};

/// Back to what led to the segment: who woke it, at that moment; where nobody did (a timer, the
/// lane itself) to what the lane ran before; from its first moment to who started it.
std::optional<LaneMoment> momentOfCause(const Trace &trace, const Segment &segment, Nanos traceEnd);

/// On to what followed: from a wait to the run after it; from a run to the first lane that it woke
/// or started at or after `from`, where that went on.
std::optional<LaneMoment> momentOfEffect(const Trace &trace, const Segment &segment, Nanos from, Nanos traceEnd);

} // namespace Interleave

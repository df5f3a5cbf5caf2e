// All events of some lanes, or of all, as one long table in the order of EventMerge, without a
// table: a row's event is found by bisecting over time, where every step counts what each lane has
// before that time, and within one nanosecond over the order that EventMerge has there. So the
// first rows of any run are there at once, there is nothing to build, to keep or to repair while
// the run grows, and a row costs O(lanes × log events) and a few looks at the events of its time.
//
// A value that looks at a trace, which outlives it; a finished trace's may be used from any thread.
//
// Not done, and why: an index of every 4096th place. It would have to be built before the first
// row in the middle, costs memory by lanes × rows and goes stale whenever a late event arrives,
// to save what nobody notices.
#pragma once

#include "core/trace/trace.h"

#include <vector>

namespace Interleave {

/// An event by its lane and its number there.
struct EventPlace {
    LaneId lane;
    std::size_t number = 0;
    bool operator==(const EventPlace &) const = default;
};

class MergedEvents
{
public:
    /// `lanes` none: all lanes, also those to come, but those of the kernel: what the program did is what
    /// one goes through step by step, and the switches on the CPUs would bury it.
    explicit MergedEvents(const Trace &trace, std::vector<LaneId> lanes = {});

    std::uint64_t size() const;
    /// The events of up to `count` rows from `row` on.
    std::vector<EventPlace> rows(std::uint64_t row, std::size_t count) const;
    /// The row of an event that is there.
    std::uint64_t rowOf(EventPlace place) const;
    /// How many events are before that time, which is the row of the first at or after it.
    std::uint64_t countBefore(Nanos time) const;

private:
    struct Cut; // for every lane the first event that is not before a time

    std::vector<const Lane *> lanes() const;
    Cut cutAtRow(std::uint64_t row) const;
    Cut cutAtTimeOfRow(std::uint64_t row) const;

    const Trace *m_trace;
    std::vector<LaneId> m_lanes;
};

/// The event that the lane was last seen with at the time: one of exactly then, else the one that
/// began the segment of then. None before the first.
std::optional<EventPlace> eventShowing(const Lane &lane, Nanos time);

/// A time at which the lane is in what the event began, or in what it ended.
Nanos momentOf(const Event &event);

/// How long the segment lasts that the event begins: a running one from start or resume, a
/// suspended one from suspend, a ready one from a wake that counts. None for other events. A
/// segment that is not over lasts until `traceEnd`.
std::optional<Nanos> durationBegunBy(const Lane &lane, std::size_t number, Nanos traceEnd);

} // namespace Interleave

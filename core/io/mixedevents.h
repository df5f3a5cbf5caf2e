// Events of many lanes in the order of recording, as a killed program's file has them: they stay
// where they lie until all are known, and are then put into their lanes on all cores at once, each
// to its final place, which is several times as fast as lane by lane growing with each event. The
// memory that they lie in may change meanwhile, as a mapped file's does; what is no event any more
// is left out. One use, any one thread.
#pragma once

#include "core/trace/eventsequence.h"

#include <span>
#include <vector>

namespace Interleave {

class MixedEvents
{
public:
    /// They stay where they are until split() is over. Of lanes 1 to Trace::maxLanes only.
    void add(std::span<const Event> events);
    std::uint64_t count() const { return m_count; }

    /// Of lane i + 1 at place i, in order of time, those of one time as they were added.
    std::vector<EventSequence> split();
    /// Events that changed between add() and split(), and are left out.
    std::uint64_t vanished() const { return m_vanished; }

private:
    using Spans = std::span<const std::span<const Event>>;

    std::vector<Spans> shares() const;
    void countByLane(Spans spans, std::vector<std::size_t> &byLane) const;
    static void scatter(Spans spans, std::vector<std::size_t> places, const std::vector<std::size_t> &ends, Event *into);
    std::size_t order(std::span<Event> lane) const;

    std::vector<std::span<const Event>> m_spans;
    std::uint64_t m_count = 0, m_vanished = 0;
    std::uint32_t m_lanes = 0; // the largest number
};

} // namespace Interleave

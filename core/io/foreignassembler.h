// Makes a trace of what a foreign file says. One use; any one thread, which gets help from others.
//
//   in the file (ph)              in the trace
//   process, thread (pid, tid)    a lane each, by their names, in the order that the file gives
//   B E X                         slices: a Start that bears the name and a Finish, on a lane for each
//                                 level of nesting; what overlaps, on lanes of its own
//   i I R P, and kinds not known  a slice that takes no time
//   b n e, S T p F                slices on lanes by name below the process, sharing what rows they can
//   C                             a counter's lane for each of its numbers
//   s t f, bind_id                a Send in one slice and a Wake in another
//   cat, args                     further lines of the slice's text, 64 MiB of them at most
//   M                             names, labels and order; others are noted
//
// Between its slices a lane is over: whether it waited, and what for, the file does not say. What is
// damaged, contradicts itself or is lost is a problem, all else that differs a note
// (foreigntroubles.h).
//
// Not done, and why: CPU samples, system events and memory dumps that stand beside the records or
// in their args (they are no slices; they are counted); asynchronous slices that end in another
// process than they began (each process has ids of its own here); arguments of a slice's end.
#pragma once

#include "core/io/foreignarrows.h"
#include "core/io/foreignlanes.h"

#include <optional>

namespace Interleave {

class ForeignAssembler
{
public:
    explicit ForeignAssembler(ForeignContent content);

    /// Incomplete and to be thrown away when the watch stops it. Progress goes on from `share` to 1.
    Trace assemble(ReadingWatch &watch, double share);

private:
    TimeWindow chooseWindow() const;
    bool placeAll(ReadingWatch &watch, double from, double to);
    void resolveArrows(const ForeignLanes &lanes);
    bool emitAll(const ForeignLanes &lanes, ReadingWatch &watch, double from, double to);
    void emitTrack(std::size_t track, std::span<const LaneId> rows, ReadingWatch &watch);
    EventSequence curveOf(std::size_t track, LaneId lane);
    void emitProcesses(const ForeignLanes &lanes);
    void store(LaneId lane, EventSequence events);
    void countEvents();
    static void declare(Trace &trace, const ForeignLanes &lanes);
    void say(Trace &trace) const;

    ForeignContent m_content;
    TimeWindow m_window;
    std::vector<Arrow> m_arrows;
    std::vector<SliceLayout> m_layouts; // by track
    std::vector<std::uint32_t> m_firstSample; // by track
    std::vector<CounterSample> m_samples;
    TraceIndex m_index;
};

} // namespace Interleave

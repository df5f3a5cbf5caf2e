// From what a foreign trace says of one track to rows that can be shown. A lane is in one state at
// a time, whereas slices nest and, where their writer was careless, overlap: so each level of
// nesting is a row, and what does not nest goes to further rows. The first row is the track itself.
//
// Beginnings and ends are paired by order, an end's name being a hint; what has no end runs to the
// end of the trace. Pure function of the moments, any one thread.
#pragma once

#include "core/io/foreignchunk.h"
#include "core/io/readingwatch.h"
#include "core/trace/eventsequence.h"

#include <string>
#include <vector>

namespace Interleave {

struct TrackRow {
    std::uint32_t strand = 0; // 0 for what nests, then for what overlaps
    std::uint32_t level = 0;  // of nesting, within its strand
    EventSequence events;
};

struct CounterValue {
    std::int64_t value = 0;
    std::uint32_t text = Moment::noText; // its curve's name
};

struct TrackRows {
    std::vector<TrackRow> rows; // the first is the track's own
    std::vector<CounterValue> samples;
    ForeignTroubles troubles;
};

/// Trace times are counted from `begin`; what lies outside 48 bits is left out or cut.
struct TimeWindow {
    std::int64_t begin = 0;
    std::int64_t end = 0; // of the whole trace
};

/// Moments in order of the file, in which their tracks mean nothing any more; a Wake's value is the
/// lane that woke. Stops early, with whatever there is, when the watch says so.
class SliceLayout
{
public:
    static constexpr std::uint32_t mostLevels = 100, mostStrands = 100;

    SliceLayout(std::vector<Moment> moments, TimeWindow window, const ReadingWatch &watch);
    /// Events of all rows get the track's lane. Samples of counters are numbered from `firstSample`
    /// on, in the order of their times.
    TrackRows layOut(LaneId lane, std::uint32_t firstSample);

private:
    struct Strand {
        std::vector<std::int64_t> ends;  // of the slices that are open, outermost first
        std::vector<std::uint32_t> rows; // by level
    };
    struct RowState {
        std::int64_t end = 0; // of the slice that is on
        std::size_t lastSuspend = 0;
        bool isOn = false, started = false;
    };

    void sortByTime();
    void leaveOutTooFar();
    void pairEnds();
    std::size_t placeOfBeginning(const std::vector<std::size_t> &open, const Moment &end);
    void putLongestFirst();
    void placeSlices();
    std::uint32_t rowOf(const Moment &slice);
    std::uint32_t rowFor(std::uint32_t strand, std::uint32_t level);
    void emitAll();
    void emitSlice(const Moment &slice);
    void emitOther(const Moment &moment);
    void finishSlice(std::uint32_t row);
    void finishRow(std::uint32_t row);
    void put(std::uint32_t row, EventKind kind, std::int64_t ns, std::uint32_t argument = 0);

    std::vector<Moment> m_moments;
    const TimeWindow m_window;
    const ReadingWatch &m_watch;
    LaneId m_lane;
    std::uint32_t m_nextSample = 0;
    std::vector<Strand> m_strands;
    std::vector<RowState> m_states;
    TrackRows m_result;
};

} // namespace Interleave

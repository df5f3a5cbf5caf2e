// From what a foreign trace says of one track to rows that can be shown. A lane is in one state at
// a time, whereas slices nest and, where their writer was careless, overlap: so each level of
// nesting is a row, and what does not nest goes to further rows, its strand. What goes on beside
// threads gets rows by name, as few as hold what goes on at once.
//
// Two steps, since lanes are numbered when the rows of all tracks are known: place() says which
// rows there are, emit() makes their events. In both, one track on one thread, several at once.
#pragma once

#include "core/io/slicepairing.h"
#include "core/trace/eventsequence.h"

#include <span>
#include <unordered_map>
#include <vector>

namespace Interleave {

struct TrackRow {
    std::uint32_t group = 0;  // on an asynchronous track: a name of its own
    std::uint32_t strand = 0; // 0 for what nests, then for what overlaps
    std::uint32_t level = 0;  // of nesting, within its strand
};

/// Where an arrow leaves or ends: the innermost slice there, or the next one if it waits for that.
struct ArrowEnd {
    std::int64_t ns = 0;
    std::uint32_t arrow = 0; // its number
    bool leaves = false, waits = false;
    std::uint32_t row = UINT32_MAX;  // once placed; none where no slice is
    std::size_t behind = 0;          // the slice that its event follows
};

/// An arrow between the lanes of two rows, where both are known.
struct Arrow {
    LaneId from, to;
    std::int64_t begin = 0, end = 0;
};

class SliceLayout
{
public:
    static constexpr std::uint32_t mostLevels = 1000, mostStrands = 100;
    static constexpr std::uint32_t noRow = UINT32_MAX;

    /// Moments and ends in order of the file, in which their tracks mean nothing any more.
    SliceLayout(TrackKind kind, std::vector<Moment> moments, std::vector<ArrowEnd> ends);

    /// Leaves some of it undone when the watch says so; likewise emit().
    void place(TimeWindow window, std::span<const std::uint32_t> nameOf, const ReadingWatch &watch);

    std::span<const TrackRow> rows() const { return m_rows; } // the first is the track's own
    std::span<const std::uint32_t> groups() const { return m_groups; } // names, by number of their texts
    std::span<const ArrowEnd> arrowEnds() const { return m_ends; }
    std::span<const Moment> moments() const { return m_moments; } // placed: their tracks are rows
    bool isEmpty() const { return m_moments.empty(); }
    std::int64_t begin() const { return m_begin; }
    std::int64_t end() const { return m_end; }

    /// By row; `lanes` are theirs, 0 for a row that gets none: only the names of its slices are
    /// kept, with the first row. Uses the moments up.
    std::vector<EventSequence> emit(std::span<const LaneId> lanes, std::span<const Arrow> arrows, const ReadingWatch &watch);

    ForeignTroubles troubles;

private:
    struct Strand {
        std::vector<std::int64_t> ends;  // of the slices that are open, outermost first
        std::vector<std::uint32_t> rows; // by level
        std::uint32_t group = 0, number = 0;
        std::uint32_t id = 0; // asynchronous: whose slices are open
    };

    void placeSlice(Moment &slice, std::size_t place);
    void placeEndsBefore(std::int64_t ns, std::size_t behind);
    void bindWaiting(std::uint32_t row, std::int64_t ns, std::size_t behind);
    std::uint32_t openRow(std::int64_t ns);
    std::uint32_t rowOf(const Moment &slice);
    std::uint32_t rowOfId(const Moment &slice, std::uint32_t name);
    std::uint32_t push(Strand &strand, const Moment &slice);
    Strand &strandIn(std::vector<std::uint32_t> &group, std::uint32_t number, std::uint32_t groupNumber);
    static void close(Strand &strand, std::int64_t ns);

    const TrackKind m_kind;
    std::vector<Moment> m_moments;
    std::vector<ArrowEnd> m_ends;
    std::size_t m_nextEnd = 0;
    std::vector<std::size_t> m_waiting; // ends that wait for a slice
    TimeWindow m_window;
    std::int64_t m_begin = INT64_MAX, m_end = INT64_MIN;
    std::span<const std::uint32_t> m_nameOf;
    std::vector<Strand> m_strands;
    std::vector<std::vector<std::uint32_t>> m_strandsOf; // by group
    std::unordered_map<std::uint32_t, std::uint32_t> m_groupOf, m_strandOf; // by name; by id
    std::vector<std::uint32_t> m_groups;
    std::vector<TrackRow> m_rows;
};

} // namespace Interleave

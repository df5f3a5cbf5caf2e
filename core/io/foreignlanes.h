// Gives the tracks of a foreign trace, once their rows are known, lanes in the order in which they
// are to be seen: a process with its threads, what goes on beside them, and its counters; below a
// thread what nests in it. A lane for every row as long as there are lanes; levels deeper than
// openLevels hang on the last open one, so that they can be folded away together. One use.
#pragma once

#include "core/io/foreigngatherer.h"
#include "core/io/slicelayout.h"
#include "core/trace/trace.h"

#include <span>
#include <string>
#include <vector>

namespace Interleave {

/// A lane to be declared.
struct ForeignLane {
    LaneId id, parent;
    LaneKind kind = LaneKind::Track;
    std::string name;
    std::uint32_t pid = 0, tid = 0;
};

class ForeignLanes
{
public:
    static constexpr std::uint32_t openLevels = 8;

    ForeignLanes(const ForeignContent &content, std::span<const SliceLayout> layouts);

    std::span<const ForeignLane> lanes() const { return m_lanes; } // the host's first, in order of their ids
    /// By row; 0 for a row that got none.
    std::span<const LaneId> rowsOf(std::size_t track) const { return m_rows[track]; }
    /// A process's own; 0 where nothing happened in it.
    LaneId processLane(std::size_t track) const { return m_processes[track]; }
    /// Named processes and threads in which nothing happened.
    std::uint64_t emptyTracks() const { return m_emptyTracks; }

private:
    std::vector<std::uint32_t> tracksInOrder() const;
    void addTrack(std::size_t track);
    void addRows(std::size_t track, LaneId parent);
    LaneId parentOf(const TrackRow &row, LaneId own) const;
    LaneId add(LaneId parent, LaneKind kind, std::string name, const ForeignTrack &track);
    std::string rowName(std::size_t track, const TrackRow &row, std::uint32_t inGroup) const;
    std::string ownName(std::size_t track, const TrackRow &row) const;

    const ForeignContent &m_content;
    const std::span<const SliceLayout> m_layouts;
    std::vector<ForeignLane> m_lanes;
    std::vector<std::vector<LaneId>> m_rows;
    std::vector<LaneId> m_processes;
    std::vector<bool> m_isUsed;
    std::size_t m_spare = 0; // lanes for rows that are not their track's own
    std::uint64_t m_emptyTracks = 0;
    std::uint32_t m_group = SliceLayout::noRow; // of the track being numbered:
    LaneId m_groupLane, m_openLane, m_strandLane, m_overlapLane;
};

} // namespace Interleave

// Fills the rows of a layout with bars from the lanes' events where a pixel holds few of them, and
// from their grids where it holds more; see the essay in barmerger.h. Used by lanelayout alone;
// one for each thread that lays out.
#pragma once

#include "core/analysis/states.h"
#include "ui/timeline/barmerger.h"
#include "ui/timeline/lanecolours.h"

#include <functional>
#include <vector>

namespace Interleave {

/// In whose colour a lane runs: its own; that of whoever woke it, as a lock's holder; that of the lane
/// that its events name, as who is on a CPU; or likewise in a row of turns, whose segments are theirs.
enum class RunsAs : std::uint8_t { Itself, Waker, Peer, Turn };

class RowBars
{
public:
    /// Told of each bar that has room for words: the bar, its segment, and who runs in it if that
    /// is another.
    using Named = std::function<void(const Bar &, const Lane &, const Stretch &, std::optional<LaneId>)>;
    static constexpr int shortestLabel = 24; // pixels; fewer hold no word
    /// Events for each pixel from which a row is drawn by columns, not by segments.
    static constexpr std::size_t denseFrom = 2;

    RowBars(const LaneColours &colours, const PixelScale &scale, RowMetrics metrics, std::vector<Bar> &bars,
            std::vector<StackedColumn> &columns);

    /// What goes on lasts until `liveEdge`.
    void fill(const Lane &lane, Nanos liveEdge, const BarRow &row, RunsAs runsAs, const Named &named);

private:
    /// From one edge to the other: the only state, None also where the lane is over; or none, since
    /// there is more.
    using Quiet = std::optional<LaneState>;

    Nanos from() const { return m_scale.timeAt(m_scale.first()); }
    Nanos to() const { return m_scale.timeAt(m_scale.last()); }
    bool isDense() const;
    void addSegments();
    void addColumns();
    void readColumns();
    Quiet quietAt(int x) const;
    int endOfQuiet(int x) const;
    bool isOwn(int x, int end) const;
    int addQuiet(int x, int end);
    int addBusy(int x);
    int addFew(int end);
    void addSegment(const Stretch &stretch);
    void addOwnLabel(const Stretch &stretch, std::optional<LaneId> whose);
    ColumnTime contentOf(int x);
    std::size_t firstAtOrAfter(Nanos time, std::size_t near) const;
    void addHidden(ColumnTime &content, int x);
    void splitByRunner(ColumnTime &content, int x) const;
    BarSegment barSegment(const Stretch &stretch, std::optional<LaneId> whose) const;
    std::optional<LaneId> runnerOf(const Stretch &stretch) const;
    std::optional<LaneId> runnerAt(std::size_t event) const;
    bool isOnlyRecorded(const Stretch &stretch) const;
    const StateSums &sums(int x) const { return m_sums[m_scale.indexOf(x)]; }
    Quiet quiet(int x) const { return m_quiet[m_scale.indexOf(x)]; }

    const LaneColours &m_colours;
    const PixelScale &m_scale;
    std::vector<Bar> &m_bars;
    BarMerger m_merger;
    const Lane *m_lane = nullptr; // of the row at hand
    Nanos m_liveEdge{0};
    BarRow m_row;
    RunsAs m_runsAs = RunsAs::Itself;
    const Named *m_named = nullptr;
    std::vector<StateSums> m_sums; // of a dense row's columns
    std::vector<Quiet> m_quiet;    // likewise
    std::size_t m_hidden = 0;     // the event where addHidden() looked last
    Nanos m_shown{0};             // up to there it is shown by segments
};

} // namespace Interleave

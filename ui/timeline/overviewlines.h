// What the overview shows: a line for each lane that runs anything, or for several where there are
// more lanes than lines, and how much of each pixel's time they ran. Worked out a few lanes at a
// time, so that ten thousand of them hold nothing up. Owned by the strip; window thread.
#pragma once

#include "ui/models/timerange.h"
#include "ui/timeline/lanecolours.h"
#include "ui/timeline/pixelscale.h"

#include <optional>
#include <vector>

namespace Interleave {

class OverviewLines
{
public:
    static constexpr std::size_t lanesAtOnce = 64; // a millisecond's work

    struct Line {
        LaneColour colour;          // of its first lane
        int lanes = 0;
        std::vector<float> running; // by pixel: 0 to 1; a trace of it where it ran only for a moment
    };

    /// Begins anew, for at most so many lines.
    void begin(const Trace &trace, const LaneColours &colours, TimeRange run, Nanos liveEdge, int width, int mostLines);
    /// The next lanes of the same trace. False when all have been seen.
    bool goOn(const Trace &trace);

    bool isComplete() const { return m_next >= m_lanes.size(); }
    const std::vector<Line> &lines() const { return m_lines; }
    TimeRange run() const { return m_run; }

private:
    void add(const Lane &lane, Line &line);

    TimeRange m_run;
    Nanos m_liveEdge{0};
    int m_width = 0;
    std::optional<PixelScale> m_scale;
    std::vector<StateSums> m_sums; // of one lane's pixels
    std::vector<LaneId> m_lanes; // that run
    std::size_t m_next = 0;
    std::vector<Line> m_lines;
};

} // namespace Interleave

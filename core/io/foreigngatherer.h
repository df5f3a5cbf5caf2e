// Puts the stretches of a foreign trace together, in order, and makes a trace of them: every
// process, every thread (pid and tid) and every asynchronous thing (category and id) is a lane,
// what they nest or overlap are rows below them, names and instants are notes, arrows are wakes.
// One use; any one thread, which gets help from others in finish().
#pragma once

#include "core/io/slicelayout.h"
#include "core/trace/trace.h"

#include <optional>

namespace Interleave {

class ForeignGatherer
{
public:
    /// The chunk's moments are taken; its bytes are needed no longer.
    void take(ForeignChunk &chunk);

    std::uint64_t recordCount() const { return m_recordCount; }
    /// A problem of the file itself.
    void say(std::string problem) { m_problems.push_back(std::move(problem)); }
    /// Incomplete and to be thrown away when the watch stops it. Progress goes on from `share` to 1.
    Trace finish(ReadingWatch &watch, double share);

private:
    struct Track {
        TrackKind kind = TrackKind::Host;
        std::string pid, tid; // tid: or category and id
        std::string name;
        std::int64_t order = 0;
        std::uint32_t process = 0; // the track that it lies below
        LaneId lane;
        std::uint32_t counters = 0, firstSample = 0;
        std::vector<Moment> moments;
        TrackRows rows;
    };

    static constexpr std::uint32_t noTrack = UINT32_MAX;

    std::uint32_t trackFor(std::string_view key);
    void takeMoments(ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks);
    void takeFlows(const ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks);
    void takeFacts(const ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks);
    std::vector<std::uint32_t> tracksInOrder() const;
    void numberLanes();
    TimeWindow chooseWindow() const;
    void joinFlows();
    bool layOutAll(ReadingWatch &watch, double share);
    void declare(Trace &trace, LaneId lane, LaneId parent, LaneKind kind, std::string name, const Track &track);
    void declareTracks(Trace &trace);
    void fillContent(TraceContent &content, Trace &trace);
    void putRow(TraceContent &content, Trace &trace, const Track &track, TrackRow &row);

    std::vector<Track> m_tracks;
    WordTable<std::string> m_trackKeys, m_texts, m_flowKeys;
    std::vector<std::uint32_t> m_trackByKey;
    std::vector<FlowEnd> m_flows;
    ForeignTroubles m_troubles;
    std::vector<std::string> m_problems;
    TimeWindow m_window;
    std::uint32_t m_nextLane = 2; // the first is the host
    std::int64_t m_first = INT64_MAX, m_last = INT64_MIN;
    std::uint64_t m_recordCount = 0;
};

} // namespace Interleave

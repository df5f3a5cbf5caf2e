// The meaning of Chrome Trace Event records that other programs wrote: every (pid, tid) is a lane
// that runs while any slice (B … E, X) is open there, names of slices and instants are notes,
// numbers of C are counters, flows (s, t, f) are wakes. What Interleave cannot show is counted and
// said, never fatal.
#pragma once

#include "core/io/tracegatherer.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace Interleave {

class ForeignRecords
{
public:
    void take(const nlohmann::json &record);
    std::uint64_t recordCount() const { return m_recordCount; }
    /// Adds problems of the file itself before finish().
    void say(std::string problem) { m_problems.push_back(std::move(problem)); }
    Trace finish();

private:
    enum class Mark : std::uint8_t { Begin, End, Note, Counter, Wake };
    struct Moment {
        std::int64_t ns = 0;
        Mark mark = Mark::Note;
        LaneId lane;
        std::uint32_t argument = 0; // number of the text or sample, or the waker
    };
    struct LaneState {
        std::string name;
        std::optional<LaneId> parent;
        std::uint32_t pid = 0, tid = 0;
        std::uint32_t depth = 0;
        std::optional<Event> ended; // Suspend or Finish: known when the next slice comes
        bool started = false;
    };

    std::optional<LaneId> processFor(const nlohmann::json &record);
    std::optional<LaneId> threadFor(const nlohmann::json &record);
    std::optional<LaneId> laneNamed(const std::string &key, LaneState lane);
    void takeName(const nlohmann::json &record, const std::string &name);
    void takeTimed(const nlohmann::json &record, char phase);
    void takeFlow(const nlohmann::json &record, char phase, LaneId lane, std::int64_t ns);
    void takeCounter(const nlohmann::json &record, LaneId lane, std::int64_t ns);
    void note(LaneId lane, std::int64_t ns, std::string text);
    void play(const Moment &moment, std::uint64_t time);
    void beginSlice(LaneState &state, LaneId lane, std::uint64_t time);
    void endSlice(LaneState &state, LaneId lane, std::uint64_t time);
    void closeLanes(std::uint64_t time);
    void count(std::uint64_t number, const char *what);

    TraceGatherer m_gathered;
    std::vector<std::string> m_problems;
    std::vector<LaneState> m_lanes; // lane i + 2 at place i; lane 1 is the host
    std::map<std::string, LaneId> m_laneByKey;
    std::map<std::string, LaneId> m_flows;
    std::vector<Moment> m_moments;
    std::map<char, std::uint64_t> m_unknownPhases;
    std::uint32_t m_texts = 0, m_samples = 0;
    std::uint64_t m_recordCount = 0, m_tooManyLanes = 0, m_badTimes = 0, m_strayEnds = 0, m_openSlices = 0;
    std::uint64_t m_own = 0;
};

} // namespace Interleave

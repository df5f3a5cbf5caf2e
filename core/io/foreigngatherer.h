// Puts the stretches of a foreign trace together, in order of the file: every process, thread (pid
// and tid), category of asynchronous things and counter is a track with its moments. One use; one
// thread at a time.
#pragma once

#include "core/io/foreignchunk.h"

#include <string>
#include <vector>

namespace Interleave {

struct ForeignTrack {
    static constexpr std::uint32_t none = UINT32_MAX;

    TrackKind kind = TrackKind::Process;
    std::string pid, rest; // rest: the tid, category or counter
    std::string name, labels;
    std::int64_t order = 0;
    std::uint32_t process = none; // the track that it lies below
    std::vector<Moment> moments;
};

/// All that a file says, its moments and arrows still as they stood there.
struct ForeignContent {
    std::vector<ForeignTrack> tracks; // a process before what lies below it
    std::vector<FlowEnd> flows;
    std::vector<std::string> texts;    // as core/trace/slicetext.h
    std::vector<std::uint32_t> nameOf; // by text: the number of its name alone
    ForeignTroubles troubles;
    std::vector<std::string> problems; // of the file itself
    std::int64_t first = INT64_MAX, last = INT64_MIN;
};

class ForeignGatherer
{
public:
    /// Details beyond this are too much; names are kept without them.
    static constexpr std::size_t mostDetailBytes = 64 << 20;

    /// The chunk's moments are taken; its bytes are needed no longer.
    void take(ForeignChunk &chunk);

    /// Which share of the file was taken by now, so that room is made for the rest at once.
    void expect(double share) { m_share = share; }

    std::uint64_t recordCount() const { return m_recordCount; }
    /// A problem of the file itself.
    void say(std::string problem) { m_content.problems.push_back(std::move(problem)); }
    ForeignContent takeContent();

private:
    std::uint32_t trackFor(std::string_view key);
    std::uint32_t textFor(std::string_view text);
    void makeRoom(const ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks);
    void takeMoments(ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks);
    void takeFlows(const ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks);
    void takeFacts(const ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks);

    ForeignContent m_content;
    WordTable<std::string> m_trackKeys, m_texts, m_flowKeys, m_ids;
    std::vector<std::uint32_t> m_trackByKey;
    std::size_t m_detailBytes = 0;
    double m_share = 0;
    std::uint64_t m_recordCount = 0;
};

} // namespace Interleave

// What the records of one stretch of a foreign trace mean, before it is known what came before it:
// moments on tracks, both numbered within the stretch alone, so that several stretches can be
// read at once on different threads. Any one thread; the bytes must outlive it.
#pragma once

#include "core/io/chromescanner.h"
#include "core/io/foreigntroubles.h"
#include "core/io/slicedetails.h"
#include "core/io/wordtable.h"

#include <deque>
#include <string>
#include <vector>

namespace Interleave {

enum class Mark : std::uint8_t { None, Begin, End, Slice, Counter };

/// Something on a track. 24 bytes, as there may be tens of millions.
struct Moment {
    static constexpr std::uint32_t noText = 0xffffff;

    std::int64_t ns = 0;
    std::int64_t value = 0; // Slice: its duration; Counter: the sample; of an asynchronous track: an id
    std::uint32_t text : 24 = noText;
    Mark mark : 8 = Mark::None;
    std::uint32_t track = 0;
};
static_assert(sizeof(Moment) == 24);

/// One end of an arrow: s, t or f.
struct FlowEnd {
    std::int64_t ns = 0;
    std::uint32_t key = 0;
    std::uint32_t track = 0;
    char phase = 's';
    bool waits = false; // an f that belongs to the next slice, not to the one around it
};

/// Tracks are told apart by words that hold all that makes them: their kind, then the process and
/// what else there is, each behind a NUL. Moments: what belongs to the process (or, in process "",
/// to all) rather than to a thread. Async: what goes on beside threads, of one category. Curve: one
/// counter's values.
enum class TrackKind : char { Process = 'p', Thread = 't', Moments = 'm', Async = 'a', Curve = 'c' };

/// The name or place in order that a metadata record gives a track.
struct TrackFact {
    std::uint32_t track = 0;
    enum What { Name, Labels, Order } what = Name;
    std::string text;
    std::int64_t order = 0;
};

class ForeignChunk : public ChromeSink
{
public:
    void takeRecord(const ChromeRecord &record) override;
    void takeDamage() override { troubles.add(Trouble::Damaged); }
    void takeRefusal() override { troubles.add(Trouble::Refused); }
    void takeMember(const JsonToken &key, const JsonToken &value) override;

    std::vector<Moment> moments;
    std::vector<FlowEnd> flows;
    std::vector<TrackFact> facts;
    WordTable<std::string> tracks, flowKeys, ids; // ids of asynchronous things
    WordTable<std::string_view> texts;
    ForeignTroubles troubles;
    std::uint64_t recordCount = 0;
    std::int64_t first = INT64_MAX, last = INT64_MIN; // of the moments' beginnings and ends

private:
    struct Recent {
        std::string_view pid, tid;
        std::uint32_t track = 0;
    };

    std::string_view wordOf(const JsonToken &token);
    std::string idOf(const ChromeRecord &record);
    std::uint32_t trackFor(TrackKind kind, const ChromeRecord &record);
    std::uint32_t threadFor(const ChromeRecord &record);
    std::uint32_t instantTrack(const ChromeRecord &record);
    std::uint32_t nameFor(const ChromeRecord &record);
    std::uint32_t textFor(const ChromeRecord &record, bool namesPhase);
    std::uint32_t textMade(std::string text);
    std::int64_t durationOf(const ChromeRecord &record);
    Moment &put(Mark mark, std::uint32_t track, std::int64_t ns, std::int64_t value, std::uint32_t text);
    void putSlice(const ChromeRecord &record, std::uint32_t track, std::int64_t ns, std::int64_t duration,
                  bool namesPhase = false);
    void putEnd(const ChromeRecord &record, std::uint32_t track, std::int64_t ns, std::int64_t value);
    void takeTimed(const ChromeRecord &record, char phase, std::int64_t ns);
    std::string flowKey(const ChromeRecord &record);
    void takeAsync(const ChromeRecord &record, Mark mark, std::int64_t ns);
    void takeFlow(const ChromeRecord &record, char phase, std::string key, std::int64_t ns);
    void takeBoundFlow(const ChromeRecord &record, std::int64_t ns);
    void takeCounter(const ChromeRecord &record, std::int64_t ns);
    void takeMetadata(const ChromeRecord &record);
    void takeFact(const ChromeRecord &record, TrackKind kind, TrackFact::What what);

    std::deque<std::string> m_made; // texts that do not stand in the file as they are
    SliceDetails m_details;
    std::vector<std::uint32_t> m_textOf; // by the numbers of m_details
    std::array<Recent, 256> m_recent;
};

} // namespace Interleave

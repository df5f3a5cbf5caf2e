#include "core/io/chromewriter.h"

#include "core/io/crc32c.h"
#include "core/io/eventorder.h"
#include "core/io/gzip.h"
#include "core/io/jsontext.h"
#include "core/io/runinfofields.h"
#include "core/trace/names.h"

#include <array>
#include <cstdio>
#include <unordered_set>
#include <vector>

namespace Interleave {

namespace {

constexpr std::size_t blockBytes = 64 << 10;
constexpr std::uint32_t firstSyntheticTid = 10'000'000; // beyond every kernel's pid_max

/// Where a lane stands among the viewers' threads, and the slice that is open there.
struct Track {
    std::uint32_t pid = 0;
    std::uint64_t tid = 0;
    const char *state = nullptr;
};

/// One track a lane, never two: the thread's own number where it is one, else one of ours.
std::vector<Track> tracksOf(const Trace &trace)
{
    std::vector<Track> tracks(trace.lanes().size() + 1);
    std::unordered_set<std::uint32_t> taken;
    for (const Lane &lane : trace.lanes()) {
        Track &track = tracks[lane.id.value()];
        track.pid = lane.pid == 0 && lane.parent ? tracks[lane.parent->value()].pid : lane.pid;
        const bool isThread = lane.kind == LaneKind::Thread && lane.tid != 0 && lane.tid < firstSyntheticTid;
        track.tid = isThread && taken.insert(lane.tid).second ? lane.tid : firstSyntheticTid + lane.id.value();
    }
    return tracks;
}

class ChromeWriter
{
public:
    ChromeWriter(const Trace &trace, const RunInfo &info, const std::function<bool(QByteArrayView)> &write)
        : m_trace(trace), m_info(info), m_write(write), m_tracks(tracksOf(trace))
    {}

    bool run();

private:
    void putHeader();
    void putLane(const Lane &lane);
    void putMeta(const char *name, const Track &track);
    void putEvent(const Event &event);
    void putState(const Event &event, const char *state);
    void putInstant(const Event &event);
    void putWake(const Event &event);
    void putCounter(const Event &event);
    void putFooter();
    void closeSlice(Track &track, Nanos time);
    void begin(char phase, std::string_view name, std::string_view category, const Track &track, Nanos time);
    void putArguments(const Event &event);
    void put(std::string_view text) { m_block += text; }
    void put(std::uint64_t number) { m_block += std::to_string(number); }
    bool flush();

    const Trace &m_trace;
    const RunInfo &m_info;
    const std::function<bool(QByteArrayView)> &m_write;
    std::vector<Track> m_tracks;
    std::string m_block;
    std::uint32_t m_checksum = 0;
    std::uint64_t m_arrows = 0, m_lanes = 0;
};

bool ChromeWriter::flush()
{
    m_checksum = crc32c(m_block, m_checksum);
    const bool written = m_write(QByteArrayView(m_block));
    m_block.clear();
    return written;
}

void ChromeWriter::putHeader()
{
    put(R"([{"ph":"M","name":"interleave_header","pid":0,"tid":0,"args":{"version":1,"info":[)");
    const char *separator = "";
    for (const auto &[name, value] : runInfoFields(m_info)) {
        put(std::exchange(separator, ","));
        put("{");
        appendJsonMember(m_block, "name", name);
        put(",");
        appendJsonMember(m_block, "value", value);
        put("}");
    }
    put(R"(],"rings":[)");
    separator = "";
    for (const RingTotals &ring : m_trace.rings) {
        put(std::exchange(separator, ","));
        const char *comma = "[";
        for (std::uint64_t number : {std::uint64_t(ring.pid), std::uint64_t(ring.tid), ring.recorded, ring.stored,
                                     ring.lost}) {
            put(std::exchange(comma, ","));
            put(number);
        }
        put("]");
    }
    put(R"(],"problems":[)");
    separator = "";
    for (const std::string &problem : m_trace.problems) {
        put(std::exchange(separator, ","));
        put("{");
        appendJsonMember(m_block, "text", problem);
        put("}");
    }
    put("]}},\n");
}

void ChromeWriter::putMeta(const char *name, const Track &track)
{
    put(R"({"ph":"M","name":")");
    put(name);
    put(R"(","pid":)");
    put(track.pid);
    put(R"(,"tid":)");
    put(track.tid);
    put(R"(,"args":{)");
}

/// Its names for viewers, and its declaration for us.
void ChromeWriter::putLane(const Lane &lane)
{
    const Track &track = m_tracks[lane.id.value()];
    if (lane.kind == LaneKind::Process || lane.kind == LaneKind::Host) {
        putMeta("process_name", track);
        appendJsonMember(m_block, "name", lane.name);
        put("}},\n");
    }
    putMeta("thread_sort_index", track);
    put(R"("sort_index":)");
    put(lane.id.value());
    put("}},\n");
    putMeta("thread_name", track);
    appendJsonMember(m_block, "name", lane.name);
    put(R"(,"kind":")");
    put(laneKindName(lane.kind));
    put("\"");
    if (lane.declared.kind() == EventKind::Lane) {
        ++m_lanes;
        const char *comma = R"(,"lane":[)";
        for (std::uint64_t number : {lane.declared.rawTime(), std::uint64_t(lane.id.value()),
                                     std::uint64_t(lane.kind), std::uint64_t(lane.parent ? lane.parent->value() : 0),
                                     std::uint64_t(lane.pid), std::uint64_t(lane.tid),
                                     std::uint64_t(lane.declared.line()), std::uint64_t(lane.declared.inferred())}) {
            put(std::exchange(comma, ","));
            put(number);
        }
        put("]");
    }
    put("}},\n");
}

void ChromeWriter::begin(char phase, std::string_view name, std::string_view category, const Track &track, Nanos time)
{
    const std::uint64_t ns = std::uint64_t((time - m_trace.begin()).count());
    const std::string fraction = std::to_string(1000 + ns % 1000);
    put(R"({"ph":")");
    m_block += phase;
    put(R"(","name":)");
    appendJsonString(m_block, name);
    put(R"(,"cat":")");
    put(category);
    put(R"(","ts":)");
    put(ns / 1000);
    put(".");
    put(std::string_view(fraction).substr(1));
    put(R"(,"pid":)");
    put(track.pid);
    put(R"(,"tid":)");
    put(track.tid);
}

/// The event itself, without loss; the reason again as a word, for Firefox shows that.
void ChromeWriter::putArguments(const Event &event)
{
    put(R"("args":{)");
    if (event.kind() == EventKind::Suspend || event.kind() == EventKind::Finish) {
        put(R"("detail":")");
        put(event.kind() == EventKind::Suspend ? reasonName(event.reason()) : outcomeName(event.outcome()));
        put("\",");
    }
    put(R"("event":[)");
    put(event.rawTime());
    put(",");
    put(event.lane().value());
    put(",\"");
    put(eventKindName(event.kind()));
    put("\"");
    for (std::uint64_t number : {std::uint64_t(event.detail()), std::uint64_t(event.argument()),
                                 std::uint64_t(event.line()), std::uint64_t(event.inferred())}) {
        put(",");
        put(number);
    }
    put("]");
    if (event.carriesText() && event.argument() < m_trace.texts().size()) {
        put(",");
        appendJsonMember(m_block, "text", m_trace.text(event));
    }
    if (const CounterSample *sample = m_trace.counter(event)) {
        put(",");
        appendJsonMember(m_block, "text", sample->name);
        put(R"(,"value":)");
        m_block += std::to_string(sample->value);
    }
    put("}},\n");
}

void ChromeWriter::closeSlice(Track &track, Nanos time)
{
    if (!track.state)
        return;
    begin('E', track.state, "state", track, time);
    put("},\n");
    track.state = nullptr;
}

void ChromeWriter::putState(const Event &event, const char *state)
{
    Track &track = m_tracks[event.lane().value()];
    closeSlice(track, event.time());
    begin('B', state, "state", track, event.time());
    put(",");
    putArguments(event);
    track.state = state;
}

void ChromeWriter::putInstant(const Event &event)
{
    begin('i', eventKindName(event.kind()), "event", m_tracks[event.lane().value()], event.time());
    put(R"(,"s":"t",)");
    putArguments(event);
}

/// The lane becomes ready, if it was not or ran; an arrow comes from the waker where both ends
/// have a slice to hang it on.
void ChromeWriter::putWake(const Event &event)
{
    const Track &track = m_tracks[event.lane().value()];
    const bool waits = !track.state || track.state == std::string_view("suspended");
    if (waits)
        putState(event, "ready");
    else
        putInstant(event);
    const std::uint32_t waker = event.argument();
    if (waker == event.lane().value() || waker >= m_tracks.size() || !m_tracks[waker].state)
        return;
    const std::string id = ",\"id\":" + std::to_string(++m_arrows);
    begin('s', "wake", "wake", m_tracks[waker], event.time());
    put(id + "},\n");
    begin('f', "wake", "wake", track, event.time());
    put(id + R"(,"bp":"e"},)" "\n");
}

/// Every member of a C record's args becomes a curve, so ours stand in a record before it.
void ChromeWriter::putCounter(const Event &event)
{
    const Track &track = m_tracks[event.lane().value()];
    put(R"({"ph":"M","name":"interleave_event","pid":)");
    put(track.pid);
    put(R"(,"tid":)");
    put(track.tid);
    put(",");
    putArguments(event);
    const CounterSample *sample = m_trace.counter(event);
    if (!sample)
        return;
    begin('C', sample->name, "counter", track, event.time());
    put(R"(,"args":{"value":)");
    m_block += std::to_string(sample->value);
    put("}},\n");
}

void ChromeWriter::putEvent(const Event &event)
{
    switch (event.kind()) {
    case EventKind::Start:
    case EventKind::Resume:
        putState(event, "running");
        break;
    case EventKind::Suspend:
        putState(event, "suspended");
        break;
    case EventKind::Finish:
        putInstant(event);
        closeSlice(m_tracks[event.lane().value()], event.time());
        break;
    case EventKind::Wake:
        putWake(event);
        break;
    case EventKind::Counter:
        putCounter(event);
        break;
    default:
        putInstant(event);
    }
}

void ChromeWriter::putFooter()
{
    std::array<char, 9> checksum;
    std::snprintf(checksum.data(), checksum.size(), "%08x", m_checksum);
    put(R"({"ph":"M","name":"interleave_footer","pid":0,"tid":0,"args":{"events":)");
    put(m_trace.eventCount());
    put(R"(,"lanes":)");
    put(m_lanes);
    put(R"(,"crc32c":")");
    put(checksum.data());
    put("\"}}]");
}

bool ChromeWriter::run()
{
    putHeader();
    for (const Lane &lane : m_trace.lanes())
        putLane(lane);
    const bool good = forEachInOrder(m_trace, [this](const Event &event) {
        if (event.kind() != EventKind::Lane)
            putEvent(event);
        return m_block.size() < blockBytes || flush();
    });
    if (!good)
        return false;
    for (Track &track : m_tracks)
        closeSlice(track, m_trace.end());
    if (!flush()) // the checksum is of all that comes before the footer
        return false;
    putFooter();
    return m_write(QByteArrayView(m_block));
}

} // namespace

bool writeChrome(const Trace &trace, const RunInfo &info, const std::function<bool(QByteArrayView)> &write)
{
    return ChromeWriter(trace, info, write).run();
}

bool writeChromeGzip(const Trace &trace, const RunInfo &info, const std::function<bool(QByteArrayView)> &write)
{
    return compressGzip([&](const auto &block) { return writeChrome(trace, info, block); }, write);
}

} // namespace Interleave

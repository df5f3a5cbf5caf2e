#include "core/io/foreigngatherer.h"

#include "core/io/jsonscan.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <future>
#include <thread>
#include <tuple>
#include <utility>

namespace Interleave {

namespace {

/// The parts of a track's key behind its kind.
std::string_view takePart(std::string_view &key, bool rest)
{
    const std::size_t end = rest ? key.size() : std::min(key.find('\0'), key.size());
    const std::string_view part = key.substr(0, end);
    key.remove_prefix(std::min(end + 1, key.size()));
    return part;
}

/// The operating system's number, where the word is one that it could give.
std::uint32_t numberOf(const std::string &word)
{
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return error == std::errc() && end == word.data() + word.size() ? number : 0;
}

/// "cat id", without what only tells ids apart.
std::string asyncName(std::string id)
{
    std::replace(id.begin(), id.end(), '\0', ' ');
    const std::size_t first = id.find_first_not_of(' ');
    return unescaped(first == std::string::npos ? std::string_view("asynchronous") : std::string_view(id).substr(first));
}

std::string rowName(const std::string &name, const TrackRow &row)
{
    std::string text = name;
    if (row.strand > 0)
        text += " · overlap " + std::to_string(row.strand);
    if (row.level > 0)
        text += " · level " + std::to_string(row.level + 1);
    return text;
}

} // namespace

/// A lane's process comes before the lane.
std::uint32_t ForeignGatherer::trackFor(std::string_view key)
{
    const std::uint32_t number = m_trackKeys.add(key);
    if (number < m_trackByKey.size())
        return m_trackByKey[number];
    m_trackByKey.push_back(noTrack);
    Track track;
    track.kind = TrackKind(key.front());
    key.remove_prefix(std::min<std::size_t>(2, key.size()));
    track.pid = takePart(key, false);
    track.tid = takePart(key, true);
    if (track.kind == TrackKind::Thread || track.kind == TrackKind::Async) {
        std::string process(1, char(TrackKind::Process));
        process.append(1, '\0').append(track.pid);
        track.process = trackFor(process);
        if (track.process == noTrack)
            return noTrack;
    }
    if (m_tracks.size() + 1 >= Trace::maxLanes)
        return noTrack;
    track.name = track.kind == TrackKind::Process  ? "process " + unescaped(track.pid)
                 : track.kind == TrackKind::Thread ? "thread " + unescaped(track.tid)
                                                   : asyncName(track.tid);
    m_tracks.push_back(std::move(track));
    return m_trackByKey[number] = std::uint32_t(m_tracks.size() - 1);
}

void ForeignGatherer::take(ForeignChunk &chunk)
{
    std::vector<std::uint32_t> tracks;
    for (const std::string &key : chunk.tracks.words())
        tracks.push_back(trackFor(key));
    takeMoments(chunk, tracks);
    takeFlows(chunk, tracks);
    takeFacts(chunk, tracks);
    m_troubles.add(chunk.troubles);
    m_recordCount += chunk.recordCount;
    m_first = std::min(m_first, chunk.first);
    m_last = std::max(m_last, chunk.last);
}

void ForeignGatherer::takeMoments(ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks)
{
    std::vector<std::uint32_t> texts;
    for (const std::string_view text : chunk.texts.words()) {
        const std::uint32_t number = m_texts.words().size() < Trace::maxTableEntries ? m_texts.add(text) : Moment::noText;
        m_troubles.add(Trouble::TooManyTexts, number == Moment::noText);
        texts.push_back(number);
    }
    for (Moment &moment : chunk.moments) {
        const std::uint32_t number = tracks[moment.track];
        if (number == noTrack) {
            m_troubles.add(Trouble::TooManyLanes);
            continue;
        }
        if (moment.text != Moment::noText)
            moment.text = texts[moment.text] & Moment::noText;
        Track &track = m_tracks[number];
        track.counters += moment.mark == Mark::Counter;
        track.moments.push_back(moment);
    }
}

void ForeignGatherer::takeFlows(const ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks)
{
    std::vector<std::uint32_t> keys;
    for (const std::string &key : chunk.flowKeys.words())
        keys.push_back(m_flowKeys.add(key));
    for (const FlowEnd &flow : chunk.flows) {
        if (tracks[flow.track] == noTrack)
            m_troubles.add(Trouble::TooManyLanes);
        else
            m_flows.push_back({flow.ns, keys[flow.key], tracks[flow.track], flow.phase});
    }
}

void ForeignGatherer::takeFacts(const ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks)
{
    for (const TrackFact &fact : chunk.facts) {
        if (tracks[fact.track] == noTrack)
            continue;
        Track &track = m_tracks[tracks[fact.track]];
        if (fact.isOrder)
            track.order = fact.order;
        else if (!fact.name.empty())
            track.name = fact.name;
    }
}

/// Processes as their metadata orders them, each with its threads behind it, likewise, and then its
/// asynchronous things. What has no order of its own stays in the order of the file.
std::vector<std::uint32_t> ForeignGatherer::tracksInOrder() const
{
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < m_tracks.size(); ++i)
        order.push_back(i);
    const auto keyOf = [this](std::uint32_t number) {
        const Track &track = m_tracks[number];
        const std::uint32_t process = track.kind == TrackKind::Process ? number : track.process;
        const int rank = track.kind == TrackKind::Process ? 0 : track.kind == TrackKind::Thread ? 1 : 2;
        return std::tuple(track.kind != TrackKind::Host, m_tracks[process].order, process, rank, track.order, number);
    };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return keyOf(a) < keyOf(b); });
    return order;
}

void ForeignGatherer::numberLanes()
{
    std::uint32_t sample = 0;
    for (const std::uint32_t number : tracksInOrder()) {
        Track &track = m_tracks[number];
        track.lane = track.kind == TrackKind::Host ? hostLane : LaneId(m_nextLane++);
        track.firstSample = sample;
        sample += track.counters;
    }
}

/// From the first moment on, unless some lie too far apart: then the window that holds most of a
/// sample, so that a few strays (a time of 0, say) do not cost all others.
TimeWindow ForeignGatherer::chooseWindow() const
{
    constexpr std::size_t sampled = 1 << 16;
    TimeWindow window{m_first, m_last};
    if (m_first > m_last || std::uint64_t(m_last) - std::uint64_t(m_first) <= Event::timeMask)
        return m_first > m_last ? TimeWindow() : window;
    std::vector<std::int64_t> times;
    std::size_t total = 0;
    for (const Track &track : m_tracks)
        total += track.moments.size();
    for (const Track &track : m_tracks) {
        for (std::size_t i = 0; i < track.moments.size(); i += total / sampled + 1)
            times.push_back(track.moments[i].ns);
    }
    std::sort(times.begin(), times.end());
    std::size_t most = 0;
    for (std::size_t from = 0, to = 0; from < times.size(); ++from) {
        while (to < times.size() && std::uint64_t(times[to]) - std::uint64_t(times[from]) <= Event::timeMask)
            ++to;
        if (to - from > most) {
            most = to - from;
            window = {times[from], times[to - 1]};
        }
    }
    return window;
}

/// Each t and f is a wake by the one before it in its flow.
void ForeignGatherer::joinFlows()
{
    const auto keyOf = [](const FlowEnd &flow) {
        return std::tuple(flow.key, flow.ns, flow.phase == 's' ? 0 : flow.phase == 't' ? 1 : 2);
    };
    std::stable_sort(m_flows.begin(), m_flows.end(),
                     [&](const FlowEnd &a, const FlowEnd &b) { return keyOf(a) < keyOf(b); });
    const FlowEnd *source = nullptr;
    for (const FlowEnd &flow : m_flows) {
        const bool isOther = source && source->key != flow.key;
        if (source && source->phase == 's' && (isOther || flow.phase == 's'))
            m_troubles.add(Trouble::FlowWithoutTarget);
        if (isOther)
            source = nullptr;
        if (flow.phase != 's' && !source)
            m_troubles.add(Trouble::FlowWithoutSource);
        if (flow.phase != 's' && source)
            m_tracks[flow.track].moments.push_back(
                {flow.ns, std::int64_t(m_tracks[source->track].lane.value()), Moment::noText, Mark::Wake, 0});
        source = flow.phase == 'f' ? nullptr : &flow;
    }
    m_troubles.add(Trouble::FlowWithoutTarget, source && source->phase == 's');
}

/// Tracks are laid out by as many threads as there are, while this one keeps asking whether to go on.
bool ForeignGatherer::layOutAll(ReadingWatch &watch, double share)
{
    constexpr auto pause = std::chrono::milliseconds(20);
    std::atomic<std::size_t> next = 0, done = 0; // relaxed: the futures order everything else
    const auto work = [&] {
        for (std::size_t i = next.fetch_add(1, std::memory_order_relaxed); i < m_tracks.size() && !watch.isStopped();
             i = next.fetch_add(1, std::memory_order_relaxed)) {
            Track &track = m_tracks[i];
            track.rows = SliceLayout(std::exchange(track.moments, {}), m_window, watch).layOut(track.lane, track.firstSample);
            done.fetch_add(1, std::memory_order_relaxed);
        }
    };
    std::vector<std::future<void>> helpers;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
        helpers.push_back(std::async(std::launch::async, work));
    for (std::future<void> &helper : helpers) {
        while (helper.wait_for(pause) != std::future_status::ready) {
            const double part = double(done.load(std::memory_order_relaxed)) / double(m_tracks.size() + 1);
            watch.goOn(share + (1 - share) * part);
        }
    }
    for (std::future<void> &helper : helpers)
        helper.get();
    return watch.goOn(1);
}

void ForeignGatherer::declare(Trace &trace, LaneId lane, LaneId parent, LaneKind kind, std::string name, const Track &track)
{
    trace.declareLane(lane, parent, kind, std::move(name), numberOf(track.pid),
                      kind == LaneKind::Thread ? numberOf(track.tid) : 0,
                      Event(0, EventKind::Lane, std::uint8_t(kind), lane, parent.value()));
}

void ForeignGatherer::declareTracks(Trace &trace)
{
    trace.declareLane(hostLane, std::nullopt, LaneKind::Host, "imported", 0, 0,
                      Event(0, EventKind::Lane, std::uint8_t(LaneKind::Host), hostLane));
    for (const std::uint32_t number : tracksInOrder()) {
        const Track &track = m_tracks[number];
        if (track.kind == TrackKind::Process)
            declare(trace, track.lane, hostLane, LaneKind::Process, track.name, track);
        else if (track.kind != TrackKind::Host)
            declare(trace, track.lane, m_tracks[track.process].lane,
                    track.kind == TrackKind::Thread ? LaneKind::Thread : LaneKind::Job, track.name, track);
    }
}

/// The track's own row is its lane. Others get lanes below it, which must not count as threads.
void ForeignGatherer::putRow(TraceContent &content, Trace &trace, const Track &track, TrackRow &row)
{
    LaneId lane = track.lane;
    if (row.strand > 0 || row.level > 0) {
        if (row.events.empty())
            return;
        if (m_nextLane > Trace::maxLanes) {
            m_troubles.add(Trouble::TooManyLanes, row.events.size());
            return;
        }
        lane = LaneId(m_nextLane++);
        declare(trace, lane, track.lane, LaneKind::Job, rowName(track.name, row), track);
        for (std::size_t block = 0; block < row.events.blockCount(); ++block) {
            for (Event &event : row.events.changeableBlock(block))
                event.high = (event.high & ~std::uint64_t(Event::idMask)) | lane.value();
        }
    }
    if (content.events.size() < lane.value())
        content.events.resize(lane.value());
    content.events[lane.value() - 1] = std::move(row.events);
}

void ForeignGatherer::fillContent(TraceContent &content, Trace &trace)
{
    for (const std::uint32_t number : tracksInOrder()) {
        Track &track = m_tracks[number];
        for (TrackRow &row : track.rows.rows)
            putRow(content, trace, track, row);
        m_troubles.add(track.rows.troubles);
        const std::vector<CounterValue> &samples = track.rows.samples;
        for (std::size_t i = 0; i < samples.size() && track.firstSample + i < Trace::maxTableEntries; ++i) {
            content.counters.resize(std::max<std::size_t>(content.counters.size(), track.firstSample + i + 1));
            content.counters[track.firstSample + i] = {samples[i].value, samples[i].text == Moment::noText
                                                                             ? std::string() : m_texts.words()[samples[i].text]};
        }
    }
    content.texts = m_texts.takeWords();
}

Trace ForeignGatherer::finish(ReadingWatch &watch, double share)
{
    Trace trace;
    trace.info.title = "Imported trace";
    trace.info.outcome = RunOutcome::Finished;
    m_window = chooseWindow();
    numberLanes();
    joinFlows();
    if (!layOutAll(watch, share))
        return trace;
    declareTracks(trace);
    TraceContent content;
    fillContent(content, trace);
    m_tracks.clear();
    trace.load(std::move(content));
    trace.problems.insert(trace.problems.end(), m_problems.begin(), m_problems.end());
    const std::vector<std::string> sentences = m_troubles.sentences();
    trace.problems.insert(trace.problems.end(), sentences.begin(), sentences.end());
    return trace;
}

} // namespace Interleave

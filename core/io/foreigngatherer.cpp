#include "core/io/foreigngatherer.h"

#include "core/io/jsonscan.h"
#include "core/trace/slicetext.h"
#include "core/trace/trace.h"

#include <algorithm>
#include <utility>

namespace Interleave {

namespace {

/// The part of a track's key up to the next NUL.
std::string_view takePart(std::string_view &key)
{
    const std::size_t end = std::min(key.find('\0'), key.size());
    const std::string_view part = key.substr(0, end);
    key.remove_prefix(std::min(end + 1, key.size()));
    return part;
}

/// What a track is called until the file says better.
std::string firstName(const ForeignTrack &track)
{
    switch (track.kind) {
    case TrackKind::Process: return "process " + unescaped(track.pid);
    case TrackKind::Thread: return "thread " + unescaped(track.rest);
    case TrackKind::Moments: return track.pid.empty() ? "of all processes" : "of the whole process";
    case TrackKind::Async:
    case TrackKind::Curve: break;
    }
    return track.rest;
}

} // namespace

std::uint32_t ForeignGatherer::trackFor(std::string_view key)
{
    const std::uint32_t number = m_trackKeys.add(key);
    if (number < m_trackByKey.size())
        return m_trackByKey[number];
    m_trackByKey.push_back(ForeignTrack::none);
    ForeignTrack track;
    track.kind = TrackKind(key.front());
    key.remove_prefix(std::min<std::size_t>(2, key.size()));
    track.pid = takePart(key);
    track.rest = key;
    const bool ofAll = track.kind == TrackKind::Moments && track.pid.empty();
    if (track.kind != TrackKind::Process && !ofAll) {
        std::string process(1, char(TrackKind::Process));
        process.append(1, '\0').append(track.pid);
        track.process = trackFor(process);
        if (track.process == ForeignTrack::none)
            return ForeignTrack::none;
    }
    if (m_content.tracks.size() + 1 >= Trace::maxLanes)
        return ForeignTrack::none;
    track.name = firstName(track);
    m_content.tracks.push_back(std::move(track));
    return m_trackByKey[number] = std::uint32_t(m_content.tracks.size() - 1);
}

/// noText where there are too many. Without details when those have become too much.
std::uint32_t ForeignGatherer::textFor(std::string_view text)
{
    const std::string_view name = sliceName(text);
    const std::size_t details = text.size() - name.size();
    if (m_detailBytes + details > mostDetailBytes)
        text = name;
    std::vector<std::uint32_t> &nameOf = m_content.nameOf;
    if (m_texts.words().size() + 1 >= Trace::maxTableEntries)
        return Moment::noText;
    const std::uint32_t number = m_texts.add(text);
    if (number < nameOf.size())
        return number;
    nameOf.push_back(number);
    m_detailBytes += text.size() - name.size();
    if (text.size() > name.size()) {
        const std::uint32_t plain = m_texts.add(name);
        if (plain == nameOf.size())
            nameOf.push_back(plain);
        nameOf[number] = plain;
    }
    return number;
}

void ForeignGatherer::take(ForeignChunk &chunk)
{
    std::vector<std::uint32_t> tracks;
    for (const std::string &key : chunk.tracks.words())
        tracks.push_back(trackFor(key));
    takeMoments(chunk, tracks);
    takeFlows(chunk, tracks);
    takeFacts(chunk, tracks);
    m_content.troubles.add(chunk.troubles);
    m_recordCount += chunk.recordCount;
    m_content.first = std::min(m_content.first, chunk.first);
    m_content.last = std::max(m_content.last, chunk.last);
}

/// Memory that is reserved but never touched costs nothing, while a vector that doubles is copied.
void ForeignGatherer::makeRoom(const ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks)
{
    constexpr double leastShare = 0.005, spare = 1.1;
    constexpr std::size_t worthIt = 4096; // moments of a track
    if (m_share < leastShare)
        return;
    std::vector<std::size_t> counts(tracks.size());
    for (const Moment &moment : chunk.moments)
        ++counts[moment.track];
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (tracks[i] == ForeignTrack::none)
            continue;
        std::vector<Moment> &moments = m_content.tracks[tracks[i]].moments;
        const std::size_t size = moments.size() + counts[i];
        if (size > moments.capacity() && size > worthIt)
            moments.reserve(std::max(2 * size, std::size_t(double(size) / m_share * spare)));
    }
}

void ForeignGatherer::takeMoments(ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks)
{
    ForeignTroubles &troubles = m_content.troubles;
    std::vector<std::uint32_t> texts, ids;
    std::vector<bool> shortened;
    for (const std::string_view text : chunk.texts.words()) {
        const std::uint32_t number = textFor(text);
        troubles.add(Trouble::TooManyTexts, number == Moment::noText);
        shortened.push_back(number != Moment::noText && m_texts.words()[number].size() < text.size());
        texts.push_back(number);
    }
    for (const std::string &id : chunk.ids.words())
        ids.push_back(m_ids.add(id));
    makeRoom(chunk, tracks);
    for (Moment &moment : chunk.moments) {
        const std::uint32_t number = tracks[moment.track];
        if (number == ForeignTrack::none) {
            troubles.add(Trouble::TooManyLanes);
            continue;
        }
        if (moment.text != Moment::noText) {
            troubles.add(Trouble::Arguments, shortened[moment.text]);
            moment.text = texts[moment.text] & Moment::noText;
        }
        ForeignTrack &track = m_content.tracks[number];
        if (track.kind == TrackKind::Async)
            moment.value = ids[std::size_t(moment.value)];
        track.moments.push_back(moment);
    }
}

void ForeignGatherer::takeFlows(const ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks)
{
    std::vector<std::uint32_t> keys;
    for (const std::string &key : chunk.flowKeys.words())
        keys.push_back(m_flowKeys.add(key));
    for (FlowEnd flow : chunk.flows) {
        if (tracks[flow.track] == ForeignTrack::none) {
            m_content.troubles.add(Trouble::TooManyLanes);
            continue;
        }
        flow.key = keys[flow.key];
        flow.track = tracks[flow.track];
        m_content.flows.push_back(flow);
    }
}

void ForeignGatherer::takeFacts(const ForeignChunk &chunk, const std::vector<std::uint32_t> &tracks)
{
    for (const TrackFact &fact : chunk.facts) {
        if (tracks[fact.track] == ForeignTrack::none)
            continue;
        ForeignTrack &track = m_content.tracks[tracks[fact.track]];
        if (fact.what == TrackFact::Order)
            track.order = fact.order;
        else if (!fact.text.empty())
            (fact.what == TrackFact::Name ? track.name : track.labels) = fact.text;
    }
}

ForeignContent ForeignGatherer::takeContent()
{
    m_content.texts = m_texts.takeWords();
    return std::move(m_content);
}

} // namespace Interleave

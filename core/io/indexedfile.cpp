#include "core/io/indexedfile.h"

#include "core/io/eventcodes.h"
#include "core/io/nativechunks.h"

#include <algorithm>
#include <utility>

namespace Interleave {

using namespace Native;

namespace {

constexpr std::uint64_t footerChunkBytes = headBytes + sizeof(Footer);
constexpr std::uint64_t latestTime = Event::timeMask;
constexpr std::size_t keptMapped = 32 << 20; // bytes, while a file is verified

/// Opens one file: footer, description, index. Each step says whether all was well.
class IndexedOpener
{
public:
    explicit IndexedOpener(std::shared_ptr<const MappedFile> file) : m_file(std::move(file)), m_bytes(m_file->bytes()), m_taker(m_file) {}

    std::optional<Trace> open()
    {
        if (!takeFooter() || !takeDescription() || !takeIndex())
            return std::nullopt;
        return m_taker.gathered.finish(std::move(m_index));
    }

private:
    bool takeFooter()
    {
        if (m_bytes.size() < headerBytes + footerChunkBytes)
            return false;
        m_footerPlace = m_bytes.size() - footerChunkBytes;
        const std::optional<Chunk> chunk = chunkAt(m_bytes, m_footerPlace);
        if (!chunk || !chunk->whole || chunk->kind != ChunkKind::Footer || chunk->payload.size() != sizeof(Footer))
            return false;
        std::memcpy(&m_footer, chunk->payload.data(), sizeof m_footer);
        return m_footer.eventsBegin >= headerBytes && m_footer.eventsBegin <= m_footer.index
               && m_footer.index <= m_footerPlace && m_footer.begin <= latestTime && m_footer.end <= latestTime;
    }

    bool takeDescription()
    {
        std::uint64_t place = headerBytes;
        while (place < m_footer.eventsBegin) {
            const std::optional<Chunk> chunk = chunkAt(m_bytes, place);
            if (!chunk || !chunk->whole || !describes(chunk->kind) || !m_taker.take(chunk->kind, chunk->payload))
                return false;
            place = chunk->next;
        }
        const TraceGatherer &gathered = m_taker.gathered;
        return place == m_footer.eventsBegin && gathered.isFaultless() && gathered.laneCount() == m_footer.lanes
               && gathered.textCount() == m_footer.texts && gathered.sampleCount() == m_footer.samples;
    }

    static bool describes(ChunkKind kind)
    {
        return kind == ChunkKind::Info || kind == ChunkKind::Rings || kind == ChunkKind::Problems
               || kind == ChunkKind::Lanes || kind == ChunkKind::Texts || kind == ChunkKind::Counters;
    }

    bool takeIndex()
    {
        std::uint64_t place = m_footer.index;
        while (place < m_footerPlace) {
            const std::optional<Chunk> chunk = chunkAt(m_bytes, place);
            const bool taken = chunk && chunk->whole
                               && (chunk->kind == ChunkKind::Index     ? takeEach<BlockEntry>(chunk->payload)
                                   : chunk->kind == ChunkKind::Outputs ? takeEach<Event>(chunk->payload) : false);
            if (!taken)
                return false;
            place = chunk->next;
        }
        closeLane();
        m_index.begin = Nanos(std::int64_t(m_footer.begin));
        m_index.end = Nanos(std::int64_t(m_footer.end));
        m_index.events = m_events;
        m_index.records = m_footer.records;
        return place == m_footerPlace && m_events == m_footer.events;
    }

    template<class Entry>
    bool takeEach(std::string_view payload)
    {
        for (std::size_t at = 0; at + sizeof(Entry) <= payload.size(); at += sizeof(Entry)) {
            Entry entry;
            std::memcpy(&entry, payload.data() + at, sizeof entry);
            if (!take(entry))
                return false;
        }
        return payload.size() % sizeof(Entry) == 0;
    }

    bool take(const Event &output)
    {
        std::vector<Event> &outputs = m_index.outputs;
        if (output.kind() != EventKind::Output || (!outputs.empty() && isPrintedBefore(output, outputs.back())))
            return false;
        outputs.push_back(output);
        return true;
    }

    bool take(const BlockEntry &entry)
    {
        const bool isNext = entry.lane == m_lane && m_count % EventSequence::blockEvents == 0;
        if (!isNext) {
            if (entry.lane <= m_lane || entry.lane > Trace::maxLanes)
                return false;
            closeLane();
            m_lane = entry.lane;
        }
        const std::size_t cells = StateGrid::cellsFor(entry.count);
        const bool timesFit = entry.begin <= entry.end && entry.end <= latestTime
                              && (m_blocks.empty() || m_blocks.back().end <= entry.begin);
        if (!timesFit || entry.count == 0 || entry.count > EventSequence::blockEvents || entry.state >= laneStates
            || !lies(entry.events, entry.count * sizeof(Event), alignof(Event) * 2)
            || (cells > 0
                && (!lies(entry.fine, StateGrid::fineCells(cells) * sizeof(StateGrid::Cell), sizeof(StateGrid::Cell))
                    || !lies(entry.coarse, StateGrid::coarseCells(cells) * sizeof(StateGrid::Cell),
                             sizeof(StateGrid::Cell)))))
            return false;
        m_places.push_back(at<Event>(entry.events));
        m_blocks.push_back(blockOf(entry, cells));
        m_count += entry.count;
        m_events += entry.count;
        return true;
    }

    StateGrid::Block blockOf(const BlockEntry &entry, std::size_t cells) const
    {
        StateGrid::Block block;
        block.begin = entry.begin;
        block.end = entry.end;
        block.sums = {Nanos(entry.running), Nanos(entry.ready), Nanos(entry.suspended), entry.begun};
        block.state = LaneState(entry.state);
        block.alternates = entry.alternates == 1; // 0 in files that are older
        block.cells = std::uint16_t(cells);
        block.fine = cells ? at<StateGrid::Cell>(entry.fine) : nullptr;
        block.coarse = cells ? at<StateGrid::Cell>(entry.coarse) : nullptr;
        return block;
    }

    /// Between header and index, and aligned.
    bool lies(std::uint64_t place, std::uint64_t bytes, std::uint64_t aligned) const
    {
        return place >= headerBytes && place % aligned == 0 && place <= m_footer.index
               && bytes <= m_footer.index - place;
    }

    template<class Record>
    const Record *at(std::uint64_t place) const
    {
        return reinterpret_cast<const Record *>(m_file->at(place));
    }

    void closeLane()
    {
        if (m_lane == 0)
            return;
        m_index.lanes.resize(m_lane);
        m_index.lanes.back() = {EventSequence::lookingAt(std::exchange(m_places, {}), std::exchange(m_count, 0), m_file),
                                StateGrid::of(std::exchange(m_blocks, {}), m_file)};
    }

    std::shared_ptr<const MappedFile> m_file;
    std::string_view m_bytes;
    std::uint64_t m_footerPlace = 0;
    Footer m_footer;
    ChunkTaker m_taker;
    TraceIndex m_index;
    std::uint64_t m_events = 0;
    // The lane at hand, 0 before the first.
    std::uint32_t m_lane = 0;
    std::size_t m_count = 0;
    std::vector<const Event *> m_places;
    std::vector<StateGrid::Block> m_blocks;
};

bool saysTheSame(const StateWalk &walk, const StateGrid::Block &block)
{
    return walk.time() == block.end && walk.state() == block.state && walk.sums() == block.sums;
}

/// Whether the events of one block may stand where they do.
class EventsCheck
{
public:
    EventsCheck(const Trace &trace, const Lane &lane) : m_trace(trace), m_lane(lane) {}

    bool takes(std::span<const Event> events, StateWalk &walk)
    {
        for (const Event &event : events) {
            if (event.lane() != m_lane.id || event.rawTime() < m_time || !isKnownEvent(event) || !isNumbered(event))
                return false;
            m_time = event.rawTime();
            walk.take(event);
        }
        return true;
    }

private:
    /// That its text or sample is there, or is known to be missing.
    bool isNumbered(const Event &event) const
    {
        const bool carriesText = event.carriesText();
        if (!carriesText && event.kind() != EventKind::Counter)
            return true;
        const std::size_t entries = carriesText ? m_trace.texts().size() : m_trace.counters().size();
        return event.argument() < entries || (event.argument() == Event::idMask && !m_trace.problems.empty());
    }

    const Trace &m_trace;
    const Lane &m_lane;
    std::uint64_t m_time = 0;
};

bool isWholeLane(const MappedFile &file, const Trace &trace, const Lane &lane, const std::stop_token &stop)
{
    EventsCheck check(trace, lane);
    StateWalk walk;
    std::uint64_t kept = lane.events.empty() ? 0 : file.offsetOf(&lane.events.front());
    for (std::size_t number = 0; number < lane.events.blockCount() && !stop.stop_requested(); ++number) {
        const std::span<const Event> events = lane.events.block(number);
        const StateGrid::Block &block = lane.grid.blocks()[number];
        if (events.front().rawTime() != block.begin || !check.takes(events, walk) || !saysTheSame(walk, block))
            return false;
        const std::uint64_t place = file.offsetOf(&events.back());
        if (place - kept >= keptMapped) {
            file.letGo(kept, place - kept);
            kept = place;
        }
    }
    return true;
}

/// Checksums, number and sizes of all chunks.
bool areWholeChunks(const MappedFile &file, std::uint64_t events, const std::stop_token &stop)
{
    const std::string_view bytes = file.bytes();
    std::uint64_t place = headerBytes, kept = place, chunks = 0, eventBytes = 0;
    std::optional<Chunk> chunk;
    for (; place < bytes.size() && !stop.stop_requested(); place = chunk->next) {
        chunk = chunkAt(bytes, place);
        if (!chunk || !chunk->whole)
            return false;
        ++chunks;
        eventBytes += chunk->kind == ChunkKind::Events ? chunk->payload.size() : 0;
        if (place - kept >= keptMapped) {
            file.letGo(kept, place - kept);
            kept = place;
        }
    }
    if (stop.stop_requested())
        return true;
    Footer footer;
    std::memcpy(&footer, chunk->payload.data(), std::min(chunk->payload.size(), sizeof footer));
    return footer.chunks + 1 == chunks && eventBytes == events * sizeof(Event);
}

} // namespace

std::optional<Trace> openIndexed(const std::shared_ptr<const MappedFile> &file)
{
    return IndexedOpener(file).open();
}

bool isWhole(const MappedFile &file, const Trace &trace, const std::stop_token &stop)
{
    return areWholeChunks(file, trace.eventCount(), stop)
           && std::all_of(trace.lanes().begin(), trace.lanes().end(),
                          [&](const Lane &lane) { return isWholeLane(file, trace, lane, stop); })
           && !file.wasCutOff();
}

} // namespace Interleave

#include "core/io/nativewriter.h"

#include "core/base/bytes.h"
#include "core/io/crc32c.h"
#include "core/io/runinfofields.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace Interleave {

using namespace Native;

namespace {

constexpr std::size_t copiedRatherThanWritten = 4096; // bytes: one write for head and payload

std::string_view bytesOf(const auto &numbers, std::size_t count)
{
    return {reinterpret_cast<const char *>(numbers), count * sizeof *numbers};
}

} // namespace

bool ChunkWriter::header()
{
    std::string bytes(magic);
    putNumber(bytes, version);
    putNumber(bytes, crc32c(bytes));
    return put(bytes);
}

bool ChunkWriter::put(std::string_view bytes)
{
    m_good = m_good && m_write(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
    m_position += bytes.size();
    return m_good;
}

std::string &ChunkWriter::payload(ChunkKind kind)
{
    if (kind != m_kind || m_payload.size() >= fullPayload)
        close();
    m_kind = kind;
    return m_payload;
}

std::string &ChunkWriter::numberedPayload(ChunkKind kind, std::size_t number)
{
    std::string &bytes = payload(kind);
    if (bytes.empty())
        putNumber(bytes, std::uint32_t(number));
    return bytes;
}

bool ChunkWriter::close()
{
    if (m_payload.empty())
        return m_good;
    const std::uint32_t length = std::uint32_t(m_payload.size());
    m_payload.resize(padded(length));
    std::string head;
    putNumber(head, std::uint32_t(m_kind));
    putNumber(head, length);
    putNumber(head, crc32c(m_payload));
    putNumber(head, crc32c(head));
    ++m_chunks;
    if (length < copiedRatherThanWritten) {
        put(head + m_payload);
    } else {
        put(head);
        put(m_payload);
    }
    m_payload.clear();
    return m_good;
}

void ChunkWriter::info(const RunInfo &info)
{
    close();
    std::string &bytes = payload(ChunkKind::Info);
    for (const auto &[name, value] : runInfoFields(info)) {
        if (bytes.size() + name.size() + longestName > longestPayload)
            break;
        putString(bytes, name, longestName);
        putString(bytes, value, longestName);
    }
    close();
}

void ChunkWriter::rings(const std::vector<RingTotals> &rings)
{
    close();
    std::string &bytes = payload(ChunkKind::Rings);
    for (const RingTotals &ring : rings) {
        putNumber(bytes, ring.pid);
        putNumber(bytes, ring.tid);
        putNumber(bytes, ring.recorded);
        putNumber(bytes, ring.stored);
        putNumber(bytes, ring.lost);
    }
    close();
}

void ChunkWriter::problem(std::string_view sentence)
{
    putString(payload(ChunkKind::Problems), sentence, longestProblem);
}

void ChunkWriter::lane(const Lane &lane)
{
    std::string &bytes = payload(ChunkKind::Lanes);
    putNumber(bytes, Event(lane.declared.rawTime(), EventKind::Lane, std::uint8_t(lane.kind), lane.id,
                           lane.parent ? lane.parent->value() : 0, lane.declared.line(),
                           lane.declared.inferred()));
    putNumber(bytes, lane.pid);
    putNumber(bytes, lane.tid);
    putString(bytes, lane.name, longestName);
    ++m_lanes;
}

void ChunkWriter::text(std::size_t number, std::string_view text)
{
    putString(numberedPayload(ChunkKind::Texts, number), text, Trace::maxTextBytes);
    ++m_texts;
}

void ChunkWriter::sample(std::size_t number, const CounterSample &sample)
{
    std::string &bytes = numberedPayload(ChunkKind::Counters, number);
    putNumber(bytes, sample.value);
    putString(bytes, sample.name, longestName);
    ++m_samples;
}

void ChunkWriter::event(Event event)
{
    putNumber(payload(ChunkKind::Events), event);
    ++m_events;
}

std::uint64_t ChunkWriter::events(std::span<const Event> block)
{
    m_events += block.size();
    return piece(ChunkKind::Events, bytesOf(block.data(), block.size()));
}

std::uint64_t ChunkWriter::piece(ChunkKind kind, std::string_view bytes)
{
    if (kind != m_kind || m_payload.size() + bytes.size() > fullPayload)
        close();
    m_kind = kind;
    const std::uint64_t place = m_position + headBytes + m_payload.size();
    m_payload.append(bytes);
    return place;
}

bool ChunkWriter::footer(Footer footer)
{
    close();
    footer.events = m_events;
    footer.lanes = m_lanes;
    footer.texts = m_texts;
    footer.samples = m_samples;
    footer.chunks = m_chunks;
    piece(ChunkKind::Footer, bytesOf(&footer, 1));
    return close();
}

namespace {

void writeDescription(ChunkWriter &writer, const Trace &trace, const RunInfo &info)
{
    writer.info(info);
    writer.rings(trace.rings);
    for (std::size_t i = 0; i < std::min(trace.problems.size(), mostProblems); ++i)
        writer.problem(trace.problems[i]);
    for (const Lane &lane : trace.lanes()) {
        if (lane.declared.kind() == EventKind::Lane)
            writer.lane(lane);
    }
    for (std::size_t i = 0; i < trace.texts().size(); ++i)
        writer.text(i, trace.texts()[i]);
    for (std::size_t i = 0; i < trace.counters().size(); ++i)
        writer.sample(i, trace.counters()[i]);
}

/// Writes the events lane by lane, and what it knows of them behind.
class IndexedWriter
{
public:
    IndexedWriter(ChunkWriter &writer, const Trace &trace) : m_writer(writer), m_trace(trace) {}

    bool write()
    {
        m_writer.close();
        Footer footer;
        footer.records = m_trace.recordCount();
        footer.begin = std::uint64_t(m_trace.begin().count());
        footer.end = std::uint64_t(m_trace.end().count());
        footer.eventsBegin = m_writer.position();
        for (const Lane &lane : m_trace.lanes())
            writeEvents(lane);
        writeCells();
        m_writer.close();
        footer.index = m_writer.position();
        for (const BlockEntry &entry : m_entries)
            m_writer.piece(ChunkKind::Index, bytesOf(&entry, 1));
        for (const Event &output : m_trace.outputs())
            m_writer.piece(ChunkKind::Outputs, bytesOf(&output, 1));
        return m_writer.footer(footer);
    }

private:
    /// What lies in memory is indexed while it grows but for the last events, which are done here.
    void writeEvents(const Lane &lane)
    {
        StateWalk walk = lane.grid.walkBefore(lane.grid.blocks().size());
        for (std::size_t number = 0; number < lane.events.blockCount() && m_writer.isGood(); ++number) {
            const std::span<const Event> events = lane.events.block(number);
            if (number < lane.grid.blocks().size()) {
                m_blocks.push_back(lane.grid.blocks()[number]);
            } else {
                const std::size_t cells = StateGrid::cellsFor(events.size()), fine = StateGrid::fineCells(cells);
                m_cells.push_back(std::make_unique<StateGrid::Cell[]>(fine + StateGrid::coarseCells(cells)));
                m_blocks.push_back(StateGrid::index(events, walk, m_cells.back().get(), m_cells.back().get() + fine));
            }
            m_entries.push_back(entryFor(lane, events, m_blocks.back()));
        }
    }

    BlockEntry entryFor(const Lane &lane, std::span<const Event> events, const StateGrid::Block &block)
    {
        BlockEntry entry;
        entry.lane = lane.id.value();
        entry.count = std::uint16_t(events.size());
        entry.state = std::uint8_t(block.state);
        entry.alternates = block.alternates;
        entry.events = m_writer.events(events);
        entry.begin = block.begin;
        entry.end = block.end;
        entry.running = block.sums.running.count();
        entry.ready = block.sums.ready.count();
        entry.suspended = block.sums.suspended.count();
        entry.begun = block.sums.begun;
        return entry;
    }

    void writeCells()
    {
        for (std::size_t i = 0; i < m_blocks.size(); ++i) {
            if (m_blocks[i].cells > 0)
                m_entries[i].fine = m_writer.piece(ChunkKind::Grids,
                                                   bytesOf(m_blocks[i].fine, StateGrid::fineCells(m_blocks[i].cells)));
        }
        for (std::size_t i = 0; i < m_blocks.size(); ++i) {
            if (m_blocks[i].cells > 0)
                m_entries[i].coarse = m_writer.piece(ChunkKind::Grids,
                                                     bytesOf(m_blocks[i].coarse, StateGrid::coarseCells(m_blocks[i].cells)));
        }
    }

    ChunkWriter &m_writer;
    const Trace &m_trace;
    std::vector<BlockEntry> m_entries;       // in order of lanes and blocks, like the next
    std::vector<StateGrid::Block> m_blocks;
    std::vector<std::unique_ptr<StateGrid::Cell[]>> m_cells; // of those indexed here
};

} // namespace

void writeContent(ChunkWriter &writer, const Trace &trace)
{
    writeDescription(writer, trace, trace.info);
    for (const Lane &lane : trace.lanes()) {
        for (const Event &event : lane.events)
            writer.event(event);
    }
}

bool writeNative(const Trace &trace, const RunInfo &info, const ChunkWriter::Write &write)
{
    ChunkWriter writer(write);
    writer.header();
    writeDescription(writer, trace, info);
    return IndexedWriter(writer, trace).write();
}

} // namespace Interleave

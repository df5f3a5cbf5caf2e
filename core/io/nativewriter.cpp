#include "core/io/nativewriter.h"

#include "core/base/bytes.h"
#include "core/io/crc32c.h"
#include "core/io/runinfofields.h"

#include <algorithm>

namespace Interleave {

using namespace Native;

bool ChunkWriter::header()
{
    std::string bytes(magic);
    putNumber(bytes, version);
    putNumber(bytes, crc32c(bytes));
    m_good = m_good && m_write(QByteArrayView(bytes));
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
    std::string chunk;
    chunk.reserve(headBytes + m_payload.size());
    putNumber(chunk, std::uint32_t(m_kind));
    putNumber(chunk, length);
    putNumber(chunk, crc32c(m_payload));
    putNumber(chunk, crc32c(chunk));
    chunk += m_payload;
    m_payload.clear();
    ++m_chunks;
    m_good = m_good && m_write(QByteArrayView(chunk));
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

bool ChunkWriter::footer()
{
    std::string &bytes = payload(ChunkKind::Footer);
    for (std::uint64_t total : {m_events, m_lanes, m_texts, m_samples, m_chunks})
        putNumber(bytes, total);
    return close();
}

void writeContent(ChunkWriter &writer, const Trace &trace)
{
    writer.info(trace.info);
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
    for (const Lane &lane : trace.lanes()) {
        for (const Event &event : lane.events)
            writer.event(event);
    }
}

bool writeNative(const Trace &trace, const ChunkWriter::Write &write)
{
    ChunkWriter writer(write);
    writer.header();
    writeContent(writer, trace);
    return writer.footer();
}

} // namespace Interleave

// Traces into chunks of the native format (nativeformat.h). The finished file's writer and the
// live appender put the same chunks in different order. Any one thread.
#pragma once

#include "core/io/nativeformat.h"
#include "core/io/nativeindex.h"
#include "core/trace/trace.h"

#include <QByteArrayView>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace Interleave {

/// Gathers what belongs into one chunk and hands whole chunks to `write`, which says whether to go
/// on. After its first no, nothing more is written and everything here says false.
class ChunkWriter
{
public:
    using Write = std::function<bool(QByteArrayView)>;

    explicit ChunkWriter(Write write) : m_write(std::move(write)) {}

    bool header();
    void info(const RunInfo &info);
    void rings(const std::vector<RingTotals> &rings);
    void problem(std::string_view sentence);
    void lane(const Lane &lane);
    void text(std::size_t number, std::string_view text);
    void sample(std::size_t number, const CounterSample &sample);
    void event(Event event);
    /// A block of events as they are; returns where in the file they lie. It is not cut by the end of
    /// a chunk.
    std::uint64_t events(std::span<const Event> block);
    /// Bytes of the index's chunks, likewise.
    std::uint64_t piece(Native::ChunkKind kind, std::string_view bytes);
    /// Closes the chunk at hand. False when anything could not be written so far.
    bool close();
    /// Closes it and ends the file: with the totals of what was written, and the rest as given.
    bool footer(Native::Footer footer = {});
    /// Where the next chunk begins, after close().
    std::uint64_t position() const { return m_position; }
    bool isGood() const { return m_good; }

private:
    bool put(std::string_view bytes);
    std::string &payload(Native::ChunkKind kind);
    std::string &numberedPayload(Native::ChunkKind kind, std::size_t number);

    Write m_write;
    bool m_good = true;
    Native::ChunkKind m_kind = Native::ChunkKind::Info;
    std::string m_payload;
    std::uint64_t m_position = 0; // in the file, of the chunk at hand
    std::uint64_t m_events = 0, m_lanes = 0, m_texts = 0, m_samples = 0, m_chunks = 0;
};

/// All that the trace holds, without header, index and footer: what a live file begins with.
void writeContent(ChunkWriter &writer, const Trace &trace);

/// The whole finished file, with its index and with this description of the run.
bool writeNative(const Trace &trace, const RunInfo &info, const ChunkWriter::Write &write);

} // namespace Interleave

#include "core/io/nativereader.h"

#include "core/base/bytes.h"
#include "core/io/crc32c.h"
#include "core/io/inputfile.h"
#include "core/io/nativeformat.h"
#include "core/io/runinfofields.h"
#include "core/io/tracegatherer.h"

#include <optional>

namespace Interleave {

using namespace Native;

namespace {

struct Head {
    ChunkKind kind = ChunkKind::Info;
    std::size_t length = 0;
    std::uint32_t checksum = 0; // of the padded payload
};

/// Nothing when the 16 bytes are no whole chunk head.
std::optional<Head> headFrom(std::string_view bytes)
{
    ByteCursor cursor(bytes);
    Head head;
    head.kind = ChunkKind(cursor.number<std::uint32_t>());
    head.length = cursor.number<std::uint32_t>();
    head.checksum = cursor.number<std::uint32_t>();
    const bool whole = cursor.number<std::uint32_t>() == crc32c(bytes.substr(0, headBytes - 4));
    return whole && !cursor.failed() && head.length <= longestPayload ? std::optional(head) : std::nullopt;
}

/// One pass over the file, in the order of its chunks.
class NativeReader
{
public:
    NativeReader(QFile &file, const QString &path) : m_file(file), m_path(path), m_size(file.size()) {}

    Result<Trace> read();

private:
    std::optional<Error> checkHeader();
    bool readAt(qint64 position, std::size_t size, std::string &bytes);
    bool readChunk();
    void findNextHead();
    bool take(ChunkKind kind, std::string_view payload);
    bool takeInfo(ByteCursor cursor);
    bool takeRings(ByteCursor cursor);
    bool takeProblems(ByteCursor cursor);
    bool takeLanes(ByteCursor cursor);
    bool takeTexts(ByteCursor cursor);
    bool takeSamples(ByteCursor cursor);
    bool takeEvents(ByteCursor cursor);
    bool takeFooter(ByteCursor cursor);
    void sayWhatIsMissing();

    QFile &m_file;
    const QString m_path; // for people: the file itself was opened by its descriptor
    const qint64 m_size;
    qint64 m_position = 0;
    std::string m_bytes; // of the head or payload at hand
    TraceGatherer m_gathered;
    std::uint64_t m_chunks = 0, m_damaged = 0, m_unknown = 0;
    bool m_cut = false, m_footer = false, m_totalsDiffer = false, m_goesOnBehindFooter = false;
};

std::optional<Error> NativeReader::checkHeader()
{
    const bool whole = readAt(0, headerBytes, m_bytes);
    if (!whole)
        return cannotRead(m_path, "it is cut off within its header");
    ByteCursor cursor(std::string_view(m_bytes).substr(magic.size()));
    const std::uint32_t foundVersion = cursor.number<std::uint32_t>();
    const std::uint32_t checksum = cursor.number<std::uint32_t>();
    if (checksum != crc32c(std::string_view(m_bytes).substr(0, headerBytes - 4)))
        return cannotRead(m_path, "its header is damaged");
    if (foundVersion == 0 || foundVersion > version) {
        return cannotRead(m_path, "it was written by a later version of Interleave (format "
                                                 + std::to_string(foundVersion) + ")");
    }
    m_position = headerBytes;
    return std::nullopt;
}

bool NativeReader::readAt(qint64 position, std::size_t size, std::string &bytes)
{
    if (position + qint64(size) > m_size || !m_file.seek(position))
        return false;
    bytes.resize(size);
    return m_file.read(bytes.data(), qint64(size)) == qint64(size);
}

/// False at the end of what can be read.
bool NativeReader::readChunk()
{
    if (m_position == m_size)
        return false;
    if (!readAt(m_position, headBytes, m_bytes)) {
        m_cut = true;
        return false;
    }
    m_goesOnBehindFooter = m_footer;
    const std::optional<Head> head = headFrom(m_bytes);
    if (!head) {
        ++m_damaged;
        findNextHead();
        return true;
    }
    if (!readAt(m_position + qint64(headBytes), padded(head->length), m_bytes)) {
        m_cut = true;
        return false;
    }
    m_position += qint64(headBytes + padded(head->length));
    const bool whole = crc32c(m_bytes) == head->checksum;
    if (!whole || !take(head->kind, std::string_view(m_bytes).substr(0, head->length)))
        ++m_damaged;
    ++m_chunks;
    return true;
}

/// Leaves m_position at the next head that is whole, or at the end.
void NativeReader::findNextHead()
{
    constexpr std::size_t stride = 64 << 10;
    m_position += qint64(alignment);
    while (m_position + qint64(headBytes) <= m_size) {
        const std::size_t size = std::size_t(std::min<qint64>(stride, m_size - m_position));
        if (!readAt(m_position, size, m_bytes))
            break;
        for (std::size_t at = 0; at + headBytes <= size; at += alignment) {
            if (headFrom(std::string_view(m_bytes).substr(at, headBytes))) {
                m_position += qint64(at);
                return;
            }
        }
        m_position += qint64(size / alignment * alignment);
    }
    m_position = m_size;
}

bool NativeReader::take(ChunkKind kind, std::string_view payload)
{
    const ByteCursor cursor(payload);
    switch (kind) {
    case ChunkKind::Info: return takeInfo(cursor);
    case ChunkKind::Rings: return takeRings(cursor);
    case ChunkKind::Problems: return takeProblems(cursor);
    case ChunkKind::Lanes: return takeLanes(cursor);
    case ChunkKind::Texts: return takeTexts(cursor);
    case ChunkKind::Counters: return takeSamples(cursor);
    case ChunkKind::Events: return takeEvents(cursor);
    case ChunkKind::Footer: return takeFooter(cursor);
    }
    ++m_unknown;
    return true;
}

bool NativeReader::takeInfo(ByteCursor cursor)
{
    m_gathered.info = {};
    while (!cursor.atEnd() && !cursor.failed()) {
        const std::string name(cursor.string(longestName));
        const std::string value(cursor.string(longestName));
        if (!cursor.failed())
            setRunInfoField(m_gathered.info, name, value);
    }
    return !cursor.failed();
}

bool NativeReader::takeRings(ByteCursor cursor)
{
    m_gathered.rings.clear();
    while (!cursor.atEnd() && !cursor.failed()) {
        RingTotals ring;
        ring.pid = cursor.number<std::uint32_t>();
        ring.tid = cursor.number<std::uint32_t>();
        ring.recorded = cursor.number<std::uint64_t>();
        ring.stored = cursor.number<std::uint64_t>();
        ring.lost = cursor.number<std::uint64_t>();
        if (!cursor.failed())
            m_gathered.rings.push_back(ring);
    }
    return !cursor.failed();
}

bool NativeReader::takeProblems(ByteCursor cursor)
{
    while (!cursor.atEnd() && !cursor.failed()) {
        const std::string_view sentence = cursor.string(longestProblem);
        if (!cursor.failed() && m_gathered.problems.size() < mostProblems)
            m_gathered.problems.emplace_back(sentence);
    }
    return !cursor.failed();
}

bool NativeReader::takeLanes(ByteCursor cursor)
{
    while (!cursor.atEnd() && !cursor.failed()) {
        const Event declaration = cursor.number<Event>();
        const std::uint32_t pid = cursor.number<std::uint32_t>();
        const std::uint32_t tid = cursor.number<std::uint32_t>();
        std::string name(cursor.string(longestName));
        if (!cursor.failed())
            m_gathered.lane(declaration, pid, tid, std::move(name));
    }
    return !cursor.failed();
}

bool NativeReader::takeTexts(ByteCursor cursor)
{
    std::uint64_t number = cursor.number<std::uint32_t>();
    while (!cursor.atEnd() && !cursor.failed()) {
        std::string text(cursor.string(Trace::maxTextBytes));
        if (!cursor.failed())
            m_gathered.text(number++, std::move(text));
    }
    return !cursor.failed();
}

bool NativeReader::takeSamples(ByteCursor cursor)
{
    std::uint64_t number = cursor.number<std::uint32_t>();
    while (!cursor.atEnd() && !cursor.failed()) {
        CounterSample sample;
        sample.value = cursor.number<std::int64_t>();
        sample.name = cursor.string(longestName);
        if (!cursor.failed())
            m_gathered.sample(number++, std::move(sample));
    }
    return !cursor.failed();
}

bool NativeReader::takeEvents(ByteCursor cursor)
{
    while (!cursor.atEnd() && !cursor.failed()) {
        const Event event = cursor.number<Event>();
        if (!cursor.failed())
            m_gathered.event(event);
    }
    return !cursor.failed();
}

bool NativeReader::takeFooter(ByteCursor cursor)
{
    m_footer = true;
    for (std::uint64_t found : {m_gathered.eventCount(), m_gathered.laneCount(), m_gathered.textCount(),
                                m_gathered.sampleCount(), m_chunks})
        m_totalsDiffer = cursor.number<std::uint64_t>() != found || m_totalsDiffer;
    return !cursor.failed();
}

void NativeReader::sayWhatIsMissing()
{
    const std::string recovered = "; " + std::to_string(m_gathered.eventCount()) + " events were recovered.";
    std::vector<std::string> &problems = m_gathered.problems;
    if (m_damaged > 0) {
        problems.push_back(std::to_string(m_damaged) + (m_damaged == 1 ? " damaged part" : " damaged parts")
                           + " of the file left out" + recovered);
    }
    if (m_unknown > 0)
        problems.push_back(std::to_string(m_unknown) + " parts of a kind that this version does not know left out.");
    if (m_cut || !m_footer)
        problems.push_back("The file has no end: it is cut off or its run was still going on" + recovered);
    else if (m_totalsDiffer && m_damaged == 0)
        problems.push_back("The file's totals are not those of its content" + recovered);
    if (m_goesOnBehindFooter)
        problems.push_back("The file goes on behind its end.");
}

Result<Trace> NativeReader::read()
{
    if (const std::optional<Error> error = checkHeader())
        return *error;
    while (readChunk()) {}
    sayWhatIsMissing();
    return m_gathered.finish();
}

} // namespace

Result<Trace> readNative(QFile &file, const QString &path)
{
    return NativeReader(file, path).read();
}

} // namespace Interleave

#include "core/io/nativereader.h"

#include "core/base/bytes.h"
#include "core/io/checkedchunks.h"
#include "core/io/crc32c.h"
#include "core/io/indexedfile.h"
#include "core/io/inputfile.h"
#include "core/io/mappedfile.h"
#include "core/io/nativechunks.h"

#include <optional>

namespace Interleave {

using namespace Native;

namespace {

constexpr std::uint64_t verifiedAtOnce = 1 << 20; // bytes of a file that take less than a millisecond
constexpr std::uint64_t keptMapped = 32 << 20;    // bytes, while a file is read through

/// One pass over the file, in the order of its chunks.
class NativeReader
{
public:
    explicit NativeReader(const std::shared_ptr<const MappedFile> &file)
        : m_file(*file), m_bytes(file->bytes()), m_checked(m_bytes), m_taker(file)
    {}

    Trace read();

private:
    void readChunk();
    std::uint64_t nextHead(std::uint64_t from) const;
    void compareTotals(const Footer &footer);
    void sayWhatIsMissing();

    const MappedFile &m_file;
    const std::string_view m_bytes;
    std::uint64_t m_position = headerBytes;
    CheckedChunks m_checked;
    ChunkTaker m_taker;
    std::uint64_t m_chunks = 0, m_damaged = 0;
    bool m_cut = false, m_totalsDiffer = false, m_goesOnBehindFooter = false;
};

/// Moves m_position on, to the file's end where nothing more can be read.
void NativeReader::readChunk()
{
    if (m_bytes.size() - m_position < headBytes) {
        m_cut = true;
        m_position = m_bytes.size();
        return;
    }
    m_goesOnBehindFooter = m_taker.hasFooter();
    if (!isHead(m_bytes.substr(m_position, headBytes))) {
        ++m_damaged;
        m_position = nextHead(m_position + alignment);
        return;
    }
    const std::optional<Chunk> chunk = m_checked.at(m_position);
    if (!chunk) {
        m_cut = true;
        m_position = m_bytes.size();
        return;
    }
    if (!chunk->whole || !m_taker.take(chunk->kind, chunk->payload))
        ++m_damaged;
    else if (chunk->kind == ChunkKind::Footer)
        compareTotals(*m_taker.footer());
    ++m_chunks;
    m_position = chunk->next;
}

/// Where the next head that is whole begins, or the file's end.
std::uint64_t NativeReader::nextHead(std::uint64_t from) const
{
    for (; from + headBytes <= m_bytes.size(); from += alignment) {
        if (isHead(m_bytes.substr(from, headBytes)))
            return from;
    }
    return m_bytes.size();
}

void NativeReader::compareTotals(const Footer &footer)
{
    const TraceGatherer &gathered = m_taker.gathered;
    m_totalsDiffer = m_totalsDiffer || footer.events != gathered.eventCount() || footer.lanes != gathered.laneCount()
                     || footer.texts != gathered.textCount() || footer.samples != gathered.sampleCount()
                     || footer.chunks != m_chunks;
}

void NativeReader::sayWhatIsMissing()
{
    TraceGatherer &gathered = m_taker.gathered;
    const std::string recovered = "; " + std::to_string(gathered.eventCount()) + " events were recovered.";
    std::vector<std::string> &problems = gathered.problems;
    if (m_damaged > 0) {
        problems.push_back(std::to_string(m_damaged) + (m_damaged == 1 ? " damaged part" : " damaged parts")
                           + " of the file left out" + recovered);
    }
    if (m_taker.unknownChunks() > 0) {
        problems.push_back(std::to_string(m_taker.unknownChunks())
                           + " parts of a kind that this version does not know left out.");
    }
    if (m_cut || !m_taker.hasFooter())
        problems.push_back("The file has no end: it is cut off or its run was still going on" + recovered);
    else if (m_totalsDiffer && m_damaged == 0)
        problems.push_back("The file's totals are not those of its content" + recovered);
    if (m_goesOnBehindFooter)
        problems.push_back("The file goes on behind its end.");
    if (m_file.wasCutOff())
        problems.push_back("The file was cut off while it was read.");
}

Trace NativeReader::read()
{
    std::uint64_t kept = m_position;
    while (m_position < m_bytes.size()) {
        readChunk();
        if (m_position - kept >= keptMapped) {
            m_file.letGo(kept, m_position - kept);
            kept = m_position;
        }
    }
    sayWhatIsMissing();
    return m_taker.gathered.finish();
}

std::optional<Error> checkHeader(std::string_view bytes, const QString &path)
{
    if (bytes.size() < headerBytes)
        return cannotRead(path, "it is cut off within its header");
    ByteCursor cursor(bytes.substr(magic.size()));
    const std::uint32_t foundVersion = cursor.number<std::uint32_t>();
    const std::uint32_t checksum = cursor.number<std::uint32_t>();
    if (!bytes.starts_with(magic) || checksum != crc32c(bytes.substr(0, headerBytes - 4)))
        return cannotRead(path, "its header is damaged");
    if (foundVersion == 0 || foundVersion > version) {
        return cannotRead(path, "it was written by a later version of Interleave (format "
                                    + std::to_string(foundVersion) + ")");
    }
    return std::nullopt;
}

Result<std::shared_ptr<const MappedFile>> mapNative(QFile &file, const QString &path)
{
    Result<std::shared_ptr<const MappedFile>> mapped = MappedFile::map(file);
    if (!mapped.hasValue())
        return mapped;
    if (std::optional<Error> error = checkHeader(mapped.value()->bytes(), path))
        return *error;
    return mapped;
}

} // namespace

Result<Trace> readNative(QFile &file, const QString &path)
{
    const Result<std::shared_ptr<const MappedFile>> mapped = mapNative(file, path);
    if (!mapped.hasValue())
        return mapped.error();
    std::optional<Trace> indexed = openIndexed(mapped.value());
    if (indexed && isWhole(*mapped.value(), *indexed))
        return std::move(*indexed);
    indexed.reset();
    return NativeReader(mapped.value()).read();
}

Result<OpenedNative> openNative(QFile &file, const QString &path)
{
    const Result<std::shared_ptr<const MappedFile>> mapped = mapNative(file, path);
    if (!mapped.hasValue())
        return mapped.error();
    if (mapped.value()->size() > verifiedAtOnce) {
        if (std::optional<Trace> indexed = openIndexed(mapped.value()))
            return OpenedNative{std::move(*indexed), mapped.value()};
    }
    Result<Trace> read = readNative(file, path);
    if (!read.hasValue())
        return read.error();
    return OpenedNative{read.takeValue(), nullptr};
}

} // namespace Interleave

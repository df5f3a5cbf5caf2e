// The chunks of a native file (nativeformat.h) as they are found in it and taken apart. One file,
// one pass, any one thread.
#pragma once

#include "core/base/bytes.h"
#include "core/io/nativeformat.h"
#include "core/io/nativeindex.h"
#include "core/io/tracegatherer.h"

#include <optional>
#include <string_view>

namespace Interleave::Native {

struct Chunk {
    ChunkKind kind = ChunkKind::Info;
    std::string_view payload;   // without its padding
    bool whole = false;         // its checksum is right
    std::uint64_t next = 0;     // where the next one begins
};

/// Whether 16 bytes are the head of a chunk and not anything else.
bool isHead(std::string_view bytes);

/// The chunk that begins there; nothing when there is no whole head, or the file ends before it.
/// The payload's checksum is computed only if asked for.
std::optional<Chunk> chunkAt(std::string_view file, std::uint64_t place, bool checked = true);

/// Takes chunks into what becomes a trace.
class ChunkTaker
{
public:
    /// Events may stay in the file, which `keeper` keeps mapped.
    explicit ChunkTaker(std::shared_ptr<const void> keeper) : m_keeper(std::move(keeper)) {}

    TraceGatherer gathered;

    /// False when the payload is not what its kind says; what there was up to then is taken.
    bool take(ChunkKind kind, std::string_view payload);

    bool hasFooter() const { return m_footer.has_value(); }
    const std::optional<Footer> &footer() const { return m_footer; }
    std::uint64_t unknownChunks() const { return m_unknown; }

private:
    bool takeInfo(ByteCursor cursor);
    bool takeRings(ByteCursor cursor);
    bool takeProblems(ByteCursor cursor);
    bool takeLanes(ByteCursor cursor);
    bool takeTexts(ByteCursor cursor);
    bool takeSamples(ByteCursor cursor);
    bool takeEvents(std::string_view payload);
    bool takeFooter(std::string_view payload);

    std::shared_ptr<const void> m_keeper;
    std::optional<Footer> m_footer;
    std::uint64_t m_unknown = 0;
};

} // namespace Interleave::Native

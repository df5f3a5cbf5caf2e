// The chunks of a file in their order, with checksums computed ahead on all cores. For whoever reads
// a file through. Looks at the file's bytes, which outlive it; one thread.
#pragma once

#include "core/io/nativechunks.h"

#include <deque>

namespace Interleave::Native {

class CheckedChunks
{
public:
    explicit CheckedChunks(std::string_view file) : m_file(file) {}

    /// As chunkAt() says.
    std::optional<Chunk> at(std::uint64_t place);

private:
    void lookAhead(std::uint64_t place);

    std::string_view m_file;
    std::deque<std::pair<std::uint64_t, Chunk>> m_ahead; // each behind the one before
};

} // namespace Interleave::Native

#include "core/io/checkedchunks.h"

#include "core/io/paralleltasks.h"

namespace Interleave::Native {

namespace {

constexpr std::uint64_t aheadBytes = 32 << 20; // several milliseconds of work, and so many bytes stay mapped
constexpr std::uint64_t worthThreads = 4 << 20;

} // namespace

std::optional<Chunk> CheckedChunks::at(std::uint64_t place)
{
    if (m_ahead.empty())
        lookAhead(place);
    if (m_ahead.empty() || m_ahead.front().first != place) {
        m_ahead.clear(); // what follows damage is found anew
        return chunkAt(m_file, place);
    }
    const Chunk chunk = m_ahead.front().second;
    m_ahead.pop_front();
    return chunk;
}

void CheckedChunks::lookAhead(std::uint64_t place)
{
    const std::uint64_t begin = place;
    for (auto chunk = chunkAt(m_file, place, false); chunk && place - begin < aheadBytes; chunk = chunkAt(m_file, place, false)) {
        m_ahead.emplace_back(place, *chunk);
        place = chunk->next;
    }
    const auto check = [this](std::size_t i) {
        if (const auto checked = chunkAt(m_file, m_ahead[i].first))
            m_ahead[i].second = *checked;
    };
    ReadingWatch watch;
    if (place - begin >= worthThreads)
        forEachInParallel(m_ahead.size(), watch, 0, 1, check);
    else
        for (std::size_t i = 0; i < m_ahead.size(); ++i)
            check(i);
}

} // namespace Interleave::Native

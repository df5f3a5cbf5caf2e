// Which events of one lane match a search: a bit for each, and how many there were at every 4096th,
// so that drawing and stepping through millions skip what does not match. Grows at its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace Interleave {

class HitSet
{
public:
    /// Whether the next event matches.
    void append(bool matches)
    {
        if (m_size % blockBits == 0)
            m_before.push_back(m_count);
        if (m_size % wordBits == 0)
            m_words.push_back(0);
        m_words.back() |= std::uint64_t(matches) << (m_size % wordBits);
        m_count += matches;
        ++m_size;
    }
    void clear() { *this = HitSet(); }

    std::size_t size() const { return m_size; } // events looked at
    std::uint64_t count() const { return m_count; }
    bool contains(std::size_t number) const
    {
        return number < m_size && m_words[number / wordBits] >> (number % wordBits) & 1;
    }
    /// Matching events of lower numbers.
    std::uint64_t countBefore(std::size_t number) const;
    /// The first match at or after the number, the last before it.
    std::optional<std::size_t> firstFrom(std::size_t number) const;
    std::optional<std::size_t> lastBefore(std::size_t number) const;

private:
    static constexpr std::size_t wordBits = 64, blockBits = 4096, blockWords = blockBits / wordBits;

    bool isEmptyBlock(std::size_t block) const;

    std::vector<std::uint64_t> m_words;
    std::vector<std::uint64_t> m_before; // matches before each block
    std::size_t m_size = 0;
    std::uint64_t m_count = 0;
};

} // namespace Interleave

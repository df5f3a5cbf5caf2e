#include "ui/models/hitset.h"

#include <algorithm>
#include <bit>

namespace Interleave {

bool HitSet::isEmptyBlock(std::size_t block) const
{
    return m_before[block] == (block + 1 < m_before.size() ? m_before[block + 1] : m_count);
}

std::uint64_t HitSet::countBefore(std::size_t number) const
{
    if (number >= m_size)
        return m_count;
    std::uint64_t count = m_before[number / blockBits];
    for (std::size_t word = number / blockBits * blockWords; word < number / wordBits; ++word)
        count += std::uint64_t(std::popcount(m_words[word]));
    const std::uint64_t below = (std::uint64_t(1) << number % wordBits) - 1;
    return count + std::uint64_t(std::popcount(m_words[number / wordBits] & below));
}

std::optional<std::size_t> HitSet::firstFrom(std::size_t number) const
{
    if (number >= m_size)
        return std::nullopt;
    std::size_t word = number / wordBits;
    std::uint64_t bits = m_words[word] & ~std::uint64_t(0) << number % wordBits;
    while (bits == 0) {
        ++word;
        while (word % blockWords == 0 && word < m_words.size() && isEmptyBlock(word / blockWords))
            word += blockWords;
        if (word >= m_words.size())
            return std::nullopt;
        bits = m_words[word];
    }
    return word * wordBits + std::size_t(std::countr_zero(bits));
}

std::optional<std::size_t> HitSet::lastBefore(std::size_t number) const
{
    number = std::min(number, m_size);
    if (number == 0)
        return std::nullopt;
    std::size_t word = (number - 1) / wordBits;
    std::uint64_t bits = m_words[word] & ~std::uint64_t(0) >> (wordBits - 1 - (number - 1) % wordBits);
    while (bits == 0) {
        while (word % blockWords == 0 && word > 0 && isEmptyBlock(word / blockWords - 1))
            word -= blockWords;
        if (word == 0)
            return std::nullopt;
        bits = m_words[--word];
    }
    return word * wordBits + wordBits - 1 - std::size_t(std::countl_zero(bits));
}

} // namespace Interleave

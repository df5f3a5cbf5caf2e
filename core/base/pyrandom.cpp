#include "core/base/pyrandom.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace Interleave {

namespace {
constexpr std::size_t shift = 397; // MT19937's m
}

PythonRandom::PythonRandom(std::int64_t seed)
{
    const std::uint64_t size = seed < 0 ? 0 - std::uint64_t(seed) : std::uint64_t(seed);
    seedWords(std::uint32_t(size), std::uint32_t(size >> 32));
}

PythonRandom PythonRandom::fromUnsigned(std::uint64_t seed)
{
    PythonRandom generator;
    generator.seedWords(std::uint32_t(seed), std::uint32_t(seed >> 32));
    return generator;
}

/// MT19937's init_by_array with the seed's 32-bit words, lowest first and none that is a leading
/// zero (0 itself is one word).
void PythonRandom::seedWords(std::uint32_t low, std::uint32_t high)
{
    const std::uint32_t key[] = {low, high};
    const std::size_t keySize = high == 0 ? 1 : 2;
    m_state[0] = 19650218;
    for (std::size_t i = 1; i < stateSize; ++i)
        m_state[i] = 1812433253u * (m_state[i - 1] ^ m_state[i - 1] >> 30) + std::uint32_t(i);

    std::size_t place = 1;
    const auto advance = [&] {
        if (++place == stateSize) {
            m_state[0] = m_state[stateSize - 1];
            place = 1;
        }
    };
    const auto mixed = [&](std::uint32_t factor) {
        const std::uint32_t before = m_state[place - 1];
        return m_state[place] ^ (before ^ before >> 30) * factor;
    };
    for (std::size_t step = 0; step < stateSize; ++step) {
        const std::size_t word = step % keySize;
        m_state[place] = mixed(1664525) + key[word] + std::uint32_t(word);
        advance();
    }
    for (std::size_t step = 1; step < stateSize; ++step) {
        m_state[place] = mixed(1566083941) - std::uint32_t(place);
        advance();
    }
    m_state[0] = 0x80000000;
    m_used = stateSize;
}

void PythonRandom::refill()
{
    for (std::size_t i = 0; i < stateSize; ++i) {
        const std::uint32_t mixed = (m_state[i] & 0x80000000) | (m_state[(i + 1) % stateSize] & 0x7fffffff);
        m_state[i] = m_state[(i + shift) % stateSize] ^ mixed >> 1 ^ (mixed & 1 ? 0x9908b0df : 0);
    }
    m_used = 0;
}

std::uint32_t PythonRandom::nextWord()
{
    if (m_used == stateSize)
        refill();
    std::uint32_t word = m_state[m_used++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c5680;
    word ^= word << 15 & 0xefc60000;
    return word ^ word >> 18;
}

double PythonRandom::random()
{
    const std::uint32_t high = nextWord() >> 5;
    const std::uint32_t low = nextWord() >> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0; // 2^26 and 2^53
}

/// Whole words, lowest first; the last one gives its upper bits.
std::uint64_t PythonRandom::getRandBits(int bits)
{
    assert(bits >= 0 && bits <= 64);
    std::uint64_t value = 0;
    for (int done = 0; done < bits; done += 32) {
        const int wanted = std::min(32, bits - done);
        value |= std::uint64_t(nextWord() >> (32 - wanted)) << done;
    }
    return value;
}

/// Rejection of what is too large, from as many bits as `limit` has: for a power of two that is
/// one more than needed, as CPython 3.11 does it.
std::uint64_t PythonRandom::randBelow(std::uint64_t limit)
{
    assert(limit >= 1);
    const int bits = int(std::bit_width(limit));
    std::uint64_t value = getRandBits(bits);
    while (value >= limit)
        value = getRandBits(bits);
    return value;
}

std::int64_t PythonRandom::randInt(std::int64_t first, std::int64_t last)
{
    assert(first <= last);
    const std::uint64_t span = std::uint64_t(last) - std::uint64_t(first);
    // All 2^64 values: CPython then draws 65 bits until the uppermost is 0; nobody needs it.
    assert(span != UINT64_MAX);
    return std::int64_t(std::uint64_t(first) + randBelow(span + 1));
}

/// The bytes of one large getrandbits(), lowest first: whole words, then the last one's upper bits.
std::vector<std::uint8_t> PythonRandom::randBytes(std::size_t count)
{
    std::vector<std::uint8_t> bytes;
    while (bytes.size() < count) {
        const std::size_t wanted = std::min<std::size_t>(4, count - bytes.size());
        const std::uint64_t word = getRandBits(int(8 * wanted));
        for (std::size_t byte = 0; byte < wanted; ++byte)
            bytes.push_back(std::uint8_t(word >> 8 * byte));
    }
    return bytes;
}

} // namespace Interleave

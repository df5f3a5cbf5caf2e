// CPython's `random`, so that a seed gives the numbers that the Python program draws under CPython
// 3.11: the Mersenne Twister MT19937 (Matsumoto and Nishimura, 2002), seeded by the words of the
// number, and the same ways from its words to floats and integers. Not thread-safe; copy it freely.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace Interleave {

class PythonRandom
{
public:
    /// random.seed(seed) for an int; a negative one counts like its absolute value.
    explicit PythonRandom(std::int64_t seed);
    static PythonRandom fromUnsigned(std::uint64_t seed);

    /// random.random(): [0, 1) with 53 bits.
    double random();
    /// random.getrandbits(bits), bits 0–64.
    std::uint64_t getRandBits(int bits);
    /// random.randrange(limit): 0 … limit − 1; limit ≥ 1.
    std::uint64_t randBelow(std::uint64_t limit);
    /// random.randint(first, last), both included; first ≤ last.
    std::int64_t randInt(std::int64_t first, std::int64_t last);
    /// random.uniform(first, last).
    double uniform(double first, double last) { return first + (last - first) * random(); }
    /// random.choice(sequence); not of an empty one.
    template<class Sequence>
    const auto &choice(const Sequence &sequence) { return sequence[randBelow(sequence.size())]; }
    /// random.randbytes(count).
    std::vector<std::uint8_t> randBytes(std::size_t count);

private:
    static constexpr std::size_t stateSize = 624;

    PythonRandom() = default;
    void seedWords(std::uint32_t low, std::uint32_t high);
    void refill();
    std::uint32_t nextWord();

    std::array<std::uint32_t, stateSize> m_state{};
    std::size_t m_used = stateSize;
};

} // namespace Interleave

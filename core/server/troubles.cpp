#include "core/server/troubles.h"

namespace Interleave {

namespace {

/// Random words from the seed and the path: FNV-1a over the bytes, then steps of SplitMix64
/// (Steele, Lea and Flood, 2014). Neither changes with the compiler or the machine.
class Words
{
public:
    Words(std::string_view path, std::uint64_t seed) : m_state(0xcbf29ce484222325u)
    {
        for (const char character : path)
            m_state = (m_state ^ std::uint8_t(character)) * 0x100000001b3u;
        m_state ^= seed * 0x9e3779b97f4a7c15u;
    }

    std::uint64_t below(std::uint64_t limit) { return next() % limit; }

private:
    std::uint64_t next()
    {
        std::uint64_t word = m_state += 0x9e3779b97f4a7c15u;
        word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9u;
        word = (word ^ word >> 27) * 0x94d049bb133111ebu;
        return word ^ word >> 31;
    }

    std::uint64_t m_state;
};

} // namespace

PageFate fateOf(std::string_view path, const TroubleSettings &settings)
{
    // Always three words in this order: a knob then changes nothing but what it is for.
    Words words(path, settings.seed);
    const bool fails = words.below(100) < std::uint64_t(settings.failures);
    const auto kind = Trouble(1 + words.below(troubleKinds));
    const auto more = std::chrono::milliseconds(words.below(std::uint64_t(settings.jitter.count()) + 1));
    return {fails ? kind : Trouble::None, settings.latency + more};
}

} // namespace Interleave

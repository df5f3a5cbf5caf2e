#include "core/io/crc32c.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace Interleave {

namespace {

constexpr std::uint32_t reversedPolynomial = 0x82f63b78;

constexpr std::array<std::uint32_t, 256> makeTable()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t remainder = byte;
        for (int bit = 0; bit < 8; ++bit)
            remainder = remainder & 1 ? remainder >> 1 ^ reversedPolynomial : remainder >> 1;
        table[byte] = remainder;
    }
    return table;
}

constexpr std::array<std::uint32_t, 256> table = makeTable();

#if defined(__x86_64__)

__attribute__((target("sse4.2"))) std::uint32_t crc32cByInstruction(std::string_view bytes, std::uint32_t previous)
{
    std::uint64_t wide = std::uint32_t(~previous);
    while (bytes.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data(), sizeof word);
        wide = _mm_crc32_u64(wide, word);
        bytes.remove_prefix(sizeof word);
    }
    std::uint32_t remainder = std::uint32_t(wide);
    for (char byte : bytes)
        remainder = _mm_crc32_u8(remainder, std::uint8_t(byte));
    return ~remainder;
}

#endif

} // namespace

std::uint32_t crc32cByTable(std::string_view bytes, std::uint32_t previous)
{
    std::uint32_t remainder = ~previous;
    for (char byte : bytes)
        remainder = remainder >> 8 ^ table[(remainder ^ std::uint8_t(byte)) & 0xff];
    return ~remainder;
}

std::uint32_t crc32c(std::string_view bytes, std::uint32_t previous)
{
#if defined(__x86_64__)
    static const bool hasInstruction = __builtin_cpu_supports("sse4.2");
    if (hasInstruction)
        return crc32cByInstruction(bytes, previous);
#endif
    return crc32cByTable(bytes, previous);
}

} // namespace Interleave

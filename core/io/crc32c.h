// CRC-32C (Castagnoli), the checksum of the native format's chunks and of the JSON export: four
// bytes that notice every flip of up to three bits in a chunk. Pure function, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace Interleave {

/// The checksum of `bytes`, or of what came before with `previous` and now goes on. In hardware
/// where the processor has SSE 4.2, from a table elsewhere.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t previous = 0);

/// The same from the table alone: for processors without, and for the test that compares both.
std::uint32_t crc32cByTable(std::string_view bytes, std::uint32_t previous = 0);

} // namespace Interleave

// The tables at the end of a finished native file (nativeformat.h) by which it opens without being
// read: one entry a block of events, and the footer. Plain numbers as they lie in the file; who
// takes them checks them.
#pragma once

#include "core/trace/stategrid.h"

#include <cstdint>
#include <type_traits>

namespace Interleave::Native {

/// One block of a lane's events, as core/trace/stategrid.h describes it.
struct BlockEntry {
    std::uint32_t lane = 0;
    std::uint16_t count = 0;           // events; all blocks of a lane but the last are full
    std::uint8_t state = 0;            // LaneState after it
    std::uint8_t alternates = 0;       // 1 where the block is known to
    std::uint64_t events = 0;          // where in the file they lie, a multiple of 16
    std::uint64_t fine = 0, coarse = 0; // where the cells lie, multiples of 8; 0 where it has none
    std::uint64_t begin = 0, end = 0;  // times of its first and last event
    std::int64_t running = 0, ready = 0, suspended = 0; // of the lane up to then
    std::uint64_t begun = 0;
};
static_assert(sizeof(BlockEntry) == 80 && std::is_trivially_copyable_v<BlockEntry>);
static_assert(sizeof(StateGrid::Cell) == 8 && std::is_trivially_copyable_v<StateGrid::Cell>);

struct Footer {
    std::uint64_t events = 0, lanes = 0, texts = 0, samples = 0, chunks = 0;
    // From here on since version 2; index 0 where there is none, and then the rest is 0, too.
    std::uint64_t records = 0;         // Trace::recordCount()
    std::uint64_t begin = 0, end = 0;  // of the run
    std::uint64_t eventsBegin = 0;     // the first chunk behind the description
    std::uint64_t index = 0;           // the first chunk of the index
};
static_assert(sizeof(Footer) == 80 && std::is_trivially_copyable_v<Footer>);

} // namespace Interleave::Native

// The arena: shared memory that every process of a run records into and the viewer reads from.
//
// One sealed memfd, passed by descriptor number and mapped by all. Its layout is an ABI, version 1;
// any language can map it and record. All numbers are little-endian.
//
//   offset 0      ArenaHeader: magic "ILVARENA", version, sizes, the clock, the next lane number
//   ringsOffset   ringCount × RingHeader, 192 bytes each
//   recordsOffset ringCount × ringCapacity × 16 bytes: the records, as core/trace/event.h has them
//
// To record: (1) claim a ring: compare-and-swap its owner from 0 to pid << 32 | tid; it is yours
// alone, its only producer. A forked child claims its own first. (2) Take lane numbers from
// nextLane by atomic add. (3) Write record head mod ringCapacity, then store head + 1 with release
// order. An event and its continuations become visible by one store, so a process killed at any
// instant leaves whole events or none. (4) Before writing compare head with tail (acquire): when
// the ring is full, add what you could not write to lost and go on; never wait. (5) At the end set
// bit 63 of owner: the reader drains the ring and gives it free again (owner 0). head and lost
// count on from owner to owner.
//
// Time in a record is the clock's ticks since its base, see ClockCalibration.
//
// Not done, and why: the ring of an owner that was killed stays taken until the run ends (256 are
// there for 64 workers, and only the session knows who is dead); no checksum in the ring (nobody else can write it, and the reader validates
// every record); no growing (a sealed size is what saves the reader from SIGBUS); no fence before
// the look at readerSleeping (it would cost more than the record): a bell may be missed, so a
// sleeping reader also looks every 100 ms.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/trace/event.h"

#include <atomic>
#include <cstddef>

namespace Interleave {

struct ArenaHeader {
    char magic[8];
    std::uint32_t version;
    std::uint32_t recordBytes;
    std::uint32_t ringHeaderBytes;
    std::uint32_t ringCount;
    std::uint64_t ringCapacity; // records, a power of two
    std::uint64_t ringsOffset;
    std::uint64_t recordsOffset;
    ClockCalibration clock;
    alignas(64) std::atomic<std::uint32_t> nextLane; // the last number given out
    std::atomic<std::uint64_t> ringless; // records of threads that found no free ring: lost
    alignas(64) std::atomic<std::uint32_t> readerSleeping; // 1: ring the bell for a new record
};

struct RingHeader {
    static constexpr std::uint64_t releasedBit = std::uint64_t(1) << 63;

    alignas(64) std::atomic<std::uint64_t> owner; // 0 free; pid << 32 | tid; releasedBit at its end
    alignas(64) std::atomic<std::uint64_t> head;  // records published, producer only
    std::atomic<std::uint64_t> lost;              // records dropped, producer only
    alignas(64) std::atomic<std::uint64_t> tail;  // records taken, reader only
};
static_assert(sizeof(RingHeader) == 192);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

class Arena
{
public:
    static constexpr std::uint32_t version = 1;
    static constexpr std::uint32_t standardRings = 256;
    /// 16 MiB a ring: 250 ms at 4 M records a second. Untouched pages cost nothing.
    static constexpr std::uint64_t standardCapacity = 1 << 20;

    /// A new arena with the clock in it. `capacity` is rounded up to a power of two.
    static Result<Arena> create(const ClockCalibration &clock, std::uint32_t rings = standardRings,
                                std::uint64_t capacity = standardCapacity);
    /// The arena behind an inherited descriptor, checked for magic, version and size.
    static Result<Arena> attach(int fd);

    Arena(Arena &&other) noexcept;
    Arena &operator=(Arena &&other) noexcept;
    ~Arena();

    int fd() const { return m_fd; }
    ArenaHeader &header() const { return *reinterpret_cast<ArenaHeader *>(m_base); }
    std::uint32_t ringCount() const { return header().ringCount; }
    RingHeader &ring(std::uint32_t index) const;
    Event *records(std::uint32_t index) const;
    LaneId allocateLane() const;

private:
    Arena(int fd, std::byte *base, std::size_t bytes) : m_fd(fd), m_base(base), m_bytes(bytes) {}
    static Result<Arena> map(int fd, std::size_t bytes);

    int m_fd = -1;
    std::byte *m_base = nullptr;
    std::size_t m_bytes = 0;
};

} // namespace Interleave

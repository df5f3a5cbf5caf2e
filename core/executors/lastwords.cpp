#include "core/executors/lastwords.h"

#include <algorithm>

namespace Interleave {

namespace {

/// Calls visit(ring index, owner) for each ring of the process, until it returns true.
template<class Visit>
bool anyRingOf(pid_t process, Visit visit)
{
    const Arena *arena = recordingArena();
    for (std::uint32_t index = 0; arena && index < arena->ringCount(); ++index) {
        // Acquire: with a ring's owner comes what earlier owners recorded; the process itself is dead.
        const std::uint64_t owner = arena->ring(index).owner.load(std::memory_order_acquire);
        if (owner != 0 && pid_t(owner >> 32 & 0x7fffffff) == process && visit(index, owner))
            return true;
    }
    return false;
}

bool holdsFinish(const Arena &arena, std::uint32_t ring, LaneId lane)
{
    const std::uint64_t capacity = arena.header().ringCapacity;
    const std::uint64_t head = arena.ring(ring).head.load(std::memory_order_acquire);
    const Event *records = arena.records(ring);
    for (std::uint64_t back = 1; back <= std::min(head, capacity); ++back) {
        const Event &event = records[(head - back) & (capacity - 1)];
        if (event.kind() == EventKind::Finish && event.lane() == lane)
            return true;
    }
    return false;
}

} // namespace

LastWords lastWordsOf(pid_t dead)
{
    LastWords found = LastWords::None;
    const bool brokenOff = anyRingOf(dead, [&found](std::uint32_t, std::uint64_t owner) {
        found = LastWords::Complete;
        return (owner & RingHeader::releasedBit) == 0;
    });
    return brokenOff ? LastWords::BrokenOff : found;
}

bool hadRecordedFinish(pid_t dead, LaneId lane)
{
    return anyRingOf(dead, [lane](std::uint32_t ring, std::uint64_t) {
        return holdsFinish(*recordingArena(), ring, lane);
    });
}

} // namespace Interleave

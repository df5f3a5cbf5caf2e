#include "core/trace/arenareader.h"

#include <algorithm>
#include <cstring>

namespace Interleave {

namespace {

constexpr std::uint64_t recordsPerLook = 2048; // some 100 µs

/// Whether a group of records may begin with it.
bool isRecordable(EventKind kind) { return kind >= EventKind::Lane && kind <= EventKind::Lost; }

std::size_t payloadLength(const Event &continuation) { return continuation.detail(); }

void appendPayload(std::string &payload, const Event &continuation)
{
    char raw[sizeof(Event)];
    std::memcpy(raw, &continuation, sizeof raw);
    const std::size_t count = payloadLength(continuation);
    payload.append(raw, std::min<std::size_t>(count, 6));
    if (count > 6)
        payload.append(raw + 8, count - 6);
}

bool declare(const Event &event, std::string_view payload, Trace &trace)
{
    std::uint32_t ids[2];
    if (payload.size() < sizeof ids || event.detail() > std::uint8_t(lastLaneKind))
        return false;
    std::memcpy(ids, payload.data(), sizeof ids);
    return trace.declareLane(event.lane(), event.peer(), LaneKind(event.detail()),
                             std::string(payload.substr(sizeof ids)), ids[0], ids[1], event);
}

bool count(const Event &event, std::string_view payload, Trace &trace)
{
    std::int64_t value = 0;
    if (payload.size() < sizeof value)
        return false;
    std::memcpy(&value, payload.data(), sizeof value);
    return trace.appendCounter(event, value, std::string(payload.substr(sizeof value)));
}

} // namespace

ArenaReader::ArenaReader(const Arena &arena) : m_arena(arena), m_rings(arena.ringCount()) {}

std::uint64_t ArenaReader::drain(Trace &trace, std::uint64_t budget, Nanos longest)
{
    const std::int64_t begun = monotonicNs();
    for (std::uint32_t index = 0; index < m_rings.size(); ++index) {
        if (open(index))
            m_next.push({nextTime(index), index});
    }
    std::uint64_t taken = 0;
    std::uint64_t nextLook = recordsPerLook; // at the clock
    for (bool hasBudget = true; hasBudget && !m_next.empty();) {
        const std::uint32_t index = m_next.top().second;
        m_next.pop();
        Ring &ring = m_rings[index];
        const std::uint64_t most = std::min(budget, ring.tail - ring.first + recordsPerLook);
        taken += takeUntil(index, m_next.empty() ? Event::timeMask : m_next.top().first, most, trace);
        hasBudget = ring.tail - ring.first < budget;
        if (taken >= nextLook) {
            nextLook = taken + recordsPerLook;
            hasBudget = hasBudget && monotonicNs() - begun < longest.count();
        }
        if (!ring.faulty && ring.tail < ring.head)
            m_next.push({nextTime(index), index});
    }
    m_emptied = true;
    for (const Ring &ring : m_rings)
        m_emptied = m_emptied && (!ring.isOpen || ring.faulty || ring.tail == ring.head);
    m_next = {};
    for (std::uint32_t index = 0; index < m_rings.size(); ++index)
        close(index, trace);
    return taken;
}

/// Looks how far the ring is filled. Whether there is something to take.
bool ArenaReader::open(std::uint32_t index)
{
    Ring &ring = m_rings[index];
    const RingHeader &header = m_arena.ring(index);
    // Acquire: with the released bit comes everything that its owner recorded.
    const std::uint64_t owner = header.owner.load(std::memory_order_acquire);
    ring.isOpen = owner != 0 && !ring.faulty;
    if (!ring.isOpen)
        return false;
    ring.owner = owner;
    ring.first = ring.tail = header.tail.load(std::memory_order_relaxed); // ours alone
    ring.head = header.head.load(std::memory_order_acquire); // the records before it are whole
    ring.faulty = ring.head - ring.tail > m_arena.header().ringCapacity;
    return !ring.faulty && ring.tail < ring.head;
}

std::uint64_t ArenaReader::nextTime(std::uint32_t index) const
{
    return m_arena.records(index)[m_rings[index].tail & (m_arena.header().ringCapacity - 1)].rawTime();
}

/// The ring's records up to that time, at least one. Records of one ring come in order but for a
/// few with an older stamp, which the trace puts into their places.
std::uint64_t ArenaReader::takeUntil(std::uint32_t index, std::uint64_t time, std::uint64_t budget, Trace &trace)
{
    Ring &ring = m_rings[index];
    const std::uint64_t before = ring.tail;
    const Event *records = m_arena.records(index);
    do {
        const std::uint64_t taken = takeGroup(ring, records, trace);
        ring.faulty = taken == 0;
        ring.tail += taken;
    } while (!ring.faulty && ring.tail < ring.head && ring.tail - ring.first < budget && nextTime(index) <= time);
    return ring.tail - before;
}

void ArenaReader::close(std::uint32_t index, Trace &trace)
{
    Ring &ring = m_rings[index];
    if (!ring.isOpen)
        return;
    RingHeader &header = m_arena.ring(index);
    // Release: we are done with these records, the producer may overwrite them.
    header.tail.store(ring.tail, std::memory_order_release);
    if (ring.faulty)
        trace.problems.push_back("The recording of process " + std::to_string(ring.owner >> 32 & 0x7fffffff)
                                 + " is damaged; what it recorded from there on is missing.");
    else if (ring.tail == ring.head && (ring.owner & RingHeader::releasedBit))
        giveFree(ring, header);
}

/// The event at tail with its continuations; returns how many records that is, 0 for nonsense.
std::uint64_t ArenaReader::takeGroup(Ring &ring, const Event *records, Trace &trace)
{
    const std::uint64_t mask = m_arena.header().ringCapacity - 1;
    Event event = records[ring.tail & mask];
    event.setRawTime(m_arena.header().clock.nanoseconds(event.rawTime()));
    m_payload.clear();
    std::uint64_t next = ring.tail + 1;
    for (; next < ring.head && records[next & mask].kind() == EventKind::Continuation; ++next) {
        const Event &continuation = records[next & mask];
        if (payloadLength(continuation) == 0 || payloadLength(continuation) > 14)
            return 0;
        appendPayload(m_payload, continuation);
    }
    const std::uint64_t taken = next - ring.tail;
    if (isRecordable(event.kind()) && !trace.hasRoomFor(event)) {
        ring.dropped += taken;
        return taken;
    }
    if (!store(event, trace))
        return 0;
    ring.stored += taken;
    return taken;
}

bool ArenaReader::store(Event event, Trace &trace)
{
    switch (event.kind()) {
    case EventKind::Lane:
        return declare(event, m_payload, trace);
    case EventKind::Output:
    case EventKind::Note:
        return trace.appendText(event, m_payload);
    case EventKind::Counter:
        return count(event, m_payload, trace);
    case EventKind::Lost:
    case EventKind::Start:
    case EventKind::Suspend:
    case EventKind::Resume:
    case EventKind::Finish:
    case EventKind::Wake:
    case EventKind::Send:
        return m_payload.empty() && trace.append(event);
    case EventKind::None:
    case EventKind::Continuation:
        break;
    }
    return false;
}

RingTotals ArenaReader::totals(const Ring &ring, const RingHeader &header) const
{
    RingTotals totals;
    totals.pid = std::uint32_t(ring.owner >> 32 & 0x7fffffff);
    totals.tid = std::uint32_t(ring.owner);
    const std::uint64_t overrun = header.lost.load(std::memory_order_relaxed) - ring.firstLost;
    totals.lost = overrun + ring.dropped;
    totals.recorded = header.head.load(std::memory_order_relaxed) - ring.firstHead + overrun;
    totals.stored = ring.stored;
    return totals;
}

void ArenaReader::giveFree(Ring &ring, RingHeader &header)
{
    m_past.push_back(totals(ring, header));
    ring = Ring();
    ring.firstHead = header.head.load(std::memory_order_relaxed);
    ring.firstLost = header.lost.load(std::memory_order_relaxed);
    // Release: the next owner sees the tail that we stored.
    header.owner.store(0, std::memory_order_release);
}

void ArenaReader::account(Trace &trace) const
{
    trace.rings = m_past;
    for (std::uint32_t index = 0; index < m_rings.size(); ++index) {
        if (m_rings[index].owner != 0)
            trace.rings.push_back(totals(m_rings[index], m_arena.ring(index)));
    }
    if (const auto ringless = m_arena.header().ringless.load(std::memory_order_relaxed)) {
        RingTotals none;
        none.recorded = none.lost = ringless;
        trace.rings.push_back(none);
    }
}

} // namespace Interleave

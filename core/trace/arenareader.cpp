#include "core/trace/arenareader.h"

#include <algorithm>
#include <cstring>

namespace Interleave {

namespace {

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

std::uint64_t ArenaReader::drain(Trace &trace, std::uint64_t budget)
{
    std::uint64_t taken = 0;
    for (std::uint32_t index = 0; index < m_rings.size(); ++index)
        taken += drainRing(index, trace, budget);
    return taken;
}

std::uint64_t ArenaReader::drainRing(std::uint32_t index, Trace &trace, std::uint64_t budget)
{
    Ring &ring = m_rings[index];
    RingHeader &header = m_arena.ring(index);
    // Acquire: with the released bit comes everything that its owner recorded.
    const std::uint64_t owner = header.owner.load(std::memory_order_acquire);
    if (owner == 0 || ring.faulty)
        return 0;
    ring.owner = owner;
    std::uint64_t tail = header.tail.load(std::memory_order_relaxed); // ours alone
    const std::uint64_t first = tail;
    const std::uint64_t head = header.head.load(std::memory_order_acquire); // the records before it are whole
    if (head - tail > m_arena.header().ringCapacity)
        ring.faulty = true;
    while (!ring.faulty && tail < head && tail - first < budget) {
        const std::uint64_t taken = takeGroup(ring, m_arena.records(index), tail, head, trace);
        ring.faulty = taken == 0;
        tail += taken;
    }
    // Release: we are done with these records, the producer may overwrite them.
    header.tail.store(tail, std::memory_order_release);
    if (ring.faulty)
        trace.problems.push_back("The recording of process " + std::to_string(owner >> 32 & 0x7fffffff)
                                 + " is damaged; what it recorded from there on is missing.");
    else if (tail == head && (owner & RingHeader::releasedBit))
        giveFree(ring, header);
    return tail - first;
}

/// The event at tail with its continuations; returns how many records that is, 0 for nonsense.
std::uint64_t ArenaReader::takeGroup(Ring &ring, const Event *records, std::uint64_t tail, std::uint64_t head,
                                     Trace &trace)
{
    const std::uint64_t mask = m_arena.header().ringCapacity - 1;
    Event event = records[tail & mask];
    event.setRawTime(m_arena.header().clock.nanoseconds(event.rawTime()));
    m_payload.clear();
    std::uint64_t next = tail + 1;
    for (; next < head && records[next & mask].kind() == EventKind::Continuation; ++next) {
        const Event &continuation = records[next & mask];
        if (payloadLength(continuation) == 0 || payloadLength(continuation) > 14)
            return 0;
        appendPayload(m_payload, continuation);
    }
    const std::uint64_t taken = next - tail;
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

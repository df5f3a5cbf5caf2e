#include "core/trace/recorder.h"

#include "core/trace/trace.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <unistd.h>

namespace Interleave {

thread_local constinit Recorder Recorder::t_recorder;

namespace {

constexpr std::size_t payloadBytes = 14; // of a continuation
constexpr std::size_t lowPayloadBytes = 6;

// Touched at once, so that a thread's first events do not pay for fresh pages.
constexpr std::uint64_t recordsPerPage = 4096 / sizeof(Event);
constexpr std::uint64_t recordsAtHand = 4 * recordsPerPage;

Event continuation(const char *bytes, std::size_t count)
{
    std::array<unsigned char, sizeof(Event)> raw{};
    std::memcpy(raw.data(), bytes, std::min(count, lowPayloadBytes));
    raw[6] = std::uint8_t(EventKind::Continuation);
    raw[7] = std::uint8_t(count);
    if (count > lowPayloadBytes)
        std::memcpy(raw.data() + 8, bytes + lowPayloadBytes, count - lowPayloadBytes);
    Event event;
    std::memcpy(&event, raw.data(), sizeof event);
    return event;
}

void appendRaw(std::string &payload, const void *value, std::size_t bytes)
{
    payload.append(static_cast<const char *>(value), bytes);
}

} // namespace

Result<void> Recorder::attach(const Arena &arena, int bell)
{
    m_arena = &arena;
    m_clock = arena.header().clock;
    m_readerSleeping = &arena.header().readerSleeping;
    m_bell = bell;
    const std::uint64_t self = std::uint64_t(getpid()) << 32 | std::uint32_t(gettid());
    for (std::uint32_t index = 0; index < arena.ringCount(); ++index) {
        RingHeader &ring = arena.ring(index);
        std::uint64_t free = 0;
        // Acquire: what the last owner and the reader did to the ring happened before.
        if (!ring.owner.compare_exchange_strong(free, self, std::memory_order_acquire))
            continue;
        m_ring = &ring;
        m_records = arena.records(index);
        m_mask = arena.header().ringCapacity - 1;
        m_head = m_limit = ring.head.load(std::memory_order_relaxed);
        m_unsaidLost = 0;
        for (std::uint64_t offset = 0; offset < recordsAtHand && offset <= m_mask; offset += recordsPerPage)
            m_records[(m_head + offset) & m_mask] = Event(); // ours, and not published
        return Success();
    }
    return Error(ErrorCode::NoResources, "More threads want to record than the recording has room for.");
}

Stamp Recorder::stampAgo(Nanos ago) const
{
    const Stamp now = stamp();
    const std::uint64_t ticksAgo = m_clock.ticksOf(ago);
    return {now.ticks > ticksAgo ? now.ticks - ticksAgo : 0};
}

void Recorder::detach()
{
    // Release: the reader that sees the bit sees everything recorded.
    if (m_ring)
        m_ring->owner.fetch_or(RingHeader::releasedBit, std::memory_order_release);
    abandonRing();
}

void Recorder::abandonRing()
{
    *this = Recorder();
}

bool Recorder::makeRoom(Stamp at, std::uint64_t records)
{
    if (!m_ring) {
        if (m_arena) // relaxed: a mere count
            m_arena->header().ringless.fetch_add(records, std::memory_order_relaxed);
        return false;
    }
    // Acquire: the reader is done with the records that we are about to overwrite.
    m_limit = m_ring->tail.load(std::memory_order_acquire) + m_mask + 1;
    const std::uint64_t needed = records + (m_unsaidLost ? 1 : 0);
    if (m_limit - m_head < needed) {
        m_unsaidLost += records;
        // Relaxed, and no read-modify-write: we are the only writer.
        m_ring->lost.store(m_ring->lost.load(std::memory_order_relaxed) + records, std::memory_order_relaxed);
        m_limit = m_head; // look again at the next event
        return false;
    }
    if (m_unsaidLost) {
        const auto count = std::uint32_t(std::min<std::uint64_t>(m_unsaidLost, Event::idMask));
        m_unsaidLost = 0;
        m_records[m_head & m_mask] = Event(at.ticks, EventKind::Lost, 0, hostLane, count);
        publish(m_head + 1);
    }
    return true;
}

void Recorder::ringBell()
{
    // One bell a sleep: whoever wins the exchange rings.
    if (m_bell >= 0 && m_readerSleeping->exchange(0, std::memory_order_relaxed)) {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = write(m_bell, &one, sizeof one);
    }
}

void Recorder::putGroup(Stamp at, EventKind kind, LaneId lane, std::uint32_t line, std::string_view payload,
                        std::uint8_t detail, std::uint32_t argument, bool inferred)
{
    payload = payload.substr(0, Trace::maxTextBytes);
    const std::uint64_t records = 1 + continuationsFor(payload.size());
    if (m_limit - m_head < records && !makeRoom(at, records))
        return;
    std::uint64_t head = m_head;
    m_records[head++ & m_mask] = Event(at.ticks, kind, detail, lane, argument, std::uint16_t(line), inferred);
    for (std::size_t offset = 0; offset < payload.size(); offset += payloadBytes) {
        const std::size_t count = std::min(payloadBytes, payload.size() - offset);
        m_records[head++ & m_mask] = continuation(payload.data() + offset, count);
    }
    publish(head);
}

void Recorder::declareLane(Stamp at, LaneId lane, LaneKind kind, std::optional<LaneId> parent,
                           std::string_view name, std::uint32_t pid, std::uint32_t tid, bool inferred)
{
    std::string payload;
    appendRaw(payload, &pid, sizeof pid);
    appendRaw(payload, &tid, sizeof tid);
    payload += name;
    putGroup(at, EventKind::Lane, lane, 0, payload, std::uint8_t(kind), parent ? parent->value() : 0, inferred);
}

void Recorder::counter(Stamp at, LaneId lane, std::int64_t value, std::string_view name)
{
    std::string payload;
    appendRaw(payload, &value, sizeof value);
    payload += name;
    putGroup(at, EventKind::Counter, lane, 0, payload);
}

void Recorder::relay(Stamp at, const Event &event, std::string_view payload)
{
    putGroup(at, event.kind(), event.lane(), event.line(), payload, event.detail(), event.argument(), event.inferred());
}

} // namespace Interleave

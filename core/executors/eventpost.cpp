#include "core/executors/eventpost.h"

#include "core/base/clock.h"

namespace Interleave {

namespace {

constexpr std::size_t mostBytesKept = 64 << 20;
constexpr std::size_t firstLooks = 8;
constexpr std::int64_t longestLookingNs = 500'000'000;
constexpr const char *mostBatches = "2000";

/// What the ring holds, as bytes; the ring is then free for more.
void takeRecords(const Arena &arena, std::uint32_t index, std::string &bytes)
{
    RingHeader &ring = arena.ring(index);
    if (ring.owner.load(std::memory_order_acquire) == 0)
        return;
    std::uint64_t tail = ring.tail.load(std::memory_order_relaxed); // ours alone
    const std::uint64_t head = ring.head.load(std::memory_order_acquire); // the records before it are whole
    const std::uint64_t mask = arena.header().ringCapacity - 1;
    for (; tail < head; ++tail)
        bytes.append(reinterpret_cast<const char *>(&arena.records(index)[tail & mask]), sizeof(Event));
    ring.tail.store(tail, std::memory_order_release); // done with them: the producer may overwrite them
}

} // namespace

std::vector<ClockLook> looksAtClock(RedisLink &link, bool isFirst)
{
    std::vector<ClockLook> looks;
    const std::int64_t began = monotonicNs();
    do {
        const std::int64_t asked = monotonicNs();
        const int connects = link.connects();
        const Result<std::int64_t> time = link.time();
        if (!time.hasValue())
            break;
        if (link.connects() == connects) // else the answer waited for a connection
            looks.push_back({asked, monotonicNs(), time.value() * 1000});
    } while (isFirst && looks.size() < firstLooks && monotonicNs() < began + longestLookingNs);
    return looks;
}

EventPost::EventPost(const Arena &arena, std::string run, std::string worker, std::string host)
    : m_arena(arena), m_run(std::move(run)), m_worker(std::move(worker)), m_host(std::move(host))
{}

void EventPost::collect()
{
    std::string records;
    for (std::uint32_t index = 0; index < m_arena.ringCount(); ++index)
        takeRecords(m_arena, index, records);
    if (records.empty())
        return;
    m_unsentBytes += records.size();
    m_unsent.push_back({++m_batches, std::move(records)});
    while (m_unsentBytes > mostBytesKept) {
        m_unsentBytes -= m_unsent.front().records.size();
        m_lost += m_unsent.front().records.size() / sizeof(Event);
        m_unsent.pop_front();
    }
}

RedisCommand EventPost::command(const std::string &records, std::uint64_t number, bool isLast) const
{
    const OffsetBounds offset = m_offset.at(monotonicNs()).value_or(OffsetBounds());
    const ClockCalibration &clock = m_arena.header().clock;
    return {"XADD", std::string(JobStore::prefix) + m_run + ":events", "NOMKSTREAM", "MAXLEN", "~", mostBatches, "*",
            "worker", m_worker, "host", m_host, "number", std::to_string(number), "records", records,
            "base", std::to_string(clock.baseMonotonicNs), "multiplier", std::to_string(clock.multiplier),
            "low", std::to_string(offset.lowNs), "high", std::to_string(offset.highNs),
            "lost", std::to_string(m_lost), "last", isLast ? "1" : "0"};
}

Result<void> EventPost::send(RedisLink &link, bool isLast)
{
    collect(); // whatever becomes of it: a ring must not run full because Redis is away
    if (Result<void> opened = link.ensureOpen(); !opened.hasValue())
        return opened;
    for (const ClockLook &look : looksAtClock(link, !m_hasGreeted))
        m_offset.look(look);
    if (!m_offset.at(0))
        return Error(ErrorCode::ServiceMissing, "Redis does not tell the time.");
    while (!m_unsent.empty() || isLast || !m_hasGreeted) {
        const bool hasMore = !m_unsent.empty();
        const bool endsNow = isLast && m_unsent.size() <= 1;
        const RedisCommand batch = command(hasMore ? m_unsent.front().records : std::string(),
                                           hasMore ? m_unsent.front().number : 0, endsNow);
        Result<RedisReply> sent = link.run(batch);
        if (!sent.hasValue())
            return sent.error();
        if (sent.value().isNil())
            return Error(ErrorCode::Failed, "Redis does not know the run"); // any more, or yet again
        m_hasGreeted = true;
        if (hasMore) {
            m_unsentBytes -= m_unsent.front().records.size();
            m_unsent.pop_front();
        }
        if (endsNow)
            break;
    }
    return Success();
}

} // namespace Interleave

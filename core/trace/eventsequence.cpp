#include "core/trace/eventsequence.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace Interleave {

namespace {

constexpr std::size_t smallestBlock = 4; // of a lane's first events; it doubles until it is full

bool isEarlier(const Event &a, const Event &b)
{
    return a.rawTime() < b.rawTime();
}

} // namespace

EventSequence::EventSequence(const EventSequence &other)
    : m_blocks(other.m_blocks), m_keeper(other.m_keeper), m_size(other.m_size), m_capacity(other.m_size)
{
    if (!m_keeper)
        own();
}

EventSequence::EventSequence(EventSequence &&other) noexcept
    : m_blocks(std::exchange(other.m_blocks, {})), m_owned(std::exchange(other.m_owned, {})),
      m_keeper(std::exchange(other.m_keeper, {})), m_size(std::exchange(other.m_size, 0)),
      m_capacity(std::exchange(other.m_capacity, 0))
{}

EventSequence &EventSequence::operator=(EventSequence other) noexcept
{
    std::swap(m_blocks, other.m_blocks);
    std::swap(m_owned, other.m_owned);
    std::swap(m_keeper, other.m_keeper);
    std::swap(m_size, other.m_size);
    std::swap(m_capacity, other.m_capacity);
    return *this;
}

EventSequence EventSequence::lookingAt(std::vector<const Event *> blocks, std::size_t size,
                                       std::shared_ptr<const void> keeper)
{
    EventSequence sequence;
    sequence.m_blocks = std::move(blocks);
    sequence.m_size = sequence.m_capacity = size; // no room: the next event makes it ours
    sequence.m_keeper = std::move(keeper);
    return sequence;
}

std::size_t EventSequence::firstAtOrAfter(Nanos time) const
{
    // First the block by the events that begin blocks, then within it: fewer pages are touched.
    const auto later = std::partition_point(m_blocks.begin(), m_blocks.end(),
                                            [&](const Event *first) { return first->time() < time; });
    if (later == m_blocks.begin())
        return 0;
    return firstAtOrAfter(time, std::size_t(later - m_blocks.begin()) - 1);
}

std::size_t EventSequence::firstAtOrAfter(Nanos time, std::size_t number) const
{
    const std::span<const Event> events = block(number);
    const auto found = std::partition_point(events.begin(), events.end(),
                                            [&](const Event &event) { return event.time() < time; });
    return number * blockEvents + std::size_t(found - events.begin());
}

void EventSequence::addBlock(std::size_t capacity)
{
    m_owned.push_back(std::make_unique<Event[]>(capacity));
    m_blocks.push_back(m_owned.back().get());
}

/// Makes room for one more: a block, or the only block twice as large.
void EventSequence::grow()
{
    if (m_keeper) {
        own();
        if (m_size < m_capacity)
            return;
    }
    if (m_capacity % blockEvents == 0 && m_capacity > 0) {
        addBlock(blockEvents);
        m_capacity += blockEvents;
        return;
    }
    const std::size_t capacity = std::max(smallestBlock, 2 * m_capacity);
    auto larger = std::make_unique<Event[]>(capacity);
    if (m_size > 0)
        std::copy_n(m_blocks.front(), m_size, larger.get());
    m_blocks.assign(1, larger.get());
    m_owned.clear();
    m_owned.push_back(std::move(larger));
    m_capacity = capacity;
}

/// Copies what m_blocks looks at into blocks of our own.
void EventSequence::own()
{
    const std::vector<const Event *> looked = std::exchange(m_blocks, {});
    m_owned.clear();
    for (std::size_t number = 0; number < looked.size(); ++number) {
        addBlock(looked.size() == 1 ? std::max(smallestBlock, std::bit_ceil(m_size)) : blockEvents);
        std::copy_n(looked[number], std::min(blockEvents, m_size - number * blockEvents), m_owned.back().get());
    }
    m_capacity = looked.size() == 1 ? std::max(smallestBlock, std::bit_ceil(m_size)) : looked.size() * blockEvents;
    m_keeper.reset();
}

/// Rings are drained one after the other, so an event may come late; it is then near the end.
std::size_t EventSequence::insertLate(const Event &event)
{
    std::size_t reach = 1;
    while (reach < m_size && isEarlier(event, (*this)[m_size - reach]))
        reach *= 2;
    const auto from = end() - std::ptrdiff_t(std::min(reach, m_size));
    const std::size_t place = std::size_t(std::upper_bound(from, end(), event, isEarlier) - begin());
    push_back(event); // for the room
    for (std::size_t last = m_size - 1;;) {
        Event *block = m_owned[last / blockEvents].get();
        const std::size_t blockBegin = last / blockEvents * blockEvents;
        const std::size_t first = std::max(place, blockBegin);
        std::move_backward(block + first % blockEvents, block + last % blockEvents, block + last % blockEvents + 1);
        if (first == place) {
            block[place % blockEvents] = event;
            return place;
        }
        last = first - 1;
        block[0] = (*this)[last];
    }
}

std::span<Event> EventSequence::changeableBlock(std::size_t number)
{
    if (m_keeper)
        own();
    return {m_owned[number].get(), sizeOfBlock(number)};
}

void EventSequence::sortByTime()
{
    if (std::is_sorted(begin(), end(), isEarlier))
        return;
    std::vector<Event> events(begin(), end());
    std::stable_sort(events.begin(), events.end(), isEarlier);
    std::size_t copied = 0;
    for (std::size_t number = 0; number < blockCount(); ++number) {
        const std::span<Event> block = changeableBlock(number);
        std::copy_n(events.begin() + std::ptrdiff_t(copied), block.size(), block.begin());
        copied += block.size();
    }
}

} // namespace Interleave

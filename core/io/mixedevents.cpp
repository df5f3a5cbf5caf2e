#include "core/io/mixedevents.h"

#include "core/io/paralleltasks.h"
#include "core/trace/trace.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

namespace Interleave {

namespace {

constexpr std::uint64_t worthAShare = 200'000; // events: some milliseconds

bool isEarlier(const Event &a, const Event &b)
{
    return a.rawTime() < b.rawTime();
}

/// Zeros that cost nothing until they are touched, which each thread does for its share.
std::shared_ptr<Event> newEvents(std::size_t count)
{
    auto *memory = static_cast<Event *>(std::calloc(std::max<std::size_t>(count, 1), sizeof(Event)));
    if (!memory)
        throw std::bad_alloc();
    return {memory, [](Event *events) { std::free(events); }};
}

/// Turns how many events each share has of a lane into where they go, behind those of the shares
/// before it. Gives where each lane begins, and behind the last where all end; lane 0 has none.
std::vector<std::size_t> assignPlaces(std::vector<std::vector<std::size_t>> &places, std::vector<std::vector<std::size_t>> &ends)
{
    std::vector<std::size_t> begins{0, 0};
    std::size_t place = 0;
    for (std::size_t lane = 1; lane < places.front().size(); ++lane) {
        for (std::size_t share = 0; share < places.size(); ++share) {
            ends[share][lane] = place + places[share][lane];
            places[share][lane] = std::exchange(place, ends[share][lane]);
        }
        begins.push_back(place);
    }
    return begins;
}

EventSequence sequenceIn(const std::shared_ptr<Event> &memory, const Event *begin, std::size_t size)
{
    std::vector<const Event *> blocks;
    for (std::size_t at = 0; at < size; at += EventSequence::blockEvents)
        blocks.push_back(begin + at);
    return EventSequence::lookingAt(std::move(blocks), size, memory);
}

} // namespace

void MixedEvents::add(std::span<const Event> events)
{
    if (events.empty())
        return;
    for (const Event &event : events)
        m_lanes = std::max(m_lanes, std::min(event.lane().value(), Trace::maxLanes));
    m_spans.push_back(events);
    m_count += events.size();
}

/// About as many events for each core.
std::vector<MixedEvents::Spans> MixedEvents::shares() const
{
    const std::uint64_t most = std::clamp<std::uint64_t>(m_count / worthAShare, 1, std::max(1u, std::thread::hardware_concurrency()));
    std::vector<Spans> shares;
    std::size_t from = 0, to = 0;
    std::uint64_t passed = 0;
    for (std::uint64_t share = 1; share <= most; ++share) {
        for (; to < m_spans.size() && (share == most || passed < m_count * share / most); ++to)
            passed += m_spans[to].size();
        shares.push_back(Spans(m_spans).subspan(from, to - from));
        from = to;
    }
    return shares;
}

void MixedEvents::countByLane(Spans spans, std::vector<std::size_t> &byLane) const
{
    byLane.assign(m_lanes + 1, 0);
    for (const std::span<const Event> events : spans) {
        for (const Event &event : events) {
            const std::uint32_t lane = event.lane().value();
            byLane[lane <= m_lanes ? lane : 0] += 1;
        }
    }
}

/// What was not counted for its lane finds no room.
void MixedEvents::scatter(Spans spans, std::vector<std::size_t> places, const std::vector<std::size_t> &ends, Event *into)
{
    for (const std::span<const Event> events : spans) {
        for (const Event event : events) {
            const std::uint32_t lane = event.lane().value();
            if (lane != 0 && lane < places.size() && places[lane] < ends[lane]) [[likely]]
                into[places[lane]++] = event;
        }
    }
}

/// Returns how many there are; places that nothing came to hold an event of no lane.
std::size_t MixedEvents::order(std::span<Event> lane) const
{
    const auto end = std::remove_if(lane.begin(), lane.end(), [](const Event &event) { return event.lane().value() == 0; });
    if (!std::is_sorted(lane.begin(), end, isEarlier))
        std::stable_sort(lane.begin(), end, isEarlier);
    return std::size_t(end - lane.begin());
}

std::vector<EventSequence> MixedEvents::split()
{
    ReadingWatch watch;
    const std::vector<Spans> shares = this->shares();
    std::vector<std::vector<std::size_t>> places(shares.size()), ends(shares.size(), std::vector<std::size_t>(m_lanes + 1));
    forEachInParallel(shares.size(), watch, 0, 1, [&](std::size_t i) { countByLane(shares[i], places[i]); });
    const std::vector<std::size_t> begins = assignPlaces(places, ends);
    const std::shared_ptr<Event> memory = newEvents(begins.back());
    forEachInParallel(shares.size(), watch, 0, 1, [&](std::size_t i) {
        scatter(shares[i], std::move(places[i]), ends[i], memory.get());
    });
    std::vector<EventSequence> lanes(m_lanes);
    forEachInParallel(lanes.size(), watch, 0, 1, [&](std::size_t i) {
        Event *begin = memory.get() + begins[i + 1];
        lanes[i] = sequenceIn(memory, begin, order({begin, begins[i + 2] - begins[i + 1]}));
    });
    m_vanished = m_count;
    for (const EventSequence &lane : lanes)
        m_vanished -= lane.size();
    return lanes;
}

} // namespace Interleave

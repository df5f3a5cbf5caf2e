#include "core/io/mappedevents.h"

#include "core/io/eventcodes.h"

#include <algorithm>

namespace Interleave {

namespace {

/// Whether none is earlier than the one before it.
bool isInOrder(std::span<const Event> events, std::uint64_t after)
{
    bool ordered = true;
    for (const Event &event : events) {
        ordered &= event.rawTime() >= after;
        after = event.rawTime();
    }
    return ordered;
}

} // namespace

std::size_t MappedEvents::take(std::span<const Event> events)
{
    std::size_t taken = 0;
    while (taken < events.size()) {
        const std::span<const Event> rest = events.subspan(taken, std::min(events.size() - taken, EventSequence::blockEvents));
        const LaneId lane = rest.front().lane();
        const auto isOther = [lane](const Event &event) { return event.lane() != lane; };
        const auto end = std::find_if(rest.begin(), rest.end(), isOther);
        const std::size_t count = std::size_t(end - rest.begin());
        if (!takeBlock(rest.first(count)))
            break;
        taken += count;
    }
    return taken;
}

bool MappedEvents::takeBlock(std::span<const Event> block)
{
    const std::uint32_t number = block.front().lane().value();
    if (number == 0 || number > Trace::maxLanes)
        return false;
    if (m_lanes.size() < number)
        m_lanes.resize(number);
    MappedLane &lane = m_lanes[number - 1];
    const CodesFound codes = codesOf(block);
    if (lane.size % EventSequence::blockEvents != 0 || codes.unknown || !isInOrder(block, lane.end))
        return false;
    std::uint64_t records = block.size();
    std::vector<Event> outputs;
    if (codes.carrying && !takeCarried(block, records, outputs))
        return false;
    m_index.outputs.insert(m_index.outputs.end(), outputs.begin(), outputs.end());
    m_index.begin = m_index.events == 0 ? block.front().time() : std::min(m_index.begin, block.front().time());
    m_index.end = std::max(m_index.end, block.back().time());
    m_index.events += block.size();
    m_index.records += records;
    lane.blocks.push_back(block.data());
    lane.size += block.size();
    lane.end = block.back().rawTime();
    lane.grid.append(block);
    return true;
}

bool MappedEvents::takeCarried(std::span<const Event> block, std::uint64_t &records, std::vector<Event> &outputs) const
{
    for (const Event &event : block) {
        const bool isText = event.kind() == EventKind::Output || event.kind() == EventKind::Note;
        if (!isText && event.kind() != EventKind::Counter)
            continue;
        if (event.argument() >= (isText ? m_texts.size() : m_samples.size()))
            return false;
        records += isText ? continuationsFor(m_texts[event.argument()].second.size())
                          : continuationsFor(m_samples[event.argument()].second);
        if (event.kind() == EventKind::Output)
            outputs.push_back(event);
    }
    return true;
}

EventSequence MappedEvents::sequenceOf(MappedLane &lane) const
{
    return EventSequence::lookingAt(std::move(lane.blocks), lane.size, m_keeper);
}

TraceIndex MappedEvents::takeIndex()
{
    for (MappedLane &lane : m_lanes)
        m_index.lanes.push_back({sequenceOf(lane), std::move(lane.grid)});
    std::sort(m_index.outputs.begin(), m_index.outputs.end(), isPrintedBefore);
    return std::move(m_index);
}

std::vector<std::span<const Event>> MappedEvents::blocks() const
{
    std::vector<std::span<const Event>> blocks;
    for (const MappedLane &lane : m_lanes) {
        for (std::size_t number = 0; number < lane.blocks.size(); ++number)
            blocks.emplace_back(lane.blocks[number], std::min(EventSequence::blockEvents, lane.size - number * EventSequence::blockEvents));
    }
    return blocks;
}

} // namespace Interleave

// How a trace takes in all of a file at once.
#include "core/trace/trace.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

namespace Interleave {

namespace {

constexpr std::size_t eventsWorthAThread = 200'000;

std::size_t threadsFor(std::size_t events)
{
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 1 + events / eventsWorthAThread);
}

} // namespace

/// A lane's events in order, indexed, with what the trace wants to know of them.
struct Trace::LoadedLane {
    EventSequence events;
    StateGrid grid;
    std::vector<Event> outputs;
    std::uint64_t records = 0;
};

/// Each block is looked at while it is in the cache. Any thread, once the tables are there.
Trace::LoadedLane Trace::loaded(EventSequence events) const
{
    LoadedLane lane;
    events.sortByTime();
    for (std::size_t block = 0; block < events.blockCount(); ++block) {
        lane.grid.append(events.block(block));
        for (const Event &event : events.block(block)) {
            const EventKind kind = event.kind();
            if (kind == EventKind::Output)
                lane.outputs.push_back(event);
            if (const CounterSample *sample = counter(event))
                lane.records += continuationsFor(*sample);
            else if (kind == EventKind::Output || kind == EventKind::Note)
                lane.records += continuationsFor(text(event).size());
        }
    }
    lane.records += events.size();
    lane.events = std::move(events);
    return lane;
}

void Trace::takeLoaded(LaneId id, LoadedLane loaded)
{
    noteTime(loaded.events.front().time());
    noteTime(loaded.events.back().time());
    m_eventCount += loaded.events.size();
    m_recordCount += loaded.records;
    m_outputs.insert(m_outputs.end(), loaded.outputs.begin(), loaded.outputs.end());
    Lane &lane = *laneSlot(id);
    lane.events = std::move(loaded.events);
    lane.grid = std::move(loaded.grid);
}

void Trace::load(TraceContent content)
{
    m_texts = std::move(content.texts);
    m_counters = std::move(content.counters);
    content.events.resize(std::min<std::size_t>(content.events.size(), maxLanes));
    std::vector<LoadedLane> lanes(content.events.size());
    std::atomic<std::size_t> next = 0; // relaxed: the futures order everything else
    const auto work = [&] {
        for (std::size_t i = next.fetch_add(1, std::memory_order_relaxed); i < lanes.size();
             i = next.fetch_add(1, std::memory_order_relaxed))
            lanes[i] = loaded(std::move(content.events[i]));
    };
    std::size_t events = 0;
    for (const EventSequence &lane : content.events)
        events += lane.size();
    std::vector<std::future<void>> helpers;
    for (std::size_t i = 1; i < threadsFor(events); ++i)
        helpers.push_back(std::async(std::launch::async, work));
    work();
    for (std::future<void> &helper : helpers)
        helper.get();
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        if (!lanes[i].events.empty())
            takeLoaded(LaneId(std::uint32_t(i + 1)), std::move(lanes[i]));
    }
    std::sort(m_outputs.begin(), m_outputs.end(), isPrintedBefore);
    ++m_revision;
}

void Trace::load(std::vector<std::string> texts, std::vector<CounterSample> counters, TraceIndex index)
{
    m_texts = std::move(texts);
    m_counters = std::move(counters);
    for (std::size_t i = 0; i < std::min<std::size_t>(index.lanes.size(), maxLanes); ++i) {
        Lane *lane = laneSlot(LaneId(std::uint32_t(i + 1)));
        lane->events = std::move(index.lanes[i].events);
        lane->grid = std::move(index.lanes[i].grid);
    }
    m_outputs = std::move(index.outputs);
    if (index.events > 0) {
        m_begin = index.begin;
        m_end = index.end;
    }
    m_eventCount = index.events;
    m_recordCount = index.records;
    ++m_revision;
    ++m_lanesRevision;
}

} // namespace Interleave

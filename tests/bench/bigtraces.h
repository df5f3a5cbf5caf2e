// Runs of millions of events as they might be recorded, the same each time.
#pragma once

#include "core/trace/trace.h"

#include <random>
#include <string>

namespace Interleave {

/// A lane that runs, waits, is woken and goes on, with pauses from 50 ns to 0.4 ms.
inline EventSequence randomLane(LaneId id, std::size_t count, std::uint64_t scale)
{
    static constexpr EventKind kinds[] = {EventKind::Start, EventKind::Suspend, EventKind::Wake, EventKind::Resume};
    EventSequence events;
    std::mt19937 random(id.value());
    std::uint64_t time = 100 * id.value();
    for (std::size_t i = 0; i < count; ++i) {
        events.push_back(Event(time, kinds[i == 0 ? 0 : 1 + (i - 1) % 3], std::uint8_t(i % 3 == 1 ? Reason::Await : Reason::None), id, i % 3 ? 1 : 0));
        const std::uint32_t bits = random();
        std::uint64_t pause = 50 + (bits & 1023);
        pause *= (bits >> 10 & 15) == 0 ? 20 : 1;
        pause *= (bits >> 14 & 255) == 0 ? 400 : 1;
        time += pause * scale;
    }
    return events;
}

inline Trace threads(std::size_t events, std::uint32_t lanes)
{
    Trace trace;
    TraceContent content;
    for (std::uint32_t lane = 1; lane <= lanes; ++lane) {
        trace.declareLane(LaneId(lane), std::nullopt, LaneKind::Thread, "worker " + std::to_string(lane), 1, lane,
                          Event(0, EventKind::Lane, std::uint8_t(LaneKind::Thread), LaneId(lane)));
        content.events.push_back(randomLane(LaneId(lane), events / lanes, 1));
    }
    trace.load(std::move(content));
    return trace;
}

/// One loop whose tasks take turns.
inline Trace loop(std::size_t events, std::uint32_t tasks)
{
    Trace trace;
    const auto declare = [&](std::uint32_t id, std::optional<LaneId> parent, LaneKind kind, std::string name) {
        trace.declareLane(LaneId(id), parent, kind, std::move(name), 1, 1,
                          Event(0, EventKind::Lane, std::uint8_t(kind), LaneId(id), parent ? parent->value() : 0));
    };
    declare(1, std::nullopt, LaneKind::Thread, "thread");
    declare(2, LaneId(1), LaneKind::EventLoop, "event loop");
    for (std::uint32_t task = 0; task < tasks; ++task)
        declare(3 + task, LaneId(2), LaneKind::Task, "task " + std::to_string(task));
    TraceContent content;
    content.events.resize(tasks + 2);
    for (const std::uint32_t lane : {1u, 2u})
        content.events[lane - 1].push_back(Event(0, EventKind::Start, 0, LaneId(lane)));
    std::mt19937 random(5);
    std::uint64_t time = 0;
    for (std::size_t turn = 0; turn < events / 2; ++turn) {
        const LaneId lane(3 + random() % tasks);
        content.events[lane.value() - 1].push_back(Event(time, EventKind::Resume, 0, lane));
        time += 50 + random() % 2000;
        content.events[lane.value() - 1].push_back(Event(time, EventKind::Suspend, std::uint8_t(Reason::Await), lane));
        time += random() % 50;
    }
    trace.load(std::move(content));
    return trace;
}

} // namespace Interleave

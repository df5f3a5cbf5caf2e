#include "core/executors/farworkers.h"

#include "core/base/clock.h"
#include "core/executors/eventpost.h"
#include "core/executors/jobwords.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace Interleave {

namespace {

constexpr std::size_t longestName = 100;

std::string durationText(std::int64_t ns)
{
    constexpr std::int64_t ms = 1'000'000, us = 1'000;
    return ns >= 10 * ms ? fmt::format("{} ms", ns / ms) : fmt::format("{} µs", (ns + us - 1) / us);
}

/// What a continuation carries, as core/trace/event.h has it; false for one that cannot be.
bool appendPayload(std::string &payload, const Event &continuation)
{
    constexpr std::size_t low = 6, most = 14;
    char raw[sizeof(Event)];
    std::memcpy(raw, &continuation, sizeof raw);
    const std::size_t count = continuation.detail();
    if (count == 0 || count > most)
        return false;
    payload.append(raw, std::min(count, low));
    if (count > low)
        payload.append(raw + low + 2, count - low);
    return true;
}

bool namesLane(const Event &event)
{
    switch (event.kind()) {
    case EventKind::Lane:
    case EventKind::Start:
    case EventKind::Wake: return true;
    case EventKind::Suspend: return event.reason() != Reason::Sleep && event.reason() != Reason::None;
    default: return false;
    }
}

bool isSound(const Event &event, const std::string &payload)
{
    constexpr std::size_t idBytes = 8;
    switch (event.kind()) {
    case EventKind::Lane: return payload.size() >= idBytes && event.detail() <= std::uint8_t(lastLaneKind);
    case EventKind::Counter: return payload.size() >= sizeof(std::int64_t);
    case EventKind::Output:
    case EventKind::Note: return true;
    case EventKind::Start:
    case EventKind::Suspend:
    case EventKind::Resume:
    case EventKind::Finish:
    case EventKind::Wake: return payload.empty();
    default: return false;
    }
}

} // namespace

FarWorkers::~FarWorkers() { close(); }

FarWorkers::Host &FarWorkers::hostFor(const std::string &name, std::int64_t uncertaintyNs)
{
    const auto found = m_hosts.find(name);
    if (found != m_hosts.end())
        return found->second;
    Recorder &recorder = Recorder::ofThisThread();
    Host &host = m_hosts[name];
    host.lane = recorder.allocateLane();
    host.curve = recorder.allocateLane();
    recorder.declareLane(Stamp{0}, host.lane, LaneKind::Host, std::nullopt,
                         fmt::format("{} (clock ± {})", name.substr(0, longestName), durationText(uncertaintyNs)));
    recorder.declareLane(Stamp{0}, host.curve, LaneKind::Counter, host.lane, "clock uncertainty (ns)");
    return host;
}

/// Redis's clock minus theirs, and minus ours, give theirs to ours.
void FarWorkers::setClock(Worker &worker, const std::string &name, const RedisReply &fields)
{
    const std::int64_t now = monotonicNs();
    const OffsetBounds theirs{numberIn(fields["low"].text), numberIn(fields["high"].text)};
    const OffsetBounds ours = m_offset.at(now).value_or(theirs);
    const OffsetBounds between = OffsetBounds::between(theirs, ours);
    worker.clock.multiplier = std::uint64_t(numberIn(fields["multiplier"].text));
    worker.clock.baseMonotonicNs = numberIn(fields["base"].text);
    // What holds is kept as long as it may be right: a clock that jumps about is worse than one that is off.
    const std::int64_t before = worker.toOursNs.value_or(between.middleNs());
    worker.toOursNs = std::clamp(before, between.lowNs, between.highNs);
    if (*worker.toOursNs < before)
        worker.floor = worker.latest; // a lane's times never go back
    const std::int64_t uncertainty = std::max(*worker.toOursNs - between.lowNs, between.highNs - *worker.toOursNs);
    Host &host = hostFor(name, uncertainty);
    worker.host = host.lane;
    if (std::exchange(host.uncertaintyNs, uncertainty) != uncertainty)
        Recorder::ofThisThread().counter(host.curve, uncertainty, uncertaintyCounter);
}

void FarWorkers::take(const RedisReply &fields)
{
    const std::string &name = fields["worker"].text;
    if (name.empty() || numberIn(fields["multiplier"].text) <= 0)
        return;
    Worker &worker = m_workers[name];
    setClock(worker, fields["host"].text, fields);
    const auto number = std::uint64_t(numberIn(fields["number"].text));
    if (number > worker.lastBatch) { // else it was sent twice
        worker.lastBatch = number;
        relay(worker, fields["records"].text);
    }
    worker.hasLeft = fields["last"].text == "1";
}

void FarWorkers::relay(Worker &worker, std::string_view records)
{
    const std::size_t count = records.size() / sizeof(Event);
    const auto record = [&](std::size_t index) {
        Event event;
        std::memcpy(&event, records.data() + index * sizeof(Event), sizeof(Event));
        return event;
    };
    std::string payload;
    for (std::size_t index = 0; index < count && !worker.isFaulty;) {
        const Event event = record(index++);
        payload.clear();
        while (index < count && record(index).kind() == EventKind::Continuation && !worker.isFaulty)
            worker.isFaulty = !appendPayload(payload, record(index++));
        worker.isFaulty = worker.isFaulty || !relayOne(worker, event, payload);
        if (worker.isFaulty)
            Recorder::ofThisThread().note(worker.host,
                                          "a worker there sends what is no recording: the rest is left out");
    }
}

/// The event with its lanes and its time as they are here. False for nonsense.
bool FarWorkers::relayOne(Worker &worker, Event event, const std::string &payload)
{
    if (event.kind() == EventKind::Lost)
        return true; // told by the count of what was lost
    if (!isSound(event, payload) || event.lane().value() < firstFarLane)
        return false;
    const LaneId lane = mapped(worker, event.lane().value());
    std::uint32_t argument = event.argument();
    if (namesLane(event) && argument != 0)
        argument = mapped(worker, argument).value();
    if (event.kind() == EventKind::Start)
        worker.open.insert(lane);
    else if (event.kind() == EventKind::Finish)
        worker.open.erase(lane);
    const Stamp at{std::max(worker.floor, stampOf(worker, event.rawTime()).ticks)};
    worker.latest = std::max(worker.latest, at.ticks);
    const Event ours(0, event.kind(), event.detail(), lane, argument, event.line(), event.inferred());
    Recorder::ofThisThread().relay(at, ours, payload);
    return true;
}

/// Its own lanes get numbers here; its host is the host's lane; others are ours already.
LaneId FarWorkers::mapped(Worker &worker, std::uint32_t lane)
{
    if (lane == hostLane.value())
        return worker.host;
    if (lane < firstFarLane)
        return LaneId(lane);
    LaneId &known = worker.lanes[lane];
    if (known == LaneId())
        known = Recorder::ofThisThread().allocateLane();
    return known;
}

Stamp FarWorkers::stampOf(const Worker &worker, std::uint64_t ticks) const
{
    const Arena *arena = recordingArena();
    if (!arena)
        return {};
    const std::int64_t there = worker.clock.baseMonotonicNs + std::int64_t(worker.clock.nanoseconds(ticks));
    const std::int64_t here = there + worker.toOursNs.value_or(0) - arena->header().clock.baseMonotonicNs;
    return {here > 0 ? arena->header().clock.ticksOf(Nanos(here)) : 0};
}

Stamp FarWorkers::stampOf(const std::string &worker, std::uint64_t ticks) const
{
    const auto found = m_workers.find(worker);
    return found == m_workers.end() ? Recorder::ofThisThread().stamp() : stampOf(found->second, ticks);
}

LaneId FarWorkers::laneOf(const std::string &worker, LaneId lane)
{
    const auto found = m_workers.find(worker);
    return found == m_workers.end() ? hostLane : mapped(found->second, lane.value());
}

bool FarWorkers::haveAllLeft() const
{
    for (const auto &[name, worker] : m_workers) {
        if (!worker.hasLeft)
            return false;
    }
    return true;
}

void FarWorkers::close()
{
    Recorder &recorder = Recorder::ofThisThread();
    for (auto &[name, worker] : m_workers) {
        for (const LaneId lane : worker.open) {
            recorder.note(lane, "nothing more was heard of it");
            recorder.finish(recorder.stamp(), lane, Outcome::Killed, 0, true);
        }
        worker.open.clear();
    }
}

} // namespace Interleave

#include "core/analysis/levels.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::size_t firstSampleWithin = 64; // events: whoever counts begins with it

const CounterSample *sampleOf(const Trace &trace, const Event &event, std::string_view name)
{
    const CounterSample *sample = event.kind() == EventKind::Counter ? trace.counter(event) : nullptr;
    return sample && sample->name == name ? sample : nullptr;
}

/// Where the level at `from` was set: the last sample before it.
EventSequence::const_iterator anchorBefore(const Trace &trace, const Lane &lane, std::string_view name, Nanos from)
{
    auto place = lane.events.begin() + std::ptrdiff_t(lane.firstAtOrAfter(from));
    while (place != lane.events.begin()) {
        --place;
        if (sampleOf(trace, *place, name))
            break;
    }
    return place;
}

} // namespace

std::string_view levelName(const Trace &trace, const Lane &lane)
{
    const std::string_view name = lane.kind == LaneKind::Queue ? "depth" : lane.kind == LaneKind::Lock ? "free" : "";
    if (lane.kind == LaneKind::Counter) {
        const CounterSample *first = lane.events.empty() ? nullptr : trace.counter(lane.events.front());
        return first ? std::string_view(first->name) : std::string_view();
    }
    if (name.empty())
        return name;
    const std::size_t looked = std::min(lane.events.size(), firstSampleWithin);
    for (std::size_t index = 0; index < looked; ++index) {
        if (sampleOf(trace, lane.events[index], name))
            return name;
    }
    return {};
}

LevelRange levelRange(const Trace &trace, const Lane &lane)
{
    const std::string_view name = levelName(trace, lane);
    LevelRange range;
    if (name.empty())
        return range;
    for (const Event &event : lane.events) {
        if (const CounterSample *sample = sampleOf(trace, event, name)) {
            range.lowest = std::min(range.lowest, sample->value);
            range.highest = std::max(range.highest, sample->value);
        }
    }
    return range;
}

void forEachLevel(const Trace &trace, const Lane &lane, Nanos traceEnd, Nanos from, Nanos to,
                  const std::function<void(const Level &)> &visit)
{
    const std::string_view name = levelName(trace, lane);
    if (name.empty())
        return;
    std::optional<Level> current;
    const auto close = [&](Nanos end) {
        if (!current)
            return;
        current->end = std::max(current->begin, end);
        if (current->begin < to && (current->end > from || (current->begin == current->end && current->end >= from)))
            visit(*current);
        current.reset();
    };
    for (auto event = anchorBefore(trace, lane, name, from); event != lane.events.end(); ++event) {
        if (event->time() >= to && (!current || current->begin >= to))
            return;
        if (const CounterSample *sample = sampleOf(trace, *event, name)) {
            close(event->time());
            current = Level{event->time(), event->time(), sample->value};
        } else if (event->kind() == EventKind::Finish) {
            close(event->time());
        }
    }
    close(traceEnd);
}

std::optional<Level> levelAt(const Trace &trace, const Lane &lane, Nanos traceEnd, Nanos time)
{
    std::optional<Level> found;
    forEachLevel(trace, lane, traceEnd, time, time + Nanos(1), [&](const Level &level) {
        if (!found || level.end > level.begin)
            found = level;
    });
    return found;
}

} // namespace Interleave

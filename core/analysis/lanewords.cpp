#include "core/analysis/lanewords.h"

#include "core/analysis/reasontext.h"
#include "core/analysis/wording.h"
#include "core/trace/names.h"

namespace Interleave {

namespace {

constexpr std::size_t mostNamed = 3; // of those that ran

/// Of several processes each has a main thread.
std::string threadText(const Trace &trace, const Lane &lane)
{
    const Lane *process = lane.parent ? trace.lane(*lane.parent) : nullptr;
    const bool isMain = lane.kind == LaneKind::Thread && lane.pid != 0 && lane.pid == lane.tid;
    const std::string own = laneText(trace, lane, lane.id);
    return isMain && process && !process->name.empty() && process->parent != hostLane ? process->name + "'s " + own : own;
}

} // namespace

std::string LaneWords::name() const
{
    const Lane *parent = m_lane.parent ? m_trace.lane(*m_lane.parent) : nullptr;
    const bool isBand = m_lane.kind == LaneKind::OnCpu && parent && parent->kind == LaneKind::Thread;
    return threadText(m_trace, isBand ? *parent : m_lane);
}

std::string LaneWords::name(LaneId other) const
{
    return laneText(m_trace, m_lane, other);
}

std::string LaneWords::at(Nanos time) const
{
    return clockText(m_trace, time);
}

std::string LaneWords::span(const Segment &segment, std::string_view did, std::string_view does) const
{
    const std::string length = durationText(segment.duration()), since = at(segment.begin);
    if (!segment.open)
        return "It " + std::string(did) + " for " + length + ", from " + since + " to " + at(segment.end);
    return "It has " + std::string(does) + " for " + length + " since " + since
           + (goesOn() ? " and goes on" : ", and that is where the recording ends");
}

std::optional<Segment> LaneWords::before(const Segment &segment) const
{
    return segment.begin > Nanos(0) ? segmentAt(m_lane, m_traceEnd, segment.begin - Nanos(1)) : std::nullopt;
}

std::optional<Segment> LaneWords::after(const Segment &segment) const
{
    std::optional<Segment> found;
    if (segment.open)
        return found;
    forEachSegment(m_lane, m_traceEnd, segment.end, segment.end + Nanos(1), [&](const Segment &each) {
        if (!found && each.begin == segment.end && !(each == segment))
            found = each;
    });
    return found;
}

std::string LaneWords::runners(const std::vector<RanMeanwhile> &ran) const
{
    std::vector<std::string> words;
    for (const RanMeanwhile &each : ran)
        words.push_back(name(each.lane) + " (" + durationText(each.running) + ")");
    return listText(std::move(words), mostNamed);
}

std::string LaneWords::meanwhile(const Segment &ready) const
{
    const auto ran = ranMeanwhile(m_trace, m_lane, ready.begin, ready.end);
    return ran.empty() ? std::string() : "; meanwhile ran " + runners(ran);
}

std::optional<std::string> LaneWords::ending(Nanos from) const
{
    for (std::size_t i = m_lane.events.firstAtOrAfter(from); i < m_lane.events.size(); ++i) {
        const Event &event = m_lane.events[i];
        if (event.time() > from)
            break;
        if (event.kind() == EventKind::Finish)
            return outcomeText(event);
    }
    return std::nullopt;
}

std::string LaneWords::outcomeText(const Event &finish)
{
    if (finish.outcome() == Outcome::Killed)
        return "killed by signal " + std::to_string(finish.argument());
    if (finish.outcome() == Outcome::Failed && finish.argument() != 0)
        return "failed with exit code " + std::to_string(finish.argument());
    return std::string(outcomeName(finish.outcome()));
}

} // namespace Interleave

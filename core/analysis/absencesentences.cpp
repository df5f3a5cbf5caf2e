#include "core/analysis/absencesentences.h"

#include "core/analysis/ancestry.h"
#include "core/analysis/stateshares.h"

namespace Interleave {

namespace {

constexpr std::size_t mostCountersLooked = 64; // events back from the moment

} // namespace

std::vector<std::string> AbsenceSentences::write() const
{
    if (m_lane.events.empty())
        return {"Nothing of " + name() + " was recorded."};
    if (m_time < m_lane.events.front().time())
        return {notYet()};
    if (const Event *finish = lastFinish())
        return {name() + " is over: its end was at " + at(finish->time()) + " (" + outcomeText(*finish) + ").", account()};
    return counters();
}

std::string AbsenceSentences::notYet() const
{
    const auto creator = creatorOf(m_trace, m_lane);
    const std::string when = at(m_lane.events.front().time());
    return name() + " does not exist yet: " + (creator ? name(*creator) + " makes it" : "it begins") + " at " + when + ".";
}

const Event *AbsenceSentences::lastFinish() const
{
    for (std::size_t i = m_lane.events.firstAtOrAfter(m_time + Nanos(1)); i-- > 0;) {
        if (m_lane.events[i].kind() == EventKind::Finish)
            return &m_lane.events[i];
        if (m_lane.events[i].kind() == EventKind::Start)
            break;
    }
    return nullptr;
}

std::string AbsenceSentences::account() const
{
    const StateSums sums = stateSums(m_lane, m_traceEnd, Nanos(0), m_traceEnd + Nanos(1));
    if (m_lane.kind == LaneKind::Item)
        return "It stood there for " + durationText(sums.suspended) + ".";
    if (m_lane.kind == LaneKind::Job)
        return "It stood there for " + durationText(sums.suspended) + " and ran for " + durationText(sums.running) + ".";
    if (m_lane.kind == LaneKind::Lock)
        return "It was held for " + durationText(sums.running) + " and free for " + durationText(sums.suspended) + ".";
    if (m_lane.kind == LaneKind::OnCpu)
        return "Of these " + durationText(sums.alive()) + " it had a CPU for " + durationText(sums.running) + ", was preempted for "
               + durationText(sums.ready) + " and blocked for " + durationText(sums.suspended) + ".";
    if (m_lane.kind == LaneKind::Cpu)
        return "It ran this run for " + durationText(sums.running) + " of " + durationText(sums.alive()) + ".";
    return "Of its " + durationText(sums.alive()) + " it ran for " + durationText(sums.running) + ", was ready for "
           + durationText(sums.ready) + " and waited for " + durationText(sums.suspended) + ".";
}

/// What it was counted at then.
std::vector<std::string> AbsenceSentences::counters() const
{
    const std::size_t here = m_lane.events.firstAtOrAfter(m_time + Nanos(1));
    for (std::size_t i = here; i-- > 0 && here - i <= mostCountersLooked;) {
        if (const CounterSample *sample = m_trace.counter(m_lane.events[i]))
            return {name() + ": " + sample->name + " " + std::to_string(sample->value) + " since " + at(m_lane.events[i].time()) + "."};
    }
    return {"Nothing was recorded of " + name() + " at this moment."};
}

} // namespace Interleave

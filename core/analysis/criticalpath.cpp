#include "core/analysis/criticalpath.h"

#include "core/analysis/ancestry.h"
#include "core/analysis/turns.h"
#include "core/trace/names.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>

namespace Interleave {

namespace {

/// What may be a part of the chain. A loop is not: its tasks and its thread are.
bool decides(LaneKind kind)
{
    return executes(kind) && kind != LaneKind::EventLoop;
}

void collectBelow(const Trace &trace, LaneId id, std::vector<LaneId> &lanes)
{
    for (const LaneId child : trace.children(id)) {
        if (decides(trace.lane(child)->kind))
            lanes.push_back(child);
        collectBelow(trace, child, lanes);
    }
}

/// The last turn that ended at or before a moment, and whose it was.
struct LastTurn {
    Nanos end{0};
    LaneId lane;
};

/// The turns on one thread's loops.
class LoopTurns
{
public:
    LoopTurns(const Trace &trace, LaneId thread)
    {
        for (const LaneId loop : trace.children(thread)) {
            if (trace.lane(loop)->kind != LaneKind::EventLoop)
                continue;
            std::vector<LaneId> lanes;
            collectBelow(trace, loop, lanes);
            m_loops.push_back(std::make_unique<Turns>(loop));
            m_loops.back()->setLanes(lanes);
            m_loops.back()->update(trace, std::numeric_limits<std::uint64_t>::max());
        }
    }

    std::optional<LastTurn> before(Nanos time) const
    {
        std::optional<LastTurn> last;
        for (const auto &loop : m_loops) {
            const auto turn = before(loop->lane().events, time);
            if (turn && (!last || turn->end > last->end))
                last = turn;
        }
        return last;
    }

private:
    /// Its events say who has the turn from then on, or that nobody has.
    static std::optional<LastTurn> before(const EventSequence &events, Nanos time)
    {
        Nanos end = time;
        for (std::size_t place = events.firstAtOrAfter(time); place-- > 0;) {
            if (events[place].kind() == EventKind::Resume)
                return LastTurn{end, LaneId(events[place].argument())};
            end = events[place].time();
        }
        return std::nullopt;
    }

    std::vector<std::unique_ptr<Turns>> m_loops;
};

/// Follows the chain back from the run's end.
class PathWalk
{
public:
    explicit PathWalk(const Trace &trace) : m_trace(trace), m_time(trace.end()) {}

    std::vector<PathStep> walk()
    {
        m_lane = lastOne();
        while (m_lane && m_time > m_trace.begin() && m_jumps <= m_trace.lanes().size())
            step();
        std::ranges::reverse(m_path);
        return std::move(m_path);
    }

private:
    /// Who executed to the end; of several the first made, as it waits for the others. The time is
    /// then its end: what follows are processes that are taken down.
    const Lane *lastOne()
    {
        const Lane *last = nullptr;
        Nanos end(-1);
        for (const Lane &lane : m_trace.lanes()) {
            if (!decides(lane.kind) || lane.events.empty())
                continue;
            const Nanos until = lastMoment(lane);
            if (until > end) {
                last = &lane;
                end = until;
            }
        }
        m_time = std::min(m_time, end);
        return last;
    }

    /// Until when it is known to have done something; a library's thread never is.
    Nanos lastMoment(const Lane &lane) const
    {
        const std::optional<Segment> segment = before(lane, m_trace.end());
        if (segment && segment->reason != Reason::Unobserved)
            return segment->end;
        return segment ? Nanos(-1) : lane.events.back().time();
    }

    /// The segment that the lane was in just before `time`.
    std::optional<Segment> before(const Lane &lane, Nanos time) const
    {
        return time > Nanos(0) ? segmentAt(lane, m_trace.end(), time - Nanos(1)) : std::nullopt;
    }

    void step()
    {
        const std::optional<Segment> segment = before(*m_lane, m_time);
        if (!segment)
            return jump(starterOf(*m_lane));
        // On a loop the thread runs or polls, but the task decides what happens next.
        if (const auto turn = lastTurn(); turn && turn->end >= segment->begin) {
            if (turn->end < m_time)
                addFrom(*segment, turn->end);
            return jump(m_trace.lane(turn->lane));
        }
        addFrom(*segment, std::max(segment->begin, m_trace.begin()));
        if (segment->state == State::Ready)
            followWaker(*segment);
    }

    /// To the waker where it ran last: what the loop or the system did between that and the wake
    /// belongs to the wait that it ended. Nowhere where time itself, or what is outside the
    /// recording, ended the wait.
    void followWaker(const Segment &ready)
    {
        const Lane *waker = ready.waker ? m_trace.lane(*ready.waker) : nullptr;
        if (!waker || waker == m_lane || !decides(waker->kind))
            return jump(nullptr);
        const std::optional<Segment> wait = before(*m_lane, m_time);
        const Nanos ran = lastRun(*waker, m_time);
        if (ran < m_time && (!wait || ran <= wait->begin))
            return jump(nullptr);
        if (ran < m_time)
            addFrom(*wait, ran);
        jump(waker);
    }

    /// Until when the lane ran, at most until `time`; -1 where it never had.
    Nanos lastRun(const Lane &lane, Nanos time) const
    {
        const std::size_t place = lane.events.firstAtOrAfter(time);
        Nanos end = time;
        for (std::size_t i = place; i-- > 0;) {
            const Event &event = lane.events[i];
            if (event.kind() == EventKind::Start || event.kind() == EventKind::Resume)
                return end;
            if (event.kind() == EventKind::Suspend || event.kind() == EventKind::Finish)
                end = event.time();
        }
        return Nanos(-1);
    }

    void addFrom(const Segment &segment, Nanos begin)
    {
        m_path.push_back({m_lane->id, segment.state, begin, m_time,
                          segment.state == State::Suspended ? segment.reason : Reason::None});
        m_time = begin;
        m_jumps = 0;
    }

    std::optional<LastTurn> lastTurn()
    {
        if (m_lane->kind != LaneKind::Thread)
            return std::nullopt;
        auto known = m_turns.find(m_lane->id);
        if (known == m_turns.end())
            known = m_turns.emplace(m_lane->id, LoopTurns(m_trace, m_lane->id)).first;
        return known->second.before(m_time);
    }

    /// Goes on with another lane at the same moment; stays where there is none.
    void jump(const Lane *lane)
    {
        ++m_jumps;
        if (lane)
            m_lane = lane;
        else if (!before(*m_lane, m_time))
            m_lane = nullptr; // nobody is known to have begun it
    }

    /// Who made it, or else what it is a part of; for a loop its thread.
    const Lane *starterOf(const Lane &lane) const
    {
        const auto creator = creatorOf(m_trace, lane);
        const Lane *starter = creator ? m_trace.lane(*creator) : lane.parent ? m_trace.lane(*lane.parent) : nullptr;
        if (starter && starter->kind == LaneKind::EventLoop)
            starter = starter->parent ? m_trace.lane(*starter->parent) : nullptr;
        return starter && decides(starter->kind) ? starter : nullptr;
    }

    const Trace &m_trace;
    const Lane *m_lane = nullptr;
    Nanos m_time;
    std::map<LaneId, LoopTurns> m_turns; // by thread, made when first asked for
    std::size_t m_jumps = 0; // since the last step: a circle of starters ends
    std::vector<PathStep> m_path;
};

} // namespace

std::vector<PathStep> criticalPath(const Trace &trace)
{
    return PathWalk(trace).walk();
}

std::vector<PathShare> pathShares(const std::vector<PathStep> &path)
{
    std::map<LaneId, PathShare> shares;
    for (const PathStep &step : path) {
        PathShare &share = shares[step.lane];
        share.lane = step.lane;
        (step.state == State::Running ? share.running : step.state == State::Ready ? share.ready : share.suspended)
            += step.duration();
    }
    std::vector<PathShare> ordered;
    for (const auto &[lane, share] : shares)
        ordered.push_back(share);
    std::ranges::stable_sort(ordered, std::ranges::greater(), &PathShare::total);
    return ordered;
}

std::string stepText(const PathStep &step)
{
    if (step.state != State::Suspended || step.reason == Reason::None)
        return std::string(stateName(step.state));
    return std::string(reasonName(step.reason));
}

} // namespace Interleave

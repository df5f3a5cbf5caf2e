#include "core/analysis/criticalpath.h"

#include <algorithm>
#include <map>

namespace Interleave {

namespace {

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
    /// Who executed to the end; of several the one created last, as the others wait for it or are its frame.
    const Lane *lastOne() const
    {
        const Lane *last = nullptr;
        Nanos end(-1);
        for (const Lane &lane : m_trace.lanes()) {
            if (!executes(lane.kind) || lane.kind == LaneKind::EventLoop || lane.events.empty())
                continue;
            const std::optional<Segment> segment = before(lane, m_trace.end());
            const Nanos until = segment ? segment->end : lane.events.back().time();
            if (until > end || (until == end && segment && segment->state == State::Running)) {
                last = &lane;
                end = until;
            }
        }
        return last;
    }

    /// The segment that the lane was in just before `time`.
    std::optional<Segment> before(const Lane &lane, Nanos time) const
    {
        return time > Nanos(0) ? segmentAt(lane, m_trace.end(), time - Nanos(1)) : std::nullopt;
    }

    /// A turn on a loop: its thread ran or polled, but the task decided what happened next.
    struct Turn {
        Nanos end{0};
        LaneId task;
    };

    void step()
    {
        const std::optional<Segment> segment = before(*m_lane, m_time);
        const Turn *turn = segment ? lastTurn(*m_lane) : nullptr;
        if (turn && turn->end >= segment->begin) {
            if (turn->end < m_time)
                addFrom(*segment, turn->end);
            m_lane = m_trace.lane(turn->task);
            return;
        }
        if (!segment)
            return jump(starterOf(*m_lane));
        add(*segment);
        if (segment->state == State::Ready)
            jump(otherThatWoke(*segment));
    }

    void add(const Segment &segment) { addFrom(segment, std::max(segment.begin, m_trace.begin())); }

    void addFrom(const Segment &segment, Nanos begin)
    {
        m_path.push_back({m_lane->id, segment.state, begin, m_time, segment.reason});
        if (segment.state == State::Ready)
            m_path.back().reason = Reason::None;
        m_time = begin;
        m_jumps = 0;
    }

    /// The last turn of a loop on that thread that ended until now.
    const Turn *lastTurn(const Lane &lane)
    {
        if (lane.kind != LaneKind::Thread)
            return nullptr;
        const auto [known, isNew] = m_turns.try_emplace(lane.id);
        std::vector<Turn> &turns = known->second;
        if (isNew) {
            for (const LaneId loop : m_trace.children(lane.id)) {
                if (m_trace.lane(loop)->kind == LaneKind::EventLoop)
                    addTurns(turns, loop);
            }
            std::ranges::stable_sort(turns, {}, &Turn::end);
        }
        const auto after = std::ranges::upper_bound(turns, m_time, {}, &Turn::end);
        return after == turns.begin() ? nullptr : &*std::prev(after);
    }

    void addTurns(std::vector<Turn> &turns, LaneId loop) const
    {
        for (const LaneId id : m_trace.children(loop)) {
            const Lane &task = *m_trace.lane(id);
            if (!executes(task.kind))
                continue;
            forEachSegment(task, m_trace.end(), Nanos(0), Nanos::max(), [&](const Segment &segment) {
                if (segment.state == State::Running && segment.duration() > Nanos(0))
                    turns.push_back({segment.end, id});
            });
        }
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

    /// Nothing where time itself, or what is outside the recording, ended the wait.
    const Lane *otherThatWoke(const Segment &ready) const
    {
        const Lane *waker = ready.waker ? m_trace.lane(*ready.waker) : nullptr;
        const bool isOther = waker && waker != m_lane && executes(waker->kind) && waker->kind != LaneKind::EventLoop;
        return isOther && before(*waker, m_time) ? waker : nullptr;
    }

    /// Who made it, as its start says, or else what it is a part of; for a loop its thread.
    const Lane *starterOf(const Lane &lane) const
    {
        for (const Event &event : lane.events) {
            if (event.kind() == EventKind::Start) {
                if (event.peer() && *event.peer() != lane.id)
                    return m_trace.lane(*event.peer());
                break;
            }
        }
        const Lane *parent = lane.parent ? m_trace.lane(*lane.parent) : nullptr;
        if (parent && parent->kind == LaneKind::EventLoop)
            parent = parent->parent ? m_trace.lane(*parent->parent) : nullptr;
        return parent && executes(parent->kind) ? parent : nullptr;
    }

    const Trace &m_trace;
    const Lane *m_lane = nullptr;
    Nanos m_time;
    std::map<LaneId, std::vector<Turn>> m_turns; // by thread, made when first asked for
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

} // namespace Interleave

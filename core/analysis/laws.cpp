#include "core/analysis/laws.h"

#include "core/analysis/states.h"
#include "core/trace/names.h"

#include <utility>
#include <algorithm>
#include <numeric>
#include <tuple>

namespace Interleave {

namespace {

/// What contains code that runs, or runs itself: it must start and finish. Queues, locks, CPUs and
/// hosts may have a life, but need none.
bool lives(const Lane &lane)
{
    return executes(lane.kind) || lane.kind == LaneKind::Process;
}

bool isOver(const RunInfo &info) { return info.outcome != RunOutcome::Running; }

bool wasBrokenOff(const RunInfo &info) { return isOver(info) && info.outcome != RunOutcome::Finished; }

/// An end that needs no last turn of the lane itself.
bool endsFromOutside(const Event &finish)
{
    return finish.inferred() || finish.outcome() == Outcome::Killed || finish.outcome() == Outcome::Cancelled
           || finish.outcome() == Outcome::Closed;
}

bool hasLost(const Trace &trace)
{
    if (trace.lost() > 0)
        return true;
    return std::any_of(trace.lanes().begin(), trace.lanes().end(), [](const Lane &lane) {
        return std::any_of(lane.events.begin(), lane.events.end(),
                           [](const Event &event) { return event.kind() == EventKind::Lost; });
    });
}

std::string laneText(const Lane &lane)
{
    return std::string(laneKindName(lane.kind)) + " \"" + lane.name + "\" (lane " + std::to_string(lane.id.value())
           + ")";
}

/// Collects what breaks the laws; keeps the earliest ones only, so that a trace in which every
/// event is wrong costs no memory.
class Report
{
public:
    Report(const Trace &trace, std::size_t limit) : m_begin(trace.begin()), m_limit(limit) {}

    void add(const char *law, const Lane &lane, Nanos time, const std::string &what)
    {
        const Nanos since = time - m_begin;
        m_found.push_back({law, lane.id, since, laneText(lane) + " " + what + " at " + durationText(since)});
        if (m_found.size() > 2 * m_limit + 1'000)
            shorten();
    }

    void addTimeless(const char *law, std::string sentence)
    {
        m_found.push_back({law, std::nullopt, std::nullopt, std::move(sentence)});
    }

    std::vector<Violation> take()
    {
        shorten();
        return std::move(m_found);
    }

private:
    void shorten()
    {
        std::stable_sort(m_found.begin(), m_found.end(), [](const Violation &left, const Violation &right) {
            return left.time.value_or(Nanos::max()) < right.time.value_or(Nanos::max());
        });
        if (m_found.size() > m_limit)
            m_found.resize(m_limit);
    }

    Nanos m_begin;
    std::size_t m_limit;
    std::vector<Violation> m_found;
};

/// The laws start, alternation and waker for one lane. After a fault it takes the event as it is,
/// so that one fault is said once.
class Life
{
public:
    Life(const Trace &trace, const Lane &lane, Report &report) : m_trace(trace), m_lane(lane), m_report(report) {}

    void check()
    {
        if (m_lane.declared.kind() != EventKind::Lane && !m_lane.events.empty())
            fault("start", m_lane.events.front(), "was never declared, but has an event");
        for (std::size_t index = 0; index < m_lane.events.size(); ++index)
            take(index);
        checkEnd();
    }

private:
    enum class Phase { Before, Running, Suspended, Over };

    void fault(const char *law, const Event &event, const std::string &what)
    {
        m_faulty = true;
        m_report.add(law, m_lane, event.time(), what);
    }

    void take(std::size_t index)
    {
        const Event &event = m_lane.events[index];
        switch (event.kind()) {
        case EventKind::Start:
            if (m_phase != Phase::Before && !(m_foreign && m_phase == Phase::Over)) // a slice each
                fault("start", event, "starts a second time");
            m_phase = Phase::Running;
            break;
        case EventKind::Suspend:
            suspend(event);
            break;
        case EventKind::Resume:
            resume(index);
            break;
        case EventKind::Finish:
            finish(event);
            break;
        case EventKind::Wake:
            wake(event);
            break;
        case EventKind::Output:
            if (lives(m_lane))
                alive(event);
            break;
        default:
            break;
        }
    }

    /// Between start and finish; says so if not.
    bool alive(const Event &event)
    {
        const std::string name(eventKindName(event.kind()));
        if (m_phase == Phase::Before)
            fault("start", event, "has an event (" + name + ") before its start");
        else if (m_phase == Phase::Over)
            fault("start", event, "has an event (" + name + ") after its finish");
        return m_phase == Phase::Running || m_phase == Phase::Suspended;
    }

    void suspend(const Event &event)
    {
        if (alive(event) && m_phase == Phase::Suspended)
            fault("alternation", event, "is suspended while it is suspended");
        m_phase = Phase::Suspended;
        m_wait = event;
        m_woken = m_lastWake == event.time(); // by a thread whose record came first
    }

    void resume(std::size_t index)
    {
        const Event &event = m_lane.events[index];
        if (alive(event)) {
            if (m_phase != Phase::Suspended)
                fault("alternation", event, "is resumed without being suspended");
            else if (!m_foreign)
                checkWait(index);
        }
        m_phase = Phase::Running;
    }

    void finish(const Event &event)
    {
        const bool neverRan = m_phase == Phase::Before && wasBrokenOff(m_trace.info) && endsFromOutside(event);
        if (!neverRan && alive(event) && m_phase == Phase::Suspended && !endsFromOutside(event))
            fault("alternation", event, "finishes while it is suspended");
        m_phase = Phase::Over;
    }

    void wake(const Event &event)
    {
        m_lastWake = event.time();
        if (m_phase != Phase::Suspended)
            return;
        if (std::exchange(m_woken, true))
            fault("waker", event, "is woken once more in the same wait");
        const Lane *waker = event.peer() ? m_trace.lane(*event.peer()) : nullptr;
        if (event.peer() && (!waker || waker->declared.kind() != EventKind::Lane))
            fault("waker", event, "is woken by lane " + std::to_string(event.argument()) + ", which does not exist,");
    }

    /// The wait that ends with this resume.
    void checkWait(std::size_t index)
    {
        const Event &event = m_lane.events[index];
        if (m_wait.reason() == Reason::None || reasonName(m_wait.reason()) == "unknown")
            fault("waker", m_wait, "is suspended without a reason");
        for (std::size_t next = index + 1; !m_woken && next < m_lane.events.size(); ++next) {
            if (m_lane.events[next].time() != event.time())
                break;
            m_woken = m_lane.events[next].kind() == EventKind::Wake; // of a thread whose record came later
        }
        if (!m_woken)
            fault("waker", event, "is resumed without being woken");
    }

    void checkEnd()
    {
        if (!isOver(m_trace.info) || m_faulty)
            return;
        if (m_phase == Phase::Running || m_phase == Phase::Suspended)
            m_report.add("start", m_lane, m_trace.end(), "has not finished, though the run is over,");
        if (m_phase == Phase::Before && lives(m_lane) && !m_foreign && !wasBrokenOff(m_trace.info))
            m_report.add("start", m_lane, m_lane.declared.time(), "never started, though it was declared");
    }

    const Trace &m_trace;
    const Lane &m_lane;
    Report &m_report;
    const bool m_foreign = m_trace.isForeign();
    Phase m_phase = Phase::Before;
    Event m_wait;
    std::optional<Nanos> m_lastWake;
    bool m_woken = false;
    bool m_faulty = false;
};

/// Events of a lane are in order of time by Trace's own doing; here remains their beginning.
void checkTimeOrder(const Lane &lane, Report &report)
{
    if (lane.declared.kind() != EventKind::Lane || lane.events.empty())
        return;
    const Event &first = lane.events.front();
    if (first.time() < lane.declared.time()) {
        report.add("time-order", lane, first.time(),
                   "has an event (" + std::string(eventKindName(first.kind())) + ") before its declaration,");
    }
}

/// A stretch of time in which a lane holds something that only one may hold: the turn of a thread,
/// a pid, a tid. Half-open: who ends when another begins does not meet it.
struct Hold {
    std::uint64_t what = 0;
    Nanos begin{0};
    Nanos end{0};
    LaneId lane;
};

/// Says each hold that begins while another of the same thing goes on.
void checkHolds(const Trace &trace, std::vector<Hold> holds, const char *law, const std::string &what,
                Report &report)
{
    std::sort(holds.begin(), holds.end(), [](const Hold &left, const Hold &right) {
        return std::tie(left.what, left.begin, left.lane) < std::tie(right.what, right.begin, right.lane);
    });
    const Hold *latest = nullptr;
    for (const Hold &hold : holds) {
        const bool sameThing = latest && latest->what == hold.what;
        if (sameThing && hold.begin < latest->end) {
            report.add(law, *trace.lane(hold.lane), hold.begin,
                       what + " " + laneText(*trace.lane(latest->lane)));
        }
        if (!sameThing || hold.end > latest->end)
            latest = &hold;
    }
}

bool takesTurns(LaneKind kind)
{
    return kind == LaneKind::Task || kind == LaneKind::Coroutine || kind == LaneKind::Generator;
}

/// The thread that runs the lane; what is nearest to one where no thread was recorded.
LaneId threadOf(const Trace &trace, const Lane &lane)
{
    const Lane *around = &lane;
    while (around->parent && around->kind != LaneKind::Thread && around->kind != LaneKind::Process)
        around = trace.lane(*around->parent);
    return around->id;
}

void checkTurns(const Trace &trace, Report &report)
{
    std::vector<Hold> turns;
    for (const Lane &lane : trace.lanes()) {
        if (!takesTurns(lane.kind))
            continue;
        const LaneId thread = threadOf(trace, lane);
        forEachSegment(lane, trace.end(), Nanos(0), Nanos::max(), [&](const Segment &segment) {
            if (segment.state == State::Running && segment.duration() > Nanos(0))
                turns.push_back({thread.value(), segment.begin, segment.end, lane.id});
        });
    }
    checkHolds(trace, std::move(turns), "one-at-a-time", "runs at the same time as", report);
}

/// The machine's lane, or whatever stands on top. Each machine gives numbers of its own.
LaneId rootOf(const Trace &trace, const Lane &lane)
{
    const Lane *around = &lane;
    while (around->parent)
        around = trace.lane(*around->parent);
    return around->id;
}

/// From the first event to the finish. Numbers are used again by the operating system after that.
Hold lifetime(const Lane &lane, std::uint64_t number)
{
    Hold hold{number, lane.events.front().time(), Nanos::max(), lane.id};
    for (const Event &event : lane.events) {
        if (event.kind() == EventKind::Finish)
            hold.end = event.time();
    }
    return hold;
}

void checkIdentity(const Trace &trace, LaneKind kind, std::uint32_t Lane::*number, const std::string &word,
                   Report &report)
{
    std::vector<Hold> lifetimes;
    for (const Lane &lane : trace.lanes()) {
        if (lane.kind != kind || lane.events.empty())
            continue;
        if (lane.*number == 0)
            report.add("identity", lane, lane.events.front().time(), "has no " + word);
        else
            lifetimes.push_back(lifetime(lane, std::uint64_t(rootOf(trace, lane).value()) << 32 | lane.*number));
    }
    checkHolds(trace, std::move(lifetimes), "identity", "has the " + word + " of", report);
}

void checkConservation(const Trace &trace, Report &report)
{
    for (const RingTotals &ring : trace.rings) {
        if (!ring.holds()) {
            report.addTimeless("conservation", "the ring of thread " + std::to_string(ring.tid) + " recorded "
                               + std::to_string(ring.recorded) + ", but " + std::to_string(ring.stored)
                               + " are stored and " + std::to_string(ring.lost) + " lost");
        }
    }
    const std::uint64_t stored = std::accumulate(
        trace.rings.begin(), trace.rings.end(), std::uint64_t(0),
        [](std::uint64_t sum, const RingTotals &ring) { return sum + ring.stored; });
    if (!trace.rings.empty() && stored != trace.recordCount()) {
        report.addTimeless("conservation", "the rings stored " + std::to_string(stored) + " records, but there are "
                           + std::to_string(trace.recordCount()));
    }
}

} // namespace

std::vector<Violation> violatedLaws(const Trace &trace, std::size_t limit)
{
    Report report(trace, limit);
    const bool lossy = hasLost(trace);
    for (const Lane &lane : trace.lanes()) {
        if (!lossy)
            Life(trace, lane, report).check();
        checkTimeOrder(lane, report);
    }
    if (!lossy)
        checkTurns(trace, report);
    if (!trace.isForeign()) {
        checkIdentity(trace, LaneKind::Process, &Lane::pid, "pid", report);
        checkIdentity(trace, LaneKind::Thread, &Lane::tid, "tid", report);
        checkConservation(trace, report);
    }
    return report.take();
}

} // namespace Interleave

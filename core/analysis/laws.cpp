#include "core/analysis/laws.h"

#include "core/analysis/kernellaws.h"
#include "core/analysis/lawreport.h"
#include "core/analysis/states.h"
#include "core/trace/names.h"

#include <algorithm>
#include <numeric>
#include <utility>

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
    if (std::any_of(trace.rings.begin(), trace.rings.end(),
                    [](const RingTotals &ring) { return ring.lost > 0 && !ring.isKernels(); }))
        return true;
    return std::any_of(trace.lanes().begin(), trace.lanes().end(), [](const Lane &lane) {
        return std::any_of(lane.events.begin(), lane.events.end(),
                           [](const Event &event) { return event.kind() == EventKind::Lost; });
    });
}

/// The laws start, alternation and waker for one lane. After a fault it takes the event as it is,
/// so that one fault is said once.
class Life
{
public:
    Life(const Trace &trace, const Lane &lane, LawReport &report) : m_trace(trace), m_lane(lane), m_report(report) {}

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
            else if (!m_foreign && !isOfKernel(m_lane.kind))
                checkWait(index);
        }
        m_phase = Phase::Running;
    }

    void finish(const Event &event)
    {
        const bool neverRan = m_phase == Phase::Before && wasBrokenOff(m_trace.info) && endsFromOutside(event);
        // A thread's lane of the kernel ends with the thread's own finish, which another clock stamped.
        const bool endsInTurn = endsFromOutside(event) || isOfKernel(m_lane.kind);
        if (!neverRan && alive(event) && m_phase == Phase::Suspended && !endsInTurn)
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
    LawReport &m_report;
    const bool m_foreign = m_trace.isForeign();
    Phase m_phase = Phase::Before;
    Event m_wait;
    std::optional<Nanos> m_lastWake;
    bool m_woken = false;
    bool m_faulty = false;
};

/// Events of a lane are in order of time by Trace's own doing; here remains their beginning.
void checkTimeOrder(const Lane &lane, LawReport &report)
{
    if (lane.declared.kind() != EventKind::Lane || lane.events.empty())
        return;
    const Event &first = lane.events.front();
    if (first.time() < lane.declared.time()) {
        report.add("time-order", lane, first.time(),
                   "has an event (" + std::string(eventKindName(first.kind())) + ") before its declaration,");
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

void checkTurns(const Trace &trace, LawReport &report)
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
                   LawReport &report)
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

void checkConservation(const Trace &trace, LawReport &report)
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
    LawReport report(trace, limit);
    const bool lossy = hasLost(trace);
    const bool lossyOfKernel = hasLostOfKernel(trace);
    for (const Lane &lane : trace.lanes()) {
        if (!lossy && !(lossyOfKernel && isOfKernel(lane.kind)))
            Life(trace, lane, report).check();
        checkTimeOrder(lane, report);
    }
    if (!lossy)
        checkTurns(trace, report);
    if (!lossy && !lossyOfKernel)
        checkKernelLaws(trace, report);
    if (!trace.isForeign()) {
        checkIdentity(trace, LaneKind::Process, &Lane::pid, "pid", report);
        checkIdentity(trace, LaneKind::Thread, &Lane::tid, "tid", report);
        checkConservation(trace, report);
    }
    return report.take();
}

} // namespace Interleave

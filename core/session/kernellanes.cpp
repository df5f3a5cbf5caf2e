#include "core/session/kernellanes.h"

#include <algorithm>
#include <utility>

namespace Interleave {

namespace {

constexpr std::uint64_t eventsOfSwitch = 2; // of a lost one: the thread's and the CPU's
constexpr std::size_t laneHeaderBytes = 8;  // u32 pid, u32 tid before the name

Event eventOf(EventKind kind, Nanos at, LaneId lane, std::uint8_t detail = 0, std::uint32_t argument = 0,
              bool inferred = false)
{
    return Event(std::uint64_t(at.count()), kind, detail, lane, argument, 0, inferred);
}

Event suspension(Nanos at, LaneId lane, Reason reason)
{
    return eventOf(EventKind::Suspend, at, lane, std::uint8_t(reason), 0, reason == Reason::Unobserved);
}

} // namespace

KernelLanes::KernelLanes(Trace &trace, std::vector<std::uint32_t> cpus, std::function<LaneId()> allocateLane)
    : m_trace(trace), m_cpuNumbers(std::move(cpus)), m_allocateLane(std::move(allocateLane))
{
    m_totals.tid = RingTotals::kernel;
}

void KernelLanes::learnLanes()
{
    if (std::exchange(m_lanesRevision, m_trace.lanesRevision()) == m_trace.lanesRevision())
        return;
    std::vector<std::uint32_t> candidates = std::exchange(m_undeclared, {});
    for (const std::size_t count = m_trace.lanes().size(); m_learnt < count; ++m_learnt)
        candidates.push_back(std::uint32_t(m_learnt));
    for (const std::uint32_t index : candidates) {
        const Lane &lane = m_trace.lanes()[index];
        if (lane.declared.kind() == EventKind::Lane)
            learnLane(lane.id);
        else
            m_undeclared.push_back(index);
    }
    m_lanesRevision = m_trace.lanesRevision(); // lanes of our own are no news
}

void KernelLanes::learnLane(LaneId id)
{
    const Lane &lane = *m_trace.lane(id);
    const std::uint32_t pid = lane.pid, tid = lane.tid;
    if (lane.kind == LaneKind::Process) {
        m_processes[pid] = id;
        if (!std::exchange(m_begin, m_begin.value_or(lane.declared.time())))
            declareCpus();
    } else if (lane.kind == LaneKind::Thread && tid != 0) {
        const auto thread = m_threads.find(tid);
        if (thread != m_threads.end() && !thread->second.isKnown)
            place(tid, thread->second, id);
        else
            m_newThreads[tid] = id;
    }
}

void KernelLanes::take(const SchedulerRecord &record, Nanos at)
{
    using Kind = SchedulerRecord::Kind;
    if (record.kind == Kind::Lost)
        return lose(record);
    Thread &thread = m_threads[record.tid];
    if (record.kind == Kind::Fork) {
        thread = Thread();
        thread.made = at;
    }
    thread.pid = record.pid;
    if (record.kind == Kind::Fork)
        return;
    if (!thread.isKnown) {
        if (const auto declared = m_newThreads.extract(record.tid))
            place(record.tid, thread, declared.mapped());
    }
    follow(record, thread, at);
    hear(record.tid, thread, {record.kind, record.cpu, at});
    if (!thread.isKnown && record.kind == Kind::Exit)
        place(record.tid, thread, std::nullopt);
    if (record.kind == Kind::Exit)
        m_threads.erase(record.tid);
}

/// Who is on which CPU. Where one comes and the other was not heard to go, a record is missing.
void KernelLanes::follow(const SchedulerRecord &record, Thread &thread, Nanos at)
{
    const auto miss = [&](std::uint32_t tid) {
        Thread &missed = m_threads[tid];
        m_cpus[*std::exchange(missed.isOn, std::nullopt)].tid = 0;
        hear(tid, missed, {SchedulerRecord::Kind::Lost, record.cpu, at});
    };
    const bool comes = record.kind == SchedulerRecord::Kind::In;
    if (comes && thread.isOn)
        miss(record.tid);
    else if (thread.isOn)
        m_cpus[*std::exchange(thread.isOn, std::nullopt)].tid = 0;
    Cpu &cpu = m_cpus[record.cpu];
    cpu.last = at;
    if (!comes)
        return;
    if (cpu.tid != 0)
        miss(cpu.tid);
    cpu.tid = record.tid;
    thread.isOn = record.cpu;
}

/// Into its lane, or kept until it has one.
void KernelLanes::hear(std::uint32_t tid, Thread &thread, const Turn &turn)
{
    if (thread.isKnown)
        return put(tid, thread, turn);
    thread.waiting.push_back(turn);
    if (thread.waiting.size() > mostWaiting)
        place(tid, thread, std::nullopt);
}

/// Where its lane belongs is known, or nobody will say it.
void KernelLanes::place(std::uint32_t tid, Thread &thread, std::optional<LaneId> threadLane)
{
    const auto process = m_processes.find(thread.pid);
    thread.isKnown = true;
    thread.owner = threadLane            ? threadLane
        : process != m_processes.end() ? std::optional(process->second)
                                       : std::nullopt;
    thread.who = threadLane.value_or(LaneId());
    for (const Turn &turn : std::exchange(thread.waiting, {}))
        put(tid, thread, turn);
    if (m_begin && m_reached >= *m_begin)
        putBefore(tid, thread);
}

void KernelLanes::reach(Nanos at)
{
    if (m_begin && m_reached < *m_begin && at >= *m_begin) {
        for (auto &[tid, thread] : m_threads) {
            if (thread.isKnown)
                putBefore(tid, thread);
        }
    }
    m_reached = at;
}

void KernelLanes::put(std::uint32_t tid, Thread &thread, const Turn &turn)
{
    if (!m_begin || turn.at < *m_begin) {
        thread.before = turn;
        return;
    }
    putBefore(tid, thread);
    if (thread.isOver)
        return;
    if (const std::optional<Nanos> finish = thread.owner ? finishOf(*thread.owner) : std::nullopt;
        finish && *finish <= turn.at) {
        end(thread, std::max(*finish, thread.last), false);
        return;
    }
    if (turn.kind == SchedulerRecord::Kind::In)
        putIn(tid, thread, turn.cpu, turn.at);
    else if (turn.kind == SchedulerRecord::Kind::Exit)
        end(thread, turn.at, false);
    else if (turn.kind == SchedulerRecord::Kind::Lost)
        putUnobserved(thread, turn.at);
    else
        putOut(thread, turn.kind, turn.at);
}

/// A turn that began before the run goes on at its begin.
void KernelLanes::putBefore(std::uint32_t tid, Thread &thread)
{
    const std::optional<Turn> before = m_begin ? std::exchange(thread.before, std::nullopt) : std::nullopt;
    if (before && before->kind == SchedulerRecord::Kind::In)
        putIn(tid, thread, before->cpu, *m_begin);
}

void KernelLanes::putIn(std::uint32_t tid, Thread &thread, std::uint32_t number, Nanos at)
{
    const LaneId cpu = cpuOf(number).lane;
    if (thread.lane == LaneId())
        declare(tid, thread, at);
    append(eventOf(thread.hasStarted ? EventKind::Resume : EventKind::Start, at, thread.lane, 0, cpu.value()));
    append(eventOf(EventKind::Resume, at, cpu, 0, thread.who.value()));
    thread.hasStarted = true;
    thread.cpu = number;
    thread.last = at;
}

void KernelLanes::declare(std::uint32_t tid, Thread &thread, Nanos at)
{
    const bool wasMade = thread.made && *thread.made >= *m_begin;
    thread.lane = m_allocateLane();
    const bool isDeclared = thread.who != LaneId();
    declareLane(thread.lane, thread.owner.value_or(hostLane), LaneKind::OnCpu,
                isDeclared ? "on CPU" : "thread " + std::to_string(tid) + ", not recorded", wasMade ? *thread.made : at,
                thread.pid, tid);
    if (!isDeclared)
        thread.who = thread.lane;
    if (wasMade)
        append(eventOf(EventKind::Wake, *thread.made, thread.lane)); // whoever is made is ready
}

void KernelLanes::putOut(Thread &thread, SchedulerRecord::Kind kind, Nanos at)
{
    if (!thread.cpu)
        return; // when it came is not known
    leaveCpu(thread, at, Reason::Elsewhere);
    const bool preempted = kind == SchedulerRecord::Kind::Preempted;
    append(suspension(at, thread.lane, preempted ? Reason::Preempted : Reason::Blocked));
    if (preempted)
        append(eventOf(EventKind::Wake, at, thread.lane));
    thread.last = at;
}

void KernelLanes::leaveCpu(Thread &thread, Nanos at, Reason reason)
{
    append(suspension(at, cpuOf(*std::exchange(thread.cpu, std::nullopt)).lane, reason));
}

/// The ring was full right after the CPU's last record: from then on anything may have happened there.
void KernelLanes::lose(const SchedulerRecord &record)
{
    m_totals.recorded += record.lost * eventsOfSwitch;
    m_totals.lost += record.lost * eventsOfSwitch;
    Cpu &cpu = m_cpus[record.cpu];
    for (auto &[tid, thread] : m_threads) {
        if (thread.isOn && *thread.isOn != record.cpu)
            continue;
        thread.isOn.reset();
        hear(tid, thread, {SchedulerRecord::Kind::Lost, record.cpu, cpu.last});
    }
    cpu.tid = 0;
}

/// What became of it is not known until it is heard of again.
void KernelLanes::putUnobserved(Thread &thread, Nanos at)
{
    at = std::max(at, thread.last);
    if (thread.cpu)
        leaveCpu(thread, at, Reason::Unobserved);
    if (thread.hasStarted)
        append(suspension(at, thread.lane, Reason::Unobserved));
    thread.last = at;
}

void KernelLanes::end(Thread &thread, Nanos at, bool inferred)
{
    if (thread.cpu)
        leaveCpu(thread, at, Reason::Elsewhere);
    if (thread.hasStarted && !thread.isOver)
        append(eventOf(EventKind::Finish, at, thread.lane, std::uint8_t(Outcome::Finished), 0, inferred));
    thread.isOver = true;
}

void KernelLanes::finish()
{
    learnLanes();
    reach(m_trace.end());
    std::vector<std::uint32_t> tids;
    for (const auto &[tid, thread] : m_threads)
        tids.push_back(tid);
    std::sort(tids.begin(), tids.end());
    for (const std::uint32_t tid : tids) {
        Thread &thread = m_threads[tid];
        if (!thread.isKnown && m_begin)
            place(tid, thread, std::nullopt);
        const std::optional<Nanos> finish = thread.owner ? finishOf(*thread.owner) : std::nullopt;
        end(thread, std::max(finish.value_or(m_trace.end()), thread.last), !finish);
    }
    m_threads.clear();
    for (const auto &[number, cpu] : std::exchange(m_cpus, {})) {
        if (cpu.lane != LaneId())
            append(eventOf(EventKind::Finish, m_trace.end(), cpu.lane, std::uint8_t(Outcome::Closed)));
    }
}

/// When the lane said that it ended; nothing while it goes on, or where another said it for it.
std::optional<Nanos> KernelLanes::finishOf(LaneId id) const
{
    const Lane &lane = *m_trace.lane(id);
    if (lane.grid.last(lane.events).state() != LaneState::Over)
        return std::nullopt;
    for (auto event = lane.events.end(); event != lane.events.begin();) {
        if ((--event)->kind() == EventKind::Finish)
            return event->inferred() ? std::nullopt : std::optional(event->time());
    }
    return std::nullopt;
}

KernelLanes::Cpu &KernelLanes::cpuOf(std::uint32_t number)
{
    Cpu &cpu = m_cpus[number];
    if (cpu.lane != LaneId() || !m_begin)
        return cpu;
    if (m_cpuGroup == LaneId()) {
        m_cpuGroup = m_allocateLane();
        declareLane(m_cpuGroup, hostLane, LaneKind::Cpu, "CPUs", *m_begin, 0, 0);
    }
    cpu.lane = m_allocateLane();
    declareLane(cpu.lane, m_cpuGroup, LaneKind::Cpu, "CPU " + std::to_string(number), *m_begin, 0, 0);
    append(eventOf(EventKind::Start, *m_begin, cpu.lane));
    append(suspension(*m_begin, cpu.lane, Reason::Elsewhere));
    return cpu;
}

void KernelLanes::declareCpus()
{
    for (const std::uint32_t number : m_cpuNumbers)
        cpuOf(number);
}

void KernelLanes::append(const Event &event)
{
    ++m_totals.recorded;
    ++(m_trace.hasRoomFor(event) && m_trace.append(event) ? m_totals.stored : m_totals.lost);
}

void KernelLanes::declareLane(LaneId lane, LaneId parent, LaneKind kind, std::string name, Nanos at,
                              std::uint32_t pid, std::uint32_t tid)
{
    const Event declaration = eventOf(EventKind::Lane, at, lane, std::uint8_t(kind), parent.value());
    const std::uint64_t records = 1 + continuationsFor(laneHeaderBytes + name.size());
    const bool isStored = m_trace.hasRoomFor(declaration)
        && m_trace.declareLane(lane, parent, kind, std::move(name), pid, tid, declaration);
    m_totals.recorded += records;
    (isStored ? m_totals.stored : m_totals.lost) += records;
}

} // namespace Interleave

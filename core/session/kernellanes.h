// Turns what the kernel says of a run's threads into lanes of its trace: an OnCpu lane below each
// thread and a Cpu lane for each CPU that the run may use. Records of a thread that nobody has
// declared yet wait until somebody has; those of one that nobody ever declares, as a library's own, get
// a lane below their process. Nothing is recorded from before the run's first process was on the
// record, nor after a thread's or its process's own finish: that is loading and tearing down.
//
// A thread that is off its CPU is Preempted (and ready) or Blocked, as the kernel says. Where records
// are lost, every thread that was not on another CPU is Unobserved until the next record of it: what
// is inferred is marked so, and nothing is guessed. Owned by KernelReading, in the session's thread.
#pragma once

#include "core/kernel/schedulertrace.h"
#include "core/trace/trace.h"

#include <functional>
#include <unordered_map>
#include <vector>

namespace Interleave {

class KernelLanes
{
public:
    /// Records that wait for one thread's declaration; with more it gets its lane without.
    static constexpr std::size_t mostWaiting = 1 << 14;

    /// `cpus` are those that the run may use; others get a lane when something runs there.
    KernelLanes(Trace &trace, std::vector<std::uint32_t> cpus, std::function<LaneId()> allocateLane);

    /// Looks which lanes are new. Before take(), whenever lanes may have been declared.
    void learnLanes();
    /// The next record, in order of time; `at` is its time in the trace.
    void take(const SchedulerRecord &record, Nanos at);
    /// No record from before that time is to come any more: who was on a CPU then is still there.
    void reach(Nanos at);
    /// The run is over: what waited is put down, and every lane of ours ends.
    void finish();

    /// The books: an event each.
    RingTotals totals() const { return m_totals; }

private:
    struct Turn {
        SchedulerRecord::Kind kind;
        std::uint32_t cpu;
        Nanos at;
    };
    struct Thread {
        std::uint32_t pid = 0;
        LaneId lane;                // its OnCpu lane, once it has one
        LaneId who;                 // the Thread lane; our own lane where there is none
        std::optional<LaneId> owner; // whose finish ends it: the Thread's or, for want of one, Process lane
        std::optional<Nanos> made;  // by a fork that was seen
        std::optional<Turn> before; // its last turn from before the run's begin
        std::optional<std::uint32_t> isOn; // the CPU, by what was heard
        std::optional<std::uint32_t> cpu;  // the same by what is in its lane, which may come later
        Nanos last{0};              // its lane's last event
        bool isKnown = false;       // it has its place in the tree, and nothing waits
        bool hasStarted = false, isOver = false;
        std::vector<Turn> waiting;
    };
    struct Cpu {
        LaneId lane;
        std::uint32_t tid = 0;      // who is there, 0 for nobody
        Nanos last{0};              // when it was last heard of
    };

    void learnLane(LaneId lane);
    void follow(const SchedulerRecord &record, Thread &thread, Nanos at);
    void hear(std::uint32_t tid, Thread &thread, const Turn &turn);
    void place(std::uint32_t tid, Thread &thread, std::optional<LaneId> threadLane);
    void put(std::uint32_t tid, Thread &thread, const Turn &turn);
    void putBefore(std::uint32_t tid, Thread &thread);
    void putIn(std::uint32_t tid, Thread &thread, std::uint32_t cpu, Nanos at);
    void putOut(Thread &thread, SchedulerRecord::Kind kind, Nanos at);
    void declare(std::uint32_t tid, Thread &thread, Nanos at);
    void leaveCpu(Thread &thread, Nanos at, Reason reason);
    void lose(const SchedulerRecord &record);
    void putUnobserved(Thread &thread, Nanos at);
    void end(Thread &thread, Nanos at, bool inferred);
    std::optional<Nanos> finishOf(LaneId lane) const;
    Cpu &cpuOf(std::uint32_t number);
    void declareCpus();
    void append(const Event &event);
    void declareLane(LaneId lane, LaneId parent, LaneKind kind, std::string name, Nanos at, std::uint32_t pid,
                     std::uint32_t tid);

    Trace &m_trace;
    std::vector<std::uint32_t> m_cpuNumbers;
    std::function<LaneId()> m_allocateLane;
    std::unordered_map<std::uint32_t, Thread> m_threads; // by tid
    std::unordered_map<std::uint32_t, Cpu> m_cpus;       // by number
    LaneId m_cpuGroup;
    std::optional<Nanos> m_begin;        // of the run's first process
    Nanos m_reached{0};
    std::unordered_map<std::uint32_t, LaneId> m_newThreads; // by tid: declared, but not heard of yet
    std::unordered_map<std::uint32_t, LaneId> m_processes;  // by pid
    std::vector<std::uint32_t> m_undeclared; // numbers of lanes that were skipped by learnLanes()
    std::size_t m_learnt = 0;                // lanes looked at
    std::uint64_t m_lanesRevision = 0;
    RingTotals m_totals;
};

} // namespace Interleave

// A run that never took place but obeys every law of core/analysis/laws.h: one process with one
// thread whose loop runs tasks that sleep, await, print, count and wake each other. The same seed
// gives the same trace. Header-only, for tests of whatever reads traces.
#pragma once

#include "core/trace/trace.h"

#include <random>

namespace Interleave {

class SampleTraceBuilder
{
public:
    SampleTraceBuilder(unsigned seed, int lanes, int events)
        : m_random(seed), m_taskCount(std::max(1, lanes - 4)), m_eventsWanted(events)
    {}

    Trace build()
    {
        beginRun();
        while (int(m_trace.eventCount()) < m_eventsWanted)
            step();
        endRun();
        describeRun();
        return std::move(m_trace);
    }

private:
    enum class TaskState { Ready, Running, Suspended, Over };
    struct Task {
        LaneId id;
        TaskState state = TaskState::Ready;
        bool started = false;
    };

    static constexpr LaneId process{2}, thread{3}, loop{4};

    int pick(int count) { return int(m_random() % std::uint32_t(count)); }
    /// Time goes on, but often not: one clock reading serves both halves of a switch.
    void pass() { m_now += pick(3) == 0 ? 0 : std::uint64_t(pick(50'000)); }

    bool add(EventKind kind, LaneId lane, std::uint8_t detail = 0, std::uint32_t argument = 0)
    {
        return m_trace.append(Event(m_now, kind, detail, lane, argument, std::uint16_t(pick(200)), pick(50) == 0));
    }

    void declare(LaneId id, std::optional<LaneId> parent, LaneKind kind, std::string name,
                 std::uint32_t pid, std::uint32_t tid)
    {
        const Event declaration(m_now, EventKind::Lane, std::uint8_t(kind), id, parent ? parent->value() : 0);
        m_trace.declareLane(id, parent, kind, std::move(name), pid, tid, declaration);
    }

    void beginRun()
    {
        m_now = 1'000'000;
        declare(LaneId(1), std::nullopt, LaneKind::Host, "this computer", 0, 0);
        declare(process, LaneId(1), LaneKind::Process, "interleave", 4711, 0);
        add(EventKind::Start, process);
        declare(thread, process, LaneKind::Thread, "main", 4711, 4711);
        add(EventKind::Start, thread, 0, process.value());
        declare(loop, thread, LaneKind::EventLoop, "loop", 4711, 4711);
        add(EventKind::Start, loop, 0, thread.value());
        for (int i = 0; i < m_taskCount; ++i) {
            const LaneId id(std::uint32_t(5 + i));
            pass();
            declare(id, loop, LaneKind::Task, oddName(i), 4711, 4711);
            add(EventKind::Wake, id, 0, loop.value());
            m_tasks.push_back({id});
        }
    }

    std::string oddName(int i) const
    {
        static const char *const names[] = {"count", "café \"ñ\"", "queue<int> & co", "=SUM(A1)", "línea\nrota",
                                            "a,b;c", "\xff\xfe raw", ""};
        return names[i % 8] + std::to_string(i);
    }

    /// The running task does something, or the loop gives the turn to a ready one.
    void step()
    {
        pass();
        if (m_running) {
            act(*m_running);
            return;
        }
        std::vector<Task *> ready, waiting;
        for (Task &task : m_tasks) {
            if (task.state == TaskState::Ready)
                ready.push_back(&task);
            if (task.state == TaskState::Suspended)
                waiting.push_back(&task);
        }
        if (!ready.empty())
            run(*ready[std::size_t(pick(int(ready.size())))]);
        else
            poll(*waiting[std::size_t(pick(int(waiting.size())))]);
    }

    void run(Task &task)
    {
        add(task.started ? EventKind::Resume : EventKind::Start, task.id, 0, task.started ? 0 : loop.value());
        task.started = true;
        task.state = TaskState::Running;
        m_running = &task;
    }

    void poll(Task &task)
    {
        add(EventKind::Suspend, loop, std::uint8_t(Reason::Poll));
        pass();
        add(EventKind::Wake, loop, 0, 1);
        add(EventKind::Resume, loop);
        wake(task, loop);
    }

    void wake(Task &task, LaneId waker)
    {
        add(EventKind::Wake, task.id, 0, waker.value());
        task.state = TaskState::Ready;
    }

    void act(Task &task)
    {
        Task &other = m_tasks[std::size_t(pick(m_taskCount))];
        switch (pick(6)) {
        case 0:
            say(EventKind::Output, task.id);
            break;
        case 1:
            say(EventKind::Note, task.id);
            break;
        case 2:
            m_trace.appendCounter(Event(m_now, EventKind::Counter, 0, task.id), std::int64_t(m_random()) - INT32_MAX,
                                  "depth " + std::to_string(pick(3)));
            break;
        case 3:
            if (other.state == TaskState::Suspended)
                wake(other, task.id);
            break;
        default:
            suspend(task, other);
        }
    }

    void say(EventKind kind, LaneId lane)
    {
        static const char *const lines[] = {"One", "Two", "", "it's \"quoted\", twice\t", "ñandú €𝄞", "\x80\xff bytes",
                                            "=cmd()", "<img src=x>", "two\r\nlines"};
        m_trace.appendText(Event(m_now, kind, 0, lane, 0, std::uint16_t(pick(300))), lines[pick(9)]);
    }

    void suspend(Task &task, const Task &other)
    {
        if (pick(2) == 0 || other.id == task.id)
            add(EventKind::Suspend, task.id, std::uint8_t(Reason::Sleep), packDuration(Nanos(1 + pick(2'000'000'000))));
        else
            add(EventKind::Suspend, task.id, std::uint8_t(Reason::Await), other.id.value());
        task.state = TaskState::Suspended;
        m_running = nullptr;
    }

    void endRun()
    {
        if (m_running)
            finish(*m_running);
        for (Task &task : m_tasks) {
            if (task.state == TaskState::Over)
                continue;
            pass();
            if (task.state == TaskState::Suspended)
                wake(task, loop);
            run(task);
            finish(task);
        }
        for (LaneId id : {loop, thread, process}) {
            pass();
            add(EventKind::Finish, id, std::uint8_t(Outcome::Finished));
        }
    }

    void finish(Task &task)
    {
        pass();
        add(EventKind::Finish, task.id, std::uint8_t(pick(4) == 0 ? Outcome::Cancelled : Outcome::Finished));
        task.state = TaskState::Over;
        m_running = nullptr;
    }

    void describeRun()
    {
        RunInfo &info = m_trace.info;
        info.scenario = "async.count";
        info.title = "Count: async";
        info.parameters = {{"count", "3"}, {"names", "años, \"x\""}};
        info.host = "Linux, 2 CPUs";
        info.startedUnixMs = 1'790'000'000'123;
        info.outcome = RunOutcome::Finished;
        info.cpuNs = 12'345'678;
        info.peakRssBytes = 9'000'000;
        info.processesSeen = 1;
        info.threadsSeen = 1;
        info.clock = "tsc";
        m_trace.rings.push_back({4711, 4711, m_trace.recordCount(), m_trace.recordCount(), 0});
    }

    std::mt19937 m_random;
    int m_taskCount;
    int m_eventsWanted;
    std::uint64_t m_now = 0;
    Trace m_trace;
    std::vector<Task> m_tasks;
    Task *m_running = nullptr;
};

/// A whole lawful run of about `events` events on `lanes` lanes (five or more): host 1, process 2,
/// thread 3, loop 4, and tasks from 5 on, with names and texts that try the patience of writers.
inline Trace sampleTrace(unsigned seed, int lanes = 8, int events = 200)
{
    return SampleTraceBuilder(seed, lanes, events).build();
}

} // namespace Interleave

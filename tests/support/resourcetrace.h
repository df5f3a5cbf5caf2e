// A run written down by hand in which two threads share a lock, producers fill a queue, a pool's
// workers run jobs, and a library's thread goes unobserved; microseconds for times.
#pragma once

#include "tests/support/tracebuilder.h"

namespace Interleave {

struct ResourceTrace : TraceBuilder {
    using us = std::chrono::microseconds;

    LaneId process = lane(LaneKind::Process, "example", std::nullopt, 4711);
    LaneId lock = lane(LaneKind::Lock, "counter lock", process);       // before who uses it
    LaneId queue = lane(LaneKind::Queue, "queue", process);
    LaneId semaphore = lane(LaneKind::Lock, "connections", process);
    LaneId t1 = lane(LaneKind::Thread, "t1", process, 4711, 4712);
    LaneId t2 = lane(LaneKind::Thread, "t2", process, 4711, 4713);
    LaneId library = lane(LaneKind::Thread, "Qt HTTP thread", process, 4711, 4714);
    LaneId pool = lane(LaneKind::Queue, "pool", process);
    std::vector<LaneId> items, jobs;

    ResourceTrace()
    {
        for (LaneId id : {process, lock, queue, semaphore, t1, t2, library, pool})
            start(id, us(0));
        shareTheLock();
        count(queue, "depth", {{0, 0}, {100, 1}, {200, 2}, {300, 3}, {500, 2}, {700, 0}});
        count(semaphore, "free", {{0, 3}, {150, 0}, {800, 3}});
        count(pool, "depth", {{0, 2}, {120, 1}, {300, 0}});
        suspend(library, us(0), Reason::Unobserved);
        for (int i = 0; i < 3; ++i)
            addItem(i);
        addJob(0, us(0), us(120), t1, us(600));
        addJob(1, us(0), us(300), t2, us(900));
        for (LaneId id : {queue, semaphore, t1, t2, library, pool, process})
            finish(id, us(1000));
        finish(lock, us(1000), Outcome::Closed);
    }

    void count(LaneId id, std::string name, const std::vector<std::pair<int, int>> &samples)
    {
        for (const auto &[time, value] : samples)
            trace.appendCounter(Event(std::uint64_t(time) * 1000, EventKind::Counter, 0, id), value, name);
    }

private:
    void hold(LaneId who, us from, us to)
    {
        wake(lock, from, who);
        resume(lock, from);
        suspend(lock, to, Reason::Free);
    }

    void shareTheLock()
    {
        suspend(lock, us(0), Reason::Free);
        hold(t1, us(100), us(400));
        suspend(t2, us(200), Reason::Lock, t1);
        wake(t2, us(400), t1);
        resume(t2, us(410));
        hold(t2, us(410), us(700));
    }

    void addItem(int index)
    {
        items.push_back(lane(LaneKind::Item, "item " + std::to_string(index), queue, 0, 0, us(100 * (index + 1))));
        const Nanos put = us(100 * (index + 1)), taken = us(500 + 100 * index);
        start(items.back(), put);
        suspend(items.back(), put, Reason::Queued, queue);
        wake(items.back(), taken, t2);
        resume(items.back(), taken);
        finish(items.back(), taken);
    }

    void addJob(int index, us given, us taken, LaneId worker, us done)
    {
        jobs.push_back(lane(LaneKind::Job, "job " + std::to_string(index), pool, 0, 0, given));
        start(jobs.back(), given);
        suspend(jobs.back(), given, Reason::Queued, pool);
        wake(jobs.back(), taken, worker);
        resume(jobs.back(), taken);
        finish(jobs.back(), done);
    }
};

} // namespace Interleave

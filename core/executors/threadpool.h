// A pool of threads on QtConcurrent and QThreadPool. Each of its threads has a lane and is used
// again: between two functions it is suspended (pool), until whoever submits the next wakes it.
// Each function has a lane, too (job): queued from its submission until a thread takes it, running
// there afterwards. Its result or exception arrives through a QFuture, which a task of the main
// thread's event loop can co_await (core/executors/qtawait.h).
//
// One thread submits and destroys. Destroying waits for every function, then each thread records
// its own end. Everything that two threads share goes through QThreadPool, whose mutex orders it:
// the submission before the function, the function before the end of the pool.
#pragma once

#include "core/executors/openlane.h"

#include <QThreadPool>
#include <QtConcurrent>

#include <atomic>
#include <mutex>
#include <string>

namespace Interleave {

class ThreadPool
{
public:
    /// The line is where it stands, and so where its end waits for its threads.
    explicit ThreadPool(int threads, std::string_view name = "pool", SourceLine line = {});
    ThreadPool(const ThreadPool &) = delete;
    ~ThreadPool();

    /// Runs function() on one of the threads, as soon as one has nothing else to do. Blocking in the
    /// future's waitForFinished() before any has taken it makes the caller run it itself, as Qt does.
    template<class Function>
    auto submit(std::string_view name, Function function)
    {
        return QtConcurrent::run(&m_threads, [this, job = queued(name), function = std::move(function)] {
            const Running running(*this, job);
            return function();
        });
    }
    LaneId lane() const { return m_queue.lane(); }

private:
    struct Job {
        LaneId lane;
        LaneId submitter;
        Stamp submitted;
    };

    /// The function's time on its thread, from where it is taken to its return or exception.
    class Running
    {
    public:
        Running(ThreadPool &pool, const Job &job);
        ~Running();

    private:
        ThreadPool &m_pool;
        const Job &m_job;
        int m_exceptions;
        bool m_stolen = false; // runs in a thread that is not the pool's
    };

    Job queued(std::string_view name);
    void begin(const Job &first);
    void end();
    void countQueued(int change);

    LaneId m_process;
    SourceLine m_line;
    OpenLane m_queue; // counts how many functions are "waiting"
    std::atomic<int> m_begun = 0; // threads, for their names
    bool m_used = false;
    LaneId m_closer;              // who destroys the pool, and when
    Stamp m_closed;
    std::mutex m_mutex;           // so that these change in the order of their stamps:
    int m_queued = 0;
    LaneId m_lastToEnd;
    Stamp m_lastEnd;
    QThreadPool m_threads;        // last, so that the rest lives until its threads have ended
};

} // namespace Interleave

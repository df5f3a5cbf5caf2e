// The heart of a process pool: a thread of the parent, "pool handler", that gives waiting tasks to
// idle workers, takes their answers, runs callbacks, and puts a new worker in the place of a dead
// one. It alone touches the workers. Tasks come in from any thread. A task whose worker died is
// lost and reported, its result raises; the others go on. (CPython's Pool waits for it for ever.)
//
// Workers are forked where the parent has no other thread, as CPython does, and exec'd otherwise:
// a copy of a process with threads inherits locks that nobody will open. The kernel kills a worker
// with the thread that started it, so the handler outlives the workers that it started.
#pragma once

#include "core/executors/poolconnection.h"
#include "core/executors/threads.h"

#include <deque>
#include <poll.h>

namespace Interleave {

class PoolHandler
{
public:
    /// Starts the workers, then the thread. std::system_error when the system has no more of them.
    PoolHandler(Program &program, int workers, std::optional<StartMethod> method);
    PoolHandler(const PoolHandler &) = delete;
    ~PoolHandler(); // terminates what is not over and joins

    LaneId queue() const { return m_queue; }
    /// Puts tasks, with numbers and lanes of their own, into the queue. std::logic_error after close.
    void submit(std::vector<PoolTask> tasks);
    /// No more tasks are taken; the workers end when those that wait are done.
    void close();
    /// Ends the workers at once; what is not done never will be.
    void terminate();
    bool isOpen() const;
    void join(SourceLine line);

private:
    enum class State { Open, Closed, Terminating };

    void startWorker(StartMethod method);
    void killAll();
    void ring();

    // The handler's thread.
    void run();
    bool serve();
    void abandon();
    State giveTasks();
    void endIdleWorkers();
    void terminateWorkers();
    void dropWaiting(Outcome outcome, const std::string &why);
    std::vector<pollfd> descriptors();
    std::vector<pollfd> waitForNews();
    LaneId wakerAmong(const std::vector<pollfd> &news) const;
    void hear(PoolConnection &worker);
    void watchEnding();
    void bury(PoolConnection &worker);
    void loseTask(PoolConnection &worker, const PoolTask &task, const std::string &how);
    void replaceWorker();
    void settle(const PoolTask &task, std::exception_ptr error);
    void reportCallback(const std::string &raised);

    Program &m_program;
    LaneId m_queue;
    int m_bell = -1; // an eventfd: something is new for the handler

    mutable std::mutex m_mutex; // guards what follows, to m_broken
    std::deque<PoolTask> m_waiting;
    State m_state = State::Open;
    LaneId m_caller; // who rang last
    bool m_broken = false; // no worker is left, and none can be started

    std::vector<std::unique_ptr<PoolConnection>> m_workers; // the handler's, once it runs
    int m_started = 0;
    int m_stillborn = 0; // workers that died before they were ready, in a row
    bool m_terminating = false;
    Thread m_thread;
};

} // namespace Interleave

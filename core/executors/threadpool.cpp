#include "core/executors/threadpool.h"

#include "core/executors/interpreterlock.h"

#include <QThread>

#include <algorithm>
#include <exception>

namespace Interleave {

namespace {
/// When this thread of a pool was last suspended; nothing before its first function.
thread_local std::optional<Stamp> t_suspended;
} // namespace

ThreadPool::ThreadPool(int threads, std::string_view name, SourceLine line)
    : m_process(t_here.process), m_line(line), m_queue(LaneKind::Queue, name, m_process)
{
    m_threads.setMaxThreadCount(threads);
    m_threads.setExpiryTimeout(-1); // a thread lives as long as the pool
}

ThreadPool::~ThreadPool()
{
    const AllowThreads others;
    Recorder &recorder = Recorder::ofThisThread();
    m_closer = t_here.lane;
    m_closed = recorder.stamp();
    if (!m_used)
        return;
    recorder.suspend(m_closed, m_closer, Reason::Join, lane().value(), m_line.number);
    m_threads.waitForDone(); // ends the threads, too
    const Stamp now = recorder.stampFenced();
    const LaneId waker = m_lastToEnd.value() != 0 ? m_lastToEnd : lane(); // every function was stolen
    recorder.wake({std::max(m_closed.ticks, m_lastEnd.ticks)}, m_closer, waker, true);
    recorder.resume(now, m_closer);
}

ThreadPool::Job ThreadPool::queued(std::string_view name)
{
    Recorder &recorder = Recorder::ofThisThread();
    const Job job{recorder.allocateLane(), t_here.lane, recorder.stamp()};
    recorder.declareLane(job.submitted, job.lane, LaneKind::Job, lane(), name);
    recorder.start(job.submitted, job.lane, job.submitter);
    recorder.suspend(job.submitted, job.lane, Reason::Queued, lane().value());
    m_used = true;
    countQueued(1);
    return job;
}

void ThreadPool::countQueued(int change)
{
    const std::lock_guard lock(m_mutex);
    m_queue.count(m_queued += change, "waiting");
}

void ThreadPool::begin(const Job &first)
{
    // QThreadPool makes a thread when a function is submitted that no idle one can take: this one.
    attachThisThread(); // gives out lane numbers
    const NewLane created{Recorder::ofThisThread().allocateLane(), first.submitter, first.submitted};
    beginThread(created, m_process, "pool thread " + std::to_string(++m_begun));
    // Emitted by the thread itself before its end can be waited for; a destructor of a thread_local
    // would run after that, when the recording may be over.
    QObject::connect(QThread::currentThread(), &QThread::finished, [this] { end(); });
}

void ThreadPool::end()
{
    Recorder &recorder = Recorder::ofThisThread();
    recorder.wake({std::max(m_closed.ticks, t_suspended->ticks)}, t_here.thread, m_closer);
    recorder.resume(recorder.stampFenced(), t_here.thread);
    recordThreadTimes();
    {
        const std::lock_guard lock(m_mutex);
        m_lastToEnd = t_here.thread;
        m_lastEnd = recorder.stampFenced();
        recorder.finish(m_lastEnd, t_here.thread);
    }
    recorder.detach();
}

ThreadPool::Running::Running(ThreadPool &pool, const Job &job)
    : m_pool(pool), m_job(job), m_exceptions(std::uncaught_exceptions())
{
    Recorder &recorder = Recorder::ofThisThread();
    if (t_here.thread.value() == 0) {
        pool.begin(job);
    } else if (m_stolen = !t_suspended; !m_stolen) {
        // A function that stood in the queue already is taken at once, and nobody had to wake us.
        const bool waited = job.submitted.ticks < t_suspended->ticks;
        recorder.wake({std::max(job.submitted.ticks, t_suspended->ticks)}, t_here.thread, job.submitter, waited);
        recorder.resume(recorder.stampFenced(), t_here.thread);
    }
    pool.countQueued(-1);
    const Stamp now = recorder.stampFenced();
    recorder.wake(now, job.lane, t_here.thread);
    recorder.resume(now, job.lane);
}

ThreadPool::Running::~Running()
{
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stamp();
    const bool failed = std::uncaught_exceptions() > m_exceptions;
    recorder.finish(now, m_job.lane, failed ? Outcome::Failed : Outcome::Finished);
    if (m_stolen)
        return;
    recorder.suspend(now, t_here.thread, Reason::Pool, m_pool.lane().value());
    t_suspended = now;
}

} // namespace Interleave

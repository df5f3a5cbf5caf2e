#include "core/executors/jobbook.h"

#include <algorithm>

namespace Interleave {

namespace {

/// Some nanoseconds: a wait begins after the wake that ended the one before, or would seem ended by it.
constexpr std::uint64_t ticksApart = 32;

bool isOverState(JobState state)
{
    return state == JobState::Finished || state == JobState::Failed || state == JobState::Lost;
}

Outcome outcomeOf(JobState state)
{
    if (state == JobState::Finished)
        return Outcome::Finished;
    return state == JobState::Failed ? Outcome::Failed : Outcome::Killed;
}

} // namespace

JobBook::JobBook(LaneId parent, const std::vector<std::string> &queues)
{
    Recorder &recorder = Recorder::ofThisThread();
    for (const std::string &name : queues) {
        const LaneId lane = recorder.allocateLane();
        const Stamp now = recorder.stamp();
        recorder.declareLane(now, lane, LaneKind::Queue, parent, "queue " + name);
        recorder.start(now, lane, t_here.lane);
        recorder.counter(now, lane, 0, "depth");
        m_queues[name] = {lane};
    }
}

JobBook::~JobBook()
{
    Recorder &recorder = Recorder::ofThisThread();
    for (auto &[id, job] : m_jobs) {
        if (!isOverState(job.state))
            end(job, recorder.stamp(), JobState::Lost, true);
    }
    for (const auto &[name, queue] : m_queues)
        recorder.finish(recorder.stamp(), queue.lane, Outcome::Closed);
}

JobBook::Job &JobBook::add(JobOrder order, const std::string &name)
{
    Recorder &recorder = Recorder::ofThisThread();
    order.lane = recorder.allocateLane();
    const Stamp now = recorder.stamp();
    recorder.declareLane(now, order.lane, LaneKind::Job, queueLane(order.queue), name);
    recorder.start(now, order.lane, t_here.lane);
    Job &job = m_jobs[order.id];
    job.order = std::move(order);
    job.last = now;
    job.state = JobState::Lost; // which counts nowhere
    ++m_open;
    const Job *before = job.order.dependsOn ? find(*job.order.dependsOn) : nullptr;
    setState(job, before ? JobState::Deferred : JobState::Queued, now);
    if (before)
        wait(job, now, Reason::Result, before->order.lane.value());
    else
        wait(job, now, Reason::Queued, queueLane(job.order.queue).value());
    return job;
}

void JobBook::requeue(const std::string &id, LaneId waker)
{
    const auto found = m_jobs.find(id);
    if (found == m_jobs.end())
        return;
    Job &job = found->second;
    if (job.state != JobState::Deferred && job.state != JobState::Scheduled)
        return;
    const Stamp now = notBefore(job, Recorder::ofThisThread().stamp());
    goOn(job, now, waker);
    setState(job, JobState::Queued, job.last);
    wait(job, job.last, Reason::Queued, queueLane(job.order.queue).value());
}

bool JobBook::hear(const JobNews &news, Stamp at)
{
    const auto found = m_jobs.find(news.job);
    if (found == m_jobs.end() || isOverState(found->second.state))
        return false;
    Job &job = found->second;
    Recorder &recorder = Recorder::ofThisThread();
    at = notBefore(job, at);
    if (news.kind == JobNews::Kind::Started) {
        if (!job.waitsOnRecord) // its worker was lost, and nobody has seen that
            wait(job, at, Reason::Queued, queueLane(job.order.queue).value(), true);
        if (!news.text.empty()) {
            ++job.takeovers;
            recorder.note(at, job.order.lane, "taken over from " + news.text + " by " + news.worker);
        }
        ++job.tries;
        job.worker = news.worker;
        goOn(job, at, news.workerLane);
        setState(job, JobState::Started, at);
        return true;
    }
    if (job.waitsOnRecord) // by a worker that was thought dead
        goOn(job, at, news.workerLane, true);
    at = job.last;
    job.worker = news.worker;
    if (news.kind == JobNews::Kind::Finished) {
        job.result = news.text;
        end(job, at, JobState::Finished);
        return true;
    }
    job.why = news.text;
    recorder.note(at, job.order.lane, news.text);
    if (news.kind == JobNews::Kind::Failed) {
        end(job, at, JobState::Failed);
    } else {
        setState(job, JobState::Scheduled, at);
        wait(job, at, Reason::Sleep, packDuration(news.pause));
    }
    return true;
}

std::vector<std::string> JobBook::orphan(const std::string &worker, Stamp at, const std::string &how)
{
    std::vector<std::string> orphans;
    for (auto &[id, job] : m_jobs) {
        if (job.state != JobState::Started || job.worker != worker)
            continue;
        const Stamp then = notBefore(job, at);
        Recorder::ofThisThread().note(then, job.order.lane, worker + " " + how);
        wait(job, then, Reason::Queued, queueLane(job.order.queue).value(), true);
        setState(job, JobState::Queued, then);
        orphans.push_back(id);
    }
    return orphans;
}

void JobBook::lose(const std::string &id, const std::string &why)
{
    const auto found = m_jobs.find(id);
    if (found == m_jobs.end() || isOverState(found->second.state))
        return;
    found->second.why = why;
    end(found->second, notBefore(found->second, Recorder::ofThisThread().stamp()), JobState::Lost, true);
}

const JobBook::Job *JobBook::find(const std::string &id) const
{
    const auto found = m_jobs.find(id);
    return found == m_jobs.end() ? nullptr : &found->second;
}

int JobBook::count(JobState state) const
{
    const auto isIn = [state](const auto &each) { return each.second.state == state; };
    return int(std::count_if(m_jobs.begin(), m_jobs.end(), isIn));
}

/// Keeps the depth of the queues: how many jobs stand in each.
void JobBook::setState(Job &job, JobState state, Stamp at)
{
    const bool stood = job.state == JobState::Queued, stands = state == JobState::Queued;
    job.state = state;
    if (stood == stands)
        return;
    Queue &queue = m_queues.at(job.order.queue);
    queue.depth += stands ? 1 : -1;
    Recorder::ofThisThread().counter(at, queue.lane, queue.depth, "depth");
}

Stamp JobBook::notBefore(Job &job, Stamp at) const
{
    job.last.ticks = std::max(job.last.ticks, at.ticks);
    return job.last;
}

void JobBook::wait(Job &job, Stamp at, Reason reason, std::uint32_t argument, bool inferred)
{
    Recorder::ofThisThread().suspend(at, job.order.lane, reason, argument, 0, inferred);
    job.waitsOnRecord = true;
}

void JobBook::goOn(Job &job, Stamp at, LaneId waker, bool inferred)
{
    Recorder &recorder = Recorder::ofThisThread();
    recorder.wake(at, job.order.lane, waker, inferred);
    recorder.resume(at, job.order.lane);
    job.last.ticks = at.ticks + ticksApart;
    job.waitsOnRecord = false;
}

void JobBook::end(Job &job, Stamp at, JobState state, bool inferred)
{
    setState(job, state, at);
    Recorder::ofThisThread().finish(at, job.order.lane, outcomeOf(state), 0, inferred);
    m_lastEnded = job.order.lane;
    --m_open;
}

} // namespace Interleave

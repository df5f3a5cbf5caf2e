// What whoever ordered jobs knows of them: each job's state, by the news from the journal, and its
// lane. Here alone are job lanes written, so a worker may be killed between any two of its steps and
// a lane still says what was. Whatever news come in whatever order, a lane stays lawful: times never
// go back (news from elsewhere are set forward to what caused them), and what a dead worker began is
// left waiting again. One thread.
#pragma once

#include "core/executors/here.h"
#include "core/executors/jobs.h"

#include <map>
#include <vector>

namespace Interleave {

class JobBook
{
public:
    struct Job {
        JobOrder order;
        JobState state = JobState::Queued;
        std::string worker; // that has it, or had it last
        int tries = 0;
        int takeovers = 0;
        std::string why;    // it failed
        std::string result; // it finished
        bool waitsOnRecord = false; // its lane is suspended
        Stamp last;         // its lane's last event
    };

    /// The lanes of queues hang below `parent`, and are declared with them; the first is most urgent.
    JobBook(LaneId parent, const std::vector<std::string> &queues);
    ~JobBook(); // ends the lanes
    JobBook(const JobBook &) = delete;

    /// Before it is submitted: gives it its lane, named so.
    Job &add(JobOrder order, const std::string &name);
    /// It waits in its queue from now on: its pause, or what it depended on, is over.
    void requeue(const std::string &job, LaneId waker);
    /// News with time and worker in terms of this recording. Those of a job that is done are ignored,
    /// so its effect is counted once. Returns whether they changed anything.
    bool hear(const JobNews &news, Stamp at);
    /// The worker is dead: what it had waits to be taken over. Returns those jobs.
    std::vector<std::string> orphan(const std::string &worker, Stamp at, const std::string &how);
    /// Nobody will do it.
    void lose(const std::string &job, const std::string &why);

    LaneId queueLane(const std::string &queue) const { return m_queues.at(queue).lane; }
    const Job *find(const std::string &job) const;
    const std::map<std::string, Job> &jobs() const { return m_jobs; }
    bool isOver() const { return m_open == 0; } // every job finished, failed or was lost
    int count(JobState state) const;
    /// The lane of the job that ended last.
    LaneId lastEnded() const { return m_lastEnded; }

private:
    struct Queue {
        LaneId lane;
        std::int64_t depth = 0;
    };

    void setState(Job &job, JobState state, Stamp at);
    Stamp notBefore(Job &job, Stamp at) const;
    void wait(Job &job, Stamp at, Reason reason, std::uint32_t argument, bool inferred = false);
    void goOn(Job &job, Stamp at, LaneId waker, bool inferred = false);
    void end(Job &job, Stamp at, JobState state, bool inferred = false);

    std::map<std::string, Queue> m_queues;
    std::map<std::string, Job> m_jobs;
    std::size_t m_open = 0;
    LaneId m_lastEnded;
};

} // namespace Interleave

// A worker of a job queue: takes the most urgent job, runs it in its main thread, stores the result
// and says so in the journal, then takes the next. Also takes over jobs whose worker was not heard of
// any more. Told to end (SIGTERM, SIGINT), it finishes the job at hand first, as RQ's do. One a process.
#pragma once

#include "core/executors/jobheart.h"
#include "core/executors/jobstore.h"
#include "core/executors/termination.h"

#include <deque>

namespace Interleave {

struct JobWorkerSettings {
    std::string name;
    RedisAddress address;
    std::string run;
    std::vector<std::string> queues; // of the run's, in this order; all of them, if empty
    bool burst = false;              // ends when there is nothing to take
    JobHeart::Beat beat;
    /// Asked now and then between jobs: whether to leave this run to others. `isIdle`: it has long had
    /// nothing to do here.
    std::function<Result<bool>(bool isIdle)> leaves;
    std::chrono::milliseconds patience{30'000}; // with a Redis that is gone
    SourceLine line{0};                         // of the scenario, at which it waits; 0: as the run says
};

class JobWorker
{
public:
    JobWorker(Program &program, JobWorkerSettings settings, const Termination &termination);

    /// Until it is told to end, or the run is over. ServiceMissing when Redis is gone for too long.
    Result<void> work();
    int done() const { return m_done; } // jobs

private:
    enum class Look { Taken, Nothing, Over };

    Result<Look> take();
    Result<Look> lookOnce();
    Result<Look> claimSilent();
    std::chrono::nanoseconds betweenLooks() const;
    Result<Look> readNew(std::optional<std::chrono::milliseconds> block);
    std::optional<RedisReply> await(std::chrono::milliseconds patience);
    Result<void> perform(const JobStore::Entry &entry, Stamp taken);
    Result<void> settle(const TakenJob &job, const std::string &result);
    Result<void> settleRaised(const TakenJob &job, const std::string &why, bool forGood);
    JobNews news(JobNews::Kind kind, const std::string &job, Stamp at) const;
    Result<void> join();
    Result<void> refresh();
    Result<void> lookAround();
    Result<void> lengthenLease();

    Program &m_program;
    JobWorkerSettings m_settings;
    const Termination &m_termination;
    RedisLink m_link;
    JobStore m_store;
    RunSheet m_sheet;
    std::vector<std::string> m_queues;
    std::deque<JobStore::Entry> m_taken; // ours, not begun
    std::chrono::milliseconds m_trip{0}; // to Redis and back, when we joined
    std::deque<JobStore::Entry> m_suspects; // others', whose workers were silent when we looked last
    std::int64_t m_suspectedNs = 0;
    std::int64_t m_nextLookNs = 0;       // for silent workers, and whether the run goes on
    std::int64_t m_nextQuestionNs = 0;   // whether to leave
    std::int64_t m_idleSinceNs = 0;
    std::int64_t m_knownNs = 0;          // when Redis last knew the run
    bool m_isOver = false;
    std::optional<JobHeart> m_heart;
    int m_done = 0;
};

/// The process that a run starts on this machine. Arguments: worker's name, run, address, patience in ms,
/// the line that started it.
extern const ProcessFunction jobWorker;

} // namespace Interleave

// The job queue as it lies in Redis, and the transactions on it. Every key stands under the run's own
// prefix and has a time to live. A queue is a stream with one consumer group; a job is a hash; its
// result is a text that is set once, by whoever finishes it first. A function of this class is one
// step of the protocol; none of them records anything.
//
//   interleave:runs            sorted set of runs that go on, by when they were last heard of, in seconds
//   interleave:RUN:run         hash: what workers from elsewhere must know; there while the run goes on
//   …:queue:NAME               stream of job ids, group "workers": an entry is pending while it is run
//   …:job:ID  …:result:ID      hash; text
//   …:dependents:ID            set of jobs that wait for this one
//   …:scheduled  …:failed      sorted sets: next tries by due time, the failed registry
//   …:journal  …:events        streams: the jobs' news, and recordings of workers elsewhere
#pragma once

#include "core/executors/jobs.h"
#include "core/redis/redislink.h"

#include <span>
#include <vector>

namespace Interleave {

/// What a run says of itself to those who want to work for it.
struct RunSheet {
    std::vector<std::string> queues; // the most urgent first
    std::vector<LaneId> lanes; // theirs, in the recording of who ordered
    std::chrono::milliseconds lease{1000}; // a job whose worker was silent so long is another's
    SourceLine line{0};        // of the scenario, at which workers wait for jobs
    bool isOver = false;
};

class JobStore
{
public:
    static constexpr std::chrono::seconds lifetime{500}; // of results and everything else, as RQ's results
    static constexpr const char *prefix = "interleave:";
    static constexpr int mostTakeovers = 10;
    /// A run that was not heard of for so long is nobody's any more: whoever ordered it was killed.
    static constexpr std::chrono::seconds longestSilence{60};

    JobStore(RedisLink &link, std::string run) : m_link(link), m_run(std::move(run)) {}

    RedisLink &link() const { return m_link; }
    const std::string &run() const { return m_run; }
    std::string key(std::string_view name) const { return prefix + m_run + ":" + std::string(name); }
    std::string queueKey(const std::string &queue) const { return key("queue:" + queue); }

    // Of who orders.
    Result<void> open(const RunSheet &sheet);
    /// The line of the sheet, where it is known only later.
    Result<void> setLine(SourceLine line);
    /// Says that somebody still waits for this run. To be said more often than longestSilence.
    Result<void> announce();
    /// Puts jobs into their queues, or among those that wait for another, in one go.
    Result<void> submit(std::span<const JobOrder> orders);
    /// Puts those whose pause is over back into their queues; returns their ids.
    Result<std::vector<std::string>> promoteDue();
    /// Puts those into their queues that waited for this job, which has finished; returns their ids.
    Result<std::vector<std::string>> release(const std::string &job);
    /// Whether Redis still knows this run. It does not when it was started again and keeps no files.
    Result<bool> isKnown();
    /// Renews the time to live of everything.
    Result<void> keepAlive(const RunSheet &sheet, std::span<const std::string> jobs);
    Result<std::vector<std::optional<std::string>>> results(std::span<const std::string> jobs);
    /// Tells workers that the run is over.
    Result<void> end();
    /// The same, and removes every key of it; the last by itself, soon. Over a connection that may owe
    /// answers to others. Waits for the server that long, and says whether it has done it; else it will.
    bool remove(RedisConnection &connection, const RunSheet &sheet, std::span<const std::string> jobs,
                std::chrono::milliseconds patience) const;

    // Of workers.
    /// Those that somebody waits for, the one begun first before others.
    static Result<std::vector<std::string>> runs(RedisLink &link);
    /// Whether one of the queues, or any if none is named, has a job that nobody runs.
    Result<bool> hasWaiting(const std::vector<std::string> &queues);
    /// Nothing when Redis does not know the run: it is long over, or Redis has just been started again.
    Result<std::optional<RunSheet>> sheet();
    struct Entry {
        std::string queue, id, job;
        LaneId lane; // the job's
    };
    /// For a worker to whom Redis is so far away that its signs of life come later than others would wait.
    Result<void> lengthenLease(std::chrono::milliseconds lease);
    /// Some jobs whose workers were silent for that long; of each nothing but its queue and its place there.
    Result<std::vector<Entry>> silent(const std::vector<std::string> &queues, std::chrono::milliseconds silence);
    /// Makes such a job ours, if its worker was silent for that long until now.
    Result<std::optional<Entry>> claim(const Entry &entry, const std::string &worker,
                                       std::chrono::milliseconds silence);
    /// Asks for one new job, of the first queue that has one if all have, waiting that long at most.
    RedisCommand readCommand(const std::vector<std::string> &queues, const std::string &worker,
                             std::optional<std::chrono::milliseconds> block) const;
    /// The sign of life by which nobody takes the job over.
    RedisCommand beatCommand(const Entry &entry, const std::string &worker) const;
    std::vector<Entry> entriesFrom(const RedisReply &reply) const;
    /// Makes the job ours to run, and says so. Nothing when there is nothing left to do for it.
    Result<std::optional<TakenJob>> begin(const Entry &entry, const JobNews &news);
    struct Finished {
        bool isFirst = false; // it had no result before, and so this is the one
        bool hasDependents = false;
    };
    /// Stores its result, unless it has one, and tells it.
    Result<Finished> finish(const TakenJob &job, const std::string &result, const JobNews &news);
    /// It raised: another try after a pause, or the failed registry. Nothing when the job is no
    /// longer this worker's.
    Result<void> raise(const TakenJob &job, const JobNews &news);

private:
    std::vector<RedisCommand> announcement(std::int64_t nowUs) const;
    std::vector<RedisCommand> submission(const JobOrder &order) const;
    std::vector<RedisCommand> leaving(const TakenJob &job) const;
    RedisCommand enqueueCommand(const std::string &queue, const std::string &job, const std::string &lane) const;
    RedisCommand silentCommand(const std::string &queue, std::chrono::milliseconds silence) const;
    RedisCommand newsCommand(const JobNews &news) const;
    RedisCommand expire(const std::string &key) const;
    Result<bool> releaseOne(const std::string &job, const std::string &dependent);

    RedisLink &m_link;
    std::string m_run;
};

/// The journal's entry again.
std::optional<JobNews> newsFrom(const RedisReply &fields);

} // namespace Interleave

// A job queue on Redis, from the side of the program that orders jobs, as RQ's Queue: enqueue, and
// wait until all are done, while workers, processes here or on other machines, do them. Follows every
// job by the journal, gives retries and dependents their turn, renews what would expire, and orders
// again what a Redis that was started anew has forgotten. Main thread only; at its end nothing of the
// run is left in Redis.
#pragma once

#include "core/executors/jobbook.h"
#include "core/executors/farworkers.h"
#include "core/executors/jobcrew.h"
#include "core/executors/jobfunction.h"
#include "core/executors/termination.h"

namespace Interleave {

class JobQueue
{
public:
    struct Settings {
        RedisAddress address;
        std::vector<std::string> queues; // the most urgent first
        std::chrono::milliseconds lease{1000};
        std::chrono::milliseconds patience{20'000}; // with a Redis that is gone
    };
    struct Order {
        std::string name; // of its lane
        int retries = 0;
        std::chrono::milliseconds backoff{0};
        std::optional<std::string> dependsOn;
    };
    /// What the journal says, told while wait() goes on, after it was entered in the book.
    using Listener = std::function<void(const JobNews &)>;

    /// std::runtime_error when Redis is not there.
    JobQueue(Program &program, Settings settings);
    JobQueue(const JobQueue &) = delete;
    ~JobQueue(); // dismisses the workers and removes the keys

    /// Its id. It is sent with the next flush() or wait().
    std::string enqueue(const std::string &queue, const JobFunction &function, Arguments arguments, Order order);
    void flush();
    void startWorkers(int count, SourceLine line = {});
    /// Until every job has finished, failed or is lost. Jobs are lost only when Redis is gone for good.
    void wait(const Listener &listener = {}, SourceLine line = {});
    /// Kills the worker that long from now, if it is one of ours and has that job then.
    void killLater(const std::string &worker, const std::string &job, Nanos delay);

    const JobBook &book() const { return m_book; }
    const std::string &run() const { return m_store.run(); }
    /// Of finished jobs; none where there is none.
    std::vector<std::optional<std::string>> results(const std::vector<std::string> &jobs);
    int kills() const { return m_killed; } // by killLater()
    int plannedKills() const { return int(m_planned.size()); }
    int resubmissions() const { return m_resubmitted; }

private:
    struct Kill {
        std::int64_t atNs;
        std::string worker, job;
    };

    Result<void> serve(const Listener &listener, SourceLine line);
    Result<std::optional<RedisReply>> nextNews(SourceLine line);
    void waitForSomething(SourceLine line);
    void askForNews();
    void hearEvents(const RedisReply &streams);
    Result<void> hear(const RedisReply &streams, const Listener &listener);
    Result<void> hearOne(const JobNews &news, const Listener &listener);
    Result<void> settleDependents(const JobNews &news);
    void noteDeaths();
    Result<void> promote();
    Result<void> announce();
    Result<void> keepAlive();
    Result<void> recoverIfForgotten();
    void giveUp(const Error &error);
    void leave();
    void bidFarewell();
    void lookAtClock();
    int timeoutMs() const;
    std::vector<std::string> openJobs() const;

    Program &m_program;
    Settings m_settings;
    Termination m_termination;
    RedisLink m_link, m_newsLink;
    JobStore m_store;
    JobBook m_book;
    JobCrew m_crew;
    FarWorkers m_far;
    RunSheet m_sheet;
    std::vector<std::string> m_ids;
    std::vector<JobOrder> m_unsent;
    std::map<std::string, std::vector<std::string>> m_dependents; // by whom they wait for
    std::vector<Kill> m_planned;
    std::string m_lastNews = "0-0", m_lastEvents = "0-0";
    bool m_isAsked = false;   // for news
    int m_connects = 0;       // of both links, when we last looked what Redis knows
    std::optional<std::int64_t> m_promotionNs;
    std::int64_t m_announcementNs = 0, m_renewalNs = 0, m_clockLookNs = 0, m_askedNs = 0;
    int m_killed = 0, m_resubmitted = 0;
    bool m_isGone = false;    // Redis, for good
};

} // namespace Interleave

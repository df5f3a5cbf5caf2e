// A worker's signs of life: a thread with a connection of its own that says, three times a lease, that
// the job at hand is still run, so that nobody takes it over, however long it lasts. Where it has
// nothing else to say it does not wait for the answers: a slow Redis hears of us late, but as often.
// Silent while there is no job.
#pragma once

#include "core/executors/jobstore.h"
#include "core/executors/threads.h"

#include <condition_variable>
#include <mutex>

namespace Interleave {

class JobHeart
{
public:
    /// Something to do at each beat, such as sending records home; called in the heart's thread.
    using Beat = std::function<void(RedisLink &)>;

    struct Settings {
        RedisAddress address;
        std::string run, worker;
        std::chrono::milliseconds lease; // which a beat must not take
        std::chrono::milliseconds trip;  // to Redis and back
        Beat also;
        SourceLine line{0};
    };

    JobHeart(Program &program, Settings settings);
    JobHeart(const JobHeart &) = delete;
    ~JobHeart(); // the last beat, then its end

    void begin(const JobStore::Entry &entry);
    void end();

private:
    void run();
    bool sleep();
    void beat();
    void sendHome(const std::optional<JobStore::Entry> &entry);

    RedisLink m_link;
    JobStore m_store;
    std::string m_worker;
    std::chrono::milliseconds m_period;
    Beat m_also;
    std::mutex m_mutex; // guards what follows
    std::condition_variable m_changed;
    std::optional<JobStore::Entry> m_entry;
    bool m_stopping = false;
    SourceLine m_line;
    Thread m_thread;
};

} // namespace Interleave

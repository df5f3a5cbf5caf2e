// A worker that no run of this machine has started: it looks on a Redis server for runs that have
// jobs and works for one until that is over, nobody waits for it any more, or another has jobs and it
// has none; then for the next. What it records goes home through Redis. One a process, in its main
// thread.
#pragma once

#include "core/executors/jobworker.h"

#include <functional>
#include <map>

namespace Interleave {

class FarWorker
{
public:
    struct Settings {
        RedisAddress address;
        std::vector<std::string> queues; // empty: all that a run has
        bool burst = false;              // ends when there is nothing to do
        std::function<void(const std::string &)> say;
    };

    explicit FarWorker(Settings settings);

    /// Until it is told to end, or there is nothing to do (burst). Gives the signal that ended it, or 0.
    /// ServiceMissing when Redis is not there, or gone for too long.
    Result<int> work();

private:
    Result<bool> workForOne();
    Result<std::optional<std::string>> nextRun();
    Result<bool> leaves(const std::string &run, bool isIdle);
    Result<int> workFor(const std::string &run);

    Settings m_settings;
    Termination m_termination;
    RedisLink m_link;
    std::string m_host, m_name;
    std::map<std::string, int> m_visits; // of runs
};

} // namespace Interleave

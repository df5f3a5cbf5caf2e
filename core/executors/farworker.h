// A worker that no run of this machine has started: it looks on a Redis server for runs that have
// jobs, works for one until that is over, and then for the next. What it records goes home through
// Redis. One a process, in its main thread.
#pragma once

#include "core/executors/jobworker.h"

#include <functional>

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
    Result<int> workFor(const std::string &run);

    Settings m_settings;
    Termination m_termination;
    RedisLink m_link;
    std::string m_host, m_name;
};

} // namespace Interleave

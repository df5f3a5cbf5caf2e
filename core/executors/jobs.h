// The words of the job queue, as RQ uses them: what is ordered, what a worker takes, and the news of
// a job's life, which workers write into a journal in Redis within the same transaction that makes
// them true. So the journal is the one order of things that everybody agrees on, whoever is killed.
#pragma once

#include "core/base/ids.h"
#include "core/executors/processes.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Interleave {

enum class JobState {
    Deferred,  // until the job that it depends on has finished
    Queued,
    Started,
    Scheduled, // until its next try
    Finished,
    Failed,
    Lost,      // ours, not RQ's: Redis has forgotten it, or is gone, and nobody will do it
};
std::string_view jobStateName(JobState state);

/// One call that somebody is to make.
struct JobOrder {
    std::string id;
    std::string queue;
    std::string function;
    Arguments arguments;
    int retries = 0;                         // tries after the first that raised
    std::chrono::milliseconds backoff{0};    // before the first of them, doubled each time
    std::optional<std::string> dependsOn;    // a job's id
    LaneId lane;                             // in the recording of who ordered it
};

/// A job that a worker has taken out of its queue, and nobody else has.
struct TakenJob {
    JobOrder order;
    std::string entry;    // its place in the queue's stream
    int failures = 0;
    int takeovers = 0;    // how often a worker that had it was not heard of any more
    std::string previous; // the worker that had it then, if it was taken over
};

struct JobNews {
    enum class Kind { Started, Finished, Raised, Failed };

    Kind kind = Kind::Started;
    std::string job;
    std::string worker;
    LaneId workerLane;      // of the thread that runs it, in the worker's recording
    std::uint64_t ticks = 0; // of the worker's recording
    std::string text;       // why it raised or failed; Finished: its result; Started: who had it before, if anybody
    std::chrono::milliseconds pause{0}; // Raised: until its next try
};
std::string_view jobNewsName(JobNews::Kind kind);

/// The pause before the next try, after so many that raised.
std::chrono::milliseconds pauseAfter(std::chrono::milliseconds backoff, int failures);

} // namespace Interleave

// The workers that a run starts on this machine: processes of their own, each replaced when it dies.
// Owned by the job queue, in its thread.
#pragma once

#include "core/executors/jobworker.h"

#include <memory>
#include <poll.h>

namespace Interleave {

class JobCrew
{
public:
    struct Death {
        std::string worker; // its name
        std::string how;    // "was killed by signal 9"
        Stamp at;
    };

    JobCrew(Program &program, RedisAddress address, std::string run, std::chrono::milliseconds patience);
    JobCrew(const JobCrew &) = delete;
    ~JobCrew(); // kills what is left

    /// The workers wait, and are waited for, at that line. std::system_error when the system has no more of them.
    void start(int workers, SourceLine line);
    bool has(const std::string &worker) const;
    /// Whether it is one of ours, living or dead. Names of workers elsewhere have no space in them.
    static bool owns(const std::string &worker) { return worker.starts_with("worker "); }
    /// Appends what becomes readable when one has ended.
    void watch(std::vector<pollfd> &watched) const;
    /// Buries those that have ended, and starts others in their place.
    std::vector<Death> bury();
    void kill(const std::string &worker);
    /// Asks all to finish the job at hand and end, and waits until they have.
    void dismiss();
    bool isEmpty() const { return m_workers.empty(); }
    std::size_t count() const { return m_workers.size(); }

private:
    struct Worker {
        std::string name;
        std::unique_ptr<Process> process;
    };

    void startOne();
    void replace(const Death &death);

    Program &m_program;
    RedisAddress m_address;
    std::string m_run;
    std::chrono::milliseconds m_patience;
    std::vector<Worker> m_workers;
    SourceLine m_line{0};
    int m_started = 0;
    int m_failed = 0; // that ended by themselves, one after the other
};

} // namespace Interleave

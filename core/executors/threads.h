// A thread of the operating system, with Python's start and join, each wait recorded with whom it
// waits for. An exception that leaves the function ends the thread as failed and the program goes
// on, as in Python; it is reported as the program's failure.
#pragma once

#include "core/executors/here.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace Interleave {

class Program;

class Thread
{
public:
    Thread(Program &program, std::string name, std::function<void()> function);
    Thread(Thread &&) = default;
    /// Joins, so that nothing outlives the scenario.
    ~Thread();

    /// std::system_error when the operating system gives no thread.
    void start();
    /// Waits for its end. Again is harmless.
    void join(SourceLine line = {});
    LaneId lane() const { return m_shared->created.lane; }

private:
    struct Shared {
        Program &program;
        std::string name;
        std::function<void()> function;
        NewLane created;
        LaneId process;
        std::atomic<std::uint32_t> joiner = 0; // the lane that waits in join, or ended

        Shared(Program &owner, std::string threadName, std::function<void()> body)
            : program(owner), name(std::move(threadName)), function(std::move(body))
        {}
    };
    static constexpr std::uint32_t ended = ~0u;
    static void run(Shared &shared);

    std::shared_ptr<Shared> m_shared;
    std::thread m_thread;
};

} // namespace Interleave

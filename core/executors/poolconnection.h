// A pool's view of one of its workers: the process, the socket to it and the task it has. Lives in
// the pool's handler thread. Never blocks: what the worker does not take at once is kept for it.
#pragma once

#include "core/executors/poolresult.h"
#include "core/executors/poolwire.h"
#include "core/executors/processes.h"

#include <array>

namespace Interleave {

/// One task of a pool, on its way to a worker.
struct PoolTask {
    std::uint32_t number = 0;
    LaneId lane;
    std::string name; // "rows 0–24"
    std::string frame;
    std::shared_ptr<PoolResult> result;
    std::size_t part = 0; // of the result
};

/// A lane's name at the beginning of a sentence.
std::string capitalized(std::string name);

class PoolConnection
{
public:
    enum class State {
        Starting, // it has not said that it is ready
        Idle,
        Busy,     // it has a task
        Ending,   // told to end, or killed by us
    };

    /// Starts the worker. std::system_error when there is no process or descriptor left. `pools`:
    /// descriptors of the pool's that a forked worker must not keep.
    PoolConnection(Program &program, const std::string &name, LaneId queue, StartMethod method,
                   const std::vector<int> &pools);
    PoolConnection(const PoolConnection &) = delete;
    ~PoolConnection(); // the worker must have been reaped

    const std::string &name() const { return m_name; }
    Process &process() { return m_process; }
    int socket() const { return m_sockets[0]; }
    State state() const { return m_state; }
    const std::optional<PoolTask> &task() const { return m_task; }
    std::uint64_t idleSince() const { return m_idleSince; } // counts upwards, of all workers

    void give(PoolTask task);
    bool hasUnsent() const { return !m_unsent.empty(); }
    void sendRest();
    /// Takes the next message that has come, if a whole one has. One that does not fit the
    /// worker's state makes the worker faulty.
    std::optional<WorkerMessage> receive();
    /// It said something that is no message.
    bool isFaulty() const { return m_faulty; }
    void declareFaulty() { m_faulty = true; }
    /// It has closed its end: it has ended or is about to.
    bool isClosed() const { return m_closed; }
    /// Whether that time has passed since this was first asked: for one that ought to end.
    bool isOverdue(std::int64_t nowNs, std::int64_t patienceNs);
    /// The worker is ready, or has answered: it is idle, and gives its task back.
    std::optional<PoolTask> becomeIdle();
    /// Wakes an idle worker with the end of its stream, at which it ends.
    void end();
    void kill(int signal);

private:
    bool fits(const WorkerMessage &message) const;

    static std::uint64_t s_idleCount;

    std::string m_name;
    std::array<int, 2> m_sockets; // ours; the worker's, closed once it has it
    Process m_process;
    State m_state = State::Starting;
    std::optional<PoolTask> m_task;
    std::string m_unsent;
    FrameSplitter m_frames;
    std::uint64_t m_idleSince = 0;
    bool m_faulty = false;
    bool m_closed = false;
    std::optional<std::int64_t> m_watchedSinceNs;
};

} // namespace Interleave

// CPython's global interpreter lock (GIL) as of 3.11: whoever runs Python code holds it. A thread
// that has waited for a switch interval in which nobody else got it either asks the holder to drop
// it; the holder looks at its safe points whether it was asked, drops the lock, and does not take
// it back before another has had it. It is given up around everything that blocks. A mutex and two
// conditions, written after the description in https://github.com/python/cpython/blob/3.11/Python/ceval_gil.h.
//
// Its lane runs while a thread holds it. A thread that waits for it names the holder; one that was
// asked to drop it waits (turn) until another thread has taken it.
#pragma once

#include "core/executors/heldlane.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace Interleave {

class InterpreterLock
{
public:
    /// Off: nothing is locked and there is no lane.
    explicit InterpreterLock(Nanos switchInterval, bool on = true);

    /// Once a thread, before anything that Python would run: `const With python(gil);`
    void acquire(SourceLine line = {});
    void release();

    /// Where the interpreter looks between two steps: hands the lock over if somebody asked for it.
    /// Whether it did, and has it again.
    static bool safePoint();

private:
    friend class AllowThreads;
    void take(std::uint32_t line);
    void waitWhileHeld(std::unique_lock<std::mutex> &guard, std::uint32_t line);
    void drop();

    const Nanos m_interval;
    std::optional<HeldLane> m_lane;        // nothing: switched off
    std::atomic<bool> m_dropRequest = false;
    std::mutex m_mutex;                    // of all that follows
    std::condition_variable m_free;        // it was dropped
    std::condition_variable m_switched;    // somebody took it
    LaneId m_holder;                       // none: free
    LaneId m_lastHolder;
    LaneId m_yielder;                      // waits for m_switched
    std::uint64_t m_switches = 0;          // how often it went to another thread
    Stamp m_dropped;
};

/// Gives up the interpreter lock that this thread holds, if any, while it blocks: what
/// Py_BEGIN_ALLOW_THREADS and Py_END_ALLOW_THREADS do around a block.
class AllowThreads
{
public:
    AllowThreads();
    AllowThreads(const AllowThreads &) = delete;
    ~AllowThreads();

private:
    InterpreterLock *m_lock;
};

} // namespace Interleave

// How the reading of a long file is watched and stopped. goOn() belongs to the thread that reads;
// isStopped() may be asked from its helpers, too.
#pragma once

#include <atomic>
#include <functional>
#include <utility>

namespace Interleave {

/// Told how much is done, from 0 to 1, many times a second; false stops the reading.
using ReadingProgress = std::function<bool(double share)>;

class ReadingWatch
{
public:
    explicit ReadingWatch(ReadingProgress progress = {}) : m_progress(std::move(progress)) {}

    /// False once the reading is to stop.
    bool goOn(double share)
    {
        if (m_progress && !isStopped() && !m_progress(share))
            m_stopped.store(true, std::memory_order_relaxed); // nothing else hangs on it
        return !isStopped();
    }
    bool isStopped() const { return m_stopped.load(std::memory_order_relaxed); }

private:
    ReadingProgress m_progress;
    std::atomic<bool> m_stopped = false;
};

} // namespace Interleave

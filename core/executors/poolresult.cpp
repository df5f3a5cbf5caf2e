#include "core/executors/poolresult.h"

#include <algorithm>

namespace Interleave {

PoolResult::PoolResult(std::vector<std::size_t> sizes, LaneId waitedFor, Callback callback, ErrorCallback errorCallback)
    : m_sizes(std::move(sizes)), m_waitedFor(waitedFor), m_callback(std::move(callback)),
      m_errorCallback(std::move(errorCallback)), m_parts(m_sizes.size()), m_left(m_sizes.size()), m_ready(m_left == 0)
{}

std::string PoolResult::settle(std::size_t part, std::string results)
{
    m_parts[part] = std::move(results);
    return countDown();
}

std::string PoolResult::settle(std::size_t, std::exception_ptr error)
{
    if (!m_error)
        m_error = std::move(error);
    return countDown();
}

std::string PoolResult::countDown()
{
    if (--m_left > 0)
        return {};
    const std::string raised = runCallback();
    const std::lock_guard lock(m_mutex);
    m_ready = true;
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp now = recorder.stampFenced();
    for (const LaneId lane : std::exchange(m_waiting, {}))
        recorder.wake(now, lane, t_here.lane);
    m_changed.notify_all();
    return raised;
}

std::string PoolResult::runCallback() const
{
    try {
        try {
            raiseError();
        } catch (const std::exception &error) {
            if (m_errorCallback)
                m_errorCallback(error);
            return {};
        }
        if (m_callback)
            m_callback(*this);
        return {};
    } catch (const std::exception &raised) {
        return raised.what();
    }
}

bool PoolResult::isReady() const
{
    const std::lock_guard lock(m_mutex);
    return m_ready;
}

bool PoolResult::wait(std::optional<Nanos> timeout, SourceLine line)
{
    std::unique_lock lock(m_mutex);
    if (m_ready)
        return true;
    Recorder &recorder = Recorder::ofThisThread();
    const LaneId me = t_here.lane;
    recorder.suspend(recorder.stamp(), me, Reason::Result, m_waitedFor.value(), line.number);
    m_waiting.push_back(me);
    const auto isReady = [this] { return m_ready; };
    if (timeout)
        m_changed.wait_for(lock, *timeout, isReady);
    else
        m_changed.wait(lock, isReady);
    const Stamp now = recorder.stampFenced();
    if (!m_ready) {
        std::erase(m_waiting, me);
        recorder.wake(now, me, hostLane, true); // the timer's interrupt itself is not ours to see
    }
    recorder.resume(now, me);
    return m_ready;
}

void PoolResult::raiseError() const
{
    if (m_error)
        std::rethrow_exception(m_error);
}

bool PoolResult::succeeded() const
{
    if (!isReady())
        throw std::logic_error("the result is not there yet");
    return !m_error;
}

} // namespace Interleave

// One thread's event loop, turn by turn as asyncio's: what became due is put behind what is ready,
// then everything that was ready at that moment runs, in order. Timers stand in one heap by the
// deadline computed from the actual now, ties in the order of scheduling, and one QTimer is armed
// for the first of them, rounded up to whole milliseconds as asyncio's selector does. Between turns
// it hands the thread to Qt, so whatever Qt delivers (timers, futures, sockets) can settle a
// future here; on which event dispatcher Qt waits makes no difference to it (application.h).
// It records its own lane, and the thread's, as waiting in poll, and counts at the beginning of
// every turn how many callbacks are "ready", and how many "timers" are set whenever that has changed.
//
// Turn: https://github.com/python/cpython/blob/3.11/Lib/asyncio/base_events.py, _run_once.
#pragma once

#include "core/executors/application.h"
#include "core/executors/future.h"
#include "core/executors/here.h"

#include <QTimer>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <string>
#include <vector>

namespace Interleave {

class SignalWatch;
class TaskBase;
template<class T> class Task;
template<class T> class TaskHandle;

class EventLoop
{
public:
    /// One scheduled callback. cause is the lane that scheduled it and so wakes whom it wakes.
    struct Handle {
        std::function<void()> callback;
        LaneId cause;
        bool cancelled = false;
        bool endsSleep = false; // all that the callback does is to end somebody's sleep
        std::optional<std::int64_t> overdueSinceNs{}; // its deadline, if the loop was busy then
    };
    using HandlePtr = std::shared_ptr<Handle>;

    /// Needs an Application in this thread. Declares and starts its lane below the thread's.
    EventLoop();
    ~EventLoop(); // closes it
    static EventLoop *running(); // this thread's, until it is closed; or null

    /// Ends it and its lane; what is left is cancelled first, as asyncio.run does at its end.
    /// std::logic_error while it runs. Scheduling anything afterwards raises one, too.
    void close();
    /// Whether it is within a run.
    bool isRunning() const { return m_isRunning; }
    bool isClosed() const { return m_isClosed; }

    LaneId lane() const { return m_lane; }
    HandlePtr callSoon(std::function<void()> callback);
    HandlePtr callLater(Nanos delay, std::function<void()> callback);
    /// Schedules the coroutine as a task of its own; it runs from the next turn on.
    template<class T>
    TaskHandle<T> createTask(Task<T> task, std::string name = {});
    /// Runs until the task is done and returns its result or raises its exception.
    template<class T>
    T runUntilComplete(Task<T> task);
    /// Runs until stop(), whatever becomes of the tasks.
    void runForever();
    /// Ends runForever() after the turn that runs now; before it begins, after its first turn.
    void stop() { m_stopping = true; }
    /// The callback runs in a turn of the loop whenever that signal comes, instead of what the signal
    /// would do; several that come at once may count as one. One loop of a process at a time.
    void addSignalHandler(int signal, std::function<void()> callback);
    /// False when there was none. The signal does again what it does by default.
    bool removeSignalHandler(int signal);

    /// Records that whoever runs now woke the lane; whose sleep was over while the loop was busy has
    /// been ready since then, however late the loop comes to say so.
    void recordWake(LaneId target);
    void addTask(std::shared_ptr<TaskBase> task);
    void removeTask(TaskBase *task);
    /// "count", then "count 2", "count 3" for tasks of the same name.
    std::string uniqueName(const std::string &name);

private:
    struct Timer {
        std::int64_t deadlineNs;
        std::uint64_t order;
        HandlePtr handle;
        bool operator>(const Timer &other) const
        {
            return std::pair(deadlineNs, order) > std::pair(other.deadlineNs, other.order);
        }
    };

    void requireOpen() const;
    void runUntil(const std::function<bool()> &over);
    void runOnce();
    void poll();
    void waitInPoll(std::optional<std::int64_t> untilNs);
    void scheduleDueTimers();
    void countTimers();
    void cancelRemaining();

    LaneId m_lane;
    std::deque<HandlePtr> m_ready;
    std::priority_queue<Timer, std::vector<Timer>, std::greater<>> m_timers;
    std::uint64_t m_scheduled = 0;
    std::int64_t m_pollBeganNs = 0;
    QTimer m_alarm;
    LaneId m_cause; // of the callback that runs
    std::optional<std::int64_t> m_overdueSinceNs; // if that ends a sleep
    std::size_t m_countedTimers = 0;
    bool m_isRunning = false;
    bool m_isWaiting = false; // in Qt, for something to happen
    bool m_isClosed = false;
    std::map<TaskBase *, std::shared_ptr<TaskBase>> m_tasks; // not done yet
    std::map<std::string, int> m_names;
    bool m_stopping = false;
    std::unique_ptr<SignalWatch> m_signals; // made with the first handler
};

/// As asyncio.run: makes a loop, with the application that it needs, runs the coroutine on it to its
/// end, and closes the loop.
template<class T>
T runAsync(Task<T> task, LoopImplementation implementation = LoopImplementation::Qt);

} // namespace Interleave

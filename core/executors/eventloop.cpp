#include "core/executors/eventloop.h"

#include "core/base/clock.h"
#include "core/executors/signalwatch.h"
#include "core/executors/task.h"

#include <QAbstractEventDispatcher>
#include <QEventLoop>
#include <QScopeGuard>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace Interleave {

namespace {
thread_local EventLoop *t_running = nullptr;
constexpr std::int64_t clockResolutionNs = 1; // of CLOCK_MONOTONIC, as asyncio adds it to now
constexpr std::int64_t nsPerMs = 1'000'000;
constexpr std::int64_t longestPollNs = 24 * 3600 * 1000 * nsPerMs; // a day, as asyncio

/// How many milliseconds to poll, as CPython 3.11 counts them: the seconds are rounded up to whole
/// milliseconds in floating point and the nanoseconds of that up again, so that one number in nine
/// (9, 13, 18, 26, 36 …) becomes one more. Which timers fall into one turn hangs on it.
std::int64_t pollMs(std::int64_t remainingNs)
{
    const double seconds = std::ceil(double(remainingNs) / 1e9 * 1e3) * 1e-3;
    return (std::int64_t(std::ceil(seconds * 1e9)) + nsPerMs - 1) / nsPerMs;
}
} // namespace

void FutureBase::settle(State state)
{
    m_state = state;
    for (const LaneId lane : std::exchange(m_awaitingLanes, {}))
        m_loop.recordWake(lane);
    for (auto &[number, callback] : std::exchange(m_callbacks, {}))
        m_loop.callSoon(std::move(callback));
}

void FutureBase::setException(std::exception_ptr exception)
{
    m_exception = std::move(exception);
    settle(State::Done);
}

bool FutureBase::cancel()
{
    if (isDone())
        return false;
    settle(State::Cancelled);
    return true;
}

std::uint64_t FutureBase::addDoneCallback(std::function<void()> callback)
{
    if (isDone())
        m_loop.callSoon(std::move(callback));
    else
        m_callbacks.emplace_back(++m_lastCallback, std::move(callback));
    return m_lastCallback;
}

void FutureBase::removeDoneCallback(std::uint64_t number)
{
    std::erase_if(m_callbacks, [number](const auto &entry) { return entry.first == number; });
}

EventLoop::EventLoop()
{
    Recorder &recorder = Recorder::ofThisThread();
    m_lane = recorder.allocateLane();
    const Stamp now = recorder.stamp();
    recorder.declareLane(now, m_lane, LaneKind::EventLoop, t_here.thread, "event loop");
    recorder.start(now, m_lane, t_here.thread);
    t_here.lane = t_here.loop = m_lane;
    t_running = this;
    m_alarm.setTimerType(Qt::PreciseTimer); // a coarse one may fire 5 % early
    m_alarm.setSingleShot(true);
}

EventLoop::~EventLoop() { close(); }

void EventLoop::close()
{
    if (m_isRunning)
        throw std::logic_error("an event loop cannot be closed while it runs");
    if (m_isClosed)
        return;
    cancelRemaining();
    m_isClosed = true;
    Recorder &recorder = Recorder::ofThisThread();
    recorder.finish(recorder.stamp(), m_lane);
    t_here.lane = t_here.thread;
    t_here.loop = LaneId();
    t_running = nullptr;
}

EventLoop *EventLoop::running() { return t_running; }

void EventLoop::requireOpen() const
{
    if (m_isClosed)
        throw std::logic_error("the event loop is closed");
}

EventLoop::HandlePtr EventLoop::callSoon(std::function<void()> callback)
{
    requireOpen();
    if (m_isWaiting) // Qt may have begun to deliver before it waits: it need not wait any more
        QCoreApplication::eventDispatcher()->wakeUp();
    m_ready.push_back(std::make_shared<Handle>(Handle{std::move(callback), t_here.lane}));
    return m_ready.back();
}

EventLoop::HandlePtr EventLoop::callLater(Nanos delay, std::function<void()> callback)
{
    requireOpen();
    auto handle = std::make_shared<Handle>(Handle{std::move(callback), m_lane});
    m_timers.push({monotonicNs() + delay.count(), ++m_scheduled, handle});
    return handle;
}

void EventLoop::recordWake(LaneId target)
{
    Recorder &recorder = Recorder::ofThisThread();
    const LaneId waker = t_here.lane == m_lane ? m_cause : t_here.lane;
    const Stamp at = m_overdueSinceNs ? recorder.stampAgo(Nanos(monotonicNs() - *m_overdueSinceNs)) : recorder.stamp();
    recorder.wake(at, target, waker.value() ? waker : m_lane, m_overdueSinceNs.has_value());
}

void EventLoop::addTask(std::shared_ptr<TaskBase> task)
{
    TaskBase *key = task.get();
    m_tasks.emplace(key, std::move(task));
}

void EventLoop::removeTask(TaskBase *task) { m_tasks.erase(task); }

std::string EventLoop::uniqueName(const std::string &name)
{
    const int number = ++m_names[name];
    return number == 1 ? name : name + " " + std::to_string(number);
}

void EventLoop::runUntil(const std::function<bool()> &over)
{
    m_isRunning = true;
    const auto stop = qScopeGuard([this] { m_isRunning = false; });
    while (!over())
        runOnce();
}

void EventLoop::runForever()
{
    requireOpen();
    runUntil([this, turns = 0]() mutable { return turns++ > 0 && m_stopping; });
    m_stopping = false;
}

void EventLoop::addSignalHandler(int signal, std::function<void()> callback)
{
    if (!m_signals)
        m_signals = std::make_unique<SignalWatch>();
    m_signals->add(signal, [this, run = std::move(callback)] { callSoon(run); });
}

bool EventLoop::removeSignalHandler(int signal) { return m_signals && m_signals->remove(signal); }

void EventLoop::runOnce()
{
    poll();
    scheduleDueTimers();
    countTimers();
    if (!m_ready.empty())
        Recorder::ofThisThread().counter(m_lane, std::int64_t(m_ready.size()), "ready");
    for (std::size_t count = m_ready.size(); count > 0; --count) {
        const HandlePtr handle = std::move(m_ready.front());
        m_ready.pop_front();
        if (handle->cancelled)
            continue;
        m_cause = handle->cause;
        m_overdueSinceNs = handle->overdueSinceNs;
        try {
            handle->callback();
        } catch (const std::exception &exception) { // the loop goes on, as asyncio's does
            Recorder::ofThisThread().note(m_lane, std::string("a callback raised: ") + exception.what());
        }
        t_here.lane = m_lane;
        m_cause = LaneId();
        m_overdueSinceNs.reset();
    }
}

void EventLoop::countTimers()
{
    if (m_timers.size() != std::exchange(m_countedTimers, m_timers.size()))
        Recorder::ofThisThread().counter(m_lane, std::int64_t(m_timers.size()), "timers");
}

void EventLoop::scheduleDueTimers()
{
    const std::int64_t now = monotonicNs() + clockResolutionNs;
    while (!m_timers.empty() && m_timers.top().deadlineNs < now) {
        const Timer &timer = m_timers.top();
        if (!timer.handle->cancelled) {
            if (timer.handle->endsSleep && timer.deadlineNs < m_pollBeganNs)
                timer.handle->overdueSinceNs = timer.deadlineNs;
            m_ready.push_back(timer.handle);
        }
        m_timers.pop();
    }
}

void EventLoop::poll()
{
    while (!m_timers.empty() && m_timers.top().handle->cancelled)
        m_timers.pop();
    countTimers();
    m_pollBeganNs = monotonicNs();
    const bool due = !m_timers.empty() && m_timers.top().deadlineNs <= m_pollBeganNs;
    if (!m_ready.empty() || due)
        QCoreApplication::processEvents();
    else if (m_timers.empty())
        waitInPoll(std::nullopt);
    else
        waitInPoll(m_timers.top().deadlineNs);
}

void EventLoop::waitInPoll(std::optional<std::int64_t> untilNs)
{
    Recorder &recorder = Recorder::ofThisThread();
    const Stamp before = recorder.stamp();
    recorder.suspend(before, m_lane, Reason::Poll);
    recorder.suspend(before, t_here.thread, Reason::Poll, m_lane.value());
    if (untilNs) {
        const std::int64_t remaining = std::clamp<std::int64_t>(*untilNs - monotonicNs(), 0, longestPollNs);
        m_alarm.start(std::chrono::milliseconds(pollMs(remaining)));
    }
    QEventLoop events;
    m_isWaiting = true;
    events.processEvents(QEventLoop::WaitForMoreEvents);
    m_isWaiting = false;
    m_alarm.stop();
    const Stamp after = recorder.stampFenced();
    // Who ended the wait in the kernel is not ours to see: a timer, or another thread's message.
    recorder.wake(after, t_here.thread, hostLane, true);
    recorder.wake(after, m_lane, hostLane, true);
    recorder.resume(after, t_here.thread);
    recorder.resume(after, m_lane);
}

void EventLoop::cancelRemaining()
{
    while (!m_tasks.empty()) { // again for those that were made meanwhile
        std::vector<std::shared_ptr<TaskBase>> left;
        for (const auto &[key, task] : m_tasks)
            left.push_back(task);
        std::ranges::sort(left, {}, [](const auto &task) { return task->lane(); }); // as they were made
        for (const auto &task : left)
            task->cancel();
        runUntil([&left] { return std::ranges::all_of(left, [](const auto &task) { return task->isDone(); }); });
    }
}

} // namespace Interleave

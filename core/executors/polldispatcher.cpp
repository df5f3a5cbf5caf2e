#include "core/executors/polldispatcher.h"

#include "core/base/clock.h"

#include <QCoreApplication>
#include <QEvent>
#include <QSocketNotifier>
#include <QTimerEvent>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace Interleave {

namespace {

constexpr std::int64_t nsPerMs = 1'000'000;

short eventsOf(QSocketNotifier::Type type)
{
    switch (type) {
    case QSocketNotifier::Read: return POLLIN;
    case QSocketNotifier::Write: return POLLOUT;
    case QSocketNotifier::Exception: return POLLPRI;
    }
    return 0;
}

/// Rounded up, so that a poll never ends before what it waits for.
std::int64_t wholeMs(std::int64_t ns) { return std::max<std::int64_t>(0, (ns + nsPerMs - 1) / nsPerMs); }

} // namespace

PollDispatcher::PollDispatcher() : m_wakeUp(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (m_wakeUp < 0)
        throw std::system_error(errno, std::generic_category(), "no eventfd for the event loop");
}

PollDispatcher::~PollDispatcher() { close(m_wakeUp); }

/// Posted events first; then what poll finds, waiting for it if asked to. Whoever posts an event writes
/// the eventfd, and that is taken only when posted events are sent next: so no wait overlooks one, and
/// none follows one that was delivered.
bool PollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    // Relaxed, here and below: the flag guards no other data, and the eventfd ends the poll.
    m_interrupted.store(false, std::memory_order_relaxed);
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();
    const bool withTimers = !flags.testFlag(QEventLoop::X11ExcludeTimers);
    const bool mayWait = flags.testFlag(QEventLoop::WaitForMoreEvents) && !m_interrupted.load(std::memory_order_relaxed);
    if (mayWait)
        Q_EMIT aboutToBlock();
    std::vector<pollfd> descriptors = watched(!flags.testFlag(QEventLoop::ExcludeSocketNotifiers));
    const int ready = poll(descriptors.data(), descriptors.size(), pollTimeout(mayWait, withTimers));
    if (mayWait)
        Q_EMIT awake();
    int delivered = 0;
    if (ready > 0) { // less than 0: a signal came; it is for others
        if (descriptors.front().revents) {
            takeWakeUp();
            QCoreApplication::sendPostedEvents();
            ++delivered;
        }
        delivered += deliverNotifiers(descriptors);
    }
    if (withTimers)
        delivered += deliverTimers();
    return delivered > 0;
}

int PollDispatcher::pollTimeout(bool mayWait, bool withTimers) const
{
    constexpr int forEver = -1; // poll's
    if (!mayWait)
        return 0;
    std::optional<std::int64_t> first;
    for (const auto &[id, timer] : m_timers) {
        if (!timer.isDelivered && (!first || timer.deadlineNs < *first))
            first = timer.deadlineNs;
    }
    if (!withTimers || !first)
        return forEver;
    return int(std::min<std::int64_t>(wholeMs(*first - monotonicNs()), std::numeric_limits<int>::max()));
}

/// The eventfd comes first.
std::vector<pollfd> PollDispatcher::watched(bool withNotifiers) const
{
    std::vector<pollfd> descriptors;
    descriptors.push_back({m_wakeUp, POLLIN, 0});
    if (withNotifiers) {
        for (const QSocketNotifier *notifier : m_notifiers)
            descriptors.push_back({int(notifier->socket()), eventsOf(notifier->type()), 0});
    }
    return descriptors;
}

void PollDispatcher::takeWakeUp()
{
    eventfd_t count = 0;
    static_cast<void>(eventfd_read(m_wakeUp, &count)); // fails only where another took it: it is taken
}

/// Whoever is told may remove any notifier, so each is looked for again.
int PollDispatcher::deliverNotifiers(const std::vector<pollfd> &polled)
{
    int delivered = 0;
    const std::vector<QSocketNotifier *> before = m_notifiers;
    for (std::size_t index = 1; index < polled.size(); ++index) {
        // A descriptor that broke or was hung up is told to readers and writers: they find out how.
        QSocketNotifier *notifier = before[index - 1];
        const bool happened = polled[index].revents & (polled[index].events | POLLERR | POLLHUP | POLLNVAL);
        const bool isThere = std::ranges::find(m_notifiers, notifier) != m_notifiers.end();
        if (!happened || !isThere || int(notifier->socket()) != polled[index].fd)
            continue;
        if (polled[index].revents & POLLNVAL) {
            notifier->setEnabled(false); // closed by somebody; poll would return at once for ever
            continue;
        }
        QEvent event(QEvent::SockAct);
        QCoreApplication::sendEvent(notifier, &event);
        ++delivered;
    }
    return delivered;
}

/// Each that was due at the beginning, once, by deadline. Whoever is told may remove any timer.
int PollDispatcher::deliverTimers()
{
    const std::int64_t now = monotonicNs();
    std::vector<std::pair<std::int64_t, int>> due;
    for (const auto &[id, timer] : m_timers) {
        if (!timer.isDelivered && timer.deadlineNs <= now)
            due.emplace_back(timer.deadlineNs, id);
    }
    std::ranges::sort(due);
    int delivered = 0;
    for (const auto &[deadline, id] : due) {
        auto found = m_timers.find(id);
        if (found == m_timers.end() || found->second.isDelivered || found->second.deadlineNs != deadline)
            continue;
        Timer &timer = found->second;
        timer.deadlineNs += timer.intervalMs * nsPerMs;
        if (timer.deadlineNs <= now) // what was missed is not made up for
            timer.deadlineNs = now + timer.intervalMs * nsPerMs;
        timer.isDelivered = true;
        QTimerEvent event(id);
        QCoreApplication::sendEvent(timer.object, &event);
        ++delivered;
        found = m_timers.find(id);
        if (found != m_timers.end())
            found->second.isDelivered = false;
    }
    return delivered;
}

void PollDispatcher::registerSocketNotifier(QSocketNotifier *notifier) { m_notifiers.push_back(notifier); }

void PollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier) { std::erase(m_notifiers, notifier); }

void PollDispatcher::registerTimer(int id, qint64 interval, Qt::TimerType type, QObject *object)
{
    m_timers.insert_or_assign(id, Timer{interval, type, object, monotonicNs() + interval * nsPerMs});
}

bool PollDispatcher::unregisterTimer(int id) { return m_timers.erase(id) > 0; }

bool PollDispatcher::unregisterTimers(QObject *object)
{
    return std::erase_if(m_timers, [object](const auto &entry) { return entry.second.object == object; }) > 0;
}

QList<QAbstractEventDispatcher::TimerInfo> PollDispatcher::registeredTimers(QObject *object) const
{
    QList<TimerInfo> found;
    for (const auto &[id, timer] : m_timers) {
        if (timer.object == object)
            found.append(TimerInfo(id, int(timer.intervalMs), timer.type));
    }
    return found;
}

int PollDispatcher::remainingTime(int id)
{
    const auto found = m_timers.find(id);
    return found == m_timers.end() ? -1 : int(wholeMs(found->second.deadlineNs - monotonicNs()));
}

void PollDispatcher::wakeUp() { static_cast<void>(eventfd_write(m_wakeUp, 1)); } // full: it will wake all the same

void PollDispatcher::interrupt()
{
    m_interrupted.store(true, std::memory_order_relaxed);
    wakeUp();
}

} // namespace Interleave

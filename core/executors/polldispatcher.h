// A second way for Qt to wait: our own event dispatcher on poll(2). Install it with
// QCoreApplication::setEventDispatcher before the application is made, which then owns it; from
// then on Qt's timers, sockets, futures and posted events of that thread come through here.
// All functions belong to that thread but wakeUp() and interrupt(), which any thread may call.
//
// Timers are kept to the millisecond whatever their type: Qt allows coarse ones to be inexact, it
// does not ask for it. Contract: https://doc.qt.io/qt-6/qabstracteventdispatcher.html
#pragma once

#include <QAbstractEventDispatcher>

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

struct pollfd;

namespace Interleave {

class PollDispatcher final : public QAbstractEventDispatcher
{
    Q_OBJECT

public:
    PollDispatcher();
    ~PollDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;

    void registerTimer(int id, qint64 interval, Qt::TimerType type, QObject *object) override;
    bool unregisterTimer(int id) override;
    bool unregisterTimers(QObject *object) override;
    QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int id) override;

    void wakeUp() override;
    void interrupt() override;

private:
    struct Timer {
        qint64 intervalMs;
        Qt::TimerType type;
        QObject *object;
        std::int64_t deadlineNs;
        bool isDelivered = false; // now, so a nested loop leaves it alone
    };

    int pollTimeout(bool mayWait, bool withTimers) const;
    std::vector<pollfd> watched(bool withNotifiers) const;
    void takeWakeUp();
    int deliverNotifiers(const std::vector<pollfd> &polled);
    int deliverTimers();

    std::vector<QSocketNotifier *> m_notifiers;
    std::map<int, Timer> m_timers;
    int m_wakeUp; // an eventfd: written to end a poll
    std::atomic<bool> m_interrupted = false;
};

} // namespace Interleave

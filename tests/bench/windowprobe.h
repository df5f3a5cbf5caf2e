// Watches a window from within its own event loop: when pictures of it are on the screen, how long the
// loop ever went without a turn, and what CPU time the process took. Window thread.
#pragma once

#include "core/base/clock.h"

#include <QApplication>
#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <functional>
#include <sys/resource.h>
#include <vector>

namespace Interleave {

/// The application of a measuring program.
class WindowProbe : public QApplication
{
public:
    using QApplication::QApplication;

    /// Calls `shown` after each picture of the window in which that part of it was painted anew.
    void watch(QWidget *window, const QWidget *part, std::function<void()> shown)
    {
        m_window = window;
        m_part = part;
        m_shown = std::move(shown);
    }

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (receiver == m_part && event->type() == QEvent::Paint)
            m_painted = true;
        if (receiver != m_window || event->type() != QEvent::UpdateRequest)
            return QApplication::notify(receiver, event);
        m_painted = false;
        const bool known = QApplication::notify(receiver, event); // paints and hands it to the screen
        if (m_painted)
            m_shown();
        return known;
    }

private:
    const QWidget *m_part = nullptr;
    QWidget *m_window = nullptr;
    bool m_painted = false;
    std::function<void()> m_shown;
};

/// How long the event loop ever took from one turn to the next.
class StallWatch
{
public:
    StallWatch()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(periodMs);
        QObject::connect(&m_timer, &QTimer::timeout, [this] { turn(); });
    }

    void begin()
    {
        m_longestNs = 0;
        m_lastNs = monotonicNs();
        m_timer.start();
    }
    double longestMs()
    {
        turn();
        return double(m_longestNs) * 1e-6;
    }

private:
    static constexpr int periodMs = 5;

    void turn()
    {
        const std::int64_t now = monotonicNs();
        m_longestNs = std::max(m_longestNs, now - m_lastNs - periodMs * 1'000'000);
        m_lastNs = now;
    }

    QTimer m_timer;
    std::int64_t m_lastNs = 0, m_longestNs = 0;
};

/// Of all threads of this process, none of its children.
inline double ownCpuSeconds()
{
    struct rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
           + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

/// The value that this share of them does not exceed; 0 of none.
inline double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    const auto place = values.begin() + std::ptrdiff_t(double(values.size() - 1) * share);
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

/// The child with that class name.
inline QWidget *partOf(const QWidget *window, const char *className)
{
    for (QWidget *child : window->findChildren<QWidget *>()) {
        if (qstrcmp(child->metaObject()->className(), className) == 0)
            return child;
    }
    return nullptr;
}

} // namespace Interleave

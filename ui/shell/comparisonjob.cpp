#include "ui/shell/comparisonjob.h"

#include <QtConcurrent>

namespace Interleave {

ComparisonJob::ComparisonJob(QObject *parent) : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcher<Answer>::finished, this, &ComparisonJob::take);
}

ComparisonJob::~ComparisonJob()
{
    m_watcher.disconnect(this);
    if (m_cancelled)
        m_cancelled->store(true, std::memory_order_relaxed); // it only ends the work sooner
    m_watcher.waitForFinished(); // the program's end would wait for it, too
}

void ComparisonJob::compare(const std::shared_ptr<const Trace> &a, bool aGrows, const std::shared_ptr<const Trace> &b,
                            bool bGrows)
{
    cancel();
    const auto still = [](const std::shared_ptr<const Trace> &trace, bool grows) {
        return grows ? std::make_shared<const Trace>(*trace) : trace;
    };
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    Q_EMIT busyChanged(true);
    m_watcher.setFuture(QtConcurrent::run([a = still(a, aGrows), b = still(b, bGrows), cancelled = m_cancelled] {
        return Answer(std::make_shared<std::optional<Comparison>>(Interleave::compared(*a, *b, cancelled.get())));
    }));
}

void ComparisonJob::cancel()
{
    if (!m_cancelled)
        return;
    m_cancelled->store(true, std::memory_order_relaxed);
    m_cancelled.reset();
    Q_EMIT busyChanged(false);
}

void ComparisonJob::take()
{
    if (!m_cancelled)
        return;
    m_cancelled.reset();
    const Answer answer = m_watcher.result();
    Q_EMIT busyChanged(false);
    if (*answer)
        Q_EMIT compared(**answer);
}

} // namespace Interleave

// Works a comparison out on another thread: of runs that are over as they are, of one that goes on
// from a copy, again and again while it is small. A later one stops an earlier one. Window thread.
#pragma once

#include "core/analysis/comparison.h"

#include <QFutureWatcher>
#include <QObject>

#include <atomic>
#include <memory>
#include <optional>

namespace Interleave {

class ComparisonJob : public QObject
{
    Q_OBJECT

public:
    /// Of a run that goes on: what is copied within a few milliseconds.
    static constexpr std::uint64_t mostEventsCopied = 100'000;

    explicit ComparisonJob(QObject *parent = nullptr);
    /// Stops and waits for it.
    ~ComparisonJob() override;

    /// `aGrows`, `bGrows`: that trace changes meanwhile, so that it is copied.
    void compare(const std::shared_ptr<const Trace> &a, bool aGrows, const std::shared_ptr<const Trace> &b, bool bGrows);
    void cancel();
    bool isBusy() const { return m_cancelled != nullptr; }

Q_SIGNALS:
    void busyChanged(bool busy);
    /// Not after cancel().
    void compared(const Interleave::Comparison &comparison);

private:
    using Answer = std::shared_ptr<const std::optional<Comparison>>;
    void take();

    QFutureWatcher<Answer> m_watcher;
    std::shared_ptr<std::atomic<bool>> m_cancelled; // of what is being worked out
};

} // namespace Interleave

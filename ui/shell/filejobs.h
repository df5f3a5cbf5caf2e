// Reading and writing runs without holding up the window: each job works on a thread of the pool
// and reports here, in the window's thread. A later open stops and supersedes an earlier one.
#pragma once

#include "core/trace/trace.h"

#include <QObject>

#include <functional>
#include <memory>

namespace Interleave {

class FileJobs : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~FileJobs() override;

    void open(const QString &path);
    /// Stops what is still being read; it is not reported any more.
    void forgetOpening();
    /// The trace must not change any more.
    void save(std::shared_ptr<const Trace> trace, const QString &path);

Q_SIGNALS:
    /// What is being done, for the status line; empty when nothing is.
    void progressChanged(const QString &text);
    /// Whether something is being read that forgetOpening() would stop.
    void openingChanged(bool opening);
    void opened(const QString &path, std::shared_ptr<const Interleave::Trace> trace);
    void saved(const QString &path);
    /// One sentence that names the file.
    void failed(const QString &sentence);

private:
    void begin(const QString &text);
    void end();
    void setOpening(int job);

    int m_jobs = 0;
    int m_latestOpen = 0;
    int m_opening = 0; // the open that is being read; 0 when none is
    std::function<void()> m_stopReading;
};

} // namespace Interleave

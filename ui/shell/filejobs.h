// Reading, writing and drawing runs into files without holding up the window: each job works on a
// thread of the pool and reports here, in the window's thread. A later open stops and supersedes an
// earlier one. What opened through its index alone is verified behind the user's back.
#pragma once

#include "core/base/result.h"
#include "core/trace/trace.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <functional>
#include <memory>
#include <stop_token>

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
    /// With this description. The trace must not change any more.
    void save(std::shared_ptr<const Trace> trace, const RunInfo &info, const QString &path);
    /// Draws and writes a picture, by that function on another thread, which ends early, with an
    /// error, when it is told to stop.
    void exportPicture(const QString &path, std::function<Result<void>(const std::stop_token &)> draw);
    /// A report of the run, with that caption below its timeline. The trace must not change any more.
    void exportReport(std::shared_ptr<const Trace> trace, const QString &caption, const QString &path);
    /// Stops reading, and writing, which then leaves what was there before.
    void cancel();

Q_SIGNALS:
    /// What is being done, for the status line; empty when nothing is.
    void progressChanged(const QString &text);
    /// Whether something is being done that cancel() would stop.
    void cancellableChanged(bool cancellable);
    void opened(const QString &path, std::shared_ptr<const Interleave::Trace> trace);
    /// A file that has been opened is damaged, after all; what can be read of it is opened again.
    void foundDamaged(const QString &path);
    void saved(const QString &path);
    void exported(const QString &path);
    /// One sentence that names the file.
    void failed(const QString &sentence);

private:
    struct Opened;
    using Reader = void (*)(QPromise<Opened> &promise, const QString &path);

    static void readQuickly(QPromise<Opened> &promise, const QString &path);
    static void readWhole(QPromise<Opened> &promise, const QString &path);
    void read(const QString &path, Reader reader);
    void takeRead(const QString &path, const Opened &result);
    void verifyLater(const QString &path, const Opened &result);
    std::stop_token beginWriting();
    void write(const QString &path, const QString &text, QFuture<QString> written,
               void (FileJobs::*done)(const QString &), const std::stop_token &stop);
    void begin(const QString &text);
    void end();
    void setCancellable();

    int m_jobs = 0;
    int m_latestOpen = 0;
    bool m_isOpening = false;
    bool m_wasCancellable = false;
    std::function<void()> m_stopReading;
    std::stop_source m_verifying;
    std::stop_source m_writing;
    int m_writes = 0; // that can be cancelled
};

} // namespace Interleave

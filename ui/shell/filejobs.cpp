#include "ui/shell/filejobs.h"

#include "core/io/tracefile.h"
#include "core/trace/sharedtrace.h"
#include "ui/shell/jobfailure.h"
#include "ui/shell/reportjob.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QPointer>
#include <QTimer>
#include <QtConcurrent>

#include <utility>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr int progressSteps = 100;
constexpr auto verifyDelay = 500ms; // the first pictures come first

/// Calls `done` with the result, in the window's thread.
template<class Value, class Done>
QFutureWatcher<Value> *watch(QObject *owner, Done done)
{
    auto *watcher = new QFutureWatcher<Value>(owner);
    QObject::connect(watcher, &QFutureWatcher<Value>::finished, owner, [watcher, done] {
        watcher->deleteLater();
        done(watcher->future());
    });
    return watcher;
}

} // namespace

struct FileJobs::Opened {
    std::shared_ptr<const Trace> trace; // null when it failed
    std::function<bool(const Trace &, const std::stop_token &)> verify; // empty where all is verified
    QString failure;
};

FileJobs::~FileJobs()
{
    // The program's end waits for its threads.
    m_verifying.request_stop();
    if (m_stopReading)
        m_stopReading();
}

/// Gives no result when it was stopped.
void FileJobs::readQuickly(QPromise<Opened> &promise, const QString &path)
{
    promise.setProgressRange(0, progressSteps);
    Result<OpenedTrace> read = caught(path, [&]() -> Result<OpenedTrace> {
        return openTraceFile(path, [&promise](double share) {
            promise.setProgressValue(int(share * progressSteps));
            return !promise.isCanceled();
        });
    });
    if (read.hasValue())
        promise.addResult(Opened{sharedTrace(std::move(read.value().trace)), std::move(read.value().verify), {}});
    else
        promise.addResult(Opened{nullptr, {}, QString::fromStdString(read.error().message)});
}

void FileJobs::readWhole(QPromise<Opened> &promise, const QString &path)
{
    Result<Trace> read = caught(path, [&] { return readTraceFile(path); });
    if (read.hasValue())
        promise.addResult(Opened{sharedTrace(read.takeValue()), {}, {}});
    else
        promise.addResult(Opened{nullptr, {}, QString::fromStdString(read.error().message)});
}

void FileJobs::open(const QString &path)
{
    forgetOpening();
    read(path, readQuickly);
}

void FileJobs::read(const QString &path, Reader reader)
{
    const QString text = tr("Reading %1…").arg(QFileInfo(path).fileName());
    begin(text);
    const int job = m_latestOpen;
    auto *watcher = watch<Opened>(this, [this, path, job](const QFuture<Opened> &future) {
        end();
        if (job != m_latestOpen)
            return;
        m_isOpening = false;
        setCancellable();
        takeRead(path, future.result());
    });
    m_stopReading = [watcher = QPointer(watcher)] { if (watcher) watcher->cancel(); };
    connect(watcher, &QFutureWatcher<Opened>::progressValueChanged, this, [this, text, job](int percent) {
        if (job == m_latestOpen)
            Q_EMIT progressChanged(tr("%1 %2 %").arg(text).arg(percent));
    });
    watcher->setFuture(QtConcurrent::run(reader, path));
    m_isOpening = true;
    setCancellable();
}

void FileJobs::takeRead(const QString &path, const Opened &result)
{
    if (!result.trace) {
        Q_EMIT failed(result.failure);
        return;
    }
    Q_EMIT opened(path, result.trace);
    if (result.verify)
        verifyLater(path, result);
}

void FileJobs::verifyLater(const QString &path, const Opened &result)
{
    m_verifying = std::stop_source();
    const int job = m_latestOpen;
    auto *watcher = watch<bool>(this, [this, path, job](const QFuture<bool> &isWhole) {
        if (isWhole.result() || job != m_latestOpen)
            return;
        Q_EMIT foundDamaged(path);
        read(path, readWhole);
    });
    QTimer::singleShot(verifyDelay, watcher, [watcher, result, stop = m_verifying.get_token()] {
        watcher->setFuture(QtConcurrent::run([result, stop] { return result.verify(*result.trace, stop); }));
    });
}

void FileJobs::forgetOpening()
{
    ++m_latestOpen;
    m_verifying.request_stop();
    if (const auto stop = std::exchange(m_stopReading, {}))
        stop();
    m_isOpening = false;
    setCancellable();
}

void FileJobs::cancel()
{
    if (m_isOpening)
        forgetOpening();
    m_writing.request_stop();
}

/// What tells all that is being written to stop.
std::stop_token FileJobs::beginWriting()
{
    if (m_writing.stop_requested())
        m_writing = std::stop_source(); // those before are stopping
    ++m_writes;
    setCancellable();
    return m_writing.get_token();
}

void FileJobs::save(std::shared_ptr<const Trace> trace, const RunInfo &info, const QString &path)
{
    const std::stop_token stop = beginWriting();
    write(path, tr("Writing %1…").arg(QFileInfo(path).fileName()),
          QtConcurrent::run([trace = std::move(trace), info, path, stop] {
              return failureOf(path, stop, [&] {
                  return writeTraceFile(*trace, info, path, [&stop](std::uint64_t) { return !stop.stop_requested(); });
              });
          }),
          &FileJobs::saved, stop);
}

void FileJobs::exportPicture(const QString &path, std::function<Result<void>(const std::stop_token &)> draw)
{
    const std::stop_token stop = beginWriting();
    write(path, tr("Exporting %1…").arg(QFileInfo(path).fileName()),
          QtConcurrent::run([path, draw = std::move(draw), stop] { return failureOf(path, stop, [&] { return draw(stop); }); }),
          &FileJobs::exported, stop);
}

void FileJobs::exportReport(std::shared_ptr<const Trace> trace, const QString &caption, const QString &path)
{
    const std::stop_token stop = beginWriting();
    const QString text = tr("Exporting %1…").arg(QFileInfo(path).fileName());
    auto *job = new ReportJob(std::move(trace), caption, path, stop, this);
    connect(job, &ReportJob::chartDue, this, [this, text](std::size_t number, std::size_t count) {
        Q_EMIT progressChanged(tr("%1 chart %2 of %3").arg(text).arg(number).arg(count));
    });
    write(path, text, job->start(), &FileJobs::exported, stop);
}

void FileJobs::write(const QString &path, const QString &text, QFuture<QString> written,
                     void (FileJobs::*done)(const QString &), const std::stop_token &stop)
{
    begin(text);
    auto *watcher = watch<QString>(this, [this, path, done, stop](const QFuture<QString> &failure) {
        --m_writes;
        setCancellable();
        end();
        if (!failure.result().isEmpty())
            Q_EMIT failed(failure.result());
        else if (!stop.stop_requested())
            Q_EMIT (this->*done)(path);
    });
    watcher->setFuture(std::move(written));
}

void FileJobs::setCancellable()
{
    const bool cancellable = m_isOpening || m_writes > 0;
    if (std::exchange(m_wasCancellable, cancellable) != cancellable)
        Q_EMIT cancellableChanged(cancellable);
}

void FileJobs::begin(const QString &text)
{
    ++m_jobs;
    Q_EMIT progressChanged(text);
}

void FileJobs::end()
{
    if (--m_jobs == 0)
        Q_EMIT progressChanged(QString());
}

} // namespace Interleave

#include "ui/shell/filejobs.h"

#include "core/io/tracefile.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QPointer>
#include <QPromise>
#include <QtConcurrent>

#include <exception>
#include <utility>

namespace Interleave {

namespace {

struct Opened {
    std::shared_ptr<const Trace> trace; // null when it failed
    QString failure;
};

/// What a job throws, as an error: the future would throw it again in a slot, which ends the program.
template<class Work>
auto caught(const QString &path, Work work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::exception &exception) {
        return Error(ErrorCode::NoResources,
                     FileJobs::tr("There is not enough memory for %1 (%2).")
                         .arg(path, QString::fromLocal8Bit(exception.what())).toStdString());
    }
}

constexpr int progressSteps = 100;

/// Gives no result when it was stopped.
void readRun(QPromise<Opened> &promise, const QString &path)
{
    using Read = Result<std::shared_ptr<const Trace>>;
    promise.setProgressRange(0, progressSteps);
    const Read read = caught(path, [&]() -> Read {
        Result<Trace> trace = readTraceFile(path, [&promise](double share) {
            promise.setProgressValue(int(share * progressSteps));
            return !promise.isCanceled();
        });
        if (!trace.hasValue())
            return trace.error();
        return std::make_shared<const Trace>(trace.takeValue());
    });
    if (read.hasValue())
        promise.addResult(Opened{read.value(), {}});
    else
        promise.addResult(Opened{nullptr, QString::fromStdString(read.error().message)});
}

/// The failure, or empty.
QString writeRun(const std::shared_ptr<const Trace> &trace, const QString &path)
{
    const Result<void> written = caught(path, [&] { return writeTraceFile(*trace, path); });
    return written.hasValue() ? QString() : QString::fromStdString(written.error().message);
}

} // namespace

FileJobs::~FileJobs()
{
    if (m_stopReading)
        m_stopReading(); // the program's end waits for its threads
}

void FileJobs::open(const QString &path)
{
    forgetOpening();
    const QString text = tr("Reading %1…").arg(QFileInfo(path).fileName());
    begin(text);
    const int job = m_latestOpen;
    auto *watcher = new QFutureWatcher<Opened>(this);
    m_stopReading = [watcher = QPointer(watcher)] { if (watcher) watcher->cancel(); };
    connect(watcher, &QFutureWatcher<Opened>::progressValueChanged, this, [this, text, job](int percent) {
        if (job == m_latestOpen)
            Q_EMIT progressChanged(tr("%1 %2 %").arg(text).arg(percent));
    });
    connect(watcher, &QFutureWatcher<Opened>::finished, this, [this, watcher, path, job] {
        watcher->deleteLater();
        end();
        if (job != m_latestOpen)
            return;
        setOpening(0);
        const Opened result = watcher->result();
        if (result.trace)
            Q_EMIT opened(path, result.trace);
        else
            Q_EMIT failed(result.failure);
    });
    watcher->setFuture(QtConcurrent::run(readRun, path));
    setOpening(job);
}

void FileJobs::forgetOpening()
{
    ++m_latestOpen;
    if (const auto stop = std::exchange(m_stopReading, {}))
        stop();
    setOpening(0);
}

void FileJobs::setOpening(int job)
{
    if (std::exchange(m_opening, job) != job)
        Q_EMIT openingChanged(job != 0);
}

void FileJobs::save(std::shared_ptr<const Trace> trace, const QString &path)
{
    begin(tr("Writing %1…").arg(QFileInfo(path).fileName()));
    auto *watcher = new QFutureWatcher<QString>(this);
    connect(watcher, &QFutureWatcher<QString>::finished, this, [this, watcher, path] {
        const QString failure = watcher->result();
        watcher->deleteLater();
        end();
        if (failure.isEmpty())
            Q_EMIT saved(path);
        else
            Q_EMIT failed(failure);
    });
    watcher->setFuture(QtConcurrent::run(writeRun, std::move(trace), path));
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

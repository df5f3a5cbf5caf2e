#include "ui/shell/filejobs.h"

#include "core/io/tracefile.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrent>

#include <exception>

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

Opened readRun(const QString &path)
{
    using Read = Result<std::shared_ptr<const Trace>>;
    const Read read = caught(path, [&path]() -> Read {
        Result<Trace> trace = readTraceFile(path);
        if (!trace.hasValue())
            return trace.error();
        return std::make_shared<const Trace>(trace.takeValue());
    });
    if (!read.hasValue())
        return {nullptr, QString::fromStdString(read.error().message)};
    return {read.value(), {}};
}

/// The failure, or empty.
QString writeRun(const std::shared_ptr<const Trace> &trace, const QString &path)
{
    const Result<void> written = caught(path, [&] { return writeTraceFile(*trace, path); });
    return written.hasValue() ? QString() : QString::fromStdString(written.error().message);
}

} // namespace

void FileJobs::open(const QString &path)
{
    begin(tr("Reading %1…").arg(QFileInfo(path).fileName()));
    const int job = ++m_latestOpen;
    auto *watcher = new QFutureWatcher<Opened>(this);
    connect(watcher, &QFutureWatcher<Opened>::finished, this, [this, watcher, path, job] {
        const Opened result = watcher->result();
        watcher->deleteLater();
        end();
        if (job != m_latestOpen)
            return;
        if (result.trace)
            Q_EMIT opened(path, result.trace);
        else
            Q_EMIT failed(result.failure);
    });
    watcher->setFuture(QtConcurrent::run(readRun, path));
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

#include "core/io/liveappender.h"

#include "core/io/atomicfile.h"
#include "core/io/nativewriter.h"

#include <QCoreApplication>
#include <QFile>
#include <QtConcurrent>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace Interleave {

class LiveAppender::Private
{
public:
    ~Private() { closeFile(); }

    Result<void> create(const QString &path);
    bool write(QByteArrayView bytes);
    void putDescription(const Trace &trace);
    void putJournal(Trace &trace);
    Result<void> close();
    void closeFile();

    QString path;
    int descriptor = -1;
    ChunkWriter writer{[this](QByteArrayView bytes) { return write(bytes); }};
    std::optional<Error> failure; // the first one; nothing is written after it
    RunInfo info;                 // as last written, like the rest below
    std::vector<RingTotals> rings;
    std::size_t problems = 0, texts = 0, samples = 0;

private:
    Error failed(const char *why) const
    {
        return {ErrorCode::CannotWrite, "Cannot write " + path.toStdString() + ": " + why + "."};
    }
};

/// A plain open, since an append cannot be atomic; but never through a pipe, device or link.
Result<void> LiveAppender::Private::create(const QString &file)
{
    path = file;
    struct stat status{};
    descriptor = ::open(QFile::encodeName(file).constData(),
                        O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_APPEND, 0600);
    if (descriptor < 0)
        return failed(std::strerror(errno));
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        closeFile();
        return failed("it is not a regular file");
    }
    if (::fchmod(descriptor, 0600) != 0 || ::ftruncate(descriptor, 0) != 0) {
        closeFile();
        return failed(std::strerror(errno));
    }
    return Success();
}

bool LiveAppender::Private::write(QByteArrayView bytes)
{
    while (!failure && !bytes.isEmpty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), std::size_t(bytes.size()));
        if (written > 0)
            bytes = bytes.sliced(written);
        else if (errno != EINTR)
            failure = failed(written < 0 ? std::strerror(errno) : "nothing was written");
    }
    return !failure;
}

void LiveAppender::Private::putDescription(const Trace &trace)
{
    if (!(trace.info == info))
        writer.info(info = trace.info);
    if (trace.rings != rings)
        writer.rings(rings = trace.rings);
    for (; problems < trace.problems.size(); ++problems) {
        if (problems < Native::mostProblems)
            writer.problem(trace.problems[problems]);
    }
}

void LiveAppender::Private::putJournal(Trace &trace)
{
    const std::vector<Event> journal = trace.takeJournal();
    for (const Event &event : journal) {
        if (event.kind() == EventKind::Lane)
            writer.lane(*trace.lane(event.lane()));
    }
    for (; texts < trace.texts().size(); ++texts)
        writer.text(texts, trace.texts()[texts]);
    for (; samples < trace.counters().size(); ++samples)
        writer.sample(samples, trace.counters()[samples]);
    for (const Event &event : journal) {
        if (event.kind() != EventKind::Lane)
            writer.event(event);
    }
}

Result<void> LiveAppender::Private::close()
{
    writer.close();
    return failure ? Result<void>(*failure) : Result<void>(Success());
}

void LiveAppender::Private::closeFile()
{
    if (descriptor >= 0)
        ::close(descriptor);
    descriptor = -1;
}

LiveAppender::LiveAppender() : d(std::make_unique<Private>()) {}
LiveAppender::~LiveAppender() = default;

Result<void> LiveAppender::open(const QString &path, Trace &trace)
{
    d = std::make_unique<Private>();
    if (Result<void> created = d->create(path); !created.hasValue()) {
        d->failure = created.error();
        return created;
    }
    trace.keepJournal();
    (void)trace.takeJournal(); // what the trace holds by now is written as it stands
    d->writer.header();
    writeContent(d->writer, trace);
    d->info = trace.info;
    d->rings = trace.rings;
    d->problems = trace.problems.size();
    d->texts = trace.texts().size();
    d->samples = trace.counters().size();
    return d->close();
}

Result<void> LiveAppender::append(Trace &trace)
{
    if (d->descriptor < 0)
        return d->failure.value_or(Error(ErrorCode::Usage, "The live file is not open."));
    d->putDescription(trace);
    d->putJournal(trace);
    return d->close();
}

Result<void> LiveAppender::finish(Trace &trace)
{
    if (d->descriptor < 0)
        return d->failure.value_or(Error(ErrorCode::Usage, "The live file is not open."));
    (void)trace.takeJournal();
    d->closeFile();
    return writeFileAtomically(d->path, [&](const auto &write) { return writeNative(trace, write); });
}

Result<void> LiveAppender::finishSoon(const std::shared_ptr<Trace> &trace)
{
    if (trace->eventCount() <= rewrittenAtOnce || d->descriptor < 0)
        return finish(*trace);
    if (Result<void> appended = append(*trace); !appended.hasValue())
        return appended;
    if (!d->writer.footer())
        return *d->failure;
    d->closeFile();
    static_cast<void>(QtConcurrent::run([path = d->path, finished = std::shared_ptr<const Trace>(trace)] {
        // What is wrong here costs the index alone: the file that is there is whole.
        static_cast<void>(writeFileAtomically(path, [&](const auto &write) {
            return writeNative(*finished, [&](QByteArrayView bytes) {
                return !QCoreApplication::closingDown() && write(bytes);
            });
        }));
    }));
    return Success();
}

} // namespace Interleave

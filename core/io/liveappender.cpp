#include "core/io/liveappender.h"

#include "core/io/atomicfile.h"
#include "core/io/nativewriter.h"

#include <QFile>
#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace Interleave {

namespace {

/// What a trace has gained since the last time, apart from the trace, which goes on growing.
struct Gain {
    std::optional<RunInfo> info;
    std::optional<std::vector<RingTotals>> rings;
    std::vector<std::string> problems;
    std::vector<Lane> lanes; // without their events
    std::size_t firstText = 0, firstSample = 0;
    std::vector<std::string> texts;
    std::vector<CounterSample> samples;
    std::vector<Event> journal;

    std::uint64_t bytes() const { return journal.size() * sizeof(Event); } // near enough
};

Lane withoutEvents(const Lane &lane)
{
    Lane bare;
    bare.id = lane.id;
    bare.parent = lane.parent;
    bare.kind = lane.kind;
    bare.name = lane.name;
    bare.pid = lane.pid;
    bare.tid = lane.tid;
    bare.declared = lane.declared;
    return bare;
}

} // namespace

class LiveAppender::Private
{
public:
    ~Private();

    Result<void> create(const QString &path);
    void noteWritten(const Trace &trace);
    Gain takeGain(Trace &trace);
    void hand(Gain gain);
    void finishLiveFile();
    Result<void> rewrite(const Trace &trace);
    Result<void> result() const;

    QString path;
    bool isOpen = false; // for more to be appended
    bool isWhole = false; // the live file, with its footer; known to the writing thread
    ChunkWriter writer{[this](QByteArrayView bytes) { return write(bytes); }};
    QThreadPool thread; // one: what is handed to it is done in order

private:
    bool write(QByteArrayView bytes);
    void put(const Gain &gain);
    void closeFile();
    void fail(const Error &error);
    Error cannotWrite(const char *why) const
    {
        return {ErrorCode::CannotWrite, "Cannot write " + path.toStdString() + ": " + why + "."};
    }

    int descriptor = -1;
    mutable std::mutex mutex; // of the failure
    std::optional<Error> failure; // the first one; nothing is written after it
    std::atomic<std::uint64_t> waiting = 0; // bytes that were handed over and are not written
    std::atomic<bool> leaving = false;
    RunInfo info; // as last handed over, like the rest below
    std::vector<RingTotals> rings;
    std::size_t problems = 0, texts = 0, samples = 0;
};

LiveAppender::Private::~Private()
{
    leaving = true;
    thread.waitForDone();
    closeFile();
}

/// A plain open, since an append cannot be atomic; but never through a pipe, device or link.
Result<void> LiveAppender::Private::create(const QString &file)
{
    path = file;
    thread.setMaxThreadCount(1);
    struct stat status{};
    descriptor = ::open(QFile::encodeName(file).constData(),
                        O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_APPEND, 0600);
    if (descriptor < 0)
        return cannotWrite(std::strerror(errno));
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        closeFile();
        return cannotWrite("it is not a regular file");
    }
    if (::fchmod(descriptor, 0600) != 0 || ::ftruncate(descriptor, 0) != 0) {
        closeFile();
        return cannotWrite(std::strerror(errno));
    }
    isOpen = true;
    return Success();
}

bool LiveAppender::Private::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty() && result().hasValue()) {
        const ssize_t written = ::write(descriptor, bytes.data(), std::size_t(bytes.size()));
        if (written > 0)
            bytes = bytes.sliced(written);
        else if (errno != EINTR)
            fail(cannotWrite(written < 0 ? std::strerror(errno) : "nothing was written"));
    }
    return bytes.isEmpty();
}

void LiveAppender::Private::fail(const Error &error)
{
    const std::scoped_lock lock(mutex);
    failure = failure.value_or(error);
}

Result<void> LiveAppender::Private::result() const
{
    const std::scoped_lock lock(mutex);
    return failure ? Result<void>(*failure) : Result<void>(Success());
}

void LiveAppender::Private::noteWritten(const Trace &trace)
{
    info = trace.info;
    rings = trace.rings;
    problems = trace.problems.size();
    texts = trace.texts().size();
    samples = trace.counters().size();
}

Gain LiveAppender::Private::takeGain(Trace &trace)
{
    Gain gain;
    if (!(trace.info == info))
        gain.info = trace.info;
    if (trace.rings != rings)
        gain.rings = trace.rings;
    for (std::size_t i = problems; i < std::min(trace.problems.size(), Native::mostProblems); ++i)
        gain.problems.push_back(trace.problems[i]);
    gain.journal = trace.takeJournal();
    for (const Event &event : gain.journal) {
        if (event.kind() == EventKind::Lane)
            gain.lanes.push_back(withoutEvents(*trace.lane(event.lane())));
    }
    gain.firstText = texts;
    gain.firstSample = samples;
    gain.texts.assign(trace.texts().begin() + std::ptrdiff_t(texts), trace.texts().end());
    gain.samples.assign(trace.counters().begin() + std::ptrdiff_t(samples), trace.counters().end());
    noteWritten(trace);
    return gain;
}

void LiveAppender::Private::put(const Gain &gain)
{
    if (gain.info)
        writer.info(*gain.info);
    if (gain.rings)
        writer.rings(*gain.rings);
    for (const std::string &problem : gain.problems)
        writer.problem(problem);
    for (const Lane &lane : gain.lanes)
        writer.lane(lane);
    for (std::size_t i = 0; i < gain.texts.size(); ++i)
        writer.text(gain.firstText + i, gain.texts[i]);
    for (std::size_t i = 0; i < gain.samples.size(); ++i)
        writer.sample(gain.firstSample + i, gain.samples[i]);
    const auto isLane = [](const Event &event) { return event.kind() == EventKind::Lane; };
    for (auto from = gain.journal.begin(); from != gain.journal.end();) {
        const auto most = std::min<std::ptrdiff_t>(gain.journal.end() - from, EventSequence::blockEvents);
        const auto to = std::find_if(from, from + most, isLane);
        if (from != to)
            writer.events({from, to});
        from = std::find_if_not(to, gain.journal.end(), isLane);
    }
    writer.close();
}

void LiveAppender::Private::hand(Gain gain)
{
    const std::uint64_t bytes = gain.bytes();
    if ((waiting += bytes) > mostWaiting)
        fail(cannotWrite("the disk takes it more slowly than it is recorded"));
    thread.start([this, bytes, gain = std::move(gain)] {
        if (result().hasValue())
            put(gain);
        waiting -= bytes;
    });
}

void LiveAppender::Private::finishLiveFile()
{
    isWhole = writer.footer() && result().hasValue();
    closeFile();
}

/// Where the live file is whole already, and the program ends, it is left as it is.
Result<void> LiveAppender::Private::rewrite(const Trace &trace)
{
    const Result<void> rewritten = writeFileAtomically(path, [&](const auto &write) {
        return writeNative(trace, trace.info, [&](QByteArrayView bytes) { return !(isWhole && leaving) && write(bytes); });
    });
    return isWhole ? Result<void>(Success()) : rewritten;
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
    if (Result<void> created = d->create(path); !created.hasValue())
        return created;
    trace.keepJournal();
    (void)trace.takeJournal(); // what the trace holds by now is written as it stands
    d->writer.header();
    writeContent(d->writer, trace);
    d->writer.close();
    d->noteWritten(trace);
    return d->result();
}

Result<void> LiveAppender::append(Trace &trace)
{
    if (!d->isOpen)
        return Error(ErrorCode::Usage, "The live file is not open.");
    d->hand(d->takeGain(trace));
    return d->result();
}

void LiveAppender::finish(const std::shared_ptr<Trace> &trace, std::function<void(const Result<void> &)> done)
{
    if (d->isOpen)
        d->hand(d->takeGain(*trace));
    d->isOpen = false;
    d->thread.start([this, finished = std::shared_ptr<const Trace>(trace), done = std::move(done)] {
        d->finishLiveFile();
        done(d->rewrite(*finished));
    });
}

Result<void> LiveAppender::wait()
{
    d->thread.waitForDone();
    return d->result();
}

} // namespace Interleave

#include "core/session/session.h"

#include "core/io/liveappender.h"
#include "core/kernel/procfs.h"
#include "core/session/budget.h"
#include "core/session/runner.h"
#include "core/session/surroundings.h"
#include "core/trace/arena.h"
#include "core/trace/arenareader.h"
#include "core/trace/recorder.h"

#include <QDateTime>
#include <QProcess>
#include <QSocketNotifier>
#include <QTimer>

#include <csignal>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto busyPeriod = 8ms;    // between two looks at the rings while events come
constexpr auto idlePeriod = 100ms;  // while none come; the bell ends it early
constexpr int idleLooks = 30;       // looks without an event before the reader sleeps
constexpr int looksPerCount = 6;    // /proc is read in every sixth: it takes 40 µs a process
constexpr auto killDelay = 500ms;   // from SIGTERM to SIGKILL
constexpr auto autosavePeriod = 100ms;
constexpr std::uint64_t recordsPerLook = 60'000; // a ring, so that a flood leaves time to paint
constexpr qsizetype longestErrorText = 4096;

QString executable = QStringLiteral("/proc/self/exe");

bool isOpen(const Lane &lane)
{
    bool started = false, finished = false;
    for (const Event &event : lane.events) {
        started = started || event.kind() == EventKind::Start;
        finished = finished || event.kind() == EventKind::Finish;
    }
    return started && !finished;
}

std::optional<Event> finishOf(const Lane &lane)
{
    for (const Event &event : lane.events) {
        if (event.kind() == EventKind::Finish)
            return event;
    }
    return std::nullopt;
}

/// Closes a descriptor at the end of its scope.
struct OwnedFd {
    int fd = -1;
    ~OwnedFd() { if (fd >= 0) ::close(fd); }
};

} // namespace

class Session::Private
{
public:
    Private(Session *session, RunRequest runRequest) : q(session), request(std::move(runRequest)) {}

    Result<void> prepare();
    void launch(const Scenario &scenario);
    void openAutosave();
    void look();
    void countProcesses();
    void autosave();
    void setPeriod(bool busy);
    void runnerEnded(int exitCode, QProcess::ExitStatus status);
    void sweepGroup();
    void conclude();
    void closeOpenLanes();
    bool diedWithItsProcess(const Lane &lane) const;
    void takeOwnAccounts();
    QString failureReason() const;
    void signalGroup(int signal);

    Session *q;
    RunRequest request;
    std::shared_ptr<Trace> trace = std::make_shared<Trace>();
    std::optional<Arena> arena;
    std::optional<ArenaReader> reader;
    Recorder recorder; // the viewer's own ring, for what it says of the run
    OwnedFd bell;
    LiveAppender appender;
    bool saves = false;
    std::unique_ptr<Surroundings> surroundings; // from before the runner starts until it is gone
    QProcess process;
    pid_t group = 0;
    QByteArray errorText;
    QTimer looking, timeout, killing, saving, sweeping;
    std::unique_ptr<QSocketNotifier> bellNotifier;
    int idle = 0;
    int looks = 0;
    bool running = false;
    std::optional<RunOutcome> asked; // Cancelled or TimedOut once it was told to stop
    RunOutcome outcome = RunOutcome::Running;
    int exitCode = 0;
    bool crashed = false;
    std::optional<std::int64_t> cpuNsAtGo;
};

Session::Session(RunRequest request, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(request)))
{}

Session::~Session()
{
    disconnect();
    d->process.disconnect();
    if (!d->running)
        return;
    d->signalGroup(SIGKILL);
    d->process.waitForFinished(-1);
    while (waitpid(-d->group, nullptr, 0) > 0) {}
    if (d->outcome == RunOutcome::Running) // else it had ended, and only the sweeping was left
        d->outcome = d->asked.value_or(RunOutcome::Cancelled);
    d->conclude();
}

void Session::setExecutable(const QString &path) { executable = path; }
bool Session::isRunning() const { return d->running; }
std::shared_ptr<const Trace> Session::trace() const { return d->trace; }
const RunRequest &Session::request() const { return d->request; }

Nanos Session::now() const
{
    if (!d->running || !d->arena)
        return d->trace->end();
    const ClockCalibration &clock = d->arena->header().clock;
    return Nanos(std::int64_t(clock.nanoseconds(clock.ticks())));
}

Result<void> Session::start()
{
    const Scenario *scenario = findScenario(d->request.scenario);
    if (!scenario)
        return Error(ErrorCode::Usage, "There is no scenario named \"" + d->request.scenario + "\".");
    Result<ParameterValues> parameters = scenario->complete(d->request.parameters);
    if (!parameters.hasValue())
        return parameters.error();
    d->request.parameters = parameters.takeValue();
    raiseDescriptorLimit();
    if (Result<void> affordable = checkBudget(*scenario, d->request.parameters, readLimits()); !affordable.hasValue())
        return affordable;
    if (Result<void> prepared = d->prepare(); !prepared.hasValue())
        return prepared;
    d->surroundings = std::make_unique<Surroundings>();
    Result<void> around = d->surroundings->prepare(*scenario, d->request.parameters, executable);
    if (!around.hasValue())
        return around;
    d->launch(*scenario);
    if (!d->process.waitForStarted())
        return Error(ErrorCode::NoResources, "No process can be started for the run: "
                                                 + d->process.errorString().toStdString() + ".");
    d->group = pid_t(d->process.processId());
    d->running = true;
    d->openAutosave();
    d->countProcesses();
    d->process.write(&runnerGo, 1);
    d->setPeriod(true);
    d->saving.start(autosavePeriod);
    if (d->request.timeout)
        d->timeout.start(*d->request.timeout);
    return Success();
}

void Session::stop()
{
    if (!d->running || d->asked)
        return;
    d->asked = RunOutcome::Cancelled;
    d->signalGroup(SIGTERM);
    d->killing.start(killDelay);
}

Result<void> Session::Private::prepare()
{
    Result<Arena> created = Arena::create(calibrateClock());
    if (!created.hasValue())
        return created.error();
    arena.emplace(created.takeValue());
    reader.emplace(*arena);
    bell.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bell.fd < 0)
        return Error(ErrorCode::NoResources, "No file descriptor is left for the run.");
    if (Result<void> attached = recorder.attach(*arena); !attached.hasValue())
        return attached;
    const LaneId host = recorder.allocateLane(); // the first of the arena: hostLane
    recorder.declareLane(recorder.stamp(), host, LaneKind::Host, std::nullopt, "this machine");
    trace->info.scenario = request.scenario;
    trace->info.parameters = request.parameters;
    trace->info.host = describeHost();
    trace->info.startedUnixMs = QDateTime::currentMSecsSinceEpoch();
    trace->info.clock = std::string(arena->header().clock.name());
    return Success();
}

void Session::Private::launch(const Scenario &scenario)
{
    trace->info.title = scenario.title;
    trace->keepJournal();
    prctl(PR_SET_CHILD_SUBREAPER, 1); // what the run leaves behind comes to us to be ended
    QStringList arguments = {QString::fromLatin1(runnerCommand), QString::number(arena->fd()),
                             QString::number(bell.fd), QString::number(getpid()),
                             QString::fromStdString(scenario.id)};
    for (const auto &[name, value] : request.parameters)
        arguments << QString::fromStdString(name + "=" + value);
    process.setProcessEnvironment(surroundings->environment());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setChildProcessModifier([fds = std::pair(arena->fd(), bell.fd)] {
        // Between fork and exec: system calls only.
        setpgid(0, 0);
        fcntl(fds.first, F_SETFD, 0);
        fcntl(fds.second, F_SETFD, 0);
    });
    QObject::connect(&process, &QProcess::readyReadStandardError, q, [this] {
        errorText = (errorText + process.readAllStandardError()).right(longestErrorText);
    });
    QObject::connect(&process, &QProcess::finished, q,
                     [this](int code, QProcess::ExitStatus status) { runnerEnded(code, status); });
    looking.setTimerType(Qt::PreciseTimer);
    QObject::connect(&looking, &QTimer::timeout, q, [this] { look(); });
    QObject::connect(&saving, &QTimer::timeout, q, [this] { autosave(); });
    killing.setSingleShot(true);
    QObject::connect(&killing, &QTimer::timeout, q, [this] { signalGroup(SIGKILL); });
    timeout.setSingleShot(true);
    QObject::connect(&timeout, &QTimer::timeout, q, [this] {
        asked = asked.value_or(RunOutcome::TimedOut);
        signalGroup(SIGTERM);
        killing.start(killDelay);
    });
    QObject::connect(&sweeping, &QTimer::timeout, q, [this] { sweepGroup(); });
    bellNotifier = std::make_unique<QSocketNotifier>(bell.fd, QSocketNotifier::Read);
    QObject::connect(bellNotifier.get(), &QSocketNotifier::activated, q, [this] {
        std::uint64_t rings = 0;
        [[maybe_unused]] const auto got = read(bell.fd, &rings, sizeof rings);
        setPeriod(true);
        look();
    });
    process.start(executable, arguments);
}

void Session::Private::openAutosave()
{
    if (request.autosaveFile.isEmpty())
        return;
    Result<void> opened = appender.open(request.autosaveFile, *trace);
    saves = opened.hasValue();
    if (!saves)
        trace->problems.push_back("The run is not saved while it goes on. " + opened.error().message);
}

void Session::Private::signalGroup(int signal)
{
    // While one of the group lives its number cannot be another's. Between the runner's end and
    // this call it may have been the last; numbers come round only after millions of processes.
    if (running && group > 0)
        ::kill(-group, signal);
}

void Session::Private::setPeriod(bool busy)
{
    idle = 0;
    looking.start(busy ? busyPeriod : idlePeriod);
    if (!busy)
        reader->sleep();
}

void Session::Private::look()
{
    const bool news = reader->drain(*trace, recordsPerLook) > 0;
    if (outcome == RunOutcome::Running && ++looks % looksPerCount == 0)
        countProcesses();
    if (news) {
        idle = 0;
        Q_EMIT q->updated();
    } else if (++idle == idleLooks) {
        setPeriod(false);
    }
}

void Session::Private::countProcesses()
{
    const ProcessTreeReading reading = readProcessTree(group);
    RunInfo &info = trace->info;
    info.processesSeen = std::max(info.processesSeen, reading.processes);
    info.threadsSeen = std::max(info.threadsSeen, reading.threads);
    if (!cpuNsAtGo)
        cpuNsAtGo = reading.cpuNs; // loading the program is not the scenario's
    info.cpuNs = std::max(info.cpuNs, reading.cpuNs - *cpuNsAtGo);
    info.peakRssBytes = std::max(info.peakRssBytes, reading.residentBytes);
}

void Session::Private::autosave()
{
    reader->account(*trace);
    if (!saves) {
        static_cast<void>(trace->takeJournal());
        return;
    }
    Result<void> written = appender.append(*trace);
    if (!written.hasValue()) {
        saves = false;
        trace->problems.push_back("The run is no longer saved while it goes on. " + written.error().message);
    }
}

void Session::Private::runnerEnded(int code, QProcess::ExitStatus status)
{
    exitCode = code;
    crashed = status == QProcess::CrashExit;
    const bool clean = !crashed && code == 0;
    // A program that was asked to stop may do so in order, as one that catches the interrupt does.
    // That is its own end, unless its time had run out.
    outcome = clean && asked != RunOutcome::TimedOut ? RunOutcome::Finished : asked.value_or(RunOutcome::Failed);
    signalGroup(SIGKILL); // whatever it left behind
    sweeping.start(2ms);
    sweepGroup();
}

/// Reaps what came to us from the run's group; goes on once nothing of it is left.
void Session::Private::sweepGroup()
{
    while (waitpid(-group, nullptr, WNOHANG) > 0) {}
    if (::kill(-group, 0) == 0) {
        ::kill(-group, SIGKILL);
        return;
    }
    sweeping.stop();
    conclude();
    Q_EMIT q->updated();
    Q_EMIT q->finished();
}

void Session::Private::conclude()
{
    for (QTimer *timer : {&looking, &timeout, &killing, &saving, &sweeping})
        timer->stop();
    bellNotifier.reset();
    surroundings.reset();
    running = false;
    while (reader->drain(*trace, recordsPerLook) > 0) {}
    if (outcome == RunOutcome::Failed)
        trace->info.reason = failureReason().toStdString();
    trace->info.outcome = outcome;
    closeOpenLanes();
    recorder.detach();
    while (reader->drain(*trace, recordsPerLook) > 0) {}
    takeOwnAccounts();
    reader->account(*trace);
    if (!saves)
        return;
    if (Result<void> saved = appender.finishSoon(trace); !saved.hasValue())
        trace->problems.push_back("The run could not be saved. " + saved.error().message);
}

/// Nobody of a killed process can say that it ended; whoever reaps it does, marked inferred.
void Session::Private::closeOpenLanes()
{
    const Stamp now = recorder.stamp();
    const bool killed = outcome == RunOutcome::Failed && crashed;
    const Outcome ending = outcome == RunOutcome::Failed || outcome == RunOutcome::Finished
                               ? Outcome::Killed : Outcome::Cancelled;
    const auto lanes = trace->lanes();
    for (std::size_t index = lanes.size(); index-- > 0;) {
        const Lane &lane = lanes[index];
        if (isOpen(lane) && (outcome != RunOutcome::Finished || diedWithItsProcess(lane)))
            recorder.finish(now, lane.id, ending, ending == Outcome::Killed ? (killed ? exitCode : SIGKILL) : 0, true);
    }
}

bool Session::Private::diedWithItsProcess(const Lane &lane) const
{
    for (auto parent = lane.parent; parent; parent = trace->lane(*parent)->parent) {
        const std::optional<Event> end = finishOf(*trace->lane(*parent));
        if (end && end->outcome() == Outcome::Killed)
            return true;
    }
    return false;
}

/// What the run's processes said of themselves completes what was seen of them from outside: their
/// account at the end is exact, and their counts in /proc hold for runs too short to be seen.
void Session::Private::takeOwnAccounts()
{
    RunInfo &info = trace->info;
    std::uint32_t threads = 0;
    for (const Lane &lane : trace->lanes()) {
        std::int64_t ownThreads = 0;
        for (const Event &event : lane.events) {
            const CounterSample *sample = trace->counter(event);
            if (!sample)
                continue;
            if (sample->name == cpuCounter)
                info.cpuNs = sample->value;
            else if (sample->name == memoryCounter)
                info.peakRssBytes = std::max(info.peakRssBytes, sample->value);
            else if (sample->name == processesCounter)
                info.processesSeen = std::max(info.processesSeen, std::uint32_t(sample->value));
            else if (sample->name == threadsCounter)
                ownThreads = std::max(ownThreads, sample->value);
        }
        threads += std::uint32_t(ownThreads);
    }
    info.threadsSeen = std::max(info.threadsSeen, threads);
}

QString Session::Private::failureReason() const
{
    if (crashed)
        return QStringLiteral("killed by signal %1").arg(exitCode);
    QString reason = QStringLiteral("exit code %1").arg(exitCode);
    for (const Lane &lane : trace->lanes()) {
        for (const Event &event : lane.events) {
            if (event.kind() == EventKind::Note)
                return reason + QStringLiteral(": ") + QString::fromUtf8(trace->text(event).data(), qsizetype(trace->text(event).size()));
        }
    }
    const QString said = QString::fromUtf8(errorText).trimmed();
    return said.isEmpty() ? reason : reason + QStringLiteral(": ") + said;
}

} // namespace Interleave

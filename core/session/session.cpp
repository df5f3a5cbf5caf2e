#include "core/session/session.h"

#include "core/io/liveappender.h"
#include "core/kernel/procfs.h"
#include "core/session/budget.h"
#include "core/session/livereading.h"
#include "core/session/runaccounts.h"
#include "core/session/runner.h"
#include "core/session/runnerprocess.h"
#include "core/session/surroundings.h"
#include "core/trace/recorder.h"
#include "core/trace/sharedtrace.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace Interleave {

namespace {

using namespace std::chrono_literals;

constexpr auto autosavePeriod = 100ms;
constexpr auto longestLaunch = 10s; // from the go to the first event, on a machine that has much else to do
constexpr qint64 countPauseMs = 50; // between two looks at /proc
constexpr qint64 countShare = 50;   // and so many times what a look took: 40 µs a process

QString executable = QStringLiteral("/proc/self/exe");

} // namespace

class Session::Private
{
public:
    Private(Session *session, RunRequest runRequest);

    Result<void> begin();
    Result<void> prepare();
    void launch();
    void go();
    void fail(const Error &error);
    void stop(RunOutcome why);
    void openAutosave();
    void noteLook(bool news);
    void limitTime();
    void countProcesses();
    void autosave();
    void noteEnd(int code, bool crashed);
    void readRest();
    void conclude();
    void save();

    Session *q;
    RunRequest request;
    const Scenario *scenario = nullptr;
    std::shared_ptr<Trace> trace = sharedTrace(Trace());
    Recorder recorder; // the viewer's own ring, for what it says of the run
    LiveReading reading;
    LiveAppender appender;
    bool saves = false;    // there is a file, written while the run goes on, then as a whole
    bool saidUnsaved = false;
    bool isSaving = false;
    std::unique_ptr<Surroundings> surroundings; // from before the runner starts until it is gone
    RunnerProcess runner;
    QTimer timeout, saving, concluding;
    QElapsedTimer sinceCount;
    qint64 countPause = countPauseMs;
    bool running = false;
    bool isLaunched = false;
    bool isLimited = false;      // in time
    bool tellsFailure = false;   // by the signal; else start() returns it
    std::optional<Error> failure;
    std::optional<RunOutcome> asked; // Cancelled or TimedOut once it was told to stop
    RunEnd end;
    std::optional<std::int64_t> cpuNsAtGo;
};

Session::Private::Private(Session *session, RunRequest runRequest)
    : q(session), request(std::move(runRequest))
{
    timeout.setSingleShot(true);
    concluding.setInterval(0);
    QObject::connect(&timeout, &QTimer::timeout, q, [this] { stop(RunOutcome::TimedOut); });
    QObject::connect(&saving, &QTimer::timeout, q, [this] { autosave(); });
    QObject::connect(&concluding, &QTimer::timeout, q, [this] { readRest(); });
    QObject::connect(&runner, &RunnerProcess::started, q, [this] { go(); });
    QObject::connect(&runner, &RunnerProcess::notStarted, q, [this](const QString &why) {
        fail(Error(ErrorCode::NoResources, "No process can be started for the run: " + why.toStdString() + "."));
    });
    QObject::connect(&runner, &RunnerProcess::left, q, [this](int code, bool crashed) { noteEnd(code, crashed); });
    QObject::connect(&runner, &RunnerProcess::gone, q, [this] { concluding.start(); });
}

Session::Session(RunRequest request, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(request)))
{}

Session::~Session()
{
    disconnect();
    if (!d->running)
        return;
    d->runner.killAll();
    if (d->end.outcome == RunOutcome::Running) // else it had ended, and only the rest was left
        d->end.outcome = d->asked.value_or(RunOutcome::Cancelled);
    d->reading.lookAtAll();
    d->conclude();
}

void Session::setExecutable(const QString &path) { executable = path; }
bool Session::isRunning() const { return d->running; }
bool Session::wantsPassword() const { return d->surroundings && d->surroundings->wantsPassword(); }
bool Session::isSaving() const { return d->isSaving; }
std::shared_ptr<const Trace> Session::trace() const { return d->trace; }
const RunRequest &Session::request() const { return d->request; }

void Session::readNow()
{
    if (d->running)
        d->reading.lookNow();
}

Nanos Session::now() const
{
    return d->running ? d->reading.now() : d->trace->end();
}

Result<void> Session::begin()
{
    d->tellsFailure = true;
    return d->begin();
}

Result<void> Session::start()
{
    if (Result<void> begun = d->begin(); !begun.hasValue())
        return begun;
    d->surroundings->waitUntilReady();
    if (d->running)
        d->runner.waitForStarted();
    return d->failure ? Result<void>(*d->failure) : Result<void>(Success());
}

void Session::stop()
{
    d->stop(RunOutcome::Cancelled);
}

Result<void> Session::Private::begin()
{
    scenario = findScenario(request.scenario);
    if (!scenario)
        return Error(ErrorCode::Usage, "There is no scenario named \"" + request.scenario + "\".");
    Result<ParameterValues> parameters = scenario->complete(request.parameters);
    if (!parameters.hasValue())
        return parameters.error();
    request.parameters = parameters.takeValue();
    raiseDescriptorLimit();
    if (Result<void> affordable = checkBudget(*scenario, request.parameters, readLimits()); !affordable.hasValue())
        return affordable;
    if (Result<void> prepared = prepare(); !prepared.hasValue())
        return prepared;
    running = true;
    surroundings = std::make_unique<Surroundings>();
    const Result<void> around = surroundings->prepare(
        *scenario, request.parameters, executable,
        [this](const Result<void> &ready) { ready.hasValue() ? launch() : fail(ready.error()); });
    running = running && around.hasValue();
    return around;
}

Result<void> Session::Private::prepare()
{
    if (Result<void> prepared = reading.prepare(trace); !prepared.hasValue())
        return prepared;
    if (Result<void> attached = recorder.attach(reading.arena()); !attached.hasValue())
        return attached;
    const LaneId host = recorder.allocateLane(); // the first of the arena: hostLane
    recorder.declareLane(recorder.stamp(), host, LaneKind::Host, std::nullopt, "this machine");
    trace->info.scenario = request.scenario;
    trace->info.title = scenario->title;
    trace->info.parameters = request.parameters;
    trace->info.host = describeHost();
    trace->info.startedUnixMs = QDateTime::currentMSecsSinceEpoch();
    trace->info.clock = std::string(reading.arena().header().clock.name());
    trace->keepJournal();
    return Success();
}

void Session::Private::launch()
{
    if (asked)
        return; // it was told to stop before there was anything to stop
    QStringList arguments = {QString::fromLatin1(runnerCommand), QString::number(reading.arena().fd()),
                             QString::number(reading.bell()), QString::number(getpid()),
                             QString::fromStdString(scenario->id)};
    for (const auto &[name, value] : request.parameters)
        arguments << QString::fromStdString(name + "=" + value);
    isLaunched = true;
    runner.launch(executable, arguments, surroundings->environment(), {reading.arena().fd(), reading.bell()});
}

void Session::Private::go()
{
    openAutosave();
    countProcesses();
    reading.watch(runner.group());
    reading.begin([this](bool news) { noteLook(news); });
    saving.start(autosavePeriod);
    if (request.timeout)
        timeout.start(*request.timeout + longestLaunch);
    asked ? runner.end() : runner.giveGo(); // without the go nothing of the scenario ever runs
}

void Session::Private::fail(const Error &error)
{
    if (!running || asked)
        return;
    running = false;
    failure = error;
    trace->info.outcome = RunOutcome::Failed;
    if (!tellsFailure)
        return;
    // Later, since this may be called from within begin().
    QMetaObject::invokeMethod(q, [this] { Q_EMIT q->failed(*failure); }, Qt::QueuedConnection);
}

void Session::Private::stop(RunOutcome why)
{
    if (!running || (asked && why != RunOutcome::TimedOut))
        return;
    asked = asked.value_or(why);
    if (isLaunched) {
        runner.end(); // go() does, where it has not started yet
    } else if (end.outcome == RunOutcome::Running) {
        // Its server is not up yet, and nothing was recorded.
        end.outcome = *asked;
        reading.begin([](bool) {});
        concluding.start();
    }
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

void Session::Private::noteLook(bool news)
{
    if (end.outcome == RunOutcome::Running && sinceCount.elapsed() >= countPause)
        countProcesses();
    if (news && request.timeout && !isLimited)
        limitTime();
    if (news)
        Q_EMIT q->updated();
}

/// The time that a run may take counts from its first event: loading the program is not the scenario's.
void Session::Private::limitTime()
{
    const std::uint32_t pid = std::uint32_t(runner.group());
    isLimited = std::any_of(trace->lanes().begin(), trace->lanes().end(), [pid](const Lane &lane) { return lane.pid == pid; });
    if (isLimited)
        timeout.start(*request.timeout);
}

void Session::Private::countProcesses()
{
    sinceCount.start();
    const ProcessTreeReading tree = readProcessTree(runner.group());
    RunInfo &info = trace->info;
    info.processesSeen = std::max(info.processesSeen, tree.processes);
    info.threadsSeen = std::max(info.threadsSeen, tree.threads);
    if (!cpuNsAtGo)
        cpuNsAtGo = tree.cpuNs; // loading the program is not the scenario's
    info.cpuNs = std::max(info.cpuNs, tree.cpuNs - *cpuNsAtGo);
    info.peakRssBytes = std::max(info.peakRssBytes, tree.residentBytes);
    countPause = std::max(countPauseMs, countShare * sinceCount.elapsed());
    sinceCount.start();
}

void Session::Private::autosave()
{
    reading.account();
    if (!saves) {
        static_cast<void>(trace->takeJournal());
        return;
    }
    Result<void> written = appender.append(*trace);
    if (!written.hasValue() && !std::exchange(saidUnsaved, true))
        trace->problems.push_back("The run is no longer saved while it goes on. " + written.error().message);
}

void Session::Private::noteEnd(int code, bool crashed)
{
    end.code = code;
    end.crashed = crashed;
    const bool clean = !crashed && code == 0;
    // A program that was asked to stop may do so in order, as one that catches the interrupt does.
    // That is its own end, unless its time had run out.
    end.outcome = clean && asked != RunOutcome::TimedOut ? RunOutcome::Finished : asked.value_or(RunOutcome::Failed);
}

/// What the rings still hold, a few milliseconds at a time: nobody adds to them any more.
void Session::Private::readRest()
{
    if (reading.look()) {
        Q_EMIT q->updated();
        return;
    }
    conclude();
    Q_EMIT q->updated();
    Q_EMIT q->finished();
    if (!isSaving)
        Q_EMIT q->saved();
}

void Session::Private::conclude()
{
    for (QTimer *timer : {&timeout, &saving, &concluding})
        timer->stop();
    reading.stop();
    surroundings.reset();
    running = false;
    if (end.outcome == RunOutcome::Failed)
        trace->info.reason = failureReason(*trace, end, QString::fromUtf8(runner.errorText()).trimmed().toStdString());
    trace->info.outcome = end.outcome;
    closeOpenLanes(*trace, end, reading.now(), recorder);
    recorder.detach();
    reading.lookAtAll(); // what we have just said
    takeOwnAccounts(*trace);
    reading.account();
    if (saves)
        save();
    else
        static_cast<void>(trace->takeJournal());
}

void Session::Private::save()
{
    isSaving = true;
    appender.finish(trace, [session = q](const Result<void> &written) {
        const QString why = written.hasValue() ? QString() : QString::fromStdString(written.error().message);
        QMetaObject::invokeMethod(session, [session, why] {
            session->d->isSaving = false;
            if (!why.isEmpty())
                Q_EMIT session->notSaved(QStringLiteral("The run could not be saved. ") + why);
            Q_EMIT session->saved();
        }, Qt::QueuedConnection);
    });
}

} // namespace Interleave

#include "core/session/runner.h"

#include "core/executors/program.h"
#include "core/kernel/procfs.h"
#include "core/scenarios/scenario.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <exception>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

namespace Interleave {

namespace {

constexpr int lifeline = STDIN_FILENO;

int toInt(const std::string &text)
{
    int value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool waitForGo()
{
    char go = 0;
    ssize_t got = 0;
    while ((got = read(lifeline, &go, 1)) < 0 && errno == EINTR) {}
    return got == 1 && go == runnerGo;
}

/// The kernel's account of a thread begins with its next turn on a CPU. The go may have been there
/// before we asked for it, and then the turn that loaded the program would go on unseen.
void leaveCpuOnce()
{
    const timespec shortest{0, 1};
    nanosleep(&shortest, nullptr);
}

/// From here on the end of the session ends the whole process group, even where a worker's parent
/// has died before it, without a thread of ours to wait for it: the kernel signals on hang-up.
bool tieToLifeline()
{
    return fcntl(lifeline, F_SETSIG, SIGKILL) == 0 && fcntl(lifeline, F_SETOWN, -getpgrp()) == 0
           && fcntl(lifeline, F_SETFL, O_ASYNC) == 0;
}

/// What the operating system charges for this run since its go, recorded as its last figures.
void recordCosts(std::int64_t cpuAtGo)
{
    Recorder &recorder = Recorder::ofThisThread();
    recorder.counter(t_here.process, ownCpuNs() - cpuAtGo, cpuCounter);
    recorder.counter(t_here.process, ownPeakResidentBytes(), memoryCounter);
}

int live(const Scenario &scenario, Program &program)
{
    const std::int64_t cpuAtGo = ownCpuNs(); // loading the program is not the scenario's
    try {
        scenario.main(program);
    } catch (const std::exception &exception) {
        program.reportFailure(exception.what());
    }
    recordCosts(cpuAtGo);
    const bool failed = !program.failure().empty();
    endProcess(failed ? Outcome::Failed : Outcome::Finished, failed ? 1 : 0);
    return failed ? 1 : 0;
}

} // namespace

int runRunner(const Arguments &arguments)
{
    if (arguments.size() < RunnerFirstParameter)
        return 2;
    dieWithParent(toInt(arguments[RunnerParent]));
    const Scenario *scenario = findScenario(arguments[RunnerScenario]);
    Result<Arena> arena = Arena::attach(toInt(arguments[RunnerArena]));
    ParameterValues given;
    for (std::size_t next = RunnerFirstParameter; next < arguments.size(); ++next) {
        const std::size_t equals = arguments[next].find('=');
        given[arguments[next].substr(0, equals)] = arguments[next].substr(equals + 1);
    }
    if (!scenario || !arena.hasValue())
        return 2;
    Result<ParameterValues> parameters = scenario->complete(given);
    if (!parameters.hasValue())
        return 2;
    setRecording(&arena.value(), toInt(arguments[RunnerBell]));
    attachThisThread(); // before the go: its first records then meet a ring that is at hand
    if (!waitForGo() || !tieToLifeline())
        return 2;
    leaveCpuOnce();
    const Stamp created{arena.value().header().clock.ticks()};
    const NewLane process{arena.value().allocateLane(), hostLane, created};
    const LaneId thread = arena.value().allocateLane();
    Program program(scenario->id, parameters.takeValue());
    declareProcess(process, thread, hostLane, scenario->id, getpid());
    beginProcess(process.lane, thread, hostLane);
    return live(*scenario, program);
}

} // namespace Interleave

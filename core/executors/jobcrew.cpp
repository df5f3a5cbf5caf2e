#include "core/executors/jobcrew.h"

#include "core/executors/program.h"

#include <algorithm>
#include <csignal>

namespace Interleave {

namespace {

constexpr int mostFailed = 5; // workers that end by themselves, which they should not

std::string howItEnded(int exitCode)
{
    return exitCode < 0 ? "was killed by signal " + std::to_string(-exitCode)
                        : "ended with exit code " + std::to_string(exitCode);
}

bool hasEnded(Process &process)
{
    pollfd watched{process.descriptor(), POLLIN, 0};
    return poll(&watched, 1, 0) > 0;
}

} // namespace

JobCrew::JobCrew(Program &program, RedisAddress address, std::string run, std::chrono::milliseconds patience)
    : m_program(program), m_address(std::move(address)), m_run(std::move(run)), m_patience(patience)
{}

JobCrew::~JobCrew()
{
    for (const Worker &worker : m_workers) {
        ::kill(worker.process->pid(), SIGKILL);
        worker.process->reap();
    }
}

void JobCrew::start(int workers, SourceLine line)
{
    m_line = line;
    for (int worker = 0; worker < workers; ++worker)
        startOne();
}

/// Spawned, not forked: a worker is a program of its own, as it is on other machines.
void JobCrew::startOne()
{
    const std::string name = "worker " + std::to_string(++m_started);
    const Arguments arguments = {name, m_run, m_address.text(), std::to_string(m_patience.count()),
                                 std::to_string(m_line.number)};
    auto process = std::make_unique<Process>(m_program, name, jobWorker, arguments, StartMethod::Spawn);
    process->start(Process::Ownership::Adopted);
    m_workers.push_back({name, std::move(process)});
}

bool JobCrew::has(const std::string &worker) const
{
    return std::any_of(m_workers.begin(), m_workers.end(), [&](const Worker &each) { return each.name == worker; });
}

void JobCrew::watch(std::vector<pollfd> &watched) const
{
    for (const Worker &worker : m_workers)
        watched.push_back({worker.process->descriptor(), POLLIN, 0});
}

std::vector<JobCrew::Death> JobCrew::bury()
{
    std::vector<Death> deaths;
    for (auto worker = m_workers.begin(); worker != m_workers.end();) {
        if (!hasEnded(*worker->process)) {
            ++worker;
            continue;
        }
        const Stamp now = Recorder::ofThisThread().stampFenced();
        worker->process->reap();
        deaths.push_back({worker->name, howItEnded(*worker->process->exitCode()), now});
        m_failed = *worker->process->exitCode() < 0 ? 0 : m_failed + 1;
        worker = m_workers.erase(worker);
    }
    for (const Death &death : deaths)
        replace(death);
    return deaths;
}

void JobCrew::replace(const Death &death)
{
    if (m_failed < mostFailed)
        startOne();
    else
        m_program.reportFailure(death.worker + " " + death.how + ", as others did before it: no more are started.");
}

void JobCrew::kill(const std::string &name)
{
    for (const Worker &worker : m_workers) {
        if (worker.name == name)
            ::kill(worker.process->pid(), SIGKILL);
    }
}

void JobCrew::dismiss()
{
    Recorder &recorder = Recorder::ofThisThread();
    for (const Worker &worker : m_workers)
        ::kill(worker.process->pid(), SIGTERM);
    for (const Worker &worker : m_workers) {
        recorder.suspend(recorder.stamp(), t_here.lane, Reason::Join, worker.process->lane().value(), m_line.number);
        worker.process->reap();
        const Stamp now = recorder.stampFenced();
        recorder.wake(now, t_here.lane, worker.process->lane(), true); // the kernel's notice of its end
        recorder.resume(now, t_here.lane);
    }
    m_workers.clear();
}

} // namespace Interleave

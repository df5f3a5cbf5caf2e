#include "core/executors/librarythread.h"

#include "core/kernel/procfs.h"

#include <algorithm>
#include <ctime>
#include <unistd.h>

namespace Interleave {

namespace {

/// For what a thread is about to do anyway: takes its name, or is gone. A tenth of a second at most.
template<class Condition>
void await(Condition condition)
{
    constexpr timespec pause{0, 100'000};
    for (int looks = 0; looks < 1000 && !condition(); ++looks)
        nanosleep(&pause, nullptr);
}

} // namespace

LibraryThread::LibraryThread(std::string kernelName, std::string laneName)
    : m_kernelName(std::move(kernelName)), m_laneName(std::move(laneName)), m_others(ownThreadsNamed(m_kernelName))
{}

LibraryThread::~LibraryThread()
{
    if (m_lane == LaneId())
        return;
    const std::string path = "/proc/self/task/" + std::to_string(m_tid);
    await([&path] { return access(path.c_str(), F_OK) != 0; });
    Recorder &recorder = Recorder::ofThisThread();
    recorder.finish(recorder.stamp(), m_lane, Outcome::Finished, 0, true);
}

void LibraryThread::find()
{
    await([this] { return look(); });
}

bool LibraryThread::look()
{
    if (m_lane != LaneId())
        return true;
    const std::vector<pid_t> found = ownThreadsNamed(m_kernelName);
    const auto mine = std::find_if(found.begin(), found.end(), [this](pid_t tid) {
        return std::find(m_others.begin(), m_others.end(), tid) == m_others.end();
    });
    if (mine == found.end())
        return false;
    Recorder &recorder = Recorder::ofThisThread();
    m_lane = recorder.allocateLane();
    m_tid = *mine;
    const Stamp now = recorder.stamp();
    recorder.declareLane(now, m_lane, LaneKind::Thread, t_here.process, m_laneName, std::uint32_t(getpid()),
                         std::uint32_t(m_tid), true);
    recorder.start(now, m_lane, t_here.thread, true);
    recorder.suspend(now, m_lane, Reason::Unobserved, 0, 0, true);
    countThreadsInProc();
    return true;
}

} // namespace Interleave

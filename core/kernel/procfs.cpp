#include "core/kernel/procfs.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <thread>
#include <unistd.h>

namespace Interleave {

namespace {

// Places in /proc/PID/stat behind the command's closing parenthesis, see proc(5): state is 0.
enum StatField { State = 0, UserTime = 11, SystemTime, ChildrenUserTime, ChildrenSystemTime,
                 Threads = 17, ResidentPages = 21 };

std::vector<std::string> statFields(pid_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(file, line);
    const std::size_t command = line.rfind(')'); // the name may hold anything, parentheses too
    if (command == std::string::npos)
        return {};
    std::istringstream words(line.substr(command + 1));
    std::vector<std::string> fields;
    for (std::string word; words >> word;)
        fields.push_back(word);
    return fields;
}

/// Returns how many threads it has.
std::uint32_t addProcess(pid_t pid, ProcessTreeReading &reading)
{
    const std::vector<std::string> fields = statFields(pid);
    if (fields.size() <= ResidentPages)
        return 0;
    static const std::int64_t nsPerTick = 1'000'000'000 / sysconf(_SC_CLK_TCK);
    static const std::int64_t pageBytes = sysconf(_SC_PAGESIZE);
    ++reading.processes;
    for (const StatField field : {UserTime, SystemTime, ChildrenUserTime, ChildrenSystemTime})
        reading.cpuNs += std::stoll(fields[field]) * nsPerTick;
    if (fields[State] == "Z")
        return 0;
    const auto threads = std::uint32_t(std::stoul(fields[Threads]));
    reading.threads += threads;
    reading.residentBytes += std::stoll(fields[ResidentPages]) * pageBytes;
    return threads;
}

void addChildren(const std::string &taskDirectory, std::vector<pid_t> &children)
{
    std::ifstream file(taskDirectory + "/children");
    for (pid_t child; file >> child;)
        children.push_back(child);
}

/// Its children, as the kernel lists them by the thread that started each; needs no privileges.
std::vector<pid_t> childrenOf(pid_t pid, std::uint32_t threads)
{
    std::vector<pid_t> children;
    const std::string tasks = "/proc/" + std::to_string(pid) + "/task/";
    if (threads <= 1) { // nearly always: no directory need be read
        addChildren(tasks + std::to_string(pid), children);
        return children;
    }
    std::error_code gone;
    for (std::filesystem::directory_iterator task(tasks, gone), end; !gone && task != end; task.increment(gone))
        addChildren(task->path().string(), children);
    return children;
}

} // namespace

ProcessTreeReading readProcessTree(pid_t root)
{
    ProcessTreeReading reading;
    std::vector<pid_t> pending = {root};
    while (!pending.empty()) {
        const pid_t pid = pending.back();
        pending.pop_back();
        const std::uint32_t threads = addProcess(pid, reading);
        for (const pid_t child : childrenOf(pid, threads))
            pending.push_back(child);
    }
    return reading;
}

std::uint32_t ownThreads()
{
    // A directory's links: itself, its name above, and one a subdirectory, which is one a thread.
    struct stat status{};
    return stat("/proc/self/task", &status) == 0 ? std::uint32_t(status.st_nlink - 2) : 0;
}

std::vector<pid_t> ownThreadsNamed(const std::string &name)
{
    std::vector<pid_t> threads;
    std::error_code gone; // a thread may end while we look
    for (const auto &task : std::filesystem::directory_iterator("/proc/self/task", gone)) {
        std::ifstream file(task.path() / "comm");
        std::string command;
        if (std::getline(file, command) && command == name.substr(0, 15))
            threads.push_back(pid_t(std::stol(task.path().filename().string())));
    }
    return threads;
}

std::int64_t ownPeakResidentBytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::int64_t kilobytes = 0;
        if (word == "VmHWM:" && status >> kilobytes)
            return kilobytes * 1024;
    }
    return 0;
}

std::uint32_t ownChildren()
{
    return std::uint32_t(childrenOf(getpid(), ownThreads()).size());
}

std::int64_t ownCpuNs()
{
    std::int64_t sum = 0;
    for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage{};
        getrusage(who, &usage);
        for (const timeval time : {usage.ru_utime, usage.ru_stime})
            sum += (std::int64_t(time.tv_sec) * 1'000'000 + time.tv_usec) * 1000;
    }
    return sum;
}

WithheldTime readWithheldTime()
{
    // "cpu user nice system idle iowait irq softirq steal …" in ticks, see proc(5).
    constexpr std::size_t interrupts = 5, soft = 6, host = 7;
    const std::int64_t nsPerTick = 1'000'000'000 / sysconf(_SC_CLK_TCK);
    std::ifstream file("/proc/stat");
    std::string word;
    file >> word;
    std::vector<std::int64_t> ticks;
    for (std::int64_t value = 0; ticks.size() <= host && file >> value;)
        ticks.push_back(value);
    ticks.resize(host + 1);
    return {(ticks[interrupts] + ticks[soft]) * nsPerTick, ticks[host] * nsPerTick,
            nsPerTick * std::int64_t(std::thread::hardware_concurrency())};
}

std::int64_t withheldSince(const WithheldTime &then)
{
    const WithheldTime now = readWithheldTime();
    // A machine that never waited for a host has none.
    const std::int64_t host = now.hostNs > 0 ? now.hostNs - then.hostNs + now.grainNs : 0;
    return now.interruptsNs - then.interruptsNs + host;
}

std::string describeHost()
{
    utsname system{};
    uname(&system);
    const unsigned cpus = std::thread::hardware_concurrency();
    return std::string(system.sysname) + " " + system.release + " " + system.machine + ", "
           + std::to_string(cpus) + (cpus == 1 ? " CPU" : " CPUs");
}

} // namespace Interleave

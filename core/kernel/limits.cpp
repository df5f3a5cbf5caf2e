#include "core/kernel/limits.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace Interleave {

namespace {

namespace fs = std::filesystem;

constexpr rlim_t mostDescriptors = 65'536; // more makes programs slow that close them all one by one
constexpr std::int64_t unlimitedFrom = std::int64_t(1) << 60; // version 1 writes "no limit" as a huge number

/// Our place in the control groups that a controller belongs to, and the names of its files.
struct Controller {
    fs::path mount; // its hierarchy
    fs::path group; // ours, below the mount
    bool unified = false;
};

std::optional<std::int64_t> numberIn(const fs::path &path)
{
    std::ifstream file(path);
    std::string word;
    std::int64_t number = 0;
    if (!(file >> word) || std::from_chars(word.data(), word.data() + word.size(), number).ec != std::errc())
        return std::nullopt; // "max" among others
    return number >= unlimitedFrom ? std::nullopt : std::optional(number);
}

/// The number behind a word that begins a line, such as "inactive_file 4096".
std::optional<std::int64_t> numberAfter(const fs::path &path, const std::string &word)
{
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string first;
        std::int64_t number = 0;
        if (words >> first && first == word && words >> number)
            return number;
    }
    return std::nullopt;
}

bool listContains(const std::string &list, const std::string &word)
{
    std::istringstream words(list);
    for (std::string each; std::getline(words, each, ',');) {
        if (each == word)
            return true;
    }
    return false;
}

/// Lines of /proc/self/cgroup: "4:memory:/path" (version 1), "0::/path" (version 2). Where both
/// are mounted, either may hold the controller, so both are looked at.
std::vector<Controller> controllers(const LimitFiles &files, const std::string &name)
{
    std::vector<Controller> found;
    std::ifstream file(files.proc / "self/cgroup");
    for (std::string line; std::getline(file, line);) {
        const std::size_t first = line.find(':'), second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos)
            continue;
        const std::string list = line.substr(first + 1, second - first - 1);
        const fs::path group = fs::path(line.substr(second + 1)).relative_path();
        if (list.empty()) {
            for (const fs::path &mount : {files.cgroups, files.cgroups / "unified"})
                found.push_back({mount, group, true});
        } else if (listContains(list, name)) {
            for (const fs::path &mount : {files.cgroups / name, files.cgroups / list})
                found.push_back({mount, group, false});
        }
    }
    return found;
}

/// The groups from ours to the outermost, whose limits all hold. In a container our path may not
/// exist where it is said to be; the mount's root is then ours.
std::vector<fs::path> groupsUpwards(const Controller &controller)
{
    std::vector<fs::path> groups;
    for (fs::path group = controller.group; !group.empty(); group = group.parent_path())
        groups.push_back(controller.mount / group);
    groups.push_back(controller.mount);
    return groups;
}

void tighten(std::optional<std::int64_t> &limit, std::optional<std::int64_t> other)
{
    if (!other)
        return;
    const std::int64_t least = std::max(*other, std::int64_t(0));
    limit = std::min(limit.value_or(least), least);
}

std::optional<std::int64_t> freeMemoryIn(const fs::path &group, bool unified)
{
    const auto limit = numberIn(group / (unified ? "memory.max" : "memory.limit_in_bytes"));
    const auto used = numberIn(group / (unified ? "memory.current" : "memory.usage_in_bytes"));
    if (!limit || !used)
        return std::nullopt;
    // Files read once count as used until the room is wanted for something else.
    const std::int64_t droppable = numberAfter(group / "memory.stat", unified ? "inactive_file" : "total_inactive_file")
                                       .value_or(0);
    return *limit - std::max(*used - droppable, std::int64_t(0));
}

/// The kernel does not hold those to RLIMIT_NPROC who may raise it anyway.
bool isHeldToThreadLimit(const LimitFiles &files)
{
    constexpr int sysAdmin = 21, sysResource = 24; // capability numbers
    std::ifstream status(files.proc / "self/status");
    for (std::string word; status >> word;) {
        std::uint64_t capabilities = 0;
        if (word == "CapEff:" && status >> std::hex >> capabilities)
            return (capabilities >> sysAdmin & 1) == 0 && (capabilities >> sysResource & 1) == 0;
    }
    return true;
}

std::optional<std::int64_t> freeThreadsOfUser(const LimitFiles &files)
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NPROC, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || !isHeldToThreadLimit(files))
        return std::nullopt;
    return std::int64_t(limit.rlim_cur) - threadsOfUser(files, getuid());
}

} // namespace

void raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    const rlim_t wanted = std::min(limit.rlim_max, mostDescriptors);
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    setrlimit(RLIMIT_NOFILE, &limit); // refused: then the one that there is holds
}

std::optional<std::int64_t> freeTasksOfGroup(const LimitFiles &files)
{
    std::optional<std::int64_t> free;
    for (const Controller &controller : controllers(files, "pids")) {
        for (const fs::path &group : groupsUpwards(controller)) {
            const auto limit = numberIn(group / "pids.max"), used = numberIn(group / "pids.current");
            if (limit && used)
                tighten(free, *limit - *used);
        }
    }
    return free;
}

std::optional<std::int64_t> freeMemoryOfGroup(const LimitFiles &files)
{
    std::optional<std::int64_t> free;
    for (const Controller &controller : controllers(files, "memory")) {
        for (const fs::path &group : groupsUpwards(controller))
            tighten(free, freeMemoryIn(group, controller.unified));
    }
    return free;
}

std::optional<std::int64_t> availableMemory(const LimitFiles &files)
{
    const auto kilobytes = numberAfter(files.proc / "meminfo", "MemAvailable:");
    return kilobytes ? std::optional(*kilobytes * 1024) : std::nullopt;
}

std::int64_t threadsOfUser(const LimitFiles &files, std::uint32_t user)
{
    std::int64_t threads = 0;
    std::error_code ignored; // a process may end while it is looked at
    for (const fs::directory_entry &entry : fs::directory_iterator(files.proc, ignored)) {
        const std::string name = entry.path().filename();
        if (!std::all_of(name.begin(), name.end(), [](unsigned char c) { return c >= '0' && c <= '9'; }))
            continue;
        if (numberAfter(entry.path() / "status", "Uid:") == std::int64_t(user))
            threads += numberAfter(entry.path() / "status", "Threads:").value_or(0);
    }
    return threads;
}

MachineLimits readLimits()
{
    const LimitFiles files;
    MachineLimits limits;
    rlimit descriptors{};
    if (getrlimit(RLIMIT_NOFILE, &descriptors) == 0 && descriptors.rlim_cur != RLIM_INFINITY)
        limits.descriptors = std::int64_t(descriptors.rlim_cur);
    tighten(limits.threads, freeThreadsOfUser(files));
    tighten(limits.threads, freeTasksOfGroup(files));
    tighten(limits.memoryBytes, availableMemory(files));
    tighten(limits.memoryBytes, freeMemoryOfGroup(files));
    return limits;
}

} // namespace Interleave

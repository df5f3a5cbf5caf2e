// What the operating system will still give this program: file descriptors, processes and
// threads, memory; by resource limits, control groups (versions 1 and 2) and what is in use.
// Nothing is kept between two readings; one takes a few milliseconds at most.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace Interleave {

/// Absent where nothing limits it, or where the system does not say.
struct MachineLimits {
    std::optional<std::int64_t> descriptors; // open files a process
    std::optional<std::int64_t> threads;     // that may still be started; a process is at least one
    std::optional<std::int64_t> memoryBytes; // that may still be taken
    bool operator==(const MachineLimits &) const = default;
};

/// Raises this process's soft limit of open files to the hard one, within reason; what it starts
/// inherits it. Harmless when repeated.
void raiseDescriptorLimit();

MachineLimits readLimits();

/// Where the system says it; tests lay out folders of their own.
struct LimitFiles {
    std::filesystem::path proc = "/proc";
    std::filesystem::path cgroups = "/sys/fs/cgroup";
};

/// By control groups alone: the tightest of our group and those around it.
std::optional<std::int64_t> freeTasksOfGroup(const LimitFiles &files);
std::optional<std::int64_t> freeMemoryOfGroup(const LimitFiles &files);
/// MemAvailable of the whole machine.
std::optional<std::int64_t> availableMemory(const LimitFiles &files);
/// The threads of all processes of that user, as RLIMIT_NPROC counts.
std::int64_t threadsOfUser(const LimitFiles &files, std::uint32_t user);

} // namespace Interleave

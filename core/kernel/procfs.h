// What /proc says of a tree of processes: how many there are, their threads, CPU time and memory.
// Reading takes some 20 µs a process; nothing is kept between two readings.
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace Interleave {

struct ProcessTreeReading {
    std::uint32_t processes = 0;
    std::uint32_t threads = 0;
    std::int64_t cpuNs = 0;         // user and system, of the living and the children they reaped
    std::int64_t residentBytes = 0; // summed; shared pages count in each
};

/// The process and all its descendants that live now; zeros when it is gone. A zombie counts as a
/// process without threads.
ProcessTreeReading readProcessTree(pid_t root);

/// The calling process's threads, at the price of one system call.
std::uint32_t ownThreads();
/// Those of them that the kernel knows by that name, which it cuts to 15 bytes.
std::vector<pid_t> ownThreadsNamed(const std::string &name);
/// The most memory that the calling process ever had resident (VmHWM; getrusage's figure would
/// include that of the program which started it).
std::int64_t ownPeakResidentBytes();
/// The children of the calling process, those that have ended but were not waited for included.
std::uint32_t ownChildren();
/// CPU time of the calling process and of the children that it has waited for.
std::int64_t ownCpuNs();

/// How long all CPUs were at interrupts, or withheld by the host of a virtual machine, since the machine
/// began: what counts neither as anybody's CPU time nor as a context switch.
struct WithheldTime {
    std::int64_t interruptsNs = 0, hostNs = 0;
    std::int64_t grainNs = 0; // of the figures, over all CPUs
};
WithheldTime readWithheldTime();
/// At most so much of it came since then.
std::int64_t withheldSince(const WithheldTime &then);

/// "Linux 6.1.0 x86_64, 2 CPUs": never a host name or a user.
std::string describeHost();

} // namespace Interleave

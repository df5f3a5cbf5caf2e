// What the kernel's scheduler does with the threads of one process tree, as it happens: an event of
// perf that counts nothing and records context switches, forks and ends, one for each CPU, inherited
// by every later thread and child. Needs no privileges where kernel.perf_event_paranoid is 2 or less.
// Each event has a ring that the kernel writes: a full one drops and counts, it slows nobody but by
// the two microseconds that recording a switch costs. Owned by whoever watches a run; one thread.
//
// Not recorded, for the kernel keeps it to itself: who else had the CPU, and when a blocked thread
// became ready again.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace Interleave {

struct SchedulerRecord {
    enum class Kind : std::uint8_t {
        In,        // the thread has the CPU
        Preempted, // it has to leave it, though it could go on
        Blocked,   // it leaves it, and waits for something
        Fork,      // it was made, and is ready
        Exit,      // it is over
        Lost,      // `lost` records of this CPU are missing before this one
    };
    Kind kind = Kind::In;
    std::uint32_t pid = 0, tid = 0;
    std::uint32_t cpu = 0;
    std::int64_t monotonicNs = 0; // CLOCK_MONOTONIC
    std::uint64_t lost = 0;
    bool operator==(const SchedulerRecord &) const = default;
};

class SchedulerTrace
{
public:
    using Visit = std::function<void(const SchedulerRecord &)>;

    /// Watches the process with the threads it has, and all that comes of them. Failed, with a sentence
    /// that says what can be set, where the kernel refuses. Which of the CPUs is offline is left out.
    static Result<SchedulerTrace> open(pid_t process);

    SchedulerTrace(SchedulerTrace &&other) noexcept = default;
    SchedulerTrace &operator=(SchedulerTrace &&other) noexcept = default;

    /// Visits what came before that time, at most so many, in order of time over all CPUs. What a CPU
    /// is just writing may be missing for some microseconds: ask for what is a little older than now.
    /// Returns how many it visited.
    std::uint64_t drain(std::int64_t beforeMonotonicNs, std::uint64_t most, const Visit &visit);

    /// Readable when a ring holds some thousand records; hung up when there is nobody left to watch.
    std::vector<int> descriptors() const;

private:
    /// A descriptor that is closed with its owner.
    class Descriptor
    {
    public:
        explicit Descriptor(int fd) : m_fd(fd) {}
        Descriptor(Descriptor &&other) noexcept;
        Descriptor &operator=(Descriptor &&other) noexcept;
        ~Descriptor();
        int fd() const { return m_fd; }

    private:
        int m_fd;
    };

    /// What the kernel writes of one CPU: a page about it, then the records.
    class Ring
    {
    public:
        Ring(void *base, std::size_t bytes) : m_base(static_cast<std::byte *>(base)), m_bytes(bytes) {}
        Ring(Ring &&other) noexcept;
        Ring &operator=(Ring &&other) noexcept;
        ~Ring();

        /// Takes out what the kernel has written, so that it has room for more.
        void empty();
        /// The next record that was taken out, if any.
        const SchedulerRecord *next() const { return m_records.empty() ? nullptr : &m_records.front(); }
        void pass() { m_records.pop_front(); }

    private:
        void copy(std::uint64_t from, void *to, std::size_t bytes) const;
        std::optional<SchedulerRecord> recordAt(std::uint64_t place, std::size_t bytes, std::uint16_t misc,
                                                std::uint32_t type) const;

        std::byte *m_base;
        std::size_t m_bytes;
        std::uint64_t m_tail = 0;               // how far it is taken out
        std::deque<SchedulerRecord> m_records; // taken out, and not passed on
    };

    SchedulerTrace() = default;
    int openCpus(const std::vector<pid_t> &threads, std::size_t ringPages);
    int openCpu(const std::vector<pid_t> &threads, int cpu, std::size_t ringPages);

    std::vector<Descriptor> m_events; // one a CPU and thread
    std::vector<int> m_ringEvents;    // those of them that have a ring
    std::vector<Ring> m_rings;
};

/// What to say where opening such an event failed with that errno; `paranoid` is the setting
/// kernel.perf_event_paranoid, if it can be read.
std::string schedulerRefusal(int error, std::optional<int> paranoid);

} // namespace Interleave

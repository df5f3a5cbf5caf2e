#include "core/kernel/schedulertrace.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <linux/perf_event.h>
#include <queue>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <utility>

namespace Interleave {

namespace {

// Of each CPU: the largest holds a quarter of a second of 200 000 switches a second. Without privileges
// perf_event_mlock_kb, 516 by default, grants 128 pages with the one about them, and the limit of locked
// memory some more; where another run has that already, smaller ones may still be had.
constexpr std::size_t largestRingPages = 512, smallestRingPages = 8;
constexpr std::uint32_t wakeAfterPages = 32;
constexpr std::size_t mostTakenOut = 1 << 20; // records of a ring, that nobody asked for yet

std::size_t pageBytes()
{
    static const std::size_t bytes = std::size_t(sysconf(_SC_PAGESIZE));
    return bytes;
}

/// What the kernel puts behind each record, by the sample_type below.
struct SampleId {
    std::uint32_t pid, tid;
    std::uint64_t time;
    std::uint32_t cpu, reserved;
};
static_assert(sizeof(SampleId) == 24);

perf_event_attr schedulerAttributes()
{
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_SOFTWARE;
    attributes.config = PERF_COUNT_SW_DUMMY;
    attributes.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_CPU;
    attributes.sample_id_all = 1;
    attributes.context_switch = 1;
    attributes.task = 1;
    attributes.inherit = 1;
    attributes.use_clockid = 1;
    attributes.clockid = CLOCK_MONOTONIC;
    attributes.exclude_kernel = 1; // else perf_event_paranoid 2 refuses
    attributes.exclude_hv = 1;
    attributes.watermark = 1;
    attributes.wakeup_watermark = wakeAfterPages * std::uint32_t(pageBytes());
    return attributes;
}

int openEvent(pid_t thread, int cpu)
{
    perf_event_attr attributes = schedulerAttributes();
    return int(syscall(SYS_perf_event_open, &attributes, thread, cpu, -1, PERF_FLAG_FD_CLOEXEC));
}

std::optional<int> paranoidSetting()
{
    std::ifstream file("/proc/sys/kernel/perf_event_paranoid");
    int setting = 0;
    return file >> setting ? std::optional(setting) : std::nullopt;
}

std::vector<pid_t> threadsOf(pid_t process)
{
    std::vector<pid_t> threads;
    std::error_code gone;
    for (const auto &task : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task", gone))
        threads.push_back(pid_t(std::stol(task.path().filename().string())));
    return threads;
}

Error refusal(int error)
{
    return Error(ErrorCode::Failed, schedulerRefusal(error, paranoidSetting()));
}

bool belongsToFork(std::uint32_t type) { return type == PERF_RECORD_FORK || type == PERF_RECORD_EXIT; }

} // namespace

std::string schedulerRefusal(int error, std::optional<int> paranoid)
{
    const std::string what = "The kernel does not say what ran on which CPU: ";
    constexpr int enough = 2; // what it may be at most
    if ((error == EACCES || error == EPERM) && paranoid && *paranoid > enough)
        return what + "kernel.perf_event_paranoid is " + std::to_string(*paranoid)
            + "; after \"sudo sysctl kernel.perf_event_paranoid=2\" it does.";
    if (error == EACCES || error == EPERM)
        return what + "this container or sandbox forbids perf_event_open.";
    if (error == ENOSYS || error == ENOENT)
        return what + "it has no perf events, or this container hides them.";
    if (error == EMFILE || error == ENFILE)
        return what + "no file descriptor is left for it.";
    if (error == ENOMEM)
        return what + "too many runs go on for kernel.perf_event_mlock_kb and the limit of locked memory (ulimit -l).";
    return what + std::strerror(error) + ".";
}

SchedulerTrace::Descriptor::Descriptor(Descriptor &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}

SchedulerTrace::Descriptor &SchedulerTrace::Descriptor::operator=(Descriptor &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}

SchedulerTrace::Descriptor::~Descriptor()
{
    if (m_fd >= 0)
        close(m_fd);
}

SchedulerTrace::Ring::Ring(Ring &&other) noexcept
    : m_base(std::exchange(other.m_base, nullptr)), m_bytes(other.m_bytes), m_tail(other.m_tail),
      m_records(std::move(other.m_records))
{}

SchedulerTrace::Ring &SchedulerTrace::Ring::operator=(Ring &&other) noexcept
{
    std::swap(m_base, other.m_base);
    std::swap(m_bytes, other.m_bytes);
    std::swap(m_tail, other.m_tail);
    std::swap(m_records, other.m_records);
    return *this;
}

SchedulerTrace::Ring::~Ring()
{
    if (m_base)
        munmap(m_base, m_bytes);
}

void SchedulerTrace::Ring::empty()
{
    auto *page = reinterpret_cast<perf_event_mmap_page *>(m_base);
    // Acquire: the records before it are whole.
    const std::uint64_t head = __atomic_load_n(&page->data_head, __ATOMIC_ACQUIRE);
    while (m_tail < head && m_records.size() < mostTakenOut) {
        perf_event_header header;
        copy(m_tail, &header, sizeof header);
        if (header.size < sizeof header + sizeof(SampleId)) { // never: the kernel writes whole records
            m_tail = head;
            break;
        }
        if (const auto record = recordAt(m_tail, header.size, header.misc, header.type))
            m_records.push_back(*record);
        m_tail += header.size;
    }
    // Release: we are done with these records.
    __atomic_store_n(&page->data_tail, m_tail, __ATOMIC_RELEASE);
}

void SchedulerTrace::Ring::copy(std::uint64_t from, void *to, std::size_t bytes) const
{
    const auto *page = reinterpret_cast<const perf_event_mmap_page *>(m_base);
    const std::byte *data = m_base + page->data_offset;
    const std::size_t place = std::size_t(from & (page->data_size - 1));
    const std::size_t first = std::min(bytes, std::size_t(page->data_size) - place);
    std::memcpy(to, data + place, first);
    std::memcpy(static_cast<std::byte *>(to) + first, data, bytes - first);
}

std::optional<SchedulerRecord> SchedulerTrace::Ring::recordAt(std::uint64_t place, std::size_t bytes,
                                                              std::uint16_t misc, std::uint32_t type) const
{
    SampleId id;
    copy(place + bytes - sizeof id, &id, sizeof id);
    using Kind = SchedulerRecord::Kind;
    SchedulerRecord record{Kind::In, id.pid, id.tid, id.cpu, std::int64_t(id.time), 0};
    if (type == PERF_RECORD_SWITCH) {
        const bool preempted = misc & PERF_RECORD_MISC_SWITCH_OUT_PREEMPT;
        record.kind = !(misc & PERF_RECORD_MISC_SWITCH_OUT) ? Kind::In : preempted ? Kind::Preempted : Kind::Blocked;
        return record;
    }
    if (belongsToFork(type)) {
        std::uint32_t numbers[4]; // pid, parent's pid, tid, parent's tid
        copy(place + sizeof(perf_event_header), numbers, sizeof numbers);
        record.kind = type == PERF_RECORD_FORK ? Kind::Fork : Kind::Exit;
        record.pid = numbers[0];
        record.tid = numbers[2];
        return record;
    }
    if (type != PERF_RECORD_LOST)
        return std::nullopt;
    record.kind = Kind::Lost;
    copy(place + sizeof(perf_event_header) + sizeof(std::uint64_t), &record.lost, sizeof record.lost);
    return record;
}

/// The threads of one CPU share a ring. Returns 0 or an errno.
int SchedulerTrace::openCpu(const std::vector<pid_t> &threads, int cpu, std::size_t ringPages)
{
    int ringOwner = -1;
    for (const pid_t thread : threads) {
        const int fd = openEvent(thread, cpu);
        if (fd < 0 && errno == ENODEV)
            return 0; // offline
        if (fd < 0 && errno == ESRCH)
            continue; // it has just ended
        if (fd < 0)
            return errno;
        m_events.emplace_back(fd);
        if (ringOwner >= 0 && ioctl(fd, PERF_EVENT_IOC_SET_OUTPUT, ringOwner) != 0)
            return errno;
        if (ringOwner >= 0)
            continue;
        const std::size_t bytes = (1 + ringPages) * pageBytes();
        void *base = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (base == MAP_FAILED)
            return ENOMEM; // what it says is EPERM
        m_rings.emplace_back(base, bytes);
        m_ringEvents.push_back(ringOwner = fd);
    }
    return 0;
}

int SchedulerTrace::openCpus(const std::vector<pid_t> &threads, std::size_t ringPages)
{
    const int cpus = int(sysconf(_SC_NPROCESSORS_CONF));
    for (int cpu = 0; cpu < cpus; ++cpu) {
        if (const int error = openCpu(threads, cpu, ringPages))
            return error;
    }
    return m_rings.empty() ? ESRCH : 0;
}

Result<SchedulerTrace> SchedulerTrace::open(pid_t process)
{
    const std::vector<pid_t> threads = threadsOf(process);
    for (std::size_t ringPages = largestRingPages;; ringPages /= 2) {
        SchedulerTrace trace;
        const int error = trace.openCpus(threads, ringPages);
        if (error == 0)
            return trace;
        if (error != ENOMEM || ringPages == smallestRingPages)
            return refusal(error);
    }
}

std::vector<int> SchedulerTrace::descriptors() const
{
    return m_ringEvents;
}

std::uint64_t SchedulerTrace::drain(std::int64_t beforeMonotonicNs, std::uint64_t most, const Visit &visit)
{
    using Turn = std::pair<std::int64_t, std::size_t>; // time of a ring's next record, the ring
    std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
    const auto queue = [&](std::size_t index) {
        if (const SchedulerRecord *next = m_rings[index].next(); next && next->monotonicNs < beforeMonotonicNs)
            turns.push({next->monotonicNs, index});
    };
    for (std::size_t index = 0; index < m_rings.size(); ++index) {
        m_rings[index].empty();
        queue(index);
    }
    std::uint64_t taken = 0;
    for (; taken < most && !turns.empty(); ++taken) {
        const std::size_t index = turns.top().second;
        turns.pop();
        visit(*m_rings[index].next());
        m_rings[index].pass();
        queue(index);
    }
    return taken;
}

} // namespace Interleave

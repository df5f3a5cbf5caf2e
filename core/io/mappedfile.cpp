#include "core/io/mappedfile.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <sys/mman.h>
#include <unistd.h>

namespace Interleave {

namespace {

/// What the signal handler must know of each mapping, so it is atomic and never moves. A slot is
/// free while `begin` is 0.
struct Slot {
    std::atomic<std::uintptr_t> begin{0};
    std::atomic<std::size_t> size{0};
    std::atomic<bool> cutOff{false};
};
constexpr std::size_t mostMappings = 64;
std::array<Slot, mostMappings> slots;
struct sigaction actionBefore{};

void handleBusError(int signal, siginfo_t *info, void *context)
{
    const std::uintptr_t address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    const std::uintptr_t pageMask = std::uintptr_t(sysconf(_SC_PAGESIZE)) - 1;
    for (Slot &slot : slots) {
        // Acquire: with the begin comes the size that was stored before it.
        const std::uintptr_t begin = slot.begin.load(std::memory_order_acquire);
        const std::size_t size = slot.size.load(std::memory_order_relaxed);
        if (begin == 0 || address < begin || address - begin >= size)
            continue;
        // From here to the end, as more of it is likely to be gone.
        const std::uintptr_t page = address & ~pageMask;
        void *zeros = mmap(reinterpret_cast<void *>(page), begin + size - page, PROT_READ,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
        if (zeros == MAP_FAILED)
            break;
        slot.cutOff.store(true, std::memory_order_relaxed); // said later, nothing hangs on the order
        return;
    }
    // Not ours: as if we were not here.
    if ((actionBefore.sa_flags & SA_SIGINFO) && actionBefore.sa_sigaction) {
        actionBefore.sa_sigaction(signal, info, context);
        return;
    }
    sigaction(SIGBUS, &actionBefore, nullptr);
    raise(signal);
}

void installHandler()
{
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action{};
        action.sa_sigaction = handleBusError;
        action.sa_flags = SA_SIGINFO | SA_NODEFER;
        sigaction(SIGBUS, &action, &actionBefore);
    });
}

std::mutex claiming;

/// The slot, or -1 when all are taken.
int claimSlot(std::uintptr_t begin, std::size_t size)
{
    const std::lock_guard lock(claiming);
    for (std::size_t index = 0; index < slots.size(); ++index) {
        Slot &slot = slots[index];
        if (slot.begin.load(std::memory_order_relaxed) != 0)
            continue;
        slot.size.store(size, std::memory_order_relaxed);
        slot.cutOff.store(false, std::memory_order_relaxed);
        slot.begin.store(begin, std::memory_order_release); // the size is there before it
        return int(index);
    }
    return -1;
}

} // namespace

Result<std::shared_ptr<const MappedFile>> MappedFile::map(QFile &file)
{
    installHandler();
    const std::size_t size = std::size_t(file.size());
    const auto failed = [](const char *why) {
        return Error(ErrorCode::NoResources, std::string("It cannot be mapped: ") + why + ".");
    };
    if (size == 0)
        return failed("it is empty");
    void *memory = mmap(nullptr, size, PROT_READ, MAP_SHARED, file.handle(), 0);
    if (memory == MAP_FAILED)
        return failed(std::strerror(errno));
    const int slot = claimSlot(reinterpret_cast<std::uintptr_t>(memory), size);
    if (slot < 0) {
        munmap(memory, size);
        return failed("too many files are open");
    }
    return std::shared_ptr<const MappedFile>(new MappedFile(static_cast<const char *>(memory), size, slot));
}

MappedFile::~MappedFile()
{
    // Release: a handler that runs later does not take the address for ours.
    slots[std::size_t(m_slot)].begin.store(0, std::memory_order_release);
    munmap(const_cast<char *>(m_begin), m_size);
}

bool MappedFile::wasCutOff() const
{
    return slots[std::size_t(m_slot)].cutOff.load(std::memory_order_relaxed);
}

void MappedFile::letGo(std::size_t offset, std::size_t size) const
{
    const std::size_t page = std::size_t(sysconf(_SC_PAGESIZE));
    const std::size_t begin = offset / page * page, end = (offset + size) / page * page;
    if (end > begin && !wasCutOff())
        madvise(const_cast<char *>(m_begin) + begin, end - begin, MADV_DONTNEED);
}

} // namespace Interleave

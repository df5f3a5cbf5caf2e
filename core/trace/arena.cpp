#include "core/trace/arena.h"

#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace Interleave {

namespace {

constexpr char arenaMagic[8] = {'I', 'L', 'V', 'A', 'R', 'E', 'N', 'A'};
constexpr std::uint64_t pageBytes = 4096;
constexpr std::uint64_t mostRings = 4096;
constexpr std::uint64_t mostCapacity = std::uint64_t(1) << 32;

constexpr std::uint64_t roundToPage(std::uint64_t bytes)
{
    return (bytes + pageBytes - 1) / pageBytes * pageBytes;
}

std::uint64_t totalBytes(const ArenaHeader &header)
{
    return header.recordsOffset + header.ringCount * header.ringCapacity * header.recordBytes;
}

bool isSane(const ArenaHeader &header)
{
    return std::memcmp(header.magic, arenaMagic, sizeof arenaMagic) == 0
           && header.version == Arena::version && header.recordBytes == sizeof(Event)
           && header.ringHeaderBytes == sizeof(RingHeader) && header.ringCount > 0
           && header.ringCount <= mostRings && std::has_single_bit(header.ringCapacity)
           && header.ringCapacity <= mostCapacity && header.ringsOffset == pageBytes
           && header.recordsOffset == roundToPage(pageBytes + header.ringCount * sizeof(RingHeader));
}

Error resourceError(const char *what)
{
    return Error(ErrorCode::NoResources, std::string("The shared memory for the recording cannot be ")
                                             + what + ": " + std::strerror(errno) + ".");
}

} // namespace

Result<Arena> Arena::map(int fd, std::size_t bytes)
{
    void *base = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);
    if (base == MAP_FAILED) {
        const Error error = resourceError("mapped");
        close(fd);
        return error;
    }
    return Arena(fd, static_cast<std::byte *>(base), bytes);
}

Result<Arena> Arena::create(const ClockCalibration &clock, std::uint32_t rings, std::uint64_t capacity)
{
    ArenaHeader layout{};
    std::memcpy(layout.magic, arenaMagic, sizeof arenaMagic);
    layout.version = version;
    layout.recordBytes = sizeof(Event);
    layout.ringHeaderBytes = sizeof(RingHeader);
    layout.ringCount = rings;
    layout.ringCapacity = std::bit_ceil(capacity);
    layout.ringsOffset = pageBytes;
    layout.recordsOffset = roundToPage(pageBytes + rings * sizeof(RingHeader));
    if (!isSane(layout))
        return Error(ErrorCode::Usage, "A recording needs 1 to 4096 rings of at most 2^32 records.");

    const int fd = memfd_create("interleave-arena", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return resourceError("created");
    const std::uint64_t bytes = totalBytes(layout);
    // Sealed against shrinking: nobody can take the pages from under the reader.
    if (ftruncate(fd, off_t(bytes)) != 0
        || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
        const Error error = resourceError("sized");
        close(fd);
        return error;
    }
    Result<Arena> arena = map(fd, bytes);
    if (!arena.hasValue())
        return arena;
    auto *header = new (arena.value().m_base) ArenaHeader{};
    std::memcpy(header->magic, layout.magic, sizeof layout.magic);
    header->version = layout.version;
    header->recordBytes = layout.recordBytes;
    header->ringHeaderBytes = layout.ringHeaderBytes;
    header->ringCount = layout.ringCount;
    header->ringCapacity = layout.ringCapacity;
    header->ringsOffset = layout.ringsOffset;
    header->recordsOffset = layout.recordsOffset;
    header->clock = clock;
    return arena;
}

Result<Arena> Arena::attach(int fd)
{
    struct stat status{};
    if (fstat(fd, &status) != 0 || std::uint64_t(status.st_size) < pageBytes)
        return Error(ErrorCode::CannotRead, "The inherited descriptor is not a recording arena.");
    Result<Arena> arena = map(fd, std::size_t(status.st_size));
    if (!arena.hasValue())
        return arena;
    const ArenaHeader &header = arena.value().header();
    if (!isSane(header) || totalBytes(header) != std::uint64_t(status.st_size))
        return Error(ErrorCode::CannotRead, "The recording arena has a layout that this version does not know.");
    return arena;
}

Arena::Arena(Arena &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)), m_base(std::exchange(other.m_base, nullptr)), m_bytes(other.m_bytes)
{}

Arena &Arena::operator=(Arena &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    std::swap(m_base, other.m_base);
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

Arena::~Arena()
{
    if (m_base)
        munmap(m_base, m_bytes);
    if (m_fd >= 0)
        close(m_fd);
}

RingHeader &Arena::ring(std::uint32_t index) const
{
    return *reinterpret_cast<RingHeader *>(m_base + header().ringsOffset + index * sizeof(RingHeader));
}

Event *Arena::records(std::uint32_t index) const
{
    return reinterpret_cast<Event *>(m_base + header().recordsOffset
                                     + index * header().ringCapacity * sizeof(Event));
}

LaneId Arena::allocateLane() const
{
    // Relaxed: the number alone matters; what is recorded of the lane is published by a ring's head.
    return LaneId(header().nextLane.fetch_add(1, std::memory_order_relaxed) + 1);
}

} // namespace Interleave

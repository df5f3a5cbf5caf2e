// A file in memory, read only. Whoever maps a file that another program cuts off gets SIGBUS where
// it ended; here zeros come in its place, and the mapping knows. Shared by those who look into it,
// and unmapped by the last of them. Any thread.
#pragma once

#include "core/base/result.h"

#include <QFile>

#include <atomic>
#include <memory>
#include <string_view>

namespace Interleave {

class MappedFile
{
public:
    /// Maps all of it. NoResources when it cannot be mapped, as where the address space is limited.
    static Result<std::shared_ptr<const MappedFile>> map(QFile &file);
    ~MappedFile();
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;

    std::string_view bytes() const { return {m_begin, m_size}; }
    const char *at(std::uint64_t offset) const { return m_begin + offset; }
    /// The way back, for something in it.
    std::uint64_t offsetOf(const void *place) const { return std::uint64_t(static_cast<const char *>(place) - m_begin); }
    std::size_t size() const { return m_size; }
    /// Whether something was read that the file no longer had.
    bool wasCutOff() const;
    /// A hint that pages behind `offset` are not needed soon, so that checking a file of any size
    /// takes little memory.
    void letGo(std::size_t offset, std::size_t size) const;

private:
    MappedFile(const char *begin, std::size_t size, int slot) : m_begin(begin), m_size(size), m_slot(slot) {}

    const char *m_begin;
    std::size_t m_size;
    int m_slot; // in the table that the signal handler reads
};

} // namespace Interleave

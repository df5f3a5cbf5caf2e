// Little-endian numbers and counted strings in a row of bytes: the alphabet of the native format and
// of what processes tell each other. The cursor trusts nothing: beyond the end it gives zeros and
// remembers that it failed.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace Interleave {

static_assert(std::endian::native == std::endian::little, "records are copied as they are in memory");

template<class Number>
void putNumber(std::string &bytes, Number number)
{
    bytes.append(reinterpret_cast<const char *>(&number), sizeof number);
}

/// u32 length, then the bytes; at most `limit` of them.
inline void putString(std::string &bytes, std::string_view text, std::size_t limit)
{
    text = text.substr(0, limit);
    putNumber(bytes, std::uint32_t(text.size()));
    bytes.append(text);
}

class ByteCursor
{
public:
    explicit ByteCursor(std::string_view bytes) : m_bytes(bytes) {}

    bool failed() const { return m_failed; }
    bool atEnd() const { return m_bytes.empty(); }
    std::size_t remaining() const { return m_bytes.size(); }
    /// For readers who find that what they read cannot be.
    void fail() { m_failed = true; }

    template<class Number>
    Number number()
    {
        Number value{};
        const std::string_view bytes = take(sizeof value);
        if (!m_failed)
            std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }

    std::string_view string(std::size_t limit)
    {
        const std::size_t size = number<std::uint32_t>();
        m_failed = m_failed || size > limit;
        return take(size);
    }

private:
    std::string_view take(std::size_t size)
    {
        m_failed = m_failed || size > m_bytes.size();
        if (m_failed)
            return {};
        const std::string_view taken = m_bytes.substr(0, size);
        m_bytes.remove_prefix(size);
        return taken;
    }

    std::string_view m_bytes;
    bool m_failed = false;
};

} // namespace Interleave

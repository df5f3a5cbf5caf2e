// One record of a Chrome trace, its members as they stand in the file, and how to read it.
#pragma once

#include "core/io/jsonscan.h"

#include <array>

namespace Interleave {

enum class ChromeMember : std::uint8_t {
    Phase, Name, Category, Time, Duration, Pid, Tid, Id, Id2, IdScope, InstantScope, Arguments,
    BindId, BindPoint, FlowIn, FlowOut, Other,
};

class ChromeRecord
{
public:
    bool has(ChromeMember member) const { return m_present >> unsigned(member) & 1; }
    /// What stands there; a token of kind None where nothing does.
    const JsonToken &operator[](ChromeMember member) const
    {
        static constexpr JsonToken nothing;
        return has(member) ? m_tokens[std::size_t(member)] : nothing;
    }
    bool isEmpty() const { return m_present == 0; }

    void clear() { m_present = 0; }
    JsonToken &put(ChromeMember member)
    {
        m_present |= 1u << unsigned(member);
        return m_tokens[std::size_t(member)];
    }

private:
    std::array<JsonToken, std::size_t(ChromeMember::Other) + 1> m_tokens; // only those present mean anything
    std::uint32_t m_present = 0;
};

enum class RecordEnd { Whole, Cut, Damaged };

/// Reads the record that opens at `at`. Whole: `at` is behind it. Cut: it goes on behind `end`.
/// Damaged: it is no JSON; where it ends is not known.
RecordEnd readRecord(const char *&at, const char *end, ChromeRecord &record);

} // namespace Interleave

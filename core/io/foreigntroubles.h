// What of a foreign trace cannot be shown, or not as it stands there: counted by kind, and said in
// sentences at the end. Nothing is left out without a word.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace Interleave {

enum class Trouble : std::uint8_t {
    Damaged, Refused, NoTime, BadTime, TooFar, NoDuration, NegativeDuration, StrayEnd, OtherName, NeverEnds, Overlap, NoRow,
    TooManyLanes, TooManyTexts, LongText, NoId, NoNumber, Rounded, FlowWithoutSource, FlowWithoutTarget,
    Arguments, Category, LostHeader,
    Count,
};

class ForeignTroubles
{
public:
    void add(Trouble trouble, std::uint64_t times = 1) { m_counts[std::size_t(trouble)] += times; }
    /// A record of a phase that is not shown; '?' for one that has none.
    void addPhase(char phase) { ++m_phases[std::uint8_t(phase)]; }
    /// A metadata record, or a member beside the records, that is not shown.
    void addMetadata(const std::string &name);
    void addMember(const std::string &name);
    void add(const ForeignTroubles &others);

    /// One sentence a kind.
    std::vector<std::string> sentences() const;

private:
    std::array<std::uint64_t, std::size_t(Trouble::Count)> m_counts{};
    std::array<std::uint64_t, 256> m_phases{};
    std::map<std::string, std::uint64_t> m_metadata, m_members;
};

} // namespace Interleave

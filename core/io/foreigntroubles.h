// What of a foreign trace is not shown, or not as it stands there: counted by kind, and said in
// sentences at the end. Nothing is left out without a word.
//
// A problem is what is damaged, contradicts itself or is lost: such a trace is incomplete. A note is
// what is there all the same, only in another form, or what describes the file rather than what
// happened: a sound file of another program has notes, but no problems.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace Interleave {

enum class Trouble : std::uint8_t {
    // Problems:
    Damaged, Refused, NoTime, BadTime, TooFar, NoDuration, NegativeDuration, StrayEnd, OtherName, NoRow,
    TooManyLanes, TooManyTexts, LongText, NoId, NoNumber, TooManyValues, TooManyArrows, LostHeader, Overflowed,
    // Notes:
    NeverEnds, Overlap, Rounded, TooLarge, FlowWithoutSource, FlowWithoutTarget, FlowWithoutSlice, Arguments, EndArguments,
    OtherPhase, EmptyTrack,
    Count,
};
inline constexpr Trouble firstNote = Trouble::NeverEnds;

class ForeignTroubles
{
public:
    void add(Trouble trouble, std::uint64_t times = 1) { m_counts[std::size_t(trouble)] += times; }
    /// A metadata record, or a member beside the records, that is not shown.
    void addMetadata(const std::string &name);
    void addMember(const std::string &name);
    void add(const ForeignTroubles &others);

    /// One sentence a kind.
    std::vector<std::string> problems() const;
    std::vector<std::string> notes() const;

private:
    using Names = std::map<std::string, std::uint64_t>;

    void say(std::vector<std::string> &sentences, Trouble first, Trouble end) const;

    std::array<std::uint64_t, std::size_t(Trouble::Count)> m_counts{};
    Names m_metadata, m_members;
};

} // namespace Interleave

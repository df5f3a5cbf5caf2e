// How far another machine's clock is from ours, and how sure that is. Each look at it (asked then,
// answered then, it said that) bounds the offset: what it said was true at some moment in between.
// What all looks agree on is kept, widened while time passes by what clocks may drift apart. The
// shortest round trip thus decides, and is forgotten again slowly. A look that contradicts all before
// it means that a clock was set: then it alone counts. Nanoseconds throughout; one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace Interleave {

struct ClockLook {
    std::int64_t askedNs = 0, answeredNs = 0; // by our clock
    std::int64_t theirsNs = 0;
};

/// The offset lies within, ends included: theirs minus ours.
struct OffsetBounds {
    std::int64_t lowNs = 0, highNs = 0;

    std::int64_t middleNs() const { return lowNs + (highNs - lowNs) / 2; }
    /// The offset is the middle, plus or minus this.
    std::int64_t uncertaintyNs() const { return (highNs - lowNs + 1) / 2; }
    /// Of one clock to a second, when these bound that of a third to either: third − first, third − second.
    static OffsetBounds between(const OffsetBounds &thirdToFirst, const OffsetBounds &thirdToSecond)
    {
        return {thirdToFirst.lowNs - thirdToSecond.highNs, thirdToFirst.highNs - thirdToSecond.lowNs};
    }
};

class ClockOffset
{
public:
    /// Clocks of computers are within 50 parts in a million; two of them, and one being slewed.
    static constexpr std::int64_t driftPerMillion = 200;

    /// `granularityNs`: by how much what they say may lag behind what they mean.
    explicit ClockOffset(std::int64_t granularityNs = 0) : m_granularityNs(granularityNs) {}

    void look(const ClockLook &look)
    {
        const OffsetBounds seen{look.theirsNs - look.answeredNs, look.theirsNs + m_granularityNs - look.askedNs};
        const OffsetBounds before = at(look.answeredNs).value_or(seen);
        OffsetBounds both{std::max(seen.lowNs, before.lowNs), std::min(seen.highNs, before.highNs)};
        if (both.lowNs > both.highNs) {
            both = seen;
            ++m_steps;
        }
        m_bounds = both;
        m_atNs = look.answeredNs;
    }

    /// What is known of it at that moment of our clock; nothing before the first look.
    std::optional<OffsetBounds> at(std::int64_t nowNs) const
    {
        if (!m_bounds)
            return std::nullopt;
        const std::int64_t drift = std::max<std::int64_t>(0, nowNs - m_atNs) / 1'000'000 * driftPerMillion;
        return OffsetBounds{m_bounds->lowNs - drift, m_bounds->highNs + drift};
    }
    /// How often a clock was set.
    int steps() const { return m_steps; }

private:
    std::int64_t m_granularityNs;
    std::optional<OffsetBounds> m_bounds;
    std::int64_t m_atNs = 0;
    int m_steps = 0;
};

} // namespace Interleave

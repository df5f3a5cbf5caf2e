// Many runs of one thing: in which order their lanes finished and how often, and how far each
// lane's times spread. Takes the runs one after the other and keeps nothing of them but numbers.
// std only; any one thread.
#pragma once

#include "core/analysis/lanematching.h"

namespace Interleave {

/// The middle one of an even number is the lower of the two: a value that occurred.
struct Spread {
    Nanos least{0}, median{0}, most{0};
    bool operator==(const Spread &) const = default;
};
Spread spreadOf(std::vector<Nanos> values); // of at least one

/// Rounded; the whole is not 0.
constexpr std::uint64_t percentOf(std::uint64_t part, std::uint64_t whole) { return (part * 200 + whole) / (2 * whole); }

struct FinishingOrder {
    std::vector<LaneMatching::Number> lanes; // the first to finish first
    std::vector<std::uint32_t> runs;         // that had it, counted from 1
};

struct LaneSpread {
    LaneMatching::Number lane = 0;
    std::uint32_t runs = 0;  // in which it finished
    Spread finish;           // counted from the run's first event
    Spread running;
};

class Repetition
{
public:
    /// The next run: O(lanes), what is said of each comes from its grid and its last event. One that
    /// did not finish by itself is counted and otherwise left out.
    void take(const Trace &trace);

    std::uint32_t runs() const { return m_runs; }
    std::uint32_t finishedRuns() const { return std::uint32_t(m_walls.size()); }
    /// In which order the leaf lanes that finished did so; the most frequent first, of equals the earlier.
    std::vector<FinishingOrder> orders() const;
    /// Of lanes that execute and finished at least once, in the order of the first run.
    std::vector<LaneSpread> lanes() const;
    /// Of the finished runs; none before there is one.
    std::optional<Spread> wall() const;
    std::string title(LaneMatching::Number lane) const { return m_matching.title(lane); }
    LaneKind kind(LaneMatching::Number lane) const { return m_matching.kind(lane); }
    /// For people: "count 1, count 2, count 3"; a long one by its first few and how many follow.
    std::string orderText(const FinishingOrder &order, std::size_t mostLanes = 8) const;

private:
    struct Times {
        std::vector<Nanos> finish, running;
    };

    LaneMatching m_matching;
    std::uint32_t m_runs = 0;
    std::vector<Nanos> m_walls;
    std::map<std::vector<LaneMatching::Number>, std::vector<std::uint32_t>> m_orders;
    std::map<LaneMatching::Number, Times> m_times;
};

} // namespace Interleave

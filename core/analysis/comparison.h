// Two runs beside each other: what differs in figures, which lanes are the same, and the first
// event at which the runs part. Pure function over two traces that do not change meanwhile, std
// only; any one thread.
#pragma once

#include "core/analysis/lanematching.h"
#include "core/analysis/parting.h"

namespace Interleave {

/// One line of the table: a figure of either run; none where nobody knows it.
struct Difference {
    enum class Unit { Time, Bytes, Count };

    std::string name; // stable: "wall", "cpu", "wait sleep" …
    Unit unit = Unit::Count;
    std::optional<std::int64_t> a, b;             // Time: in nanoseconds
    std::optional<std::uint64_t> timesA, timesB;  // of waits: how many of them
    bool operator==(const Difference &) const = default;
};
inline constexpr std::string_view waitRow = "wait "; // before the reason's name

/// The figure for people: "1.20 s", "31 MB", "5".
std::string figureText(Difference::Unit unit, std::int64_t value);
/// How B differs: "+2.00 s (3.00 ×)", "−1", "=". Empty where one of them is not known.
std::string changeText(const Difference &difference);

struct Comparison {
    LanePairs pairs;
    std::vector<Difference> differences;
    Parting parting;
    std::string sentence; // that says it: "The same for 23 events; then B resumes task 3 first, A task 1."
    std::optional<std::size_t> firstDifferentLine; // of the printed ones, from 0; none: all the same
    std::uint32_t lanesOnlyInA = 0, lanesOnlyInB = 0; // of those that execute
};

/// O(events of both): 10 million in seconds. None when it was cancelled meanwhile.
std::optional<Comparison> compared(const Trace &a, const Trace &b, const std::atomic<bool> *cancelled = nullptr);

} // namespace Interleave

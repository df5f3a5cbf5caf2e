// Where two runs part: their events, one after the other, are the same up to there. Pure functions
// over two traces, std only.
#pragma once

#include "core/analysis/mergedevents.h"

#include <atomic>
#include <string>

namespace Interleave {

/// The first place at which what the lanes do is not the same: who does what, not when.
struct Parting {
    std::uint64_t same = 0;          // events before it
    std::optional<EventPlace> a, b;  // none: that run is over
    bool isNone() const { return !a && !b; }
};

/// Merges the starts, suspensions, resumes, ends, wakes and printed lines of each run's lanes that
/// execute by time, and compares lane (see LaneMatching), kind, reason or outcome, and the name of
/// a slice, until they differ: O(events before the parting). None when it was cancelled meanwhile.
std::optional<Parting> partingOf(const Trace &a, const Trace &b, const std::atomic<bool> *cancelled = nullptr);

/// In one sentence: "The same for 23 events; then B resumes task 3 first, A task 1."
std::string partingText(const Trace &a, const Trace &b, const Parting &parting);

} // namespace Interleave

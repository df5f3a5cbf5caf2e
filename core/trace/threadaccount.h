// The account that a thread gives of itself before its finish, as counters of its lane: what the
// kernel counted for it since its lane's start. Stable names: files contain them.
#pragma once

#include "core/trace/trace.h"

#include <optional>
#include <string_view>

namespace Interleave {

inline constexpr std::string_view cpuTimeCounter = "cpu time ns";
inline constexpr std::string_view runDelayCounter = "run delay ns"; // ready, while others had the CPUs

struct ThreadAccount {
    Nanos time{0};                // when it was given
    Nanos cpu{0};
    std::optional<Nanos> delay;
};

/// Nothing for a lane that gave none: no thread, one that was killed, or one of an older file. Looks
/// at the last few events alone.
std::optional<ThreadAccount> threadAccountOf(const Trace &trace, const Lane &lane);

/// The lane that says when the kernel let this thread run, or null.
const Lane *onCpuLaneOf(const Trace &trace, const Lane &lane);

} // namespace Interleave

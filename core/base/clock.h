// The one clock of a run: CLOCK_MONOTONIC, read through the time stamp counter where that is
// invariant (it costs 10 ns instead of 22). Calibrated once by the viewer and stored in the
// arena, so that every process of a run converts ticks alike. std only, any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <time.h>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace Interleave {

/// CLOCK_MONOTONIC in nanoseconds.
inline std::int64_t monotonicNs()
{
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

/// How ticks become nanoseconds since the base: ns = (ticks * multiplier) >> 32.
struct ClockCalibration {
    enum Source : std::uint32_t { Monotonic = 0, Tsc = 1 };

    std::uint32_t source = Monotonic;
    std::uint32_t reserved = 0;
    std::uint64_t baseTicks = 0;      // raw counter at the base
    std::int64_t baseMonotonicNs = 0; // CLOCK_MONOTONIC at the base
    std::uint64_t multiplier = std::uint64_t(1) << 32;

    std::uint64_t rawTicks() const
    {
#if defined(__x86_64__)
        if (source == Tsc)
            return __rdtsc();
#endif
        return std::uint64_t(monotonicNs());
    }

    /// Ticks since the base, now.
    std::uint64_t ticks() const { return rawTicks() - baseTicks; }

    /// The same, but not before any load of this thread that came earlier in program order: a
    /// plain rdtsc may be executed ahead of the load that saw another thread's wake.
    std::uint64_t ticksFenced() const
    {
#if defined(__x86_64__)
        if (source == Tsc)
            _mm_lfence();
#endif
        return ticks();
    }

    std::uint64_t nanoseconds(std::uint64_t ticks) const
    {
        __extension__ using Wide = unsigned __int128;
        return std::uint64_t(Wide(ticks) * multiplier >> 32);
    }

    /// How many ticks a time lasts.
    std::uint64_t ticksOf(std::chrono::nanoseconds time) const
    {
        __extension__ using Wide = unsigned __int128;
        return std::uint64_t((Wide(std::uint64_t(time.count())) << 32) / multiplier);
    }

    std::string_view name() const { return source == Tsc ? "tsc" : "monotonic"; }
};

/// Measures the counter against CLOCK_MONOTONIC over at least 20 ms since the first call in this
/// process (which waits for them if need be) and bases the result at now. Falls back to
/// CLOCK_MONOTONIC where the counter is not invariant or the kernel does not use it as its clock.
ClockCalibration calibrateClock();

} // namespace Interleave

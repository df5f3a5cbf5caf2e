#include "core/base/clock.h"

#include <cstring>
#include <fstream>
#include <string>

namespace Interleave {

namespace {

constexpr std::int64_t baselineNs = 20'000'000;

#if defined(__x86_64__)

/// The kernel's own verdict: it leaves "tsc" as its clock source only while the counter is
/// invariant, synchronous over all CPUs and keeps time. "kvm-clock" is built on it as well.
bool counterIsInvariant()
{
    std::ifstream source("/sys/devices/system/clocksource/clocksource0/current_clocksource");
    std::string name;
    source >> name;
    if (name != "tsc" && name != "kvm-clock")
        return false;
    std::ifstream cpuinfo("/proc/cpuinfo");
    for (std::string line; std::getline(cpuinfo, line);) {
        if (line.starts_with("flags")) {
            return line.find(" constant_tsc") != std::string::npos
                   && line.find(" nonstop_tsc") != std::string::npos;
        }
    }
    return false;
}

struct Reading {
    std::uint64_t ticks;
    std::int64_t ns;
};

/// The tightest of several readings of both clocks, so that an interruption does not count.
Reading readBoth()
{
    Reading best{};
    std::int64_t bestWidth = INT64_MAX;
    for (int attempt = 0; attempt < 32; ++attempt) {
        const std::int64_t before = monotonicNs();
        _mm_lfence();
        const std::uint64_t ticks = __rdtsc();
        _mm_lfence();
        const std::int64_t after = monotonicNs();
        if (after - before < bestWidth) {
            bestWidth = after - before;
            best = {ticks, before + (after - before) / 2};
        }
    }
    return best;
}

#endif

ClockCalibration monotonicCalibration()
{
    ClockCalibration calibration;
    calibration.baseMonotonicNs = monotonicNs();
    calibration.baseTicks = std::uint64_t(calibration.baseMonotonicNs);
    return calibration;
}

} // namespace

ClockCalibration calibrateClock()
{
#if defined(__x86_64__)
    static const bool invariant = counterIsInvariant();
    if (!invariant)
        return monotonicCalibration();
    static const Reading first = readBoth();
    while (monotonicNs() - first.ns < baselineNs) {
        const timespec pause{0, 1'000'000};
        nanosleep(&pause, nullptr);
    }
    const Reading now = readBoth();
    __extension__ using Wide = unsigned __int128;
    ClockCalibration calibration;
    calibration.source = ClockCalibration::Tsc;
    calibration.baseTicks = now.ticks;
    calibration.baseMonotonicNs = now.ns;
    calibration.multiplier = std::uint64_t((Wide(now.ns - first.ns) << 32) / (now.ticks - first.ticks));
    return calibration;
#else
    return monotonicCalibration();
#endif
}

} // namespace Interleave

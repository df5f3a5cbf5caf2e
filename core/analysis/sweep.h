// What a sweep found: for each value of a parameter how long the run took, and how that scales.
// Pure, std only.
#pragma once

#include "core/analysis/amdahl.h"
#include "core/trace/trace.h"

#include <optional>
#include <string>
#include <vector>

namespace Interleave {

struct SweepPoint {
    std::string value;           // of the parameter
    std::optional<double> number; // that value, where it is one
    bool ran = false;            // false: it was refused, see reason
    RunOutcome outcome = RunOutcome::Running;
    std::string reason;          // why it failed or was refused
    Nanos wall{0}, cpu{0};
    std::uint32_t maxRunning = 0;

    /// Only a run that finished by itself says how long it takes.
    bool isMeasured() const { return ran && outcome == RunOutcome::Finished; }
};

SweepPoint pointOf(std::string value, const Trace &trace);
SweepPoint refusedPoint(std::string value, std::string reason);

/// The measured points whose value is a number.
std::vector<ScalingPoint> scalingPoints(const std::vector<SweepPoint> &points); // in seconds

/// How often as fast as the point of the smallest number, which is first taken to be as fast as its
/// number of workers allows: with twice as many, half the time. None without a measured point.
struct IdealLine {
    double workers = 0, time = 0; // of that point
    double timeWith(double number) const { return time * workers / number; }
};
std::optional<IdealLine> idealLine(std::span<const ScalingPoint> points);

/// "Amdahl's law fits T(n) = 0.21 s + 0.80 s / n, to within 11 ms: as if 21 % of the work could not be shared out."
std::string fitText(const AmdahlFit &fit);

} // namespace Interleave

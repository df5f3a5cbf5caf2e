// Amdahl's law fitted to measured times. Pure, std only.
#pragma once

#include "core/base/result.h"

#include <span>

namespace Interleave {

struct ScalingPoint {
    double workers = 0; // how many share the work; above 0
    double time = 0;    // what the run then took; any unit
};

/// T(n) = serial + parallel / n: what does not get faster, and what is shared among n.
struct AmdahlFit {
    double serial = 0, parallel = 0; // in the points' unit of time
    double error = 0;                // root of the mean square deviation of the points, likewise

    double time(double workers) const { return serial + parallel / workers; }
    double serialFraction() const { return serial / (serial + parallel); }
};

/// By least squares in 1/n. The form is that of G. M. Amdahl, "Validity of the single processor approach
/// to achieving large scale computing capabilities", AFIPS Conference Proceedings 30, 1967, pp. 483–485.
/// A serial part that comes out below zero by no more than runs vary by themselves (5 % of the time of
/// one) is zero, and the other fitted to that. Failed, saying why: fewer than three different numbers
/// of workers, times that do not fall with their number, or that fall faster than it grows.
Result<AmdahlFit> amdahlFit(std::span<const ScalingPoint> points);

} // namespace Interleave

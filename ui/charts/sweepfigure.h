// What a sweep's chart shows, and the chart as a picture, for whoever does not know Qt Charts.
#pragma once

#include "core/analysis/sweep.h"
#include "core/base/result.h"

#include <QString>

#include <vector>

namespace Interleave {

/// What is drawn; points come as runs end.
struct SweepFigure {
    QString title;     // of the scenario
    QString parameter; // its label
    QString unit;      // "ms", or empty
    bool countsWorkers = false;
    int cpuCount = 0;  // 0 where nobody knows
    std::vector<SweepPoint> points;
};

/// As a PNG of a usual size. Needs a QApplication (offscreen will do).
Result<void> saveSweepPicture(const SweepFigure &figure, bool dark, const QString &path);

} // namespace Interleave

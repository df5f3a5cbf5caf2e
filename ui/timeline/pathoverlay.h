// The critical path over the lanes: a band on each lane that it leads through, and a line where it
// goes over to another. What lies within one pixel is drawn once, so a path of a million steps
// costs what the picture's width does.
#pragma once

#include "core/analysis/criticalpath.h"
#include "ui/models/timerange.h"
#include "ui/theme/theme.h"

#include <functional>
#include <vector>

class QPainter;

namespace Interleave {

/// A stretch of the path on one lane, in pixels.
struct PathPiece {
    LaneId lane;
    int begin = 0, end = 0; // at least one apart
    bool operator==(const PathPiece &) const = default;
};

/// Those that show in [left, right), where `range` is over `width` pixels. A pixel that holds several
/// steps shows the first. Cost: a bisection a pixel.
std::vector<PathPiece> pathPieces(const std::vector<PathStep> &steps, TimeRange range, int width, int left, int right);

/// A row's place on the screen.
struct PathRow {
    int y = 0, height = 0;
    bool operator==(const PathRow &) const = default;
};

/// `rowOf` gives the row that shows a lane.
void paintPath(QPainter &painter, const Theme &theme, const std::vector<PathPiece> &pieces,
               const std::function<std::optional<PathRow>(LaneId)> &rowOf);

} // namespace Interleave
